"""Bringing the scan of what was signed by hand: in order, several times if need be."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from booking import clock
from booking.db import db
from booking.documents import paper as drawing
from booking.documents.attachments import Document
from booking.errors import Invalid, NotAllowed, NotFound, WrongMoment
from booking.paperwork import Means, PaperState
from booking.queries import files
from booking.rules.signatures import Scanned, Written
from booking.usecases import files as filing
from booking.usecases import scans, signing
from booking.vocabulary import MailKind, Role
from tests.factories import Scene, make_actor, make_commune, make_scene
from tests.signing import (
    GIVEN,
    SCANNED,
    address,
    by_link,
    issued,
    paper,
    signatures,
    states,
    written,
)

pytestmark = pytest.mark.usefixtures("base")
PARIS = ZoneInfo("Europe/Paris")
SCAN = Document("bon-signé.pdf", "application/pdf", SCANNED, "0" * 64)
NAMES = {1: Written(1, "Jeanne Thuillier", "Maire"), 2: Written(2, "Paul Delvaux", "Maire")}


@pytest.fixture
def scene(monkeypatch: pytest.MonkeyPatch) -> Scene:
    """Set the usual scene; papers are printed at little cost."""
    monkeypatch.setattr(drawing, "render", lambda made, *_: f"%PDF {made.number}".encode())
    return make_scene()


def shows(*ranks: int, means: Means = Means.PAPER, days: int = 0) -> Scanned:
    """Return what a scan shows, signed today or so many days later."""
    day = clock.today(PARIS) + timedelta(days=days)
    return Scanned(means, day, tuple(NAMES[each] for each in ranks))


def test_one_scan_that_shows_all_signatures_makes_the_paper_signed(scene: Scene) -> None:
    made = issued(scene)

    scans.deposit(scene.manager, made.id, SCAN, shows(1, 2, means=Means.BOOK))

    kept = paper(made.id)
    assert kept.state is PaperState.SIGNED
    assert [(each.name, each.means) for each in signatures(made.id)] == [
        ("Jeanne Thuillier", Means.BOOK),
        ("Paul Delvaux", Means.BOOK),
    ]
    assert {each.scan_id for each in signatures(made.id)} == {kept.scan_id}
    assert kept.signed_pdf is None  # the scan is what was signed
    assert written(MailKind.SIGNED)


def test_each_side_brings_its_own_and_the_next_one_is_asked(scene: Scene) -> None:
    made = issued(scene)

    scans.deposit(scene.secretary, made.id, SCAN, shows(1))
    assert states(made.id) == ["signed", "asked"]
    with pytest.raises(NotAllowed):
        scans.deposit(scene.secretary, made.id, SCAN, shows(2))
    scans.deposit(scene.manager, made.id, SCAN, shows(2))

    assert paper(made.id).state is PaperState.SIGNED
    first, second = signatures(made.id)
    assert first.scan_id != second.scan_id == paper(made.id).scan_id


def test_paper_and_screen_may_follow_each_other(scene: Scene) -> None:
    address(scene.maing, "maire@maing.example")
    made = issued(scene)

    scans.deposit(scene.secretary, made.id, SCAN, shows(1))
    signing.sign(by_link(scene.maing, "maire@maing.example"), (made.id,), GIVEN)

    assert paper(made.id).state is PaperState.SIGNED
    assert paper(made.id).signed_pdf


@pytest.mark.parametrize(
    ("document", "scanned", "field"),
    [
        (Document("a.odt", "application/odt", b"PK", "0" * 64), (1,), "file"),
        (SCAN, (), "signed"),
        (SCAN, (2,), "signed"),
    ],
    ids=["no PDF", "nothing ticked", "one is skipped"],
)
def test_a_scan_that_cannot_be_taken_says_why(
    scene: Scene, document: Document, scanned: tuple[int, ...], field: str
) -> None:
    made = issued(scene)

    with pytest.raises(Invalid) as refusal:
        scans.deposit(scene.manager, made.id, document, shows(*scanned))

    assert field in refusal.value.facts["errors"]  # type: ignore[operator]
    assert states(made.id) == ["asked", "waiting"]


@pytest.mark.parametrize("days", [-1, 1])
def test_it_was_signed_once_issued_and_not_tomorrow(scene: Scene, days: int) -> None:
    made = issued(scene)
    wrong = shows(1, days=days)

    with pytest.raises(Invalid):
        scans.deposit(scene.manager, made.id, SCAN, wrong)


def test_a_signature_already_given_is_not_given_again(scene: Scene) -> None:
    made = issued(scene)
    scans.deposit(scene.manager, made.id, SCAN, shows(1))

    with pytest.raises(Invalid):
        scans.deposit(scene.manager, made.id, SCAN, shows(1, 2))


def test_paper_is_refused_where_only_screens_are_admitted_and_once_cancelled(scene: Scene) -> None:
    made = issued(scene)
    made.territory.admitted = {"slip": ["screen", "link"]}
    db.session.commit()
    with pytest.raises(WrongMoment, match="way_not_admitted"):
        scans.deposit(scene.manager, made.id, SCAN, shows(1))

    made.state = PaperState.CANCELLED
    db.session.commit()
    with pytest.raises(WrongMoment, match="paper_over"):
        scans.deposit(scene.manager, made.id, SCAN, shows(1))


def test_the_scan_is_for_the_parties_and_nobody_takes_it_away(scene: Scene) -> None:
    made = issued(scene)
    scans.deposit(scene.manager, made.id, SCAN, shows(1))
    scan = paper(made.id).scan_id
    assert scan

    for who in (scene.secretary, scene.manager):
        assert files.content(who, scan) == SCAN.content
    with pytest.raises(NotFound):
        files.content(make_actor(make_commune(scene.territory, "Artres"), *Role), scan)
    with pytest.raises(NotFound):
        filing.remove(make_actor(scene.maing, *Role), scan)
