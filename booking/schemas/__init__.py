"""One marshmallow schema per act, loaded by both doors, with its messages in French."""

from collections.abc import Callable
from typing import Any

from marshmallow import INCLUDE, Schema, ValidationError, fields, validate

from booking.documents.fonts import missing_glyphs, named

fields.Field.default_error_messages |= {
    "required": "Ce champ est obligatoire.",
    "null": "Ce champ est obligatoire.",
    "validator_failed": "Cette valeur n’est pas admise.",
}
fields.String.default_error_messages |= {"invalid": "Ce n’est pas un texte."}
fields.Integer.default_error_messages |= {
    "invalid": "Ce n’est pas un nombre entier.",
    "too_large": "Ce nombre est trop grand.",
}
fields.AwareDateTime.default_error_messages |= {
    "invalid": "Cette date ne se lit pas.",
    "invalid_awareness": "Précisez le fuseau horaire, comme dans 2026-12-04T14:00+01:00.",
}
fields.Enum.default_error_messages |= {"unknown": "Choix possibles : {choices}."}
fields.List.default_error_messages |= {"invalid": "Ce n’est pas une liste."}
validate.Length.message_min = "Au moins {min} caractères."
validate.Length.message_max = "{max} caractères au plus."
validate.Length.message_all = "De {min} à {max} caractères."
validate.Range.message_min = "Au moins {{min}}."
validate.Range.message_max = "Au plus {{max}}."
validate.Range.message_all = "De {{min}} à {{max}}."
Schema.error_messages = {"unknown": "Champ inconnu.", "type": "Contenu illisible."}


FIRST_YEAR, LAST_YEAR = 2000, 2198
"""What has no end yet ends in 2200: nothing may begin after it."""

OLDEST_YEAR = 1900


class Instant(fields.AwareDateTime):
    """An instant with its offset, in ISO 8601; a "+" that became a space is understood."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        if isinstance(value, str):
            value = value.strip().replace(" ", "+") if "T" in value else value
        read = super()._deserialize(value, attr, data, **kwargs)
        if not FIRST_YEAR <= read.year <= LAST_YEAR:
            raise self.make_error("invalid")
        return read


class Day(fields.Date):
    """A day of the calendar, in ISO 8601; no year of another age."""

    default_error_messages = {"invalid": "Cette date ne se lit pas."}  # noqa: RUF012 # marshmallow's

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        read = super()._deserialize(value, attr, data, **kwargs)
        if not OLDEST_YEAR <= read.year <= LAST_YEAR:
            raise self.make_error("invalid")
        return read


class Text(fields.String):
    """A text that any database can hold."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        read = super()._deserialize(value, attr, data, **kwargs)
        if any(character == "\0" or "\ud800" <= character <= "\udfff" for character in read):
            raise self.make_error("invalid")
        return read


class Name(Text):
    """A reference or an id, given as text or as a number."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        return super()._deserialize(value, attr, data, **kwargs)


class Count(fields.Integer):
    """A whole number, written or typed; half a chair is no chair."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        if isinstance(value, bool) or (isinstance(value, float) and not value.is_integer()):
            raise self.make_error("invalid")
        return super()._deserialize(value, attr, data, **kwargs)


class Trimmed(Text):
    """A text without the blanks around it."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        read = super()._deserialize(value, attr, data, **kwargs)
        return read.strip()


def printable(value: str) -> None:
    """Refuse a character that no shipped font draws: a convention could not be printed."""
    if lost := missing_glyphs(value):
        raise ValidationError(f"Ces caractères ne peuvent pas être imprimés : {named(lost)}")


def one_line(value: str) -> None:
    """Refuse what would break a title or the head of a message over two lines."""
    if any(ord(character) < ord(" ") for character in value):
        raise ValidationError("Une seule ligne, sans caractère invisible.")


def text(most: int, *, required: bool = False, lines: bool = False) -> fields.String:
    """Return a printable text field of so many characters; a required one may not be blank.

    It holds one line, or several when `lines` is true.
    """
    checks: list[Callable[[Any], Any]] = [validate.Length(max=most), printable]
    if not lines:
        checks.insert(1, one_line)
    if required:
        checks.insert(0, validate.Length(1, error="Ce champ est obligatoire."))
        return Trimmed(required=True, validate=checks)
    return Trimmed(load_default="", validate=checks)


class Problem(Schema):
    """A refusal (RFC 9457): a stable code, the French sentence, and facts of its own."""

    class Meta:
        unknown = INCLUDE

    type = fields.String()
    title = fields.String()
    status = fields.Integer()
    code = fields.String()
    detail = fields.String()
