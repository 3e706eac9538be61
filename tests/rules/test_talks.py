"""Who reads a note, and to which side a message goes."""

from dataclasses import replace

import pytest

from booking.rules.access import Actor, Parties
from booking.rules.talks import goes_to, reads_notes
from booking.vocabulary import Role
from tests.rules.rights import ARTRES, EPCI, LOAN, MAING, QUERENAING

ANSWERED_BY_OWNER = replace(LOAN, answering_owner_id=EPCI)
ANSWERED_BY_SEVEN = replace(LOAN, substitute_id=7)
FOR_ITSELF = replace(LOAN, borrower_id=MAING)
BORROWED_BY_ITS_OWNER = replace(ANSWERED_BY_OWNER, borrower_id=EPCI)
OTHER, BOTH = frozenset({"borrower"}), frozenset({"borrower", "lender"})
LENDER = frozenset({"lender"})


def actor(organization: int, *roles: Role, user: int = 1) -> Actor:
    return Actor(user, "", "", organization, "", 1, roles=frozenset(roles))


@pytest.mark.parametrize(
    ("who", "thing", "reads", "sides"),
    [
        (actor(QUERENAING, Role.SECRETARY), LOAN, False, LENDER),
        (actor(QUERENAING, *Role), LOAN, False, LENDER),
        (actor(MAING, Role.MANAGER), LOAN, True, OTHER),
        (actor(MAING, Role.TECHNICIAN), LOAN, True, OTHER),
        (actor(EPCI, Role.MANAGER), LOAN, False, BOTH),
        (actor(EPCI, Role.MANAGER), ANSWERED_BY_OWNER, True, OTHER),
        (actor(ARTRES, user=7), ANSWERED_BY_SEVEN, True, OTHER),
        (actor(QUERENAING, user=7), ANSWERED_BY_SEVEN, False, LENDER),
        (actor(EPCI, Role.MANAGER), BORROWED_BY_ITS_OWNER, False, LENDER),
        (actor(MAING, Role.MANAGER), FOR_ITSELF, True, OTHER),
    ],
)
def test_the_borrower_never_reads_a_note_and_each_side_writes_to_the_other(
    who: Actor, thing: Parties, reads: bool, sides: frozenset[str]
) -> None:
    assert reads_notes(who, thing) is reads
    assert goes_to(who, thing) == sides
