"""What is written of a model of papers."""

from collections.abc import Callable, Mapping
from typing import Any

from marshmallow import Schema, fields, post_load, validate

from booking.documents.articles import Worded
from booking.documents.words import number
from booking.paperwork import Condition
from booking.schemas import Count, Trimmed, one_line, printable, text
from booking.schemas.reservations import Act
from booking.usecases.wordings import LONGEST_NOTE, LONGEST_TEXT, LONGEST_TITLE, MOST_ARTICLES

WHEN = validate.OneOf(["", *Condition], error="Choisissez quand l’article est imprimé.")
MANY = validate.Length(1, MOST_ARTICLES, error=f"Un modèle compte de 1 à {MOST_ARTICLES} articles.")


def _written(most: int, *checks: Callable[[Any], Any]) -> fields.String:
    """Return a field that may be neither blank nor too long, each said in its own words."""
    blank = validate.Length(1, error="Ce champ est obligatoire.")
    long = validate.Length(max=most, error=f"{number(most)} caractères au plus.")
    return Trimmed(required=True, validate=[blank, long, *checks, printable])


class Article(Schema):
    """An article: its title, its text, when it is printed."""

    title = _written(LONGEST_TITLE, one_line)
    text = _written(LONGEST_TEXT)
    when = fields.String(load_default="", validate=WHEN)

    @post_load
    def as_worded(self, data: dict[str, Any], **_: object) -> Worded:
        """Return the article as the use-case takes it."""
        return Worded(**data)


class Seen(Act):
    """An act on a model as it was read."""

    seen = Count(required=True, validate=validate.Range(min=0))


class Write(Seen):
    """Another version of a model, and what it changes."""

    articles = fields.List(
        fields.Nested(Article),
        required=True,
        validate=MANY,
        error_messages={"required": "Un modèle compte au moins un article."},
    )
    note = text(LONGEST_NOTE)


def as_read(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was read and the key, as the use-cases take them."""
    return {"seen": asked["seen"], "key": asked["request_key"]}
