"""Papers as a message names them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

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
    over_at: datetime | None = None  # cancelled, or refused by one of its sides
    given: Mapping[tuple[int, str], datetime] = field(default_factory=dict)  # by side and part

    def waits(self, organization_id: int, part: str, at: datetime) -> bool:
        """Tell whether a side had still to sign it at an instant, as far as is known now."""
        ends = (self.over_at, self.given.get((organization_id, part)))
        return not any(end and end <= at for end in ends)


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
            over_at=paper.cancelled_at or _refused_at(paper),
            given={
                (each.organization_id, each.part.label): each.at
                for each in paper.signatures
                if each.at and each.state is SignState.SIGNED
            },
            waiting=tuple(
                f"{each.organization.name} ({each.part.label})"
                for each in paper.signatures
                if each.state in (SignState.WAITING, SignState.ASKED)
            ),
        )
        for paper, subtitle in rows
    }


def _refused_at(paper: Convention) -> datetime | None:
    refused = (each.at for each in paper.signatures if each.state is SignState.REFUSED)
    return next(refused, None)
