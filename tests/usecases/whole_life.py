"""What two town halls say to each other, who waits and what the clock does: rules to be mixed."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from sqlalchemy import select

from booking.db import db
from booking.dealings import Awaited, ChangeState
from booking.models.dealings import ApprovalRule, Change
from booking.models.mail import Message
from booking.models.reservations import Request, Reservation
from booking.queries import reservations as reads
from booking.queries import silence as silences
from booking.queries import waiting as waitings
from booking.rules.access import SERVICE, Actor
from booking.rules.approvals import Rule
from booking.rules.asking import Asked, Edited
from booking.rules.delays import Step
from booking.usecases import (
    amendments,
    approvals,
    asking,
    changes,
    replies,
    requests,
    reservations,
    silence,
    waiting,
)
from booking.vocabulary import Role, Status
from tests.factories import LONG_AGO, insure, make_actor, make_commune, make_item, make_pool
from tests.usecases.any_order import HOUR, AnyOrder, few, spans, things, which
from tests.usecases.bringing import bring_in
from tests.usecases.world import World

PARIS = ZoneInfo("Europe/Paris")
BORROWER, MANAGER = "borrower", "manager"


class WholeLife(AnyOrder):
    """All that a reservation may live through, among the acts on stocks."""

    world: World

    def people(self) -> None:
        """Give the world a second lender, insured borrowers and a substitute."""
        item = self.world.item(0)
        pool, maing = item.pool, item.pool.manager
        for who in self.world.secretaries:
            insure(self.world.organization(who), LONG_AGO, date(2098, 12, 31))
        mats = make_item(make_pool(maing, notice_days=0), 4, name="Tatami")
        self.world.references.append(mats.reference)
        substitute = make_actor(make_commune(self.world.territory, "Anzin"), Role.SECRETARY)
        pool.substitute_id = substitute.user_id
        pool.answer_days, pool.reply_days, pool.confirm_days = 1, 2, 1
        db.session.commit()

    def awaiting(self, *awaited: Awaited) -> list[int]:
        """Return the reservations of which something is awaited."""
        found = select(Reservation.id).where(Reservation.awaited.in_(awaited))
        return list(db.session.scalars(found.order_by(Reservation.id)))

    def changing(self) -> list[int]:
        """Return the reservations agreed that somebody asks to change."""
        found = (
            select(Change.reservation_id)
            .join(Change.reservation)
            .where(Change.state == ChangeState.OPEN, Reservation.status == Status.APPROVED)
        )
        return list(db.session.scalars(found.order_by(Change.id)))

    def borrower(self, mine: int) -> Actor:
        """Return who asks for a reservation."""
        asked = db.session.get_one(Reservation, mine).request.borrower_id
        return next(each for each in self.world.secretaries if each.organization_id == asked)

    def tell(self, act: Callable[..., int], *given: object, told: tuple[str, ...] = ()) -> None:
        """Do an act on a reservation; when it is done, each party it concerns is told."""
        mine = int(str(given[1]))
        addresses = {BORROWER: self.borrower(mine).email, MANAGER: self.world.manager.email}
        before = set(db.session.scalars(select(Message.id)))
        done = self.world.done[act.__name__]
        self.world.attempt(act.__name__, partial(act, *given))
        if self.world.done[act.__name__] > done:
            new = select(Message).where(Message.id.not_in(before))
            found = {m.to for m in db.session.scalars(new) if m.facts.get("reservation_id") == mine}
            assert {addresses[each] for each in told} <= found, act.__name__

    @rule(span=spans, wanted=things, who=which)
    def ask_or_wait(self, span: tuple[int, int], wanted: dict[int, int], who: int) -> None:
        period = self.period(span)
        more = {4: 1 + who % 4} if who % 3 == 0 else {}
        lines = self.lines({each: many + who % 4 for each, many in wanted.items()} | more)
        asked = Asked(period.starts_at, period.ends_at, "Bal", lines, if_short="waitlist")
        actor = self.world.secretaries[who % 2]
        self.world.attempt("request or wait", lambda: asking.request(actor, asked))

    @precondition(lambda self: self.some(0, Status.REQUESTED))
    @rule(rank=which)
    def ask_details(self, rank: int) -> None:
        mine = self.some(rank, Status.REQUESTED)
        self.tell(replies.ask_details, self.world.manager, mine, "Combien ?", told=(BORROWER,))

    @precondition(lambda self: self.some(0, Status.REQUESTED))
    @rule(rank=which, span=spans, wanted=things, what=few)
    def propose(self, rank: int, span: tuple[int, int], wanted: dict[int, int], what: int) -> None:
        mine, edited = self.some(rank, Status.REQUESTED), self.edited(span, wanted, what)
        self.tell(amendments.propose, self.world.manager, mine, edited, told=(BORROWER,))

    @precondition(lambda self: self.some(0, Status.APPROVED))
    @rule(rank=which, span=spans, wanted=things, what=few)
    def ask_change(
        self, rank: int, span: tuple[int, int], wanted: dict[int, int], what: int
    ) -> None:
        mine = self.some(rank, Status.APPROVED)
        edited = self.edited(span, wanted, what)
        self.tell(changes.edit, self.borrower(mine), mine, edited)

    def edited(self, span: tuple[int, int], wanted: dict[int, int], what: int) -> Edited:
        """Return other dates, other lines, or both."""
        period = self.period(span)
        dates = (period.starts_at, period.ends_at) if what != 1 else (None, None)
        return Edited(*dates, lines=self.lines(wanted) if what != 2 else None)

    @precondition(lambda self: self.awaiting(Awaited.DETAILS, Awaited.PROPOSAL))
    @rule(rank=which, what=st.integers(0, 3))
    def reply(self, rank: int, what: int) -> None:
        found = self.awaiting(Awaited.DETAILS, Awaited.PROPOSAL)
        mine = found[rank % len(found)]
        who = self.borrower(mine)
        if what == 0:
            self.tell(replies.resume, self.world.manager, mine, told=(BORROWER,))
        elif db.session.get_one(Reservation, mine).awaited is Awaited.DETAILS:
            self.tell(replies.answer, who, mine, "Cent.", told=(MANAGER,))
        elif what == 1:
            self.tell(amendments.decline, who, mine, told=(MANAGER,))
        else:
            self.tell(amendments.accept, who, mine, told=(BORROWER, MANAGER))

    @precondition(lambda self: self.changing())
    @rule(rank=which, what=st.integers(0, 3))
    def answer_change(self, rank: int, what: int) -> None:
        found, manager = self.changing(), self.world.manager
        mine = found[rank % len(found)]
        if what == 0:
            self.tell(amendments.withdraw_change, self.borrower(mine), mine, told=(MANAGER,))
        elif what == 1:
            self.tell(amendments.refuse_change, manager, mine, "Non.", told=(BORROWER,))
        else:
            self.tell(amendments.accept_change, manager, mine, told=(BORROWER,))

    @precondition(lambda self: self.awaiting(Awaited.PLACE))
    @rule(rank=which, takes=st.booleans())
    def confirm_or_give_up(self, rank: int, takes: bool) -> None:
        found = self.awaiting(Awaited.PLACE)
        mine = found[rank % len(found)]
        act = waiting.confirm if takes else reservations.cancel
        self.tell(act, self.borrower(mine), mine, told=(BORROWER, MANAGER))

    @rule(rank=which, keeps=st.booleans())
    def settle_rest(self, rank: int, keeps: bool) -> None:
        found = [
            each
            for each in db.session.scalars(select(Request).order_by(Request.id))
            if {part.status for part in each.reservations} & {Status.REFUSED, Status.EXPIRED}
            and len(each.reservations) > 1
        ]
        if found:
            made = found[rank % len(found)]
            who = self.borrower(made.reservations[0].id)
            given, act = (who, made.id), requests.keep_rest if keeps else requests.cancel_rest
            self.world.attempt(act.__name__, partial(act, *given))

    @rule(most=few)
    def validate_at_once(self, most: int) -> None:
        pool_id, manager = self.world.item(0).pool_id, self.world.manager
        found = db.session.scalars(select(ApprovalRule.id).filter_by(ended_at=None)).all()
        if found:
            self.world.attempt("end rule", partial(approvals.end, manager, found[0]))
        else:
            made = Rule("Peu", most=most)
            self.world.attempt("add rule", partial(approvals.add, manager, pool_id, made))

    @rule(days=few, quantity=few, thing=st.integers(0, 1), who=which)
    def bring_a_promise(self, days: int, quantity: int, thing: int, who: int) -> None:
        first = (self.world.now + timedelta(days=days)).astimezone(PARIS)
        last = first + timedelta(days=days - 1)
        town = ("Quérénaing", "Artres")[who % 2]
        cells = [self.world.references[thing], quantity, *(f"{d:%d/%m/%Y}" for d in (first, last))]
        row = [*cells, f"Mairie de {town}", f"Fête {sum(self.world.done.values())}"]
        self.world.attempt("bring", lambda: bring_in(self.world.manager, row))

    @rule(hours=st.integers(1, 60))
    def time_passes(self, hours: int) -> None:
        self.world.now += hours * HOUR
        now = self.world.now
        self.each(reads.unanswered(now), reservations.lapse)
        self.each(silences.called(now, Step.SUBSTITUTE, Step.OWNER), silence.pass_on)
        self.each(silences.called(now, Step.REMIND), silence.remind)
        self.each(silences.called(now, Step.EXPIRE), silence.expire)
        self.each(waitings.all_of(now), waiting.offer)

    def each(self, found: list[int], act: Callable[[Actor, int], int]) -> None:
        """Let the clock do an act on some reservations."""
        for mine in found:
            self.world.attempt(f"clock {act.__name__}", partial(act, SERVICE, mine))
