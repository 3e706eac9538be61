"""What the EPCI settles for every paper of its territory."""

from dataclasses import replace

import pytest

from booking import journal
from booking.db import db
from booking.errors import Invalid, NotFound
from booking.models.organizations import Territory
from booking.paperwork import Means, PaperKind
from booking.queries import paperwork as readings
from booking.rules.access import Actor
from booking.rules.paper_settings import SIGNED, Settled, ways
from booking.usecases import paperwork
from booking.vocabulary import OrganizationKind, Role
from tests.factories import make_actor, make_commune, make_scene, make_territory

pytestmark = pytest.mark.usefixtures("base")
SHIPPED = {kind: ways(kind, {}) for kind in SIGNED}


def settled(**changed: tuple[Means, ...]) -> Settled:
    """Return what is shipped, some kinds apart."""
    chosen = SHIPPED | {PaperKind(name): means for name, means in changed.items()}
    return Settled(True, False, tuple(chosen.items()))


def office() -> Actor:
    epci = make_commune(make_territory(), "CC du Val", kind=OrganizationKind.EPCI)
    return make_actor(epci, Role.ADMINISTRATOR)


def test_what_is_settled_is_kept_and_told_before_and_after() -> None:
    who = office()
    chosen = replace(settled(framework=(Means.BOOK,)), needs_act=False, owners_word=True)

    made = paperwork.set_papers(who, chosen)

    mine = db.session.get_one(Territory, made)
    assert (mine.needs_act, mine.owners_word) == (False, True)
    assert mine.admitted == {"framework": ["book"]}
    (told,) = journal.entries("territory", made)
    assert told.facts["changes"] == {
        "needs_act": [True, False],
        "owners_word": [False, True],
        "signed_framework": [["paper", "book"], ["book"]],
    }
    (framework,) = [e for e in readings.show(who).kinds if e.kind is PaperKind.FRAMEWORK]
    assert (framework.admitted, framework.shipped) == (
        (Means.BOOK,),
        (Means.PAPER, Means.BOOK),
    )


def test_what_was_settled_already_is_not_told_again() -> None:
    who = office()

    made = paperwork.set_papers(who, settled())

    assert db.session.get_one(Territory, made).admitted == {}
    assert journal.entries("territory", made) == []


def test_a_paper_that_nobody_could_sign_is_named() -> None:
    who = office()

    with pytest.raises(Invalid) as refusal:
        paperwork.set_papers(who, settled(slip=()))

    assert list(refusal.value.facts["errors"]) == ["admitted_slip"]  # type: ignore[call-overload]
    assert db.session.get_one(Territory, who.territory_id).admitted == {}


def test_a_commune_settles_nothing() -> None:
    scene = make_scene()
    for who in (make_actor(scene.maing, *Role), scene.secretary):
        with pytest.raises(NotFound):
            paperwork.set_papers(who, settled())
