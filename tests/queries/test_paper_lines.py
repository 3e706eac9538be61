"""Papers as a message names them."""

import pytest
from sqlalchemy import Connection

from booking.db import db
from booking.documents import paper as drawing
from booking.paperwork import PaperState
from booking.queries import paper_lines
from booking.usecases import signing
from booking.vocabulary import MailKind
from tests.factories import Scene, make_commune, make_item, make_scene
from tests.queries.counting import counting
from tests.signing import GIVEN, address, body, by_link, issued, written

pytestmark = pytest.mark.usefixtures("base")
MAYOR = "maire@querenaing.example"


def test_a_paper_is_named_with_its_sides_and_who_has_not_signed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(drawing, "render", lambda made, *_: f"%PDF {made.number}".encode())
    scene: Scene = make_scene()
    address(scene.querenaing, MAYOR)
    made = issued(scene)

    line = paper_lines.by_ids([made.id])[made.id]
    assert line.named == f"bon de prêt n° {made.number}"
    assert (line.owner, line.partner) == ("Maing", "Quérénaing")
    assert "Fête de la Saint-Jean" in line.subtitle
    assert line.waiting == ("Quérénaing (emprunteur)", "Maing (propriétaire)")

    signing.sign(by_link(scene.querenaing, MAYOR), (made.id,), GIVEN)
    assert paper_lines.by_ids([made.id])[made.id].waiting == ("Maing (propriétaire)",)
    assert paper_lines.by_ids([]) == {}


def test_a_message_says_what_was_cancelled_before_it_left() -> None:
    scene: Scene = make_scene()
    made = issued(scene)
    (message,) = written(MailKind.TO_SIGN)
    assert "(annulé depuis)" not in body(message)

    made.state = PaperState.CANCELLED
    db.session.commit()

    assert "(annulé depuis)" in body(message)


def test_many_papers_are_named_with_as_few_statements_as_one(
    monkeypatch: pytest.MonkeyPatch, base: Connection
) -> None:
    monkeypatch.setattr(drawing, "render", lambda made, *_: f"%PDF {made.number}".encode())
    scene: Scene = make_scene()
    owners = [scene.maing, *(make_commune(scene.territory, each) for each in ("Artres", "Famars"))]
    ids = [issued(scene, make_item(scene.pool, owner=each)).id for each in owners]

    def asked(some: list[int]) -> int:
        with counting(base) as statements:
            assert all(each.subtitle and each.owner for each in paper_lines.by_ids(some).values())
        return len(statements)

    assert asked(ids) == asked(ids[:1]) == 2
