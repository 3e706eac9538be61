"""What programs may ask, for the people who write them: the OpenAPI document as a page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, render_template

blueprint = Blueprint("reference", __name__)


@dataclass(frozen=True)
class Field:
    """One thing a program gives or gets."""

    name: str
    kind: str
    required: bool


@dataclass(frozen=True)
class Operation:
    """One call: its address, what it takes and what it answers."""

    method: str
    path: str
    summary: str
    takes: tuple[Field, ...]
    gives: tuple[Field, ...]
    answers: tuple[tuple[str, str], ...]


@blueprint.get("/aide/api")
def show() -> str:
    """Show every call, drawn from the document that programs read."""
    spec = current_app.extensions["flask-smorest"]["apis"][""]["ext_obj"].spec.to_dict()
    return render_template(
        "reference/show.html", info=spec["info"], operations=list(_operations(spec))
    )


def _operations(spec: Mapping[str, Any]) -> Iterator[Operation]:
    for path, calls in spec["paths"].items():
        shared = calls.get("parameters", [])
        for method, call in calls.items():
            if method != "parameters":
                yield _operation(spec, method, path, call | {"shared": shared})


def _operation(
    spec: Mapping[str, Any], method: str, path: str, call: Mapping[str, Any]
) -> Operation:
    parameters = [*call["shared"], *call.get("parameters", [])]
    good = next(code for code in call["responses"] if code.startswith("2"))
    return Operation(
        method=method.upper(),
        path=path,
        summary=call.get("summary", ""),
        takes=(
            *(
                Field(each["name"], _kind(each["schema"]), each.get("required", False))
                for each in parameters
            ),
            *_fields(spec, call.get("requestBody", {})),
        ),
        gives=tuple(_fields(spec, call["responses"][good])),
        answers=tuple(
            (code, answer["description"])
            for code, answer in call["responses"].items()
            if "description" in answer and code >= "3"
        ),
    )


def _fields(spec: Mapping[str, Any], body: Mapping[str, Any]) -> Iterator[Field]:
    schema = body.get("content", {}).get("application/json", {}).get("schema", {})
    yield from _properties(spec, schema, "")


def _properties(spec: Mapping[str, Any], schema: Mapping[str, Any], above: str) -> Iterator[Field]:
    """Yield what a shape holds, and what the rows of its lists hold: `lines[].item`."""
    name = schema.get("$ref", "").rpartition("/")[2]
    shape = spec["components"]["schemas"][name] if name else schema
    for label, inner in shape.get("properties", {}).items():
        yield Field(above + label, _kind(inner), label in shape.get("required", []))
        yield from _properties(spec, inner.get("items", {}), f"{above}{label}[].")


KINDS = {
    "integer": "nombre entier",
    "string": "texte",
    "array": "liste",
    "boolean": "oui ou non",
    "object": "objet",
}


def _kind(schema: Mapping[str, Any]) -> str:
    """Return what a field holds, in a word or two."""
    if "enum" in schema:
        return " ou ".join(f"« {choice} »" for choice in schema["enum"])
    if schema.get("format") == "date-time":
        return "instant"
    kind = schema.get("type", "")
    kinds = [kind] if isinstance(kind, str) else kind
    return " ou ".join(KINDS[each] for each in kinds if each in KINDS) or "valeur"
