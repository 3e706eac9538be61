"""What a stranger would give the acts on messages."""

from typing import Any

from booking import clock
from booking.queries.mail import unsent
from tests.pages.place import Place


def of_mail(place: Place) -> dict[str, tuple[Any, ...]]:
    """Return what each act on the outbox is given of Maing's, once something was asked."""
    message = unsent(clock.now())[0]
    return {
        "digests.send_due": (place.manager.id,),
        "mail.claim": (message,),
        "mail.note_sent": (message,),
        "mail.retry": (message,),
    }
