"""Signing papers, or refusing to: in order, each with its evidence."""

from datetime import datetime

from booking.models.conventions import Convention, Signature
from booking.paperwork import SignState
from booking.queries.paper_parties import signed_as
from booking.rules.signatures import Sides, parts


def open_for(paper: Convention, sides: Sides, now: datetime) -> None:
    """Open the signatures that a paper needs, and ask for the first."""
    for rank, (part, organization_id) in enumerate(parts(signed_as(paper), sides), 1):
        paper.signatures.append(
            Signature(
                territory_id=paper.territory_id,
                rank=rank,
                part=part,
                organization_id=organization_id,
                for_id=sides.owner_id
                if sides.delegated and organization_id == sides.manager_id
                else None,
                state=SignState.ASKED if rank == 1 else SignState.WAITING,
                asked_at=now if rank == 1 else None,
            )
        )
