"""A hundred papers issued at the same moment: a hundred consecutive numbers, whatever fails."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from booking.db import db
from booking.documents import paper as drawing
from booking.documents.paper import Paper
from booking.errors import Refusal, WrongMoment
from booking.models.conventions import Convention, ConventionCounter
from booking.paperwork import PaperState
from booking.usecases import drafting
from tests.conftest import DATABASES, make_app, migrate
from tests.factories import Scene, make_commune, make_scene
from tests.journeys.test_race import together
from tests.usecases.papering import framework

ISSUED, BROKEN = 100, 20
DOOMED = "Artres"


@pytest.fixture(params=DATABASES)
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """Give the application on a fresh database, where a long queue is waited for."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'race.sqlite'}"
    else:
        url = request.getfixturevalue("server").new_database()
    app = make_app(url, lock_seconds=80)
    with app.app_context():
        migrate()
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(autouse=True)
def breaking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Print at little cost, and fail for some, once their number is taken."""

    def render(made: Paper, _logos: Mapping[str, bytes]) -> bytes:
        if DOOMED in made.subtitle:
            raise WrongMoment("paper_cancelled")
        return f"%PDF {made.number}".encode()

    monkeypatch.setattr(drawing, "render", render)


def drafts(scene: Scene, count: int) -> list[int]:
    """Prepare so many frameworks with Quérénaing."""
    return [drafting.prepare(scene.manager, framework(scene)) for _ in range(count)]


def test_a_hundred_at_once_have_consecutive_numbers_though_others_fail(house: Flask) -> None:
    scene = make_scene()
    waiting = drafts(scene, ISSUED)
    doomed = replace(framework(scene), partner=make_commune(scene.territory, DOOMED).id)
    for rank in range(BROKEN):  # they come in between
        waiting.insert(rank * 5, drafting.prepare(scene.manager, doomed))
    assert db.session.query(ConventionCounter).count() == 0  # its first taker is a race, too

    answers = together(house, [partial(drafting.issue, scene.manager, each) for each in waiting])

    failed = [each.code for each in answers if isinstance(each, Refusal)]
    assert failed == ["paper_cancelled"] * BROKEN
    issued = select(Convention).where(Convention.rank.is_not(None)).order_by(Convention.rank)
    papers = db.session.scalars(issued).all()
    assert [each.rank for each in papers] == list(range(1, ISSUED + 1))
    assert all(each.pdf == f"%PDF {each.number}".encode() for each in papers)
    assert db.session.query(Convention).filter_by(state=PaperState.DRAFT).count() == BROKEN


def test_cancelling_and_issuing_at_once_leave_no_gap(house: Flask) -> None:
    scene = make_scene()
    known, waiting = drafts(scene, 5), drafts(scene, 5)
    for each in known:
        drafting.issue(scene.manager, each)

    answers = together(
        house,
        [
            *(partial(drafting.cancel, scene.manager, each, "Erreur.") for each in known),
            *(partial(drafting.issue, scene.manager, each) for each in waiting),
        ],
    )

    assert [each for each in answers if isinstance(each, Refusal)] == []
    found = db.session.scalars(select(Convention).order_by(Convention.rank)).all()
    assert [each.rank for each in found] == list(range(1, 11))
    assert {each.rank for each in found if each.state is PaperState.CANCELLED} == {1, 2, 3, 4, 5}
