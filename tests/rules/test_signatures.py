"""Who signs which paper, in which order, how it may be, and when one is asked again."""

from datetime import UTC, datetime, timedelta

import pytest

from booking.paperwork import Means, PaperKind, Part
from booking.rules.signatures import (
    ANY_WAY,
    ON_PAPER,
    Sides,
    admitted,
    capacity,
    parts,
    remindable_from,
    reminder_is_due,
)

OWNER, MANAGER, OTHER, FOURTH = 1, 2, 3, 4


@pytest.mark.parametrize(
    ("kind", "sides", "order"),
    [
        ("slip", Sides(OWNER, OWNER, OTHER), "borrower 3, owner 1"),
        ("loan", Sides(OWNER, MANAGER, OTHER), "borrower 3, manager 2, owner 1"),
        ("loan", Sides(OWNER, MANAGER, OTHER, delegated=True), "borrower 3, owner 2"),
        ("slip", Sides(OWNER, OWNER, OTHER, delegated=True), "borrower 3, owner 1"),
        ("framework", Sides(OWNER, None, OTHER), "borrower 3, owner 1"),
        ("storage", Sides(OWNER, None, OTHER), "custodian 3, owner 1"),
        ("management", Sides(OWNER, None, OTHER), "manager 3, owner 1"),
        (
            "co_ownership",
            Sides(OWNER, None, None, (OWNER, OTHER, FOURTH)),
            "co_owner 3, co_owner 4, owner 1",
        ),
        ("aid_value", Sides(OWNER, MANAGER, OTHER), "owner 1"),
        ("report_out", Sides(OWNER, MANAGER, OTHER), "borrower 3, manager 2"),
        ("report_back", Sides(OWNER, MANAGER, OTHER, delegated=True), "borrower 3, manager 2"),
        ("report_out", Sides(OWNER, None, OTHER), "borrower 3, manager 1"),
    ],
)
def test_each_paper_has_its_order(kind: str, sides: Sides, order: str) -> None:
    found = parts(PaperKind(kind), sides)

    assert ", ".join(f"{part} {number}" for part, number in found) == order


@pytest.mark.parametrize(
    ("kind", "paid", "chosen", "ways"),
    [
        ("slip", False, {}, ANY_WAY),
        ("report_out", False, {}, ANY_WAY),
        ("slip", True, {}, ON_PAPER),
        ("framework", False, {}, ON_PAPER),
        ("storage", False, {}, ON_PAPER),
        ("framework", False, {"framework": ["link"]}, {Means.LINK}),
        ("slip", True, {"loan": ["paper"]}, ON_PAPER),
        ("slip", True, {"slip": ["link", "paper"]}, {Means.PAPER}),
        ("slip", True, {"slip": ["link"]}, ON_PAPER),
        ("slip", False, {"slip": []}, set()),
    ],
)
def test_the_epci_says_what_is_admitted(
    kind: str, paid: bool, chosen: dict[str, list[str]], ways: set[Means]
) -> None:
    assert admitted(PaperKind(kind), paid=paid, chosen=chosen) == ways


@pytest.mark.parametrize(
    ("waited", "reminded", "due"),
    [
        (4.9, None, False),
        (5, None, True),
        (7, 5, False),
        (10, 5, True),
        (10, 9, True),
        (12, 10, False),
        (60, 10, False),
        (12, None, True),
    ],
)
def test_the_clock_asks_again_after_five_days_then_after_ten(
    waited: float, reminded: float | None, due: bool
) -> None:
    asked = datetime(2026, 12, 1, 9, tzinfo=UTC)
    last = asked + timedelta(days=reminded) if reminded is not None else None

    assert reminder_is_due(asked, last, asked + timedelta(days=waited)) is due


@pytest.mark.parametrize(
    ("part", "kind", "said"),
    [
        (Part.MANAGER, PaperKind.LOAN, "visa du gestionnaire"),
        (Part.MANAGER, PaperKind.FRAMEWORK, "visa du gestionnaire"),
        (Part.MANAGER, PaperKind.MANAGEMENT, "gestionnaire"),
        (Part.OWNER, PaperKind.SLIP, "prêteur"),
        (Part.OWNER, PaperKind.STORAGE, "propriétaire"),
        (Part.OWNER, PaperKind.MANAGEMENT, "propriétaire"),
        (Part.OWNER, PaperKind.CO_OWNERSHIP, "collectivité référente"),
        (Part.CO_OWNER, PaperKind.CO_OWNERSHIP, "copropriétaire"),
        (Part.BORROWER, PaperKind.LOAN, "emprunteur"),
    ],
)
def test_one_signs_as_the_articles_say(part: Part, kind: PaperKind, said: str) -> None:
    assert capacity(part, kind) == said


def test_who_hands_things_over_gives_no_visa() -> None:
    assert capacity(Part.MANAGER, PaperKind.REPORT_OUT) == "gestionnaire"
    assert capacity(Part.MANAGER, PaperKind.LOAN) == "visa du gestionnaire"


def test_somebody_asks_again_a_day_after_the_last_time() -> None:
    asked, again = datetime(2026, 11, 2, 9, tzinfo=UTC), datetime(2026, 11, 7, 9, tzinfo=UTC)

    assert remindable_from(asked, None) == asked + timedelta(days=1)
    assert remindable_from(asked, again) == again + timedelta(days=1)
