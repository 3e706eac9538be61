"""At a glance: by role, by what is next and by how near it is."""

import pytest

from booking.rules.glance import Glance, concerns, glances
from booking.vocabulary import Role
from tests.rules.rights import QUERENAING, person


@pytest.mark.parametrize(
    ("role", "borrowed", "managed", "stored"),
    [
        (Role.SECRETARY, True, False, False),
        (Role.MANAGER, False, True, False),
        (Role.TECHNICIAN, False, True, True),
        (Role.ELECTED, True, True, True),
        (Role.ADMINISTRATOR, True, True, True),
    ],
)
def test_each_role_looks_after_its_own(
    role: Role, *, borrowed: bool, managed: bool, stored: bool
) -> None:
    who = person(QUERENAING, role)

    assert concerns(who, borrows=True, manages=False) is borrowed
    assert concerns(who, borrows=False, manages=True) is managed
    assert concerns(who, borrows=False, manages=False) is stored


def test_several_roles_look_after_all_that_each_does() -> None:
    who = person(QUERENAING, Role.SECRETARY, Role.MANAGER)

    assert concerns(who, borrows=True, manages=False)
    assert concerns(who, borrows=False, manages=True)
    assert not concerns(who, borrows=False, manages=False)


@pytest.mark.parametrize(
    ("act", "when", "expected"),
    [
        ("hand_over", "today", {Glance.LEAVING}),
        ("hand_over", "tomorrow", {Glance.LEAVING}),
        ("take_back", "week", {Glance.RETURNING}),
        ("take_back", "later", set()),
        ("take_back", "late", {Glance.LATE}),
        ("answer", "late", {Glance.LATE}),
        ("answer", "today", set()),
        ("confirm", "week", {Glance.WAITING}),
        ("complete", "later", {Glance.WAITING}),
        ("details", "late", {Glance.WAITING, Glance.LATE}),
    ],
)
def test_what_is_next_says_where_it_is_seen(act: str, when: str, expected: set[Glance]) -> None:
    assert glances(person(QUERENAING, Role.SECRETARY), act, when, borrows=True) == expected


@pytest.mark.parametrize(("role", "borrows"), [(Role.SECRETARY, False), (Role.ELECTED, True)])
def test_a_reply_waits_for_the_secretary_who_asked_alone(role: Role, *, borrows: bool) -> None:
    who = person(QUERENAING, role)

    assert glances(who, "details", "week", borrows=borrows) == frozenset()
