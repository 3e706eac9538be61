"""Acts as a register has them, made behind the use-cases."""

from itertools import count
from typing import Any

from booking.models.conventions import Act
from booking.models.organizations import Organization
from booking.vocabulary import ActKind
from tests.factories import LONG_AGO, keep

_numbers = count(1)


def make_act(organization: Organization, **facts: Any) -> Act:
    """Enter a délibération in the register of an organization, in force since long ago."""
    defaults = {
        "kind": ActKind.DELIBERATION,
        "number": f"{next(_numbers)}",
        "title": "Prêt de matériel",
        "taken_on": LONG_AGO,
        "starts_on": LONG_AGO,
    }
    own = {"territory_id": organization.territory_id, "organization_id": organization.id}
    made: Act = keep(Act(**own, **defaults | facts))
    return made
