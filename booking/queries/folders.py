"""What goes into the folder of a paper, or of all the papers of a reservation."""

from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from booking import files
from booking.db import db
from booking.documents import words
from booking.documents.folders import Folder, Kept, safe
from booking.errors import NotFound
from booking.models.conventions import Convention, Signature
from booking.models.files import StoredFile
from booking.queries import history, paper_views, reservations, views
from booking.queries.paper_parties import parties
from booking.rules import access
from booking.rules.access import Actor


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
        files=tuple(each for row in rows for each in _files(row)),
        signatures=tuple(_signed(row, each) for row in rows for each in row.signatures),
        journal=tuple(line for row in rows for line in _journal(actor, row)),
    )


def _files(row: Convention) -> Iterator[Kept]:
    """Yield the files of a paper: as issued, as signed here, and its scan if there is one."""
    db.session.refresh(row, ["pdf", "signed_pdf"])
    name = safe(row.kind.label, row.number or f"projet {row.id}")
    if row.pdf:
        yield Kept(f"{name}/{name}.pdf", row.pdf, "tel qu’établi")
    if row.signed_pdf:
        yield Kept(f"{name}/{name}-signe.pdf", row.signed_pdf, "signé, avec sa page de preuve")
    scan = db.session.get(StoredFile, row.scan_id) if row.scan_id else None
    if scan:
        kept = _read(scan)
        yield Kept(f"{name}/{name}-exemplaire-papier.pdf", kept, "l’exemplaire signé sur papier")


def _read(scan: StoredFile) -> bytes | None:
    try:
        return files.read(scan.territory_id, scan.sha256)
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
        "adresse_reseau": each.address,
        "sha256_montre": each.sha256,
        "consentement": each.consent,
        "motif_du_refus": each.reason,
    }


def _journal(actor: Actor, row: Convention) -> Iterator[tuple[str, ...]]:
    zone = ZoneInfo(row.territory.time_zone)
    for event in reversed(history.of_paper(actor, row.id)):
        at = words.short_moment(event.at.astimezone(zone))
        yield (at, event.who, event.organization, event.sentence, event.reason)
