"""The demonstration: official communes, invented people, told through the use-cases."""

from collections.abc import Iterator

from booking import clock
from booking.demonstration import (
    checks,
    conventions,
    counter,
    dealings,
    opening,
    papers,
    people,
    shelves,
    skills,
    stories,
)
from booking.demonstration.shelves import INVENTORY
from booking.rules.access import SERVICE
from booking.usecases import demonstration, organizations

PASSWORD = "Parc-commun-2026"  # noqa: S105 # printed by `make demo`; opens invented accounts only


def load() -> bool:
    """Set the demonstration up; return False, having changed nothing, when it is there."""
    territory_id = organizations.load_territory(SERVICE, demonstration.SIREN)
    if demonstration.has_stories(territory_id) or people.is_begun():
        return False  # what its visitors changed since stays as they left it
    with clock.behind(clock.now() - counter.PAST):
        demonstration.found(SERVICE, territory_id, PASSWORD)
        shelves.bring_in(territory_id, INVENTORY)
    people.settle(PASSWORD)
    shelves.arrange(territory_id)
    opening.open_depots()
    papers.hang()
    skills.settle()
    checks.settle()
    conventions.ground()
    counter.equip()
    counter.tell()
    stories.tell()
    dealings.tell()
    conventions.tell()
    checks.follow()
    return True


def accounts() -> Iterator[tuple[str, str, str]]:
    """Yield each account: address, organization, roles."""
    for person in (*demonstration.PEOPLE, *people.JOINED):
        roles = ", ".join(role.label for role in person.roles)
        yield demonstration.address(person), person.organization, roles
