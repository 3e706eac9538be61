"""Where an item stands between its census and its end, and what each stage asks (E55)."""

from dataclasses import dataclass

from booking.errors import WrongMoment
from booking.vocabulary import STAFF, Lack, LifeStage, Tracking

NEXT: dict[LifeStage, tuple[LifeStage, ...]] = {
    LifeStage.LISTED: (LifeStage.CHECKED, LifeStage.RETIRED),
    LifeStage.CHECKED: (LifeStage.PUBLISHED, LifeStage.LISTED, LifeStage.RETIRED),
    LifeStage.PUBLISHED: (LifeStage.SUSPENDED, LifeStage.RETIRED),
    LifeStage.SUSPENDED: (LifeStage.PUBLISHED, LifeStage.RETIRED),
    LifeStage.RETIRED: (LifeStage.CHECKED,),  # a wrong click can be undone
}
ENDING = frozenset({LifeStage.SUSPENDED, LifeStage.RETIRED})
"""What stops the loans to come: it is done for a reason, knowing who counts on the thing."""

BLOCKING = frozenset({Lack.STOCK, Lack.PARTS})
"""Without these there is nothing to lend; the other lacks are only said."""


@dataclass(frozen=True)
class Known:
    """What is known of an item, as far as the stages ask."""

    tracking: Tracking
    family: str
    in_stock: int
    replacement_cents: int
    description: str
    contact: str
    parts_lent: bool = True  # of a kit


def advance(stage: LifeStage, wanted: LifeStage) -> LifeStage:
    """Return the stage wanted; raises WrongMoment, saying what may come next, when it may not."""
    if wanted not in NEXT[stage]:
        raise WrongMoment("wrong_stage", stage=stage, possible=list(NEXT[stage]))
    return wanted


def lacks(known: Known) -> tuple[Lack, ...]:
    """Return what is still missing of an item that is to be lent, the gravest first."""
    kit, person = known.tracking is Tracking.KIT, known.family == STAFF
    found = {
        Lack.STOCK: not kit and known.in_stock <= 0,
        Lack.PARTS: kit and not known.parts_lent,
        Lack.VALUE: not kit and not person and not known.replacement_cents,
        Lack.CONTACT: not known.contact,
        Lack.DESCRIPTION: not known.description,
    }
    return tuple(lack for lack, missing in found.items() if missing)


def require_ready(wanted: LifeStage, known: Known) -> None:
    """Raise WrongMoment naming what a stage asks for and the item lacks."""
    blocking = [lack for lack in lacks(known) if lack in BLOCKING]
    if wanted is LifeStage.PUBLISHED and blocking:
        raise WrongMoment("not_ready", missing=[lack.label for lack in blocking])
