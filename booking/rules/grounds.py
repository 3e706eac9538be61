"""Does the legal basis fit the parties: a warning, never a refusal (domain § 2.1, E20, E84)."""

from collections.abc import Callable
from dataclasses import dataclass

from booking.rules.terms import Verdict
from booking.vocabulary import LegalBasis, OrganizationKind

COMMUNE, EPCI, SYNDICATE = (
    OrganizationKind.COMMUNE,
    OrganizationKind.EPCI,
    OrganizationKind.SYNDICATE,
)
BODIES = frozenset({COMMUNE, EPCI, SYNDICATE})
"""Communes and their groupings, which alone L. 5111-1 and L. 5221-1 name."""


@dataclass(frozen=True)
class Body:
    """An organization as the law sees it; `member`: a commune of the EPCI."""

    id: int
    kind: OrganizationKind
    member: bool = True


@dataclass(frozen=True)
class Sides:
    """Who owns (co-owners included), who manages, who borrows or may."""

    owners: frozenset[Body]
    manager: Body
    borrowers: frozenset[Body] = frozenset()

    @property
    def others(self) -> frozenset[Body]:
        """Return the borrowers that own nothing of it: one does not lend to oneself."""
        return self.borrowers - self.owners

    @property
    def everyone(self) -> frozenset[Body]:
        """Return all of them."""
        return self.owners | self.borrowers | {self.manager}


Test = Callable[[Sides], bool]


def _owned_by(*kinds: OrganizationKind) -> Test:
    return lambda sides: all(owner.kind in kinds for owner in sides.owners)


def _lent_to(*kinds: OrganizationKind) -> Test:
    return lambda sides: all(borrower.kind in kinds for borrower in sides.others)


def _lent_to_members(sides: Sides) -> bool:
    return all(body.kind is COMMUNE and body.member for body in sides.others)


def _two_communes(sides: Sides) -> bool:
    return sum(body.kind is COMMUNE for body in sides.everyone) >= 2


def _two_owners(sides: Sides) -> bool:
    return len(sides.owners) >= 2


def _between_owners(sides: Sides) -> bool:
    return not sides.others


def _managed_by_commune(sides: Sides) -> bool:
    return sides.manager.kind is COMMUNE


GROUNDS: dict[LegalBasis, tuple[tuple[str, Test], ...]] = {
    LegalBasis.SHARED_GOODS: (
        ("ground_owner_epci", _owned_by(EPCI)),
        ("ground_members", _lent_to_members),
    ),
    LegalBasis.FREE_LOAN: (
        ("ground_owner_commune", _owned_by(COMMUNE)),
        ("ground_no_provider", _lent_to(*(set(OrganizationKind) - {OrganizationKind.PROVIDER}))),
    ),
    LegalBasis.PAID_MEANS: (
        ("ground_owner_public", _owned_by(*BODIES)),
        ("ground_borrower_public", _lent_to(*BODIES)),
    ),
    LegalBasis.ENTENTE: (("ground_two_communes", _two_communes),),
    LegalBasis.CO_OWNERSHIP: (
        ("ground_two_owners", _two_owners),
        ("ground_between_owners", _between_owners),
    ),
    LegalBasis.WITH_STAFF: (("ground_owner_staff", _owned_by(EPCI, SYNDICATE)),),
    LegalBasis.MANAGEMENT: (
        ("ground_owner_epci", _owned_by(EPCI)),
        ("ground_manager_commune", _managed_by_commune),
    ),
}
"""What each basis asks of the parties, by the code of the warning when it is not so."""


def judge(basis: LegalBasis, sides: Sides) -> list[Verdict]:
    """Return one verdict when the basis fits, else a warning for each point in which it does not.

    Sources: CGCT L. 5211-4-3, L. 5111-1, L. 5221-1, L. 5211-4-1, L. 5211-56, L. 5216-7-1; code
    civil 1875, as domain § 2.1 reads them.
    """
    facts = {"basis": basis}
    wrong = [code for code, holds in GROUNDS[basis] if not holds(sides)]
    return [Verdict(code, "warn", facts) for code in wrong] or [Verdict("ground", "ok", facts)]
