"""What goes into the folder of a paper, or of all the papers of a reservation."""

import json
from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from sqlalchemy import select

from booking import files
from booking.db import db
from booking.documents import words
from booking.documents.folders import Folder, Kept, safe
from booking.errors import NotFound
from booking.models.catalogue import Item
from booking.models.conventions import Act, Convention, Signature
from booking.models.files import StoredFile
from booking.models.organizations import Mandate
from booking.models.reservations import Line
from booking.queries import acts, history, paper_views, reservations, shots, views
from booking.queries.paper_parties import parties
from booking.rules import access
from booking.rules.access import Actor
from booking.vocabulary import FileKind


def of_paper(actor: Actor, paper_id: int) -> Folder:
    """Return the folder of one paper in view; raises NotFound or NotAllowed."""
    row = paper_views.row(actor, paper_id)
    access.require(actor, "convention.export", parties(row))
    return _folder(actor, paper_views.title(row), [row])


def of_reservation(actor: Actor, reservation_id: int) -> Folder:
    """Return the folder of all the papers of a reservation in view; raises as above."""
    mine = reservations.row(actor, reservation_id)
    access.require(actor, "convention.export", views.parties(mine))
    found = paper_views.loaded().where(Convention.reservation_id == reservation_id)
    kept = [
        row
        for row in db.session.scalars(found.order_by(Convention.id)).unique()
        if paper_views.is_seen(actor, row)
    ]
    title = f"Documents de la réservation {views.reference(mine.id)}, {mine.request.purpose}"
    return _folder(actor, title, kept)


def _folder(actor: Actor, title: str, rows: Sequence[Convention]) -> Folder:
    return Folder(
        title=title,
        files=tuple(each for row in rows for each in _files(actor, row)),
        signatures=tuple(_signed(row, each) for row in rows for each in row.signatures),
        journal=tuple(line for row in rows for line in _journal(actor, row)),
    )


def _files(actor: Actor, row: Convention) -> Iterator[Kept]:
    """Yield the files of a paper: as issued, as signed here, its scans and the photos it cites."""
    db.session.refresh(row, ["pdf", "signed_pdf"])
    name = safe(row.kind.label, row.number or f"projet {row.id}")
    if row.pdf:
        yield Kept(f"{name}/{name}.pdf", row.pdf, "tel qu’établi")
    if row.signed_pdf:
        yield Kept(f"{name}/{name}-signe.pdf", row.signed_pdf, "signé, avec sa page de preuve")
    for rank, scan in enumerate(_scans(row), 1):
        which = f"-{rank}" if rank > 1 else ""
        place = f"{name}/{name}-exemplaire-papier{which}.pdf"
        yield Kept(place, _read(scan), "l’exemplaire signé sur papier")
    for rank, (photo, shown) in enumerate(_photos(actor, row), 1):
        place = f"{name}/{name}-{safe('photo', str(rank), shown)}.jpg"
        content = None if photo.removed_at else _read(photo)
        yield Kept(place, content, f"photographie : {shown or 'l’ensemble du matériel'}")


def _photos(actor: Actor, row: Convention) -> list[tuple[StoredFile, str]]:
    """Return the photos that a report cites, and what each shows: those the actor may see."""
    if row.passage_id is None:
        return []
    found = (
        select(StoredFile, Item.name)
        .outerjoin(Line, Line.id == StoredFile.line_id)
        .outerjoin(Item, Item.id == Line.item_id)
        .where(StoredFile.passage_id == row.passage_id, StoredFile.kind == FileKind.CONDITION)
    )
    said = json.dumps(row.content)
    rows = db.session.execute(found.order_by(StoredFile.id))
    return [
        (photo, shown or "")
        for photo, shown in rows
        if photo.sha256 in said and shots.is_seen(actor, photo)
    ]


def _scans(row: Convention) -> list[StoredFile]:
    """Return the scans of a paper, in the order of the signatures that they show."""
    ids = dict.fromkeys([*(each.scan_id for each in row.signatures), row.scan_id])
    return [db.session.get_one(StoredFile, each) for each in ids if each]


def _read(kept: StoredFile) -> bytes | None:
    try:
        return files.read(kept.territory_id, kept.sha256)
    except NotFound:  # the folder is worth having all the same: it names what it lacks
        return None


def _signed(row: Convention, each: Signature) -> dict[str, object]:
    """Return who is to sign or signed, as programs of archives read it."""
    return {
        "document": f"{row.kind.label} n° {row.number}" if row.number else row.kind.label,
        "ordre": each.rank,
        "qualite": each.part.label,
        "organisme": each.organization.name,
        "au_nom_de": each.in_name_of.name if each.in_name_of else "",
        "etat": each.state.label,
        "demandee_le": each.asked_at.isoformat() if each.asked_at else None,
        "donnee_le": each.at.isoformat() if each.at else None,
        "moyen": each.means.label if each.means else None,
        "nom": each.name,
        "fonction": each.title,
        "mandat": _mandate(each),
        "delegation": _delegation(each),
        "sha256_numerise": _scanned(each),
        "adresse_reseau": each.address,
        "sha256_montre": each.sha256,
        "consentement": each.consent,
        "motif_du_refus": each.reason,
    }


def _mandate(each: Signature) -> dict[str, str] | None:
    """Return under whose mandate a signature is given, or asked."""
    held = db.session.get(Mandate, each.mandate_id) if each.mandate_id else None
    if held is None:
        return None
    given = {"titulaire": held.holder, "fonction": held.title, "acte": held.act}
    return given | {"delegation_recue_de": held.delegated_by}


def _delegation(each: Signature) -> str | None:
    """Return the act by which another signs in the owner's name."""
    act = db.session.get(Act, each.delegation_id) if each.delegation_id else None
    return acts.cited(act) if act else None


def _scanned(each: Signature) -> str | None:
    scan = db.session.get(StoredFile, each.scan_id) if each.scan_id else None
    return scan.sha256 if scan else None


def _journal(actor: Actor, row: Convention) -> Iterator[tuple[str, ...]]:
    zone = ZoneInfo(row.territory.time_zone)
    for event in reversed(history.of_paper(actor, row.id, most=None)):
        at = words.short_moment(event.at.astimezone(zone))
        yield (at, event.who, event.organization, event.sentence, event.reason)
