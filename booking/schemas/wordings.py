"""What is written of a model of papers."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, post_load, validate

from booking.documents.articles import Worded
from booking.paperwork import Condition
from booking.schemas import Count, text
from booking.schemas.reservations import Act
from booking.usecases.wordings import LONGEST_NOTE, LONGEST_TEXT, LONGEST_TITLE, MOST_ARTICLES

WHEN = validate.OneOf(["", *Condition], error="Choisissez quand l’article est imprimé.")
MANY = validate.Length(1, MOST_ARTICLES, error=f"Un modèle compte de 1 à {MOST_ARTICLES} articles.")


class Article(Schema):
    """An article: its title, its text, when it is printed."""

    title = text(LONGEST_TITLE, required=True)
    text = text(LONGEST_TEXT, required=True, lines=True)
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
