"""The form of an earlier request, filled in for the next time."""

from booking.documents import words
from booking.pages.typed import EVENT, LOAN, Data, local
from booking.queries import again
from booking.rules.access import Actor


def prefilled(who: Actor, request_id: int) -> tuple[Data, str, str]:
    """Return the form, what is said of it, and what is no longer lent; raises NotFound."""
    found = again.of_request(who, request_id)
    like, span = found.like, found.event or found.period
    names = EVENT if found.event else LOAN
    data = {
        "purpose": like.purpose,
        "place": like.place,
        "note": like.note,
        "beneficiary_kind": like.beneficiary_kind.value,
        "beneficiary_name": like.beneficiary_name,
        "engagement_on": like.engagement_on.isoformat() if like.engagement_on else "",
        "transport": like.transport.value,
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
