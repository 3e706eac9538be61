"""What a stranger would give the acts on signatures."""

from typing import Any

from booking.paperwork import Means
from booking.rules.signatures import Scanned, Written
from tests.factories import LONG_AGO
from tests.pages.place import Place
from tests.papers import make_document
from tests.signing import GIVEN, SCANNED, mandate, paper_of


def of_signing(place: Place) -> dict[str, tuple[Any, ...]]:
    """Return what each act on signatures is given of Quérénaing's."""
    paper = paper_of(place.approved(1).id).id
    scanned = Scanned(Means.PAPER, LONG_AGO, (Written(1, "Luc", "Maire"),))
    return {
        "scans.deposit": (paper, make_document(content=SCANNED), scanned),
        "signing.forward": (paper, mandate(place.borrower, "adjoint@mairie.example").id),
        "signing.refuse": (paper, "Non."),
        "signing.remind": (paper,),
        "signing.sign": ((paper,), GIVEN),
    }
