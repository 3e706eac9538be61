"""Papers as a message names them."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from booking.db import db
from booking.models.conventions import Convention, Signature
from booking.numbers import among
from booking.paperwork import PaperState, SignState
from booking.queries.signatures import named


@dataclass(frozen=True)
class PaperLine:
    """A paper as a message names it, and who has not signed it."""

    id: int
    named: str
    subtitle: str
    owner: str
    partner: str
    cancelled: bool
    waiting: tuple[str, ...]


def by_ids(convention_ids: Collection[int]) -> dict[int, PaperLine]:
    """Return some papers as messages name them."""
    if not convention_ids:
        return {}
    found = select(Convention, Convention.content["subtitle"].as_string()).options(
        joinedload(Convention.owner),
        joinedload(Convention.partner),
        selectinload(Convention.signatures).joinedload(Signature.organization),
    )
    rows = db.session.execute(found.where(among(Convention.id, convention_ids)))
    return {
        paper.id: PaperLine(
            id=paper.id,
            named=named(paper),
            subtitle=subtitle or "",
            owner=paper.owner.name,
            partner=paper.partner.name if paper.partner else "",
            cancelled=paper.state is PaperState.CANCELLED,
            waiting=tuple(
                f"{each.organization.name} ({each.part.label})"
                for each in paper.signatures
                if each.state in (SignState.WAITING, SignState.ASKED)
            ),
        )
        for paper, subtitle in rows
    }
