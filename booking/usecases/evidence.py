"""Keeping a paper as signed: the same words, then how each signed, on a screen or by hand."""

import hashlib
from contextlib import suppress
from zoneinfo import ZoneInfo

from booking import clock, files
from booking.db import db
from booking.documents import paper as drawing
from booking.documents import signing as words
from booking.errors import NotFound
from booking.models.conventions import Convention, Signature
from booking.models.files import StoredFile
from booking.models.organizations import Mandate
from booking.paperwork import Means
from booking.queries import paper_parties
from booking.rules.signatures import capacity

ELECTRONIC = frozenset({Means.SCREEN, Means.LINK, Means.COUNTER})


def keep(paper: Convention) -> None:
    """Draw and keep the signed copy of a paper, unless all signed it by hand: the scan is it."""
    if paper.content and any(each.means in ELECTRONIC for each in paper.signatures):
        tree = drawing.from_dict(paper.content)
        evidence = tuple(_evidence(each, tree) for each in paper.signatures)
        paper.signed_pdf = drawing.render(tree, _logos(paper, tree), evidence, paper.sha256)
        paper.signed_sha256 = hashlib.sha256(paper.signed_pdf).hexdigest()


def is_altered(paper: Convention) -> bool:
    """Tell whether the bytes or the words of a paper are no longer those that were issued."""
    if hashlib.sha256(paper.pdf or b"").hexdigest() != paper.sha256:
        return True
    issued = (paper.terms or {}).get("content_sha256")  # unknown of what older versions issued
    return issued is not None and issued != words.digest(paper.content)


def _logos(paper: Convention, tree: drawing.Paper) -> dict[str, bytes]:
    found = {}
    for digest in filter(None, (each.logo for each in tree.parties)):
        with suppress(NotFound):  # an image that the disk lost keeps nobody from signing
            found[digest] = files.read(paper.territory_id, digest)
    return found


def _evidence(signature: Signature, tree: drawing.Paper) -> drawing.Evidence:
    """Return how one signature was given, named as the frame that it fills."""
    at, means = signature.at or clock.now(), signature.means or Means.SCREEN
    box = _box(signature, tree)
    of = (box.part, box.organization)
    by, local = (signature.name, signature.title), at.astimezone(zone_of(signature.convention))
    named = {
        "mandate": ", ".join(filter(None, (words.mandate(_mandate(signature)), box.note))),
        "in_name_of": signature.in_name_of.name if signature.in_name_of else "",
    }
    if means not in ELECTRONIC:
        scan = db.session.get(StoredFile, signature.scan_id) if signature.scan_id else None
        return words.by_hand(of, by, local, means.label, scan=scan.sha256 if scan else "", **named)
    return words.evidence(
        of,
        by,
        local,
        means.label,
        address=signature.address,
        consent=signature.consent,
        drawn=signature.drawn,
        **named,
    )


def _box(signature: Signature, tree: drawing.Paper) -> drawing.SignBox:
    """Return the frame of a signature; one given back to the owner fills none."""
    frame = next(iter(tree.boxes[signature.rank - 1 : signature.rank]), None)
    given_back = frame is not None and frame.note and signature.for_id is None
    if frame is None or given_back:
        return drawing.SignBox(
            capacity(signature.part, paper_parties.signed_as(signature.convention)),
            signature.organization.name,
        )
    return frame


def _mandate(signature: Signature) -> Mandate | None:
    return db.session.get(Mandate, signature.mandate_id) if signature.mandate_id else None


def zone_of(paper: Convention) -> ZoneInfo:
    """Return the time zone where a paper is signed."""
    return ZoneInfo(paper.territory.time_zone)
