"""The outbox as an administrator reads it, and what a message tells."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import exists, or_, select

from booking import clock
from booking.db import db
from booking.dealings import Delivery
from booking.errors import NotFound
from booking.models.accounts import Membership, User
from booking.models.mail import Message
from booking.models.organizations import Organization, Territory
from booking.queries import judgements, paper_lines, readers, reports, reservations
from booking.queries.judgements import Judgement
from booking.queries.paper_lines import PaperLine
from booking.queries.readers import ReaderView
from booking.queries.reports import Told
from booking.queries.views import ReservationView
from booking.rules import access
from booking.rules.access import SERVICE, Actor, Parties
from booking.vocabulary import MailKind

PAGE = 100
MOST_TRIES = 13
"""The last comes four days after the first: 2 minutes later, then twice as long each time."""
JUDGED = frozenset({MailKind.REQUESTED, MailKind.TO_ANSWER, MailKind.APPROVED, MailKind.CHANGED})
"""The messages that say what is still to be seen to."""


@dataclass(frozen=True)
class MessageView:
    """One message with what its text is drawn from."""

    id: int
    kind: MailKind
    to: str
    created_at: datetime
    sent_at: datetime | None
    attempts: int
    zone: ZoneInfo
    reservation: ReservationView | None
    invited: tuple[int, str] | None  # (user id, stamp) of a link that has not served
    chooses: bool = False  # a password is to be chosen by a link
    organization: str = ""  # for whom an invitation is
    elsewhere: bool = False  # its reader acts in another territory too
    facts: Mapping[str, Any] = field(default_factory=dict)  # what else its text says
    pending: tuple[str, ...] = ()  # what was judged, and is not in order
    state: Delivery = Delivery.WAITING
    reader: ReaderView | None = None  # whose address it is
    papers: tuple[PaperLine, ...] = ()  # that it is about
    passed: Told | None = None  # what passed the counter, and its report
    parts: tuple["MessageView", ...] = ()  # the messages that a summary tells


def outbox(actor: Actor) -> list[MessageView]:
    """Return the latest messages of the actor's territory; raises NotFound to others."""
    access.require(actor, "outbox.read", Parties(actor.territory_id))
    found = select(Message).where(Message.territory_id == actor.territory_id)
    return _views(db.session.scalars(found.order_by(Message.id.desc()).limit(PAGE)).all())


def show(actor: Actor, message_id: int) -> MessageView:
    """Return one message of the actor's territory; raises NotFound."""
    message = db.session.get(Message, message_id)
    if message is None:
        raise NotFound("outbox_not_found")
    access.require(actor, "outbox.read", Parties(message.territory_id))
    return _views([message])[0]


ASKING = (MailKind.TO_SIGN, MailKind.REMIND_SIGN)
"""What asks somebody to sign."""
AWAITED = exists().where(User.email == Message.to, User.daily)
"""Its reader takes summaries; what waits for one that will not come goes by itself."""


def unsent(now: datetime) -> list[int]:
    """Return the messages whose turn has come, oldest first."""
    found = select(Message.id).where(
        Message.sent_at.is_(None),
        Message.next_try_at <= now,
        Message.attempts < MOST_TRIES,
        or_(Message.daily.is_(False), ~AWAITED),
    )
    return list(db.session.scalars(found.order_by(Message.id)))


def _views(messages: Sequence[Message]) -> list[MessageView]:
    """Return some messages with what their texts are drawn from; a summary with its messages."""
    ids = {each for message in messages for each in message.facts.get("messages", ())}
    told = db.session.scalars(select(Message).where(Message.id.in_(ids))).all() if ids else []
    parts = {view.id: view for view in _plain_views(told)} if told else {}
    return [
        replace(view, parts=tuple(parts[each] for each in view.facts.get("messages", ())))
        for view in _plain_views(messages)
    ]


def _plain_views(messages: Sequence[Message]) -> list[MessageView]:
    told = {message.facts.get("reservation_id", 0) for message in messages}
    people = {message.facts.get("user_id", 0) for message in messages}
    found = {view.id: view for view in reservations.by_ids(SERVICE, told)}
    judged = judgements.latest(told)
    papers = paper_lines.by_ids({each for one in messages for each in _papers(one)})
    passed = reports.told({message.facts.get("passage_id", 0) for message in messages})
    stamps = dict(db.session.execute(select(User.id, User.stamp).where(User.id.in_(people))).all())
    opened = {message.facts.get("organization_id", 0) for message in messages}
    names = _names(opened)
    homes = _territories(people)
    zones = dict(db.session.execute(select(Territory.id, Territory.time_zone)).all())
    known = readers.by_address({message.to for message in messages})
    return [
        MessageView(
            id=message.id,
            kind=message.kind,
            to=message.to,
            created_at=message.created_at,
            sent_at=message.sent_at,
            attempts=message.attempts,
            zone=ZoneInfo(zones[message.territory_id]),
            reservation=found.get(message.facts.get("reservation_id", 0)),
            invited=_invited(message, stamps),
            chooses="stamp" in message.facts,
            organization=names.get(message.facts.get("organization_id", 0), ""),
            elsewhere=bool(
                homes.get(message.facts.get("user_id", 0), set()) - {message.territory_id}
            ),
            facts=message.facts,
            pending=_pending(message, judged),
            state=_state(message, known.get(message.to)),
            reader=known.get(message.to),
            passed=passed.get(message.facts.get("passage_id", 0)),
            papers=tuple(_told(message, papers)),
        )
        for message in messages
    ]


def _names(organization_ids: Collection[int]) -> dict[int, str]:
    found = select(Organization.id, Organization.name)
    named = found.where(Organization.id.in_(organization_ids))
    return dict(db.session.execute(named).all())


def _papers(message: Message) -> list[int]:
    return list(message.facts.get("conventions", ()))


def _told(message: Message, papers: Mapping[int, PaperLine]) -> Iterator[PaperLine]:
    """Yield the papers of a message; of what asks to sign, those to sign still when it leaves."""
    facts, when = message.facts, message.sent_at or clock.now()
    for paper in (papers[each] for each in _papers(message) if each in papers):
        side = (facts.get("organization_id", 0), facts.get("part", ""))
        if message.kind not in ASKING or paper.waits(*side, when):
            yield paper


def _state(message: Message, reader: ReaderView | None) -> Delivery:
    if message.sent_at:
        together = message.daily and not message.attempts
        return Delivery.IN_SUMMARY if together else Delivery.SENT
    if message.attempts >= MOST_TRIES:
        return Delivery.GIVEN_UP
    waits = message.daily and reader is not None and reader.daily
    return Delivery.FOR_SUMMARY if waits else Delivery.WAITING


def _pending(message: Message, judged: Mapping[int, Judgement]) -> tuple[str, ...]:
    known = judged.get(message.facts.get("reservation_id", 0))
    return known.pending if known and message.kind in JUDGED else ()


def _territories(user_ids: Collection[int]) -> dict[int, set[int]]:
    """Return in which territories some people have or had a role."""
    found = (
        select(Membership.user_id, Organization.territory_id)
        .join(Organization, Organization.id == Membership.organization_id)
        .where(Membership.user_id.in_(user_ids))
    )
    known: dict[int, set[int]] = {}
    for user_id, territory_id in db.session.execute(found):
        known.setdefault(user_id, set()).add(territory_id)
    return known


def _invited(message: Message, stamps: Mapping[int, str]) -> tuple[int, str] | None:
    """Return whom a secret link is for, unless it has served: the stamp has changed since."""
    user_id, stamp = message.facts.get("user_id", 0), message.facts.get("stamp")
    return (user_id, stamp) if stamp and stamps.get(user_id) == stamp else None
