"""What another was to sign for the owner, once its delegation is over: the owner signs it."""

from datetime import timedelta

import pytest

from booking import clock, journal
from booking.db import db
from booking.documents.attachments import Document
from booking.errors import NotAllowed, WrongMoment
from booking.models.conventions import Act, Convention
from booking.models.organizations import Organization
from booking.paperwork import Means, PaperState
from booking.queries import signatures as readings
from booking.rules.access import SERVICE
from booking.rules.signatures import Scanned, Written
from booking.usecases import scans, signing
from booking.vocabulary import MailKind
from tests.factories import Scene, make_commune, make_item, make_scene
from tests.signing import (
    GIVEN,
    SCANNED,
    address,
    by_link,
    delegate,
    issued,
    mayor,
    paper,
    print_plainly,
    signatures,
    states,
    written,
)

pytestmark = pytest.mark.usefixtures("base")
MAYOR, MANAGER, OWNER = (
    "maire@querenaing.example",
    "maire@maing.example",
    "maire@artres.example",
)
SCAN = Document("bon.pdf", "application/pdf", SCANNED, "0" * 64)


@pytest.fixture
def scene(monkeypatch: pytest.MonkeyPatch) -> Scene:
    """Set the usual scene; papers are printed at little cost."""
    print_plainly(monkeypatch)
    scene = make_scene()
    address(scene.querenaing, MAYOR)
    address(scene.maing, MANAGER)
    return scene


@pytest.fixture
def owner(scene: Scene) -> Organization:
    """Make a commune that lends through Maing."""
    made = make_commune(scene.territory, "Artres")
    address(made, OWNER)
    return made


@pytest.fixture
def act(scene: Scene, owner: Organization) -> Act:
    """Have it let Maing sign in its name."""
    return delegate(owner, scene.maing)


@pytest.fixture
def made(scene: Scene, owner: Organization, act: Act) -> Convention:
    """Issue a paper under the delegation."""
    assert act
    return issued(scene, make_item(scene.pool, owner=owner))


def end(act: Act) -> None:
    """End a delegation yesterday."""
    act.ends_on = clock.now().date() - timedelta(days=2)
    db.session.commit()


def is_the_owner_s(made: Convention, owner: Organization) -> bool:
    """Tell whether the last signature is asked of the owner itself."""
    last = signatures(made.id)[-1]
    assert (last.for_id, last.delegation_id) == (None, None)
    assert last.email == written(MailKind.TO_SIGN)[-1].to == OWNER
    return last.organization_id == owner.id


def test_while_it_is_in_force_the_manager_signs_by_it(
    scene: Scene, owner: Organization, act: Act, made: Convention
) -> None:
    signing.sign(by_link(scene.querenaing, MAYOR), (made.id,), GIVEN)
    end(act)
    other = delegate(owner, scene.maing)  # what replaced it is noted

    signing.sign(by_link(scene.maing, MANAGER), (made.id,), GIVEN)

    assert signatures(made.id)[-1].delegation_id == other.id
    assert paper(made.id).state is PaperState.SIGNED


@pytest.mark.parametrize("deed", ["sign", "refuse", "forward"])
def test_once_it_is_over_the_manager_signs_no_more_and_the_owner_is_asked(
    scene: Scene, owner: Organization, act: Act, made: Convention, deed: str
) -> None:
    signing.sign(by_link(scene.querenaing, MAYOR), (made.id,), GIVEN)
    end(act)
    who = by_link(scene.maing, MANAGER)

    acts = {
        "sign": lambda: signing.sign(who, (made.id,), GIVEN),
        "refuse": lambda: signing.refuse(who, made.id, "Non."),
        "forward": lambda: signing.forward(who, made.id, 1),
    }

    with pytest.raises(WrongMoment, match="delegation_over") as refusal:
        acts[deed]()

    assert refusal.value.facts["owner"] == "Artres"
    assert states(made.id) == ["signed", "asked"]
    assert is_the_owner_s(made, owner)
    assert [each.act for each in journal.entries("convention", made.id)].count("give_back") == 1
    with pytest.raises(NotAllowed):
        signing.sign(mayor(scene.maing, MANAGER), (made.id,), GIVEN)
    signing.sign(by_link(owner, OWNER), (made.id,), GIVEN)
    assert paper(made.id).state is PaperState.SIGNED


def test_when_its_turn_comes_the_owner_is_asked_at_once(
    scene: Scene, owner: Organization, act: Act, made: Convention
) -> None:
    end(act)

    signing.sign(by_link(scene.querenaing, MAYOR), (made.id,), GIVEN)

    assert is_the_owner_s(made, owner)


def test_the_clock_sees_a_delegation_end(
    scene: Scene, owner: Organization, act: Act, made: Convention
) -> None:
    signing.sign(by_link(scene.querenaing, MAYOR), (made.id,), GIVEN)
    assert readings.to_remind(clock.now()) == []
    end(act)
    assert readings.to_remind(clock.now()) == [made.id]

    signing.remind(SERVICE, made.id)

    assert is_the_owner_s(made, owner)
    assert readings.to_remind(clock.now()) == []


def test_a_scan_is_signed_under_the_delegation_of_its_day(
    scene: Scene, owner: Organization, act: Act, made: Convention
) -> None:
    today = clock.today(scene.manager.zone)
    both = (Written(1, "Jeanne Thuillier", "Maire"), Written(2, "Jeanne Thuillier", "Maire"))
    shown = Scanned(Means.PAPER, today, both)
    end(act)

    with pytest.raises(WrongMoment, match="delegation_over"):
        scans.deposit(scene.manager, made.id, SCAN, shown)

    assert states(made.id) == ["asked", "waiting"]
    last = signatures(made.id)[-1]
    assert (last.organization_id, last.for_id) == (owner.id, None)
    scans.deposit(scene.manager, made.id, SCAN, shown)  # the owner signed it, by then
    assert paper(made.id).state is PaperState.SIGNED


def test_a_scan_signed_while_it_was_in_force_is_taken(
    scene: Scene, act: Act, made: Convention
) -> None:
    today = clock.today(scene.manager.zone)
    act.ends_on = today
    db.session.commit()
    both = (Written(1, "Jeanne Thuillier", "Maire"), Written(2, "Inconnu", "Maire"))

    scans.deposit(scene.manager, made.id, SCAN, Scanned(Means.PAPER, today, both))

    first, last = signatures(made.id)
    assert last.delegation_id == act.id
    assert first.mandate_id == address(scene.querenaing, MAYOR).id
    assert last.mandate_id is None  # no mandate is Inconnu's
