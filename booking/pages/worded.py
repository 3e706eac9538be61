"""A model as its form is typed: its articles in order, moved, taken out and put back by buttons."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from booking.documents.articles import Worded, faults, title_faults
from booking.paperwork import Condition, PaperKind

FIELD = re.compile(r"articles-(\d{1,4})-(title|text|when|gone)")
Row = dict[str, str]


@dataclass(frozen=True)
class Typed:
    """All that is typed, right or wrong; an article taken out stays, to be put back."""

    rows: tuple[Row, ...]
    note: str = ""
    seen: str = ""
    key: str = ""
    reservation: str = ""

    @property
    def kept(self) -> list[int]:
        """Return the ranks of the articles that are neither taken out nor left blank."""
        return [rank for rank, row in enumerate(self.rows) if not row["gone"] and _filled(row)]

    @property
    def articles(self) -> list[Worded]:
        """Return the articles that are kept, as they are typed."""
        rows = [self.rows[rank] for rank in self.kept]
        return [Worded(row["title"], row["text"], row["when"]) for row in rows]

    def as_data(self) -> dict[str, Any]:
        """Return what is typed as the schema reads it."""
        rows = [self.rows[rank] for rank in self.kept]
        fields = ("title", "text", "when")
        return {
            "articles": [{name: row[name] for name in fields} for row in rows],
            "note": self.note,
            "seen": self.seen,
            "request_key": self.key or None,
        }

    def placed(self, errors: Mapping[str, Any]) -> dict[str, Any]:
        """Return errors of the articles that are kept by the rank at which the form shows them."""
        wrong = errors.get("articles")
        if not isinstance(wrong, Mapping):
            return dict(errors)
        kept = self.kept
        return {**errors, "articles": {kept[int(rank)]: said for rank, said in wrong.items()}}


def read(form: Mapping[str, str]) -> Typed:
    """Return a posted form, its articles in order of their numbers."""
    rows: dict[int, Row] = {}
    for name, value in form.items():
        if found := FIELD.fullmatch(name):
            rows.setdefault(int(found[1]), row())[found[2]] = _lines(value)
    return Typed(
        tuple(rows[rank] for rank in sorted(rows)),
        note=_lines(form.get("note", "")),
        seen=form.get("seen", ""),
        key=form.get("request_key", ""),
        reservation=form.get("reservation", ""),
    )


def row(article: Worded | None = None) -> Row:
    """Return an article as the form shows it; a blank one when there is none."""
    given = article or Worded("", "")
    return {"title": given.title, "text": given.text, "when": given.when, "gone": ""}


def turned(rows: Sequence[Row], pressed: str) -> tuple[tuple[Row, ...], int | None]:
    """Return the articles after a button was pressed, and the rank of the one it concerned."""
    act, _, at = pressed.partition("-")
    made, rank = [dict(each) for each in rows], int(at) if at.isdecimal() and len(at) < 5 else -1
    if act == "add":
        place = min(rank + 1, len(made)) if rank >= 0 else len(made)
        made.insert(place, row())
        return tuple(made), place
    if not 0 <= rank < len(made):
        return tuple(made), None
    if act in ("remove", "restore"):
        made[rank]["gone"] = "1" if act == "remove" else ""
        return tuple(made), rank
    place = {"up": rank - 1, "down": rank + 1}.get(act, rank)
    if 0 <= place < len(made):
        made.insert(place, made.pop(rank))
        return tuple(made), place
    return tuple(made), rank


def wrong(kind: PaperKind, articles: Sequence[Worded]) -> list[str]:
    """Return what the articles may not say, each with the title of the article."""
    return [
        f"« {each.title or 'Sans titre'} » : {said}"
        for each in articles
        for said in (*title_faults(each.title), *faults(each.text, kind))
    ]


def whens() -> list[tuple[str, str]]:
    """Return when an article may be printed."""
    return [("", "Toujours"), *((each.value, f"Seulement {each.label}") for each in Condition)]


def _filled(row: Row) -> bool:
    return bool(row["title"].strip() or row["text"].strip())


def _lines(value: str) -> str:
    """Return a text with the line ends that are kept; a browser sends others."""
    return value.replace("\r\n", "\n").replace("\r", "\n")
