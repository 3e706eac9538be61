"""How a kept file leaves the house."""

from dataclasses import replace
from datetime import UTC, datetime

from flask import Flask

from booking.deliveries import deliver
from booking.queries.files import FileView
from booking.vocabulary import FileKind

PHOTO = FileView(
    id=1,
    kind=FileKind.PHOTO,
    name="photo.jpg",
    media_type="image/jpeg",
    size=5,
    sha256="a" * 64,
    small_sha256="b" * 64,
    alt="",
    width=1,
    height=1,
    created_at=datetime(2026, 12, 4, tzinfo=UTC),
    item_id=1,
)
PAPER = replace(PHOTO, kind=FileKind.MANUAL, name="Notice d’été.pdf", media_type="application/pdf")


def test_a_picture_is_shown_and_may_be_kept_a_while_by_its_reader_alone(app: Flask) -> None:
    with app.test_request_context():
        answer = deliver(PHOTO, b"bytes")

    assert b"".join(answer.iter_encoded()) == b"bytes"
    assert answer.mimetype == "image/jpeg"
    assert answer.headers["Content-Disposition"] == "inline; filename=photo.jpg"
    assert answer.headers["Cache-Control"] == "private, max-age=3600"
    assert "Expires" not in answer.headers
    assert answer.get_etag() == ("a" * 64, False)


def test_its_small_one_is_another_thing(app: Flask) -> None:
    with app.test_request_context():
        assert deliver(PHOTO, b"x", small=True).get_etag() == ("b" * 64, False)


def test_a_paper_is_saved_under_its_name_and_asked_for_each_time(app: Flask) -> None:
    with app.test_request_context():
        answer = deliver(PAPER, b"bytes")

    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment; ")
    assert "filename*=UTF-8''Notice%20d%E2%80%99%C3%A9t%C3%A9.pdf" in disposition
    assert answer.headers["Cache-Control"] == "private, no-cache"


def test_what_one_has_already_is_not_sent_again(app: Flask) -> None:
    with app.test_request_context(headers={"If-None-Match": f'"{"a" * 64}"'}):
        answer = deliver(PHOTO, b"bytes")

    assert answer.status_code == 304
    assert answer.get_etag() == ("a" * 64, False)
