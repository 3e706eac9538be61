"""What an organization has under way: who must act, at what, by when; whoever asked."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select

from booking import clock
from booking.db import db
from booking.models.catalogue import Pool
from booking.models.loans import Loan
from booking.queries import loans, reservations
from booking.queries.views import LineView, ReservationView
from booking.rules import glance, turns
from booking.rules.access import Actor
from booking.rules.glance import Glance
from booking.rules.turns import Turn
from booking.vocabulary import Status

INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Task:
    """One reservation under way: `act` is what is next, `mine` tells whether it is ours to do."""

    reservation: ReservationView
    act: str
    by: datetime
    when: str
    mine: bool
    to_sign: bool  # its paper waits for our organization's signature
    borrows: bool  # our organization is the borrower
    concerns: bool  # it is what the actor looks after, by role
    glances: frozenset[Glance]  # under what the actor sees it at a glance
    things: tuple[LineView, ...]  # what it is about: once some is back, what is still out


def under_way(actor: Actor) -> list[Task]:
    """Return what the actor's organization has under way, the nearest term first."""
    managed = set(
        db.session.scalars(select(Pool.id).where(Pool.manager_id == actor.organization_id))
    )
    views = reservations.under_way(actor)
    left = loans.of_each([each.id for each in views if each.status is Status.OUT])
    found = [_task(actor, each, managed, left) for each in views]
    known = [each for each in found if each]
    return sorted(known, key=lambda each: (each.by, each.reservation.id))


def _task(
    actor: Actor, mine: ReservationView, managed: set[int], left: Mapping[int, Loan]
) -> Task | None:
    next_turn = turns.turn(
        mine.status,
        mine.answer_due_at,
        mine.starts_at,
        mine.ends_at,
        awaited=mine.awaited,
        reply_due_at=mine.reply_due_at,
        change_due_at=mine.change_due_at,
    )
    if next_turn is None:
        return None
    borrows, manages = mine.borrower_id == actor.organization_id, mine.pool_id in managed
    signs = mine.signer_id == actor.organization_id and not mine.amended
    to_sign = signs and next_turn.act == "hand_over"  # not while a change is asked for
    # what is due at midnight is due on the day that ends then
    last = next_turn.by - INSTANT if next_turn.act == "take_back" else next_turn.by
    when = turns.when(last, clock.now(), actor.zone)
    return Task(
        reservation=mine,
        act=next_turn.act,
        by=next_turn.by,
        when=when,
        mine=to_sign or _is_ours(next_turn, borrows=borrows, manages=manages),
        to_sign=to_sign,
        borrows=borrows,
        concerns=glance.concerns(actor, borrows=borrows, manages=manages),
        glances=glance.glances(actor, next_turn.act, when, borrows=borrows),
        things=_things(mine, left.get(mine.id)),
    )


def _things(mine: ReservationView, loan: Loan | None) -> tuple[LineView, ...]:
    """Return the lines of a loan; once it left, with what is still awaited of each."""
    known = loans.tally(loan)
    awaited = [(line, known[line.id].awaited) for line in mine.lines if line.id in known]
    still_out = tuple(replace(line, quantity=many) for line, many in awaited if many)
    return still_out or mine.lines


def _is_ours(next_turn: Turn, *, borrows: bool, manages: bool) -> bool:
    """Tell whether it is our turn; who only stores hands over and takes back, but never answers."""
    stores = not (borrows or manages)
    return (
        (borrows and next_turn.borrower)
        or (manages and next_turn.lender)
        or (stores and next_turn.borrower and next_turn.lender)
    )
