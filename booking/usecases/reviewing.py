"""Who is written to of controls: what befell one, which loans it fails, what falls due."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from booking import clock, mail
from booking.documents import mails
from booking.models.inspections import Inspection
from booking.queries import dangers
from booking.queries import inspections as readings
from booking.queries.dangers import Danger
from booking.queries.reminders import FallingDue
from booking.rules.access import Actor
from booking.rules.requirements import Control, Days, State
from booking.vocabulary import MailKind, Role

INSTANT = timedelta(microseconds=1)


def answerable(organization_id: int) -> list[str]:
    """Return whom an organization's equipment is told of: its managers, else its administrators."""
    return mail.people(organization_id, Role.MANAGER) or mail.people(
        organization_id, Role.ADMINISTRATOR
    )


def standing(row: Inspection) -> Control:
    """Return how the thing of a control stands."""
    found = readings.current(row.territory_id, [row.stock.item_id])
    return found.get((row.stock.id, row.unit.id if row.unit else None, row.control), Control())


def review(row: Inspection, what: str) -> None:
    """Write to the managers of the pool which reservations to come count on a thing.

    When none does there is nothing to review, but a failure is told all the same.
    """
    loans = dangers.counting_on(row.stock, row.unit_id)
    if loans or what == "failed":
        _write(row, what, row.day, loans)


def review_cut(actor: Actor, row: Inspection, before: Control) -> None:
    """Write in which loans to come a thing now falls due, that it stood well enough for before."""
    now = standing(row)
    cut = [
        each
        for each in dangers.counting_on(row.stock, row.unit_id)
        for days in [_days(actor, each)]
        if now.state(days) is State.INSIDE and before.state(days) is not State.INSIDE
    ]
    if cut and now.until:
        _write(row, "shorter", now.until, cut)


def _days(actor: Actor, loan: Danger) -> Days:
    first = loan.starts_at.astimezone(actor.zone).date()
    last = (loan.ends_at - INSTANT).astimezone(actor.zone).date()
    return Days(first, last, clock.today(actor.zone))


def _write(row: Inspection, what: str, day: date, loans: Iterable[Danger]) -> None:
    item = row.stock.item
    label = readings.labels(row.territory_id).get(row.control, readings.OTHER)
    mail.queue(
        row.territory_id,
        MailKind.TO_REVIEW,
        answerable(item.pool.manager_id),
        because=mails.of_control(what, f"{readings.name_of(row)}, {label}", day),
        lines=[f"{each.reference}, {each.borrower}, {each.purpose}" for each in loans],
        path=f"/controles/{item.id}",
    )


def heard(due: Iterable[FallingDue]) -> Iterator[FallingDue]:
    """Yield what somebody can be told of: the owner or the manager of the thing has an account."""
    for each in due:
        if any(answerable(organization_id) for organization_id in _concerned(each)):
            yield each


def tell(due: Iterable[FallingDue]) -> None:
    """Write to each organization that owns or manages some of what falls due."""
    lines: dict[tuple[int, int], list[str]] = {}
    for each in due:
        named = f"{readings.name_of(each.row)}, {each.label}"
        line = mails.due_line(named, each.until, late=each.late)
        for organization_id in _concerned(each):
            lines.setdefault((each.row.territory_id, organization_id), []).append(line)
    for (territory_id, organization_id), told in sorted(lines.items()):
        facts = {"organization_id": organization_id, "lines": told, "path": "/controles"}
        mail.queue(territory_id, MailKind.FALLING_DUE, answerable(organization_id), **facts)


def _concerned(due: FallingDue) -> set[int]:
    item = due.row.stock.item
    return {item.owner_id, item.pool.manager_id}
