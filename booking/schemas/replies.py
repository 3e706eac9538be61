"""Questions and answers about a request that waits."""

from booking.schemas import text
from booking.schemas.reservations import Act


class AskDetails(Act):
    """What the manager asks."""

    question = text(2000, required=True, lines=True)


class Answer(Act):
    """What the borrower answers."""

    text = text(2000, required=True, lines=True)


class Resume(Act):
    """What the manager learnt otherwise, if it likes to keep it."""

    text = text(2000, lines=True)
