"""What the page of promises is sent."""

from booking.schemas import text
from booking.schemas.reservations import Act


class Insist(Act):
    """Why a promise is kept although too few are free."""

    despite = text(1000, required=True, lines=True)
