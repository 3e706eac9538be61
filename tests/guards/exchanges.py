"""What a stranger would give the acts by which two town halls come to agree."""

from datetime import timedelta
from typing import Any

from booking.rules.asking import Edited
from tests.pages.place import Place


def of_exchanges(place: Place) -> dict[str, tuple[Any, ...]]:
    """Return what each act on questions, proposals and changes is given of Quérénaing's."""
    mine = place.requested(1)
    later = Edited(ends_at=mine.ends_at + timedelta(hours=1))
    acts = ("accept", "decline", "accept_change", "withdraw_change")
    return {
        **{f"amendments.{act}": (mine.id,) for act in acts},
        "amendments.propose": (mine.id, later),
        "amendments.refuse_change": (mine.id, "Non."),
        "replies.answer": (mine.id, "Deux cents."),
        "replies.ask_details": (mine.id, "Combien ?"),
        "replies.resume": (mine.id,),
    }
