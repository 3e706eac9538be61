"""Many numbers as one value of a statement, the same statement whatever their count."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Dialect, bindparam, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import UserDefinedType


class _Numbers(UserDefinedType[Collection[int]]):
    """Many numbers as one value: the text of an array, or of a list in JSON."""

    cache_ok = True
    render_bind_cast = True  # PostgreSQL reads the text as an array once, not once for each row

    def get_col_spec(self, **_: object) -> str:
        """Return the type to cast to, where the dialect casts."""
        return "INTEGER[]"

    def bind_processor(self, dialect: Dialect) -> Any:
        """Return what writes the numbers."""
        start, end = "{}" if dialect.name == "postgresql" else "[]"
        return lambda numbers: f"{start}{','.join(map(str, numbers))}{end}"


class _Among(FunctionElement[bool]):
    """A column and what it should be among."""

    inherit_cache = True


@compiles(_Among, "postgresql")
def _among_array(element: _Among, compiler: SQLCompiler, **kw: Any) -> str:
    column, numbers = (compiler.process(each, **kw) for each in element.clauses)
    # as a subquery it is one value: the planner would weigh each of 300, for longer than the search
    return f"{column} = ANY ((SELECT {numbers})::integer[])"  # bound values


@compiles(_Among, "sqlite")
def _among_json(element: _Among, compiler: SQLCompiler, **kw: Any) -> str:
    column, numbers = (compiler.process(each, **kw) for each in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({numbers}))"  # noqa: S608 # bound values


def among(column: Any, numbers: str | Collection[int]) -> ColumnElement[bool]:
    """Tell whether a column is one of the numbers, or of those given under a name when it runs.

    They are one value, and the statement stays the same, and prepared, whatever their count: an IN
    with a place for each of 300 takes longer to write than to run.
    """
    if isinstance(numbers, str):
        given: Any = bindparam(numbers, type_=_Numbers)
    else:
        given = literal(list(numbers), _Numbers)
    return _Among(column, given).self_group()  # type: ignore[return-value]
