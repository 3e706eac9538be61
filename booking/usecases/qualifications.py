"""The register of qualifications of an employer, and what reminds of their ends (E49, E74)."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select

from booking import clock, journal, mail
from booking.db import db
from booking.documents import mails
from booking.errors import Invalid
from booking.models.catalogue import Unit
from booking.models.inspections import Qualification
from booking.models.organizations import Organization
from booking.queries import qualifications
from booking.rules import access
from booking.rules.access import Actor, Parties
from booking.rules.qualifications import Qualified, reminder, renewed
from booking.usecases import usecase
from booking.vocabulary import MailKind, Role


@usecase()
def add(actor: Actor, qualified: Qualified, *, key: str | None = None) -> int:
    """An employer writes what somebody may do until when, on sight of the paper.

    No copy of the paper is kept, and the journal names nobody. Raises Invalid.
    """
    access.require(actor, "qualification.change", qualifications.own(actor))
    unit = _checked(actor, qualified)
    made = Qualification(
        territory_id=actor.territory_id,
        organization_id=actor.organization_id,
        **_personal(qualified),
        **_dated(qualified),
        unit=unit,
    )
    db.session.add(made)
    db.session.flush()  # the journal names the new id
    journal.record(actor, "add", "qualification", made.id, name=made.skill.label)
    return made.id


@usecase()
def edit(
    actor: Actor, qualification_id: int, qualified: Qualified, *, key: str | None = None
) -> int:
    """An employer corrects or renews what is written; a new end is reminded of anew."""
    row = qualifications.row(actor, qualification_id)
    access.require(actor, "qualification.change", qualifications.own(actor))
    unit = _checked(actor, qualified)
    if row.ends_on != qualified.ends_on:
        row.reminded = 0
    for name, value in _personal(qualified).items():
        setattr(row, name, value)
    row.unit = unit
    journal.revise(actor, "qualification", row, _dated(qualified))
    return row.id


@usecase()
def remove(actor: Actor, qualification_id: int, *, key: str | None = None) -> int:
    """An employer takes a line off its register: of the person, nothing more is kept.

    Returns the organization.
    """
    row = qualifications.row(actor, qualification_id)
    access.require(actor, "qualification.change", qualifications.own(actor))
    journal.record(actor, "remove", "qualification", row.id, name=row.skill.label)
    db.session.delete(row)
    return actor.organization_id


def _personal(qualified: Qualified) -> dict[str, object]:
    """Return what names people: the journal, which forgets nothing, does not repeat it."""
    return {"holder": qualified.holder, "seen_by": qualified.seen_by}


def _dated(qualified: Qualified) -> dict[str, object]:
    names = ("skill", "seen_on", "ends_on")
    return {name: getattr(qualified, name) for name in names}


def _checked(actor: Actor, qualified: Qualified) -> Unit | None:
    """Return the person who operates that is meant, if any; raises Invalid for what cannot be."""
    errors: dict[str, list[str]] = {}
    if qualified.seen_on > clock.today(actor.zone):
        errors["seen_on"] = ["Cette date est à venir : notez le jour où vous avez vu la pièce."]
    if qualified.ends_on and qualified.ends_on < qualified.seen_on:
        errors["ends_on"] = ["La pièce avait déjà pris fin le jour où elle a été vue."]
    people = {unit.number: unit for unit in qualifications.operators(actor)}
    if qualified.unit and qualified.unit not in people:
        errors["unit"] = ["Choisissez une personne de votre organisme."]
    if errors:
        raise Invalid("invalid", errors=errors)
    return people.get(qualified.unit)


@usecase()
def remind(actor: Actor, organization_id: int) -> int:
    """The service tells an employer, in one mail, which rights end within 60 days or ended.

    Each is told once before and once after. Returns how many were told.
    """
    access.require(actor, "reminder.send", Parties(actor.territory_id))
    employer = db.session.get_one(Organization, organization_id)
    people = mail.people(employer.id, Role.SECRETARY, Role.MANAGER)
    if not people:
        return 0  # told when there is somebody to tell
    today = clock.today(ZoneInfo(employer.territory.time_zone))
    due = _noted(_locked(employer.id), today)
    if due:
        mail.queue(
            employer.territory_id,
            MailKind.FALLING_DUE,
            people,
            organization_id=employer.id,
            lines=_lines(due, today),
            path="/habilitations",
        )
    return len(due)


def _lines(due: Iterable[tuple[Qualification, date]], today: date) -> list[str]:
    """Return what ends when: others than the employer read the outbox, and it forgets nothing."""
    told = Counter((row.skill.label, ends_on) for row, ends_on in due)
    return [
        mails.falling_due(skill, ends_on, today, people)
        for (skill, ends_on), people in told.items()
    ]


def _locked(organization_id: int) -> Iterable[Qualification]:
    """Return the register, locked: two clocks at once remind once."""
    found = (
        select(Qualification)
        .filter_by(organization_id=organization_id)
        .order_by(Qualification.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(found).all()


def _noted(rows: Iterable[Qualification], today: date) -> list[tuple[Qualification, date]]:
    """Note what is reminded of today, and return it but for what was renewed on another line."""
    rows = list(rows)
    known = [(row.holder, row.skill, row.ends_on) for row in rows]
    due: list[tuple[Qualification, date]] = []
    for row in rows:
        step = reminder(row.ends_on, row.reminded, today)
        if step is None or row.ends_on is None:
            continue
        row.reminded = step
        if not renewed((row.holder, row.skill, row.ends_on), known):
            due.append((row, row.ends_on))
    return sorted(due, key=lambda each: (each[1], each[0].holder))
