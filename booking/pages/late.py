"""What pages say of what is late: to who has it, to who waits for it, in the catalogue."""

from collections.abc import Iterable

from booking import clock
from booking.documents import lateness as words
from booking.period import Period
from booking.queries import overdue
from booking.queries.views import ReservationView
from booking.rules.access import Actor
from booking.vocabulary import Derived


def since(who: Actor, parts: Iterable[ReservationView]) -> dict[int, str]:
    """Return since when each reservation that is late is so, in words."""
    return {
        each.id: words.since(each.ends_at, clock.now(), who.zone)
        for each in parts
        if each.label is Derived.LATE
    }


def waited(who: Actor, parts: Iterable[ReservationView]) -> dict[int, list[str]]:
    """Return what each reservation to come waits for that others bring back late."""
    return {
        number: [words.waited(each.name, each.loans, each.since, who.zone) for each in late]
        for number, late in overdue.waited_for(who, parts).items()
    }


def of_items(who: Actor, ids: Iterable[int], period: Period | None) -> dict[int, str]:
    """Return why fewer of each item are free over a period, where some are late; nobody is named.

    Without a period, now.
    """
    starts_at = period.starts_at if period else clock.now()
    return {
        item_id: words.taken(each.quantity, each.since, each.until, who.zone)
        for item_id, each in overdue.of_items(who, set(ids)).items()
        if starts_at < each.until
    }
