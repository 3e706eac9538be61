"""What a stranger would give the acts on the models of papers, of another territory."""

from typing import Any

from booking import clock
from booking.documents.articles import Worded
from booking.models.conventions import Wording
from booking.paperwork import PaperKind
from tests.factories import keep
from tests.pages.place import Place


def make_wording(place: Place, **facts: Any) -> Wording:
    """Make the first version of Maing's own words for a loan, where owners may have theirs."""
    place.lender.territory.owners_word = True
    defaults = {
        "territory_id": place.lender.territory_id,
        "organization_id": place.lender.id,
        "kind": PaperKind.LOAN,
        "version": 1,
        "articles": [{"title": "Objet", "text": "Pour {objet}.", "when": ""}],
        "at": clock.now(),
        "by_id": place.manager.id,
    }
    made: Wording = keep(Wording(**defaults | facts), place.lender.territory)
    return made


def of_wordings(place: Place) -> dict[str, tuple[Any, ...]]:
    """Return what each act on models is given of Maing's."""
    make_wording(place)
    model = (place.lender.id, PaperKind.LOAN)
    return {
        "wordings.give_up": model,
        "wordings.go_back": (*model, 1),
        "wordings.write": (*model, (Worded("Objet", "Pour {objet}."),)),
    }
