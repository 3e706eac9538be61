"""On which acts a loan rests, by its lender and by what it costs; and what is told of an act."""

from dataclasses import dataclass
from datetime import date

from booking.vocabulary import ActKind, OrganizationKind

NAMING = frozenset({ActKind.DELEGATION, ActKind.FRAMEWORK})
"""Kinds that may name another organization: a delegate, or the lender of a framework."""
TRANSMITTED = frozenset(ActKind) - {ActKind.FRAMEWORK}
"""Kinds that go to the prefect before they take effect (CGCT L. 2131-1 and L. 2131-2)."""
RETROACTIVE = frozenset({ActKind.FRAMEWORK})
"""What may take effect before it is dated: a contract says so, an act of a council may not."""


@dataclass(frozen=True)
class Taken:
    """An act as its register has it: what, number, object, dates, and whom it names."""

    kind: ActKind
    number: str
    title: str
    taken_on: date
    starts_on: date
    ends_on: date | None = None
    transmitted_on: date | None = None
    partner_id: int | None = None


@dataclass(frozen=True)
class Way:
    """One way to ground a loan; some hold only under a delegation of the council in force."""

    kind: ActKind
    delegated: bool = False


COUNCIL = Way(ActKind.DELIBERATION)
RULES = Way(ActKind.RULES)
EXECUTIVE = Way(ActKind.DECISION, delegated=True)


def ways(kind: OrganizationKind, *, paid: bool) -> tuple[Way, ...]:
    """Return the acts any one of which grounds a loan, by the kind of its lender.

    Sources (domain § 2.2):
    - commune, free: the council alone. The 5° of CGCT L. 2122-22 (louage de choses) does not reach
      a free loan: réponses Sénat 06581 (13/12/2018) and 25486 (10/02/2022), CAA Marseille
      03/07/2008 n° 07MA03520.
    - commune, paid: the council, or a décision of the mayor under that same delegation.
    - EPCI, free: the règlement de mise à disposition (L. 5211-4-3) or another délibération, or a
      décision of the bureau or the president under a delegation (L. 5211-10).
    - EPCI, paid: the council, that votes the prices: L. 5211-10 forbids to delegate them.
    - any other body: what its own assembly decided.
    """
    if kind is OrganizationKind.COMMUNE:
        return (COUNCIL, EXECUTIVE) if paid else (COUNCIL,)
    if kind is OrganizationKind.EPCI:
        return (RULES, COUNCIL) if paid else (RULES, COUNCIL, EXECUTIVE)
    return (COUNCIL,)


def may_be_delegated(kind: OrganizationKind, *, paid: bool) -> bool:
    """Tell whether a delegation of the council would change what grounds a loan."""
    return any(way.delegated for way in ways(kind, paid=paid))


def grounding(kind: OrganizationKind, *, paid: bool, delegated: bool) -> frozenset[ActKind]:
    """Return the kinds of act that ground a loan, while the council has delegated or not."""
    found = ways(kind, paid=paid)
    return frozenset(way.kind for way in found if delegated or not way.delegated)


def faults(taken: Taken, today: date) -> dict[str, str]:
    """Return what makes no sense of an act, by field: the code of each fault."""
    found: dict[str, str] = {}
    if taken.starts_on < taken.taken_on and taken.kind not in RETROACTIVE:
        found["starts_on"] = "retroactive"
    if taken.ends_on is not None and taken.ends_on < taken.starts_on:
        found["ends_on"] = "order"
    if taken.transmitted_on is not None:
        if taken.transmitted_on < taken.taken_on:
            found["transmitted_on"] = "before"
        elif taken.transmitted_on > today:
            found["transmitted_on"] = "future"
    if taken.partner_id is not None and taken.kind not in NAMING:
        found["partner_id"] = "nobody"
    return found
