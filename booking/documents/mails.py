"""What our messages say: one text template per kind, drawn when read or sent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from booking.config import ROOT
from booking.dealings import BENEFICIARIES, FOR_THE_ELECTED
from booking.documents import markup, reports, words
from booking.documents.invitations import Invitation, attach
from booking.period import Period
from booking.rules.beneficiaries import ENGAGEMENT_SOURCE, SOURCES
from booking.vocabulary import MailKind

_texts = Environment(
    loader=FileSystemLoader(ROOT / "templates" / "mails"),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
    autoescape=False,  # noqa: S701 # plain text
)
_texts.filters["one_line"] = lambda text: " ".join(text.split())
_texts.globals |= {
    "difference": reports.difference,
    "moment": words.moment,
    "due": words.due,
    "counted": words.counted,
    "beneficiaries": BENEFICIARIES,
    "for_the_elected": FOR_THE_ELECTED,
    "sources": SOURCES,
    "engagement_source": ENGAGEMENT_SOURCE,
}


SUBJECT = 78
"""How long a subject may be (RFC 5322, 2.1.1)."""
UNSIGNED = frozenset({MailKind.INVITED, MailKind.RESET})
"""What nobody chooses to get: no word on how to get less."""


@dataclass(frozen=True)
class Text:
    """A message as it is read."""

    subject: str
    body: str


@dataclass(frozen=True)
class Envelope:
    """What surrounds a text: `thread` names what several messages are about."""

    number: int
    to: str
    written_at: datetime
    sender: str
    site: str
    thread: str = ""

    @property
    def domain(self) -> str:
        """Return the domain that names our messages."""
        return self.sender.rpartition("@")[2]


def draw(kind: MailKind, **facts: object) -> Text:
    """Return the subject, first line of the template, and the body, the rest, signed."""
    drawn = _texts.get_template(f"{kind}.txt").render(**facts)
    subject, _, body = drawn.partition("\n")
    signed = "" if kind in UNSIGNED else _texts.get_template("_signature.txt").render(**facts)
    return Text(_short(subject.strip()), f"{body.strip()}\n{signed}")


def _short(subject: str) -> str:
    """Return a subject that every list of messages shows whole."""
    if len(subject) <= SUBJECT:
        return subject
    return subject[: SUBJECT - 1].rpartition(" ")[0].rstrip(" ,:;–-") + "…"


CONTROLS = {
    "failed": "le contrôle du {day} est non conforme.",
    "moved": "le contrôle prévu est déplacé au {day}.",
    "cancelled": "le contrôle prévu le {day} est annulé.",
    "missed": "le contrôle prévu le {day} n’est pas enregistré.",
    "shorter": "le nouveau contrôle n’est valable que jusqu’au {day}.",
    "lapsed": "le dernier contrôle, du {day}, n’est plus valable.",
}
"""Why reservations are to be reviewed, by what befell a control."""


def of_control(what: str, thing: str, day: date) -> str:
    """Return what befell the control of a thing, made or planned on a day."""
    return f"{thing} : {CONTROLS[what].format(day=words.plain_day(day))}"


def due_line(what: str, until: date, *, late: bool) -> str:
    """Return one line of what falls due on a day, or fell due then."""
    day = words.plain_day(until)
    said = f"{what} : valable jusqu’au {day}"
    return f"{said} seulement, à refaire" if late else said


def as_email(
    envelope: Envelope,
    text: Text,
    invitation: Invitation | None = None,
    paper: tuple[str, bytes] | None = None,
) -> EmailMessage:
    """Return the message as SMTP carries it: as text, as a page, for the agenda too if need be.

    `paper`: the name and the bytes of a PDF that goes with it.
    """
    mail = EmailMessage(policy=SMTP)
    mail["From"] = f"Parc commun <{envelope.sender}>"
    mail["To"] = envelope.to
    mail["Subject"] = text.subject
    mail["Date"] = format_datetime(envelope.written_at)
    mail["Message-ID"] = f"<message-{envelope.number}@{envelope.domain}>"
    if envelope.thread:  # nobody got a message of that name: it only holds the others together
        mail["In-Reply-To"] = mail["References"] = f"<{envelope.thread}@{envelope.domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(text.body)
    mail.add_alternative(markup.as_html(text.subject, text.body, envelope.site), subtype="html")
    if invitation:
        attach(mail, invitation)
    if paper:
        name, content = paper
        mail.add_attachment(content, maintype="application", subtype="pdf", filename=name)
    return mail


def away(item: str, number: str, period: Period, zone: ZoneInfo) -> str:
    """Return what a message says of somebody who is not there: never why."""
    when = words.span(*_local(period.starts_at, period.ends_at, zone))
    return f"{item} {number} : indisponible {when}."


def occupied(item: str, agenda: str) -> str:
    """Return what a message says of a thing that an agenda of elsewhere takes."""
    return f"{item} : occupé ailleurs, d’après l’agenda « {agenda} » ; il n’en reste pas assez."


def version(period: Period, lines: Iterable[tuple[int, str]], zone: ZoneInfo) -> list[str]:
    """Return what a reservation would become, line by line: its dates, then so many of each."""
    starts_at, ends_at = _local(period.starts_at, period.ends_at, zone)
    dates = [f"Du {words.moment(starts_at)}", f"au {words.due(ends_at)}"]
    return [*dates, *(f"- {words.counted(many, name)}" for many, name in lines)]


def lacking(facts: Mapping[str, Any], zone: ZoneInfo) -> str:
    """Return the line of a reservation that lacks something, from what a danger says of itself."""
    when = words.span(*_local(facts["starts_at"], facts["ends_at"], zone))
    thing = f"il manque {facts['missing']} × {facts['item']}"
    return f"{facts['reference']}, {facts['borrower']}, {facts['purpose']}, {when} : {thing}"


def falling_due(what: str, ends_on: date, today: date, people: int = 1) -> str:
    """Return the line of a right that ends soon, or ended, of so many people: it names nobody."""
    verb = "a pris fin" if ends_on < today else "prend fin"
    whose = f" ({people} personnes)" if people > 1 else ""
    return f"{what} : {verb} le {words.plain_day(ends_on)}{whose}"


def _local(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    return starts_at.astimezone(zone), ends_at.astimezone(zone)
