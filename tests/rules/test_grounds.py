"""Which legal basis fits which parties: a table of cases from domain § 2.1."""

import pytest

from booking.documents.messages import VERDICTS
from booking.rules.grounds import GROUNDS, Body, Sides, judge
from booking.vocabulary import LegalBasis, OrganizationKind

MAING, ARTRES, FAMARS = (Body(number, OrganizationKind.COMMUNE) for number in (1, 2, 3))
OUTSIDE = Body(4, OrganizationKind.COMMUNE, member=False)
EPCI = Body(5, OrganizationKind.EPCI)
SIVOM = Body(6, OrganizationKind.SYNDICATE)
CCAS = Body(7, OrganizationKind.CCAS)
CLUB = Body(8, OrganizationKind.ASSOCIATION)
FIRM = Body(9, OrganizationKind.PROVIDER)
SHARED, FREE, PAID, ENTENTE, CO, STAFF, MANAGED = LegalBasis


def judged(
    basis: LegalBasis, owners: tuple[Body, ...], manager: Body, *borrowers: Body
) -> list[str]:
    """Return the codes of what does not fit."""
    found = judge(basis, Sides(frozenset(owners), manager, frozenset(borrowers)))
    assert all(verdict.facts == {"basis": basis} for verdict in found)
    return [verdict.code for verdict in found if verdict.level != "ok"]


@pytest.mark.parametrize(
    ("basis", "owners", "manager", "borrowers", "warnings"),
    [
        (SHARED, (EPCI,), MAING, (ARTRES, FAMARS), []),
        (SHARED, (EPCI,), EPCI, (), []),
        (SHARED, (EPCI,), EPCI, (EPCI, ARTRES), []),
        (SHARED, (MAING,), MAING, (ARTRES,), ["ground_owner_epci"]),
        (SHARED, (SIVOM,), SIVOM, (ARTRES,), ["ground_owner_epci"]),
        (SHARED, (EPCI,), EPCI, (OUTSIDE,), ["ground_members"]),
        (SHARED, (EPCI,), EPCI, (ARTRES, CCAS), ["ground_members"]),
        (SHARED, (MAING,), MAING, (CLUB,), ["ground_owner_epci", "ground_members"]),
        (FREE, (MAING,), MAING, (ARTRES,), []),
        (FREE, (MAING,), MAING, (EPCI, CCAS, CLUB), []),
        (FREE, (MAING, ARTRES), MAING, (FAMARS,), []),
        (FREE, (EPCI,), MAING, (ARTRES,), ["ground_owner_commune"]),
        (FREE, (MAING,), MAING, (FIRM,), ["ground_no_provider"]),
        (PAID, (MAING,), MAING, (ARTRES, EPCI, SIVOM), []),
        (PAID, (MAING,), MAING, (CLUB,), ["ground_borrower_public"]),
        (PAID, (CCAS,), MAING, (ARTRES,), ["ground_owner_public"]),
        (ENTENTE, (MAING,), MAING, (ARTRES,), []),
        (ENTENTE, (EPCI,), MAING, (ARTRES, SIVOM), []),
        (ENTENTE, (MAING,), MAING, (), ["ground_two_communes"]),
        (ENTENTE, (EPCI,), MAING, (EPCI,), ["ground_two_communes"]),
        (CO, (MAING, ARTRES), MAING, (MAING, ARTRES), []),
        (CO, (MAING,), MAING, (MAING,), ["ground_two_owners"]),
        (CO, (MAING, ARTRES), MAING, (FAMARS,), ["ground_between_owners"]),
        (STAFF, (EPCI,), EPCI, (ARTRES,), []),
        (STAFF, (SIVOM,), MAING, (ARTRES,), []),
        (STAFF, (MAING,), MAING, (ARTRES,), ["ground_owner_staff"]),
        (MANAGED, (EPCI,), MAING, (ARTRES,), []),
        (MANAGED, (EPCI,), EPCI, (ARTRES,), ["ground_manager_commune"]),
        (MANAGED, (ARTRES,), MAING, (FAMARS,), ["ground_owner_epci"]),
    ],
)
def test_a_basis_asks_something_of_the_parties(
    basis: LegalBasis,
    owners: tuple[Body, ...],
    manager: Body,
    borrowers: tuple[Body, ...],
    warnings: list[str],
) -> None:
    assert judged(basis, owners, manager, *borrowers) == warnings


@pytest.mark.parametrize("basis", LegalBasis)
def test_nothing_is_ever_refused(basis: LegalBasis) -> None:
    found = judge(basis, Sides(frozenset({FIRM}), FIRM, frozenset({CLUB})))

    assert {verdict.level for verdict in found} <= {"warn", "ok"}


def test_what_fits_is_said_once() -> None:
    (found,) = judge(FREE, Sides(frozenset({MAING}), MAING))

    assert (found.code, found.level) == ("ground", "ok")


def test_every_warning_has_its_sentence() -> None:
    codes = {code for asked in GROUNDS.values() for code, _ in asked}

    assert set(GROUNDS) == set(LegalBasis)
    assert {(code, False) for code in codes} <= VERDICTS.keys()
