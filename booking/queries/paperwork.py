"""How an EPCI has settled the papers of its territory: acts asked for, wording, ways to sign."""

from dataclasses import dataclass

from booking.db import db
from booking.models.organizations import Territory
from booking.paperwork import Means, PaperKind
from booking.rules import access
from booking.rules.access import Actor, Parties
from booking.rules.paper_settings import SIGNED, ways


@dataclass(frozen=True)
class KindView:
    """How one kind of paper may be signed, and how it is when the EPCI chooses nothing."""

    kind: PaperKind
    admitted: tuple[Means, ...]
    shipped: tuple[Means, ...]


@dataclass(frozen=True)
class PaperworkView:
    """What the EPCI has settled for every paper of its territory."""

    territory_id: int
    needs_act: bool
    owners_word: bool
    kinds: tuple[KindView, ...]


def show(actor: Actor) -> PaperworkView:
    """Return what is settled; raises NotFound to all but the administrators of the EPCI."""
    access.require(actor, "papers.set", Parties(actor.territory_id))
    mine = db.session.get_one(Territory, actor.territory_id)
    return PaperworkView(
        mine.id,
        mine.needs_act,
        mine.owners_word,
        tuple(KindView(each, ways(each, mine.admitted), ways(each, {})) for each in SIGNED),
    )
