"""The papers of the demonstration."""

from collections import Counter

import pytest

from booking import clock
from booking.demonstration.conventions import (
    AS_BORROWER,
    AS_OWNER,
    DEPUTY,
    HANDED_OVER,
    NOTE,
    PRICE,
    PRICED,
    REPLACED,
    REWORDED,
    SHIPPED,
    SIGNED,
    TOO_FEW,
)
from booking.demonstration.dealings import FIRST_HELD, IN_PART, TELEPHONED
from booking.demonstration.people import OFFICE
from booking.demonstration.shelves import KEEPER, LEAD, VEHICLES
from booking.demonstration.stories import STORIES
from booking.documents import wordings as shipped
from booking.paperwork import Means, PaperKind, PaperState, Part, SignState
from booking.queries import act_register, conventions, deposits, paper_search, reservations, signing
from booking.queries import signatures as readings
from booking.queries import wordings
from booking.queries.paper_views import PaperView
from booking.usecases import conventions as issuing
from booking.usecases.demonstration import POOLS, player, signer
from booking.vocabulary import ActKind, Status

MAYOR, PRESIDENT = "maire@querenaing", "presidence@valenciennes-metropole"


def papers(purpose: str, who: str = KEEPER) -> tuple[PaperView, ...]:
    """Return the papers of what was lent for a purpose, as somebody reads them."""
    actor = player(who)
    known = (*reservations.of_borrower(actor), *reservations.under_way(actor))
    lent = next(each for each in known if each.purpose == purpose)
    return conventions.of_reservation(actor, lent.id).papers
