"""Photos by program."""

from typing import Any

from booking.documents.pictures import UNREADABLE
from tests.api.program import Program
from tests.pages.place import Place
from tests.papers import form, photo


def sent(content: bytes, **fields: str) -> dict[str, Any]:
    """Return the body of a form that carries a picture."""
    return form(content, "a.jpg", **fields)


def path(place: Place) -> str:
    return f"/items/{place.chairs.reference}/photos"


def test_a_photo_is_added_listed_and_fetched(program: Program, place: Place) -> None:
    writer = program.of(place.manager)

    made = writer.post(path(place), status=201, **sent(photo((2000, 1500)), alt="Une chaise"))

    assert (made["alt"], made["width"], made["height"]) == ("Une chaise", 1600, 1200)
    reader = program.of(place.neighbour)
    assert reader.get(path(place)) == {"photos": [made]}
    assert reader.get(f"/items/{place.chairs.reference}")["photo"] == made["url"]
    assert reader.get(f"/items/{place.tents.reference}")["photo"] is None
    for url in (made["url"], made["small_url"]):
        answer = reader.call("GET", url.removeprefix("/api/v1"))
        assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
        assert answer.data.startswith(b"\xff\xd8")


def test_what_is_wrong_names_its_field(program: Program, place: Place) -> None:
    writer = program.of(place.manager)
    for content, said in (
        (b"text", UNREADABLE),
        (b"x" * 10_000_001, "Ce fichier est trop lourd : 10,0 Mo, pour 10 Mo au plus."),
    ):
        problem = writer.post(path(place), status=422, **sent(content))
        assert problem["errors"] == {"file": [said]}

    problem = writer.post(path(place), status=422)
    assert problem["errors"] == {"file": ["Choisissez un fichier."]}
    problem = writer.post(path(place), status=422, **sent(photo(), alt="x" * 201))
    assert problem["errors"] == {"alt": ["200 caractères au plus."]}


def test_beyond_all_measure_it_is_said(program: Program, place: Place) -> None:
    problem = program.of(place.manager).post(path(place), status=413, **sent(b"x" * 65_000_000))

    assert problem["code"] == "too_heavy"


def test_others_are_refused(program: Program, place: Place) -> None:
    made = program.of(place.manager).post(path(place), status=201, **sent(photo()))

    program.of(place.secretary).post(path(place), status=403, **sent(photo()))
    stranger = program.of(place.stranger)
    stranger.post(path(place), status=404, **sent(b"text"))
    stranger.get(path(place), 404)
    for url in (made["url"], made["small_url"]):
        stranger.get(url.removeprefix("/api/v1"), 404)
        program.get(url.removeprefix("/api/v1"), 401)
