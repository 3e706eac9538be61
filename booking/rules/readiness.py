"""What a commune needs in order before its loans are sound, and for how long it still is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from booking.rules.terms import covers
from booking.vocabulary import OrganizationKind, Readiness, Subject

AHEAD = timedelta(days=60)
"""What ends within this time is to be renewed: a council may meet only every two months."""

SUBJECTS: dict[OrganizationKind, tuple[Subject, ...]] = {
    OrganizationKind.COMMUNE: tuple(Subject),
    OrganizationKind.EPCI: (Subject.DELIBERATION, Subject.SIGNATORY),
}
"""What is asked of each kind of organization; of the others, `FOR_OTHERS`."""
FOR_OTHERS = (Subject.INSURANCE, Subject.SIGNATORY)

Span = tuple[date, date | None]


@dataclass(frozen=True)
class Judged:
    """One subject: where it stands, and the last day it is in force (None: no end, or none)."""

    subject: Subject
    state: Readiness
    until: date | None


def subjects(kind: OrganizationKind) -> tuple[Subject, ...]:
    """Return what an organization of some kind needs."""
    return SUBJECTS.get(kind, FOR_OTHERS)


def judge(subject: Subject, spans: Iterable[Span], today: date) -> Judged:
    """Judge a subject by the dated papers there are, one after the other."""
    known = [(starts_on, ends_on or date.max) for starts_on, ends_on in spans]
    if not covers(known, today, today):
        return Judged(subject, Readiness.TODO, None)
    until = _until(known, today)
    state = Readiness.DONE if covers(known, today, today + AHEAD) else Readiness.SOON
    return Judged(subject, state, None if until == date.max else until)


def _until(spans: list[tuple[date, date]], today: date) -> date:
    """Return the last day without a gap."""
    reached = today
    for starts_on, ends_on in sorted(spans):
        if reached == date.max or starts_on <= reached + timedelta(days=1):
            reached = max(reached, ends_on)
    return reached


def is_ready(judged: Iterable[Judged]) -> bool:
    """Tell whether nothing is to be done."""
    return all(each.state is Readiness.DONE for each in judged)
