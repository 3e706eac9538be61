"""What the borrower may do from a mail, without signing in (design § 6)."""

from datetime import timedelta

from booking import clock, usecases
from booking.config import Settings
from booking.links import Errand, Signer, Signing
from booking.queries.errands import Found
from booking.queries.mail import MessageView
from booking.queries.views import ReservationView
from booking.rules.lifecycle import possible
from booking.vocabulary import MailKind, Role, Status

ACTS = {
    "accept": "amendments.accept",
    "cancel": "reservations.cancel",
    "confirm": "waiting.confirm",
    "decline": "amendments.decline",
    "extend": "lateness.extend",
}
"""The use-case behind each kind of link, by its name in the register of all acts."""

OFFERED: dict[MailKind, tuple[str, ...]] = {
    MailKind.REQUESTED: ("cancel",),
    MailKind.PROPOSED: ("accept", "decline"),
    MailKind.OFFERED: ("confirm",),
    MailKind.REMIND_REPLY: ("accept", "decline", "confirm"),
    MailKind.RETURN_DUE: ("extend",),
    MailKind.RETURN_LATE: ("extend",),
}
"""What each kind of message lets its reader do."""

NONE = dict.fromkeys(ACTS, "")
PATH = "/courriel"
"""Where the links lead; the page is in `pages/mailed.py`."""
SIGNING = "/signature"
"""Where one signs; the page is in `pages/signing.py`."""
TO_EXTEND = timedelta(days=14)
"""How long a link to keep things longer serves, while they are out."""
TO_SIGN = timedelta(days=30)
"""How long a link to sign may wait."""


def links(message: MessageView, settings: Settings) -> dict[str, str]:
    """Return the address of each act that the reader of a message may do from it, "" for others."""
    mine, reader = message.reservation, message.reader
    if mine is None or reader is None or not _borrows(message, mine):
        return NONE
    if message.facts.get("revision") != mine.revision:  # it tells another version than today's
        return NONE
    out = mine.status is Status.OUT
    until = message.created_at + TO_EXTEND if out else mine.reply_due_at or mine.starts_at
    signer, found = Signer(settings.secret_key), dict(NONE)
    now_possible = possible(mine.status, mine.awaited) if until > clock.now() else []
    for act in OFFERED.get(message.kind, ()):
        if ACTS[act] in usecases.ACTS and act in now_possible:
            errand = Errand(act, mine.id, reader.user_id, mine.revision)
            token = signer.sign_errand(errand, until)
            found[act] = f"{settings.public_url}{PATH}/{token}"
    return found


def signing_link(message: MessageView, settings: Settings) -> str:
    """Return the address by which the reader of a message signs what it asks for, "" for none."""
    asked = tuple((number, stamp) for number, stamp in message.facts.get("signatures", ()))
    if not asked:
        return ""
    until = message.created_at + TO_SIGN
    token = Signer(settings.secret_key).sign_signing(Signing(asked), until)
    return f"{settings.public_url}{SIGNING}/{token}"


def _borrows(message: MessageView, mine: ReservationView) -> bool:
    """Tell whether the reader may act for the borrower today."""
    roles = message.reader.roles.get(mine.borrower_id, frozenset()) if message.reader else ()
    return bool({Role.SECRETARY, Role.MANAGER}.intersection(roles))


def perform(found: Found, errand: Errand, key: str, **given: object) -> int:
    """Do what a link asks, as the person it was written to; the table of rights is asked again."""
    return usecases.ACTS[ACTS[errand.act]](
        found.actor, found.reservation.id, seen=errand.revision, key=key, **given
    )
