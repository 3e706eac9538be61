"""Photos of the state of things, several at once: all in one field, or one field a line."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from marshmallow import ValidationError, fields

from booking.handling import MOST_SHOTS
from booking.rules.passages import Shot
from booking.schemas.files import PictureFile

NAMED = re.compile(r"photos(?:-(\d{1,9}))?")
LONGEST_NAME = 60
SENDING: dict[str, Any] = {"invalid": "Envoyez les photos comme des fichiers."}


def sent(files: Any) -> dict[str, dict[int, list[Any]]]:
    """Return the photos of a posted form as `Shots` reads them, by line; those of none under 0.

    `files` is what the form carries (a MultiDict): its fields `photos` and `photos-12`, where 12
    is a line.
    """
    found: dict[int, list[Any]] = {}
    for name, each in files.items(multi=True):
        if each.filename and (named := NAMED.fullmatch(name)):
            found.setdefault(int(named[1] or 0), []).append(each)
    return {"photos": found} if found else {}


class Shots(fields.Field[tuple[Shot, ...]]):
    """Photos that a form sends, drawn anew; what is wrong is told by line, as they were sent."""

    is_multiple = True  # as programs send it: one field, several files

    def __init__(self) -> None:
        file = {"type": "string", "format": "binary"}
        described = {"type": "array", "items": file, "maxItems": MOST_SHOTS}
        super().__init__(load_default=(), metadata=described, error_messages=SENDING)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> tuple[Shot, ...]:
        given = value if isinstance(value, Mapping) else {0: value}
        if not all(isinstance(each, list | tuple) for each in given.values()):
            raise self.make_error("invalid")
        _require_room(given)
        taken: list[Shot] = []
        wrong: dict[int, list[str]] = {}
        for line, several in given.items():
            for each in several:
                try:
                    taken.append(Shot(PictureFile().deserialize(each), line or None))
                except ValidationError as error:
                    wrong.setdefault(line, []).extend(_said(error, each, len(several)))
        if wrong:
            raise ValidationError(dict(wrong))
        return tuple(taken)


def _require_room(given: Mapping[int, Sequence[Any]]) -> None:
    """Refuse what goes beyond the most that one passage keeps, where that happens."""
    room, wrong = MOST_SHOTS, {}
    for line, several in given.items():
        room -= len(several)
        if room < 0:
            much = f"{MOST_SHOTS} photos au plus en tout : retirez-en {-room}."
            wrong[line], room = [much], 0
    if wrong:
        raise ValidationError(wrong)


def _said(error: ValidationError, file: Any, among: int) -> list[str]:
    """Return what is wrong with one file, by its name when there are several."""
    name = str(getattr(file, "filename", ""))[:LONGEST_NAME]
    named = f"« {name} » : " if among > 1 and name else ""
    return [named + str(message) for message in error.messages]
