"""The price of a loan and its deposit, in words: received and given back at the counter.

Nothing is paid here: the titre de recettes comes from the financial software (domain § 2.4).
"""

from dataclasses import dataclass

from booking import clock, journal
from booking.db import db
from booking.errors import WrongMoment
from booking.models.reservations import Reservation
from booking.queries import deposits, reservations, views
from booking.rules import access
from booking.rules.access import Actor
from booking.usecases import usecase

NAMES = ("price", "deposit", "deposit_means")


@dataclass(frozen=True)
class Priced:
    """What a loan costs and what guarantees it, in words; without a price it is free."""

    price: str = ""
    deposit: str = ""
    deposit_means: str = ""


@usecase()
def set_price(actor: Actor, reservation_id: int, priced: Priced, *, key: str | None = None) -> int:
    """The lender's side says what a loan costs and which deposit it asks, before its paper.

    Raises WrongMoment once a paper states them, once the deposit is received or the loan over.
    """
    mine = _locked(actor, reservation_id, "reservation.set_price")
    if mine.status in deposits.ENDED:
        raise WrongMoment("wrong_moment", state=mine.status)
    if deposits.has_paper(mine):
        raise WrongMoment("paper_issued")
    if mine.deposit_received_at:
        raise WrongMoment("deposit_received")
    before = _facts(mine)
    for name in NAMES:
        setattr(mine, name, getattr(priced, name))
    if before != _facts(mine):
        after = _facts(mine)
        journal.record(actor, "set_price", "reservation", mine.id, before=before, after=after)
    return mine.id


@usecase()
def take_deposit(actor: Actor, reservation_id: int, *, key: str | None = None) -> int:
    """The counter receives the deposit of a loan, today."""
    mine = _locked(actor, reservation_id)
    if mine.status not in deposits.LEAVING:
        raise WrongMoment("wrong_moment", state=mine.status)
    if not mine.deposit:
        raise WrongMoment("deposit_not_asked")
    if mine.deposit_received_at:
        raise WrongMoment("deposit_received")
    mine.deposit_received_at = clock.now()
    journal.record(actor, "take_deposit", "reservation", mine.id, deposit=mine.deposit)
    return mine.id


@usecase()
def give_back_deposit(actor: Actor, reservation_id: int, *, key: str | None = None) -> int:
    """The counter gives the deposit of a loan back, today, even once the loan is closed."""
    mine = _locked(actor, reservation_id)
    if mine.deposit_received_at is None or mine.deposit_returned_at:
        raise WrongMoment("deposit_not_held")
    mine.deposit_returned_at = clock.now()
    journal.record(actor, "give_back_deposit", "reservation", mine.id, deposit=mine.deposit)
    return mine.id


def _facts(mine: Reservation) -> dict[str, str]:
    return {name: getattr(mine, name) for name in NAMES}


def _locked(
    actor: Actor, reservation_id: int, act: str = "reservation.take_deposit"
) -> Reservation:
    """Return a reservation as it is once locked: what was read before may have changed."""
    seen = reservations.row(actor, reservation_id)
    access.require(actor, act, views.parties(seen))
    return db.session.get_one(
        Reservation, reservation_id, with_for_update=True, populate_existing=True
    )
