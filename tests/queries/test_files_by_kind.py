"""Every kind of file passes the storage, in a folder or in a bucket, to who may see it alone."""

from collections.abc import Callable

import pytest

from booking import clock
from booking.db import db
from booking.documents.attachments import Document
from booking.models.files import StoredFile
from booking.paperwork import Means
from booking.queries import files
from booking.rules.access import Actor
from booking.rules.signatures import Scanned, Written
from booking.usecases import files as acts
from booking.usecases import scans
from booking.usecases.shots import keep_shots, put
from booking.vocabulary import FileKind, OrganizationKind, Role
from tests.buckets import Storage
from tests.factories import (
    Scene,
    ask,
    keep,
    make_actor,
    make_commune,
    make_scene,
    make_territory,
    row,
)
from tests.papers import make_document, make_picture
from tests.queries.test_files import sees
from tests.shots import make_incident, make_passage, shot
from tests.signing import SCANNED, issued, print_plainly

pytestmark = pytest.mark.usefixtures("base")

PARTIES = {"borrower", "manager", "technician", "keeper"}
TERRITORY = {*PARTIES, "owner", "office", "reader", "neighbour"}


def make_parties() -> tuple[Scene, dict[str, Actor]]:
    """Lend the chairs of Artres, managed by Maing and stored by Famars, to Quérénaing."""
    scene = make_scene()
    owner, keeper, neighbour = (
        make_commune(scene.territory, name) for name in ("Artres", "Famars", "Prouvy")
    )
    office = make_commune(scene.territory, "CC du Val", kind=OrganizationKind.EPCI)
    scene.chairs.owner, scene.stock.depot.custodian = owner, keeper
    keep(scene.chairs, scene.stock.depot)
    return scene, {
        "borrower": scene.secretary,
        "manager": scene.manager,
        "technician": make_actor(scene.maing, Role.TECHNICIAN),
        "keeper": make_actor(keeper, Role.TECHNICIAN),
        "owner": make_actor(owner, Role.MANAGER),
        "office": make_actor(office, Role.ADMINISTRATOR),
        "reader": make_actor(office, Role.OBSERVER),
        "neighbour": make_actor(neighbour, *Role),
        "stranger": make_actor(make_commune(make_territory(), "Rouvray"), *Role),
    }


def asked(scene: Scene) -> int:
    (mine,) = ask(scene.secretary, (scene.chairs, 1))
    return mine


def photo(scene: Scene) -> int:
    return acts.add_photo(scene.manager, scene.chairs.id, make_picture())


def document(kind: FileKind) -> Callable[[Scene], int]:
    return lambda scene: acts.add_document(scene.manager, scene.chairs.id, make_document(), kind)


def of_borrower(kind: FileKind) -> Callable[[Scene], int]:
    """Keep a paper of Quérénaing, which asks for chairs; one of the request itself, if it is."""

    def make(scene: Scene) -> int:
        mine = asked(scene)
        kept = acts.keep_document(scene.secretary, make_document(), scene.querenaing.id, kind=kind)
        kept.reservation_id = mine if kind is FileKind.PAPER else None
        db.session.commit()
        return kept.id

    return make


def logo(scene: Scene) -> int:
    return acts.add_logo(scene.secretary, make_picture())


def scan(scene: Scene) -> int:
    made = issued(scene)
    document = Document("bon.pdf", "application/pdf", SCANNED, "0" * 64)
    shown = Scanned(
        Means.PAPER,
        clock.today(scene.secretary.zone),
        (Written(1, "Jeanne Thuillier", "Maire"),),
    )
    scans.deposit(scene.secretary, made.id, document, shown)
    return db.session.query(StoredFile).filter_by(kind=FileKind.SIGNED).one().id


def of_passage(scene: Scene) -> int:
    mine = row(asked(scene))
    put(scene.manager, [shot()])
    passage = make_passage(scene.manager, mine)
    (kept,) = keep_shots(scene.manager, mine, [shot(mine.lines[0].id)], passage=passage)
    db.session.commit()
    return kept.id


def of_incident(scene: Scene, mine: int | None = None) -> int:
    incident = make_incident(scene.manager, scene.stock, reservation_id=mine)
    put(scene.manager, [shot()])
    loan = row(mine) if mine else None
    (kept,) = keep_shots(scene.manager, loan, [shot()], incident=incident)
    db.session.commit()
    return kept.id


def of_incident_in_loan(scene: Scene) -> int:
    return of_incident(scene, asked(scene))


KEPT: list[tuple[FileKind, Callable[[Scene], int], set[str]]] = [
    (FileKind.PHOTO, photo, TERRITORY),
    (FileKind.LOGO, logo, TERRITORY),
    (FileKind.MANUAL, document(FileKind.MANUAL), TERRITORY),
    (FileKind.OTHER, document(FileKind.OTHER), TERRITORY),
    (FileKind.REPORT, document(FileKind.REPORT), {"owner", "manager", "office"}),
    (FileKind.CERTIFICATE, of_borrower(FileKind.CERTIFICATE), {"borrower", "manager", "office"}),
    (FileKind.PAPER, of_borrower(FileKind.PAPER), PARTIES),
    (FileKind.ACT, of_borrower(FileKind.ACT), {"borrower", "manager", "office"}),
    (FileKind.SIGNED, scan, {*PARTIES, "owner"}),
    (FileKind.CONDITION, of_passage, {*PARTIES, "owner"}),
    (FileKind.CONDITION, of_incident, {"manager", "technician", "owner", "keeper"}),
    (FileKind.CONDITION, of_incident_in_loan, {*PARTIES, "owner"}),
]


@pytest.mark.parametrize(
    ("kind", "make", "seen_by"),
    KEPT,
    ids=[f"{kind}-{rank}" for rank, (kind, *_) in enumerate(KEPT)],
)
def test_a_file_is_for_whom_it_concerns(
    kind: FileKind,
    make: Callable[[Scene], int],
    seen_by: set[str],
    storage: Storage,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    print_plainly(monkeypatch)
    scene, parties = make_parties()

    made = make(scene)

    kept = db.session.get_one(StoredFile, made)
    folder = f"{scene.territory.id}/{kept.sha256[:2]}/{kept.sha256}"
    assert (kept.kind, folder in storage.names()) == (kind, True)
    assert {name for name, actor in parties.items() if sees(actor, made)} == seen_by
    assert len(files.content(scene.manager, made)) == kept.size


def test_no_kind_is_left_out() -> None:
    assert {kind for kind, *_ in KEPT} == set(FileKind)
