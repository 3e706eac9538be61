"""The form of an earlier request, filled in for the next time."""

from booking.documents import words
from booking.errors import NotFound
from booking.pages.typed import EVENT, LOAN, Data, local
from booking.queries import again, catalogue, reservations
from booking.queries.views import ReservationView
from booking.rules.access import Actor


def prefilled(who: Actor, request_id: int) -> tuple[Data, str, str]:
    """Return the form, what is said of it, and what is no longer lent; raises NotFound."""
    found = again.of_request(who, request_id)
    like, span = found.like, found.event or found.period
    names = EVENT if found.event else LOAN
    data = _wishes(like) | {
        "lines": [
            {"item": reference, "quantity": str(quantity)} for reference, quantity in found.lines
        ],
        names[0]: local(who, span.starts_at),
        names[1]: local(who, span.ends_at),
    }
    data |= {"by": "event"} if found.event else {}
    lost = f"N’est plus prêté, et n’est pas repris : {words.several(found.lost)}."
    said = "La demande est reprise, un an plus tard le même jour. Vérifiez, puis déposez."
    return data, said, lost if found.lost else ""


def instead(who: Actor, reservation_id: int, item_id: int, quantity: int) -> tuple[Data, str, str]:
    """Return the form of another thing for the same loan, and what is said; raises NotFound."""
    mine = reservations.show(who, reservation_id)
    if mine.borrower_id != who.organization_id:
        raise NotFound("reservation_not_found")
    data = _wishes(mine) | {
        "lines": [{"item": catalogue.show(who, item_id).reference, "quantity": str(quantity)}],
        LOAN[0]: local(who, mine.starts_at),
        LOAN[1]: local(who, mine.ends_at),
    }
    return data, f"À la place du matériel en panne ({mine.reference}). Vérifiez, puis déposez.", ""


def _wishes(like: ReservationView) -> Data:
    """Return for what and for whom it was asked, as the form has it."""
    return {
        "purpose": like.purpose,
        "place": like.place,
        "note": like.note,
        "beneficiary_kind": like.beneficiary_kind.value,
        "beneficiary_name": like.beneficiary_name,
        "engagement_on": like.engagement_on.isoformat() if like.engagement_on else "",
        "transport": like.transport.value,
    }
