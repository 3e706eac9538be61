"""What goes into the folder of a paper, or of all the papers of a reservation."""

import hashlib

import pytest

from booking import clock, files, journal
from booking.db import db
from booking.documents.folders import Kept
from booking.errors import NotAllowed, NotFound
from booking.models.conventions import Convention
from booking.models.files import StoredFile
from booking.paperwork import PaperKind, PaperState
from booking.queries import folders, history
from booking.rules.access import Actor
from booking.rules.passages import Passing, Shot
from booking.usecases import loans
from booking.vocabulary import FileKind, Role
from tests.factories import Scene, keep, make_actor, make_commune, make_item, make_scene, row
from tests.issued import make_paper, paper_of, sign
from tests.papers import make_picture
from tests.signing import delegate, issued
from tests.usecases.tending import agree

pytestmark = pytest.mark.usefixtures("base")


def scanned(scene: Scene, content: bytes, sha256: str = "") -> int:
    """Keep a scan; with a digest, one that the disk lost."""
    row = StoredFile(
        territory_id=scene.territory.id,
        organization_id=scene.maing.id,
        kind=FileKind.PAPER,
        name="exemplaire.pdf",
        media_type="application/pdf",
        size=len(content),
        sha256=sha256 or files.keep(scene.territory.id, content),
        created_at=clock.now(),
    )
    kept: int = keep(row).id
    return kept


def test_the_folder_of_a_paper_has_all_that_is_kept_of_it() -> None:
    scene = make_scene()
    paper = sign(paper_of(agree(scene, 4)))
    paper.scan_id = scanned(scene, b"%PDF-scan")
    keep(paper)

    folder = folders.of_paper(scene.secretary, paper.id)

    name = f"bon-de-pret-{paper.number}"
    assert {each.name: each.content for each in folder.files} == {
        f"{name}/{name}.pdf": paper.pdf,
        f"{name}/{name}-signe.pdf": b"%PDF-signed",
        f"{name}/{name}-exemplaire-papier.pdf": b"%PDF-scan",
    }
    assert folder.title == f"Bon de prêt n° {paper.number}, Fête de la Saint-Jean"


def test_it_says_who_signed_when_how_and_what_was_shown() -> None:
    scene = make_scene()
    paper = sign(paper_of(agree(scene, 4)), 1)

    first, second = folders.of_paper(scene.manager, paper.id).signatures

    given = paper.signatures[0]
    assert given.at is not None
    expected = {
        "ordre": 1,
        "organisme": "Quérénaing",
        "qualite": "emprunteur",
        "etat": "signée",
        "moyen": "par lien",
        "nom": "Jeanne Thuillier",
        "fonction": "Maire",
        "adresse_reseau": "192.0.2.7",
        "sha256_montre": paper.sha256,
        "consentement": "Je signe ce document.",
        "donnee_le": given.at.isoformat(),
    }
    assert expected.items() <= first.items()
    assert (second["etat"], second["donnee_le"], second["moyen"]) == ("à signer", None, None)


def test_it_names_mandates_delegations_and_the_scan_of_each_signature() -> None:
    scene = make_scene()
    artres = make_commune(scene.territory, "Artres")
    delegate(artres, scene.maing)
    paper = issued(scene, make_item(scene.pool, owner=artres))
    first, second = paper.signatures
    first.scan_id, second.scan_id = scanned(scene, b"%PDF-one"), scanned(scene, b"%PDF-two")
    paper.scan_id = second.scan_id
    keep(paper)

    folder = folders.of_paper(scene.manager, paper.id)

    name = f"bon-de-pret-{paper.number}/bon-de-pret-{paper.number}"
    assert [(each.name, each.content) for each in folder.files[1:]] == [
        (f"{name}-exemplaire-papier.pdf", b"%PDF-one"),
        (f"{name}-exemplaire-papier-2.pdf", b"%PDF-two"),
    ]
    one, two = folder.signatures
    assert one["sha256_numerise"] == hashlib.sha256(b"%PDF-one").hexdigest()
    assert one["mandat"] == {
        "titulaire": "Jeanne Thuillier",
        "fonction": "Maire",
        "acte": "",
        "delegation_recue_de": "",
    }
    assert (one["delegation"], one["au_nom_de"]) == (None, "")
    assert (two["delegation"], two["au_nom_de"]) == ("délégation n° 2024-7", "Artres")
    assert two["mandat"] is None  # nobody is asked yet


def test_the_whole_journal_is_in_it_beyond_what_a_page_shows() -> None:
    scene = make_scene()
    paper = paper_of(agree(scene, 4))
    for _ in range(60):
        about = {"about": "bon de prêt"}
        journal.record(scene.manager, "remind_sign", "convention", paper.id, **about)
    db.session.commit()

    assert len(folders.of_paper(scene.manager, paper.id).journal) > 60
    assert len(history.of_paper(scene.manager, paper.id)) == history.MOST


def test_a_scan_that_the_disk_lost_does_not_keep_the_rest_away() -> None:
    scene = make_scene()
    paper = paper_of(agree(scene, 4))
    paper.scan_id = scanned(scene, b"", "0" * 64)
    keep(paper)

    contents = [each.content for each in folders.of_paper(scene.secretary, paper.id).files]

    assert contents == [paper.pdf, None]


def test_a_report_goes_with_the_photos_that_it_cites() -> None:
    scene = make_scene()
    mine = agree(scene, 4)
    (line,) = row(mine).lines
    shots = (Shot(make_picture(), line.id), Shot(make_picture((9, 9))))
    loans.hand_over(scene.manager, mine, Passing(note="Vu ensemble.", photos=shots))
    report = db.session.query(Convention).filter(Convention.passage_id.is_not(None)).one()
    cited = [each[2] for each in _rows(report) if each[0] == "condition.jpg"]
    assert len(set(cited)) == 2

    kept = folders.of_paper(scene.manager, report.id).files[-2:]

    name = f"etat-des-lieux-de-depart-{report.number}"
    assert [each.name for each in kept] == [
        f"{name}/{name}-photo-1-chaise-pliante.jpg",
        f"{name}/{name}-photo-2.jpg",
    ]
    assert [hashlib.sha256(each.content or b"").hexdigest() for each in kept] == cited
    clerk = make_actor(scene.maing, Role.SECRETARY)  # reads the papers, never the photos
    assert _photos(clerk, report) == []
    taken_away = db.session.query(StoredFile).filter_by(sha256=cited[1]).one()
    taken_away.removed_at = clock.now()
    keep(taken_away)
    assert [bool(each.content) for each in _photos(scene.manager, report)] == [True, False]


def _rows(report: Convention) -> list[list[str]]:
    blocks = [
        block for article in (report.content or {})["articles"] for block in article["blocks"]
    ]
    return [line for block in blocks if block["kind"] == "table" for line in block["rows"]]


def _photos(actor: Actor, report: Convention) -> list[Kept]:
    return [each for each in folders.of_paper(actor, report.id).files if "photo" in each.name]


def test_the_folder_of_a_reservation_has_all_its_papers() -> None:
    scene = make_scene()
    mine = agree(scene, 4)
    facts = {"reservation_id": mine, "kind": PaperKind.AMENDMENT}
    amendment = make_paper(scene.maing, scene.querenaing, **facts)
    make_paper(scene.maing, scene.querenaing, state=PaperState.DRAFT, **facts)

    folder = folders.of_reservation(scene.secretary, mine)

    assert len(folder.files) == 2
    assert folder.files[1].name == f"avenant-{amendment.number}/avenant-{amendment.number}.pdf"
    assert len(folder.signatures) == 4
    assert folder.title == f"Documents de la réservation R-{mine:05d}, Fête de la Saint-Jean"
    assert len(folders.of_reservation(scene.manager, mine).signatures) == 6


def test_others_find_no_folder_and_who_only_stores_takes_none() -> None:
    scene = make_scene()
    quarouble = make_commune(scene.territory, "Quarouble")
    scene.stock.depot.custodian = quarouble
    keep(scene.stock.depot)
    mine = agree(scene, 4)
    paper = paper_of(mine)
    others = make_actor(make_commune(scene.territory, "Artres"), *Role), make_scene().manager
    technician = make_actor(quarouble, Role.TECHNICIAN)

    for read, thing_id in ((folders.of_paper, paper.id), (folders.of_reservation, mine)):
        for stranger in others:
            with pytest.raises(NotFound):
                read(stranger, thing_id)
        with pytest.raises(NotAllowed):
            read(technician, thing_id)
