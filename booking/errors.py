"""Every refusal we make: a stable code and facts, never a sentence.

The French sentence of each code stands in `documents/messages.py`; the HTTP status is read by the
one handler in `answers.py`.
"""

from collections.abc import Collection, Sequence
from typing import Any


class Refusal(Exception):  # noqa: N818 # a refusal is an answer, not an error
    """Something the service declines to do, and why."""

    status = 400

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


class NotSignedIn(Refusal):
    """Nobody is known to be acting."""

    status = 401


class NotFound(Refusal):
    """There is no such thing, or it belongs to others, which must look the same."""

    status = 404


class Invalid(Refusal):
    """The form itself is wrong; `errors` names each field and its messages."""

    status = 422


class NotAllowed(Refusal):
    """The thing is in view, but the act is not this actor's."""

    status = 403


class WrongMoment(Refusal):
    """The act does not fit the present state; the facts say what is possible now."""

    status = 409


class NotEnoughAvailable(WrongMoment):
    """Some lines do not fit; `shortages` and `alternatives` say what would.

    `wants` and `without` are what was asked of the engine, from which proposals are made.
    """

    def __init__(
        self,
        shortages: list[dict[str, Any]],
        wants: Sequence[Any] = (),
        without: Collection[int] = (),
    ) -> None:
        super().__init__("not_enough_available", shortages=shortages, alternatives=[])
        self.wants, self.without = wants, without


class StockPromised(WrongMoment):
    """Others need what would go; `reservations` names them, `missing` says how many at worst."""

    def __init__(self, missing: int, reservations: list[dict[str, Any]]) -> None:
        super().__init__("stock_promised", missing=missing, reservations=reservations)


class TooManyAttempts(Refusal):
    """Too many wrong passwords in a row."""

    status = 429


class Unavailable(Refusal):
    """What we rely on does not answer now; nothing was done, and it may be tried again."""

    status = 503
