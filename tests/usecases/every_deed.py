"""How each act of the table of verdicts is done, and in which situation each person does it."""

from collections.abc import Callable
from datetime import datetime

from booking.db import db
from booking.errors import Refusal
from booking.models.catalogue import Pool
from booking.models.reservations import Reservation
from booking.rules.access import Actor
from booking.usecases import (
    amendments,
    changes,
    closing,
    comments,
    fitness,
    loans,
    papers,
    replies,
    requests,
    reservations,
    silence,
    waiting,
)
from tests.papers import make_document
from tests.usecases.every_state import (
    DAY,
    HOUR,
    NOW,
    SIGNED_FIRST,
    Everything,
    ask_signed,
    later,
    state_of,
)

Deed = Callable[[Everything, Actor, int], int]


def grant_part(_world: Everything, who: Actor, mine: int) -> int:
    """Approve one less than was asked of the first line."""
    line = db.session.get_one(Reservation, mine).lines[0]
    return reservations.approve(who, mine, quantities={line.id: line.quantity - 1}, reason="Trop.")


def name_copies(_world: Everything, who: Actor, mine: int) -> int:
    """Say that any copy will do."""
    line = db.session.get_one(Reservation, mine).lines[0]
    return changes.name_copies(who, mine, line.id, ())


def request_of(mine: int) -> int:
    """Return the request of a reservation."""
    return db.session.get_one(Reservation, mine).request_id


DEEDS: dict[str, Deed] = {
    "approve": lambda _, who, mine: reservations.approve(who, mine),
    "approve_beyond": lambda _, who, mine: reservations.approve(who, mine, "Le maire y tient."),
    "grant_part": grant_part,
    "refuse": lambda _, who, mine: reservations.refuse(who, mine, "Non."),
    "ask_details": lambda _, who, mine: replies.ask_details(who, mine, "Combien ?"),
    "propose": lambda _, who, mine: amendments.propose(who, mine, later(mine)),
    "resume": lambda _, who, mine: replies.resume(who, mine),
    "answer": lambda _, who, mine: replies.answer(who, mine, "Cent."),
    "accept": lambda _, who, mine: amendments.accept(who, mine),
    "decline": lambda _, who, mine: amendments.decline(who, mine),
    "confirm": lambda _, who, mine: waiting.confirm(who, mine),
    "accept_change": lambda _, who, mine: amendments.accept_change(who, mine),
    "refuse_change": lambda _, who, mine: amendments.refuse_change(who, mine, "Non."),
    "withdraw_change": lambda _, who, mine: amendments.withdraw_change(who, mine),
    "keep_rest": lambda _, who, mine: requests.keep_rest(who, request_of(mine)),
    "cancel_rest": lambda _, who, mine: requests.cancel_rest(who, request_of(mine), "Tant pis."),
    "edit_less": lambda _, who, mine: changes.edit(who, mine, later(mine, -HOUR)),
    "edit_more": lambda _, who, mine: changes.edit(who, mine, later(mine, 2 * DAY)),
    "edit_beyond": lambda _, who, mine: changes.edit(who, mine, later(mine, DAY, "Accord.")),
    "cancel": lambda _, who, mine: reservations.cancel(who, mine, "Fête annulée."),
    "cancel_silently": lambda _, who, mine: reservations.cancel(who, mine),
    "swap": lambda world, who, mine: changes.swap(who, mine, world.other),
    "override": lambda world, who, mine: fitness.override(who, mine, world.control, "Vu."),
    "name_copies": name_copies,
    "hand_over": lambda _, who, mine: loans.hand_over(who, mine),
    "take_back": lambda _, who, mine: loans.take_back(who, mine),
    "close": lambda _, who, mine: closing.close(who, mine),
    "see": lambda world, who, mine: fitness.see(who, mine, world.control),
    "attach": lambda world, who, mine: papers.attach(who, mine, world.control, make_document()),
    "comment": lambda _, who, mine: comments.comment(who, mine, "Bonjour."),
    "note": lambda _, who, mine: comments.note(who, mine, "À surveiller."),
    "lapse": lambda _, who, mine: reservations.lapse(who, mine),
    "expire": lambda _, who, mine: silence.expire(who, mine),
    "offer": lambda _, who, mine: waiting.offer(who, mine),
    "remind": lambda _, who, mine: silence.remind(who, mine),
    "pass_on": lambda _, who, mine: silence.pass_on(who, mine),
}


def when(act: str, mine: Reservation) -> datetime:
    """Return when an act is done: what the clock does, at its time."""
    moments = {
        "lapse": mine.starts_at,
        "expire": mine.starts_at,
        "remind": (mine.reply_due_at or mine.answer_due_at) - HOUR,
        "pass_on": mine.answer_due_at,
        "take_back": NOW + 2 * HOUR,
    }
    return moments.get(act, NOW)


def situate(who: str, mine: Reservation, other: Reservation) -> None:
    """Make it so that the manager is away, or was silent on both until others were told."""
    if who == "sa":
        pool = db.session.get_one(Pool, mine.pool_id)
        pool.substitute_from, pool.substitute_until = NOW - DAY, NOW + DAY
    if who == "st":
        mine.substitute_told_at = other.substitute_told_at = NOW
        mine.substitute_told_id = other.substitute_told_id = mine.pool.substitute_id
    if who in ("ot", "os"):
        mine.owner_told_at = NOW
    db.session.commit()


def outcome(world: Everything, act: str, who: str, mine: int) -> str:
    """Return the state that an act leads to, or the code of its refusal, and undo it."""
    with world.undone():
        row = db.session.get_one(Reservation, mine)
        situate(who, row, db.session.get_one(Reservation, world.other))
        ask_signed(row.pool, asked=mine in {world.mine[state] for state in SIGNED_FIRST})
        world.now = when(act, row) if who == "sv" or act == "take_back" else NOW
        try:
            DEEDS[act](world, world.people[who], mine)
        except Refusal as refusal:
            missing = refusal.code.endswith("_not_found")
            return "not_found" if missing else refusal.code
        db.session.expire_all()
        return state_of(mine)
