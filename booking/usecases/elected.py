"""What only an elected person decides: an answer names them (domain § 2.1)."""

from typing import Any

from booking.errors import WrongMoment
from booking.models.reservations import Reservation
from booking.rules import beneficiaries


def require_elected(reservation: Reservation, elected: str) -> dict[str, Any]:
    """Keep who decided, where an elected person must, and return what the journal adds.

    Raises WrongMoment when nobody is named.
    """
    kind = reservation.request.beneficiary_kind
    if beneficiaries.needs_elected(kind, elected):
        raise WrongMoment("elected_needed")
    reservation.elected = elected
    return {"elected": elected} if elected else {}
