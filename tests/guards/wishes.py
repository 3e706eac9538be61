"""What a stranger would give the acts on papers, messages and what is left of a request."""

from typing import Any

from booking.usecases import papers
from tests.pages.place import Place, as_actor
from tests.papers import make_document
from tests.wishes import make_both, require_key


def of_wishes(place: Place) -> dict[str, tuple[Any, ...]]:
    """Return what each act is given of a request to Maing."""
    control = require_key(place)
    mine = place.requested(1)
    both = make_both(place)
    joined = papers.attach(as_actor(place.secretary), mine.id, control, make_document())
    return {
        "comments.comment": (mine.id, "Bonjour"),
        "comments.note": (mine.id, "À vérifier"),
        "papers.attach": (mine.id, control, make_document()),
        "papers.detach": (joined,),
        "requests.cancel_rest": (both.request_id,),
        "requests.keep_rest": (both.request_id,),
    }
