"""Papers as a message names them."""

import pytest

from booking.documents import paper as drawing
from booking.queries import paper_lines
from booking.usecases import signing
from tests.factories import Scene, make_scene
from tests.signing import GIVEN, address, by_link, issued

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
