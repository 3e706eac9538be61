"""What a stranger would give the acts on papers that are drafted and issued."""

from typing import Any

from booking.paperwork import PaperKind
from booking.rules.paperwork import Drafted
from booking.usecases import drafting
from tests.pages.place import Place, as_actor


def of_drafting(place: Place) -> dict[str, tuple[Any, ...]]:
    """Return what each act on drafts of papers is given of Maing's."""
    mine = place.approved(1)
    drafted = Drafted(PaperKind.INCIDENT, reservation=mine.id)
    paper = drafting.prepare(as_actor(place.manager), drafted)
    return {
        "drafting.amend": (mine.id,),
        "drafting.cancel": (paper, "Non."),
        "drafting.describe": (paper, drafted),
        "drafting.issue": (paper,),
        "drafting.issue_due": (mine.id,),
        "drafting.issue_for_loan": (mine.id, PaperKind.LOAN),
        "drafting.prepare": (drafted,),
        "reports.issue": (mine.id, 0),
        "reports.issue_due": (0,),
    }
