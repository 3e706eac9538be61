"""Papers in a state that tests of reading start from, written behind the acts."""

import hashlib
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from booking import clock
from booking.db import db
from booking.documents import paper as drawing
from booking.documents.paper import Paper
from booking.models.conventions import Convention, Signature
from booking.models.organizations import Organization
from booking.paperwork import Means, PaperKind, PaperState, Part, SignState
from tests.factories import keep

_ranks: dict[int, int] = {}


def paper_of(reservation_id: int) -> Convention:
    """Return the last paper of a reservation as the tables have it."""
    found = select(Convention).filter_by(reservation_id=reservation_id)
    return db.session.scalars(found.order_by(Convention.id.desc())).first()  # type: ignore[return-value]


def sign(paper: Convention, many: int = 9, at: datetime | None = None) -> Convention:
    """Give the first signatures of a paper; it is signed when all are given."""
    at = at or clock.now()
    for each in paper.signatures[:many]:
        each.state, each.at, each.means = SignState.SIGNED, at, Means.LINK
        each.name, each.title, each.address = "Jeanne Thuillier", "Maire", "192.0.2.7"
        each.sha256, each.consent = paper.sha256, "Je signe ce document."
    left = paper.signatures[many:]
    if left:
        left[0].state, left[0].asked_at = SignState.ASKED, at
    else:
        paper.state, paper.signed_at = PaperState.SIGNED, at
        paper.signed_pdf = b"%PDF-signed"
        paper.signed_sha256 = hashlib.sha256(paper.signed_pdf).hexdigest()
    kept: Convention = keep(paper)
    return kept


def make_paper(owner: Organization, partner: Organization, **facts: Any) -> Convention:
    """Make an issued framework between two organizations; its partner is to sign first."""
    draft = facts.get("state") is PaperState.DRAFT
    rank = _ranks[owner.id] = _ranks.get(owner.id, 500) + 1
    pdf = None if draft else b"%PDF-" + str(rank).encode()
    defaults = {
        "kind": PaperKind.FRAMEWORK,
        "state": PaperState.TO_SIGN,
        "manager_id": owner.id,
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2030, 12, 31),
        "created_at": clock.now(),
        "pdf": pdf,
        "sha256": hashlib.sha256(pdf).hexdigest() if pdf else "",
        **({} if draft else {"year": 2026, "rank": rank, "issued_at": clock.now()}),
    }
    places = {"territory_id": owner.territory_id, "owner_id": owner.id, "partner_id": partner.id}
    made = Convention(**places | defaults | facts)
    for order, (part, each) in enumerate([(Part.BORROWER, partner), (Part.OWNER, owner)], 1):
        asked = order == 1 and not draft
        made.signatures.append(
            Signature(
                territory_id=owner.territory_id,
                rank=order,
                part=part,
                organization_id=each.id,
                state=SignState.ASKED if asked else SignState.WAITING,
                asked_at=clock.now() if asked else None,
            )
        )
    kept: Convention = keep(made)
    return kept


def words_of(title: str = "Objet") -> dict[str, Any]:
    """Return the frozen words of a paper of one article."""
    article = drawing.Article(title, (drawing.Paragraph((drawing.Run("Le prêt est gratuit."),)),))
    return Paper(
        "framework", "Convention-cadre", "", "2026-0001", date(2026, 1, 1), (), (article,)
    ).as_dict()
