"""What goes with things and did not come back: told and settled; the things still serve."""

from typing import Any

import pytest

from booking.db import db
from booking.errors import WrongMoment
from booking.handling import IncidentKind, IncidentState, Outcome
from booking.models.incidents import Incident
from booking.models.loans import Passage
from booking.queries import incidents as readings
from booking.rules.incidents import Ended
from booking.rules.passages import Counted
from booking.usecases import closing, incidents
from tests.factories import Scene, make_scene
from tests.usecases.returns import back, broken, free_now, out
from tests.usecases.tending import make_numbered, numbers

pytestmark = pytest.mark.usefixtures("base")


def lent(
    scene: Scene, quantity: int, pegs: int, monkeypatch: pytest.MonkeyPatch
) -> tuple[int, int]:
    """Lend some things with pegs; return the loan and its line."""
    mine, line = out(scene, quantity, monkeypatch)
    (gone,) = db.session.query(Passage).one().lines
    gone.accessories = [{"name": "Piquet", "expected": pegs, "counted": pegs}]
    db.session.commit()
    return mine, line


def told() -> list[tuple[Any, ...]]:
    """Return the incidents: of which kind, how many, what is said."""
    found = db.session.query(Incident).order_by(Incident.id)
    return [(each.kind, each.quantity, each.circumstances) for each in found]


def test_pegs_that_are_not_back_are_to_be_settled(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_numbered(2)
    mine, line = lent(scene, 1, 8, monkeypatch)
    (unit,) = {each.unit.number for each in db.session.query(Passage).one().lines if each.unit} or (
        numbers(scene)[0],
    )
    free = free_now(scene)

    back(scene, mine, Counted(line, 1, unit, accessories=(("Piquet", 6),)))

    (made,) = db.session.query(Incident)
    assert (made.kind, made.quantity, made.hold_id) == (IncidentKind.MISSING, 1, None)
    assert "2 × Piquet" in made.circumstances.replace("\u00a0", " ").replace("\u202f", " ")
    assert readings.thing(made) == f"accessoires de Chaise pliante {unit}"
    assert (broken(), free_now(scene)) == ([], free + 1)
    with pytest.raises(WrongMoment, match="incident_open"):
        closing.close(scene.manager, mine)

    incidents.close(scene.manager, made.id, Ended(Outcome.LOST, "Introuvables."))

    assert db.session.query(Incident).one().state is IncidentState.CLOSED
    assert free_now(scene) == free + 1, "the tent itself is not lost"
    closing.close(scene.manager, mine)


def test_what_is_all_back_or_still_awaited_opens_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene(40)
    mine, line = lent(scene, 4, 8, monkeypatch)

    back(scene, mine, Counted(line, 3, accessories=(("Piquet", 6),)))
    assert told() == []
    back(scene, mine, Counted(line, 1, accessories=(("Piquet", 2),)))
    assert told() == []


def test_what_went_with_lost_things_is_lost_with_them(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene(40)
    mine, line = lent(scene, 4, 8, monkeypatch)

    back(scene, mine, Counted(line, 3, missing=1, accessories=(("Piquet", 6),)))

    assert [(kind, quantity) for kind, quantity, _ in told()] == [(IncidentKind.MISSING, 1)]
    assert told()[0][2] == ""


def test_one_incident_says_both_that_things_and_more_of_theirs_are_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene = make_scene(40)
    mine, line = lent(scene, 4, 8, monkeypatch)

    back(scene, mine, Counted(line, 3, missing=1, accessories=(("Piquet", 5),)))

    ((kind, quantity, said),) = told()
    assert (kind, quantity) == (IncidentKind.MISSING, 1)
    assert "Accessoires en moins" in said
    (made,) = db.session.query(Incident)
    assert not readings.is_of_accessories(made)
