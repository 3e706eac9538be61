"""Who signs in, and for which organizations they act today."""

from datetime import UTC, date, datetime, timedelta

import pytest

from booking import clock
from booking.models.accounts import ApiToken, LoginAttempt, Membership, User
from booking.models.organizations import Organization
from booking.queries import accounts
from booking.vocabulary import OrganizationKind, Role
from tests.factories import (
    LONG_AGO,
    keep,
    make_commune,
    make_territory,
    make_user,
    set_clock,
)

pytestmark = pytest.mark.usefixtures("base")


def join(
    user: User, organization: Organization, role: Role, since: date, until: date | None
) -> None:
    """Give a person a dated role."""
    keep(
        Membership(
            user_id=user.id,
            organization=organization,
            role=role,
            starts_on=since,
            ends_on=until,
        )
    )


@pytest.mark.parametrize(
    ("since", "until", "acts"),
    [
        (0, None, True),
        (-10, 0, True),
        (0, 0, True),
        (-10, -1, False),
        (1, None, False),
        (-10, 10, True),
    ],
)
def test_a_role_is_held_from_its_first_day_to_its_last(
    since: int, until: int | None, acts: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    noon = datetime(2027, 5, 10, 12, tzinfo=UTC)
    set_clock(monkeypatch, noon)
    commune = make_commune(make_territory())
    user = make_user(commune)
    last = None if until is None else noon.date() + timedelta(days=until)
    join(user, commune, Role.MANAGER, noon.date() + timedelta(days=since), last)

    found = accounts.account(user.id)

    assert found
    assert bool(found.places) is acts
    assert (found.acting(commune.id) is not None) is acts


def test_a_role_ends_at_midnight_of_the_town_hall(monkeypatch: pytest.MonkeyPatch) -> None:
    island = make_commune(make_territory(time_zone="Indian/Reunion"))
    user = make_user(island)
    join(user, island, Role.MANAGER, LONG_AGO, date(2026, 12, 31))

    for instant, acts in (
        (datetime(2026, 12, 31, 19, 59, tzinfo=UTC), True),
        (datetime(2026, 12, 31, 20, 1, tzinfo=UTC), False),  # 1 January in Réunion
    ):
        set_clock(monkeypatch, instant)
        found = accounts.account(user.id)
        assert found
        assert bool(found.places) is acts


def test_several_roles_in_one_place_are_one_place() -> None:
    commune = make_commune(make_territory())
    user = make_user(commune, Role.SECRETARY, Role.MANAGER)

    found = accounts.account(user.id)

    assert found
    (place,) = found.places
    assert place.roles == {Role.SECRETARY, Role.MANAGER}
    assert (place.kind, place.time_zone) == (OrganizationKind.COMMUNE, "Europe/Paris")


def test_one_acts_for_the_first_place_unless_another_is_named() -> None:
    territory = make_territory()
    first, second = make_commune(territory, "Artres"), make_commune(territory, "Maing")
    elsewhere = make_commune(territory, "Famars")
    user = make_user(first, Role.SECRETARY)
    join(user, second, Role.ELECTED, LONG_AGO, None)
    found = accounts.account(user.id)
    assert found

    for chosen, name in ((None, "Artres"), (first.id, "Artres"), (second.id, "Maing")):
        actor = found.acting(chosen)
        assert actor
        assert actor.organization_name == name
    assert found.acting(elsewhere.id) is None


def test_nobody_is_nobody() -> None:
    assert accounts.account(1_000_000) is None
    assert accounts.by_email("inconnu@mairie.example") is None
    assert accounts.bearer("") is None


def test_a_token_dies_with_its_role_or_when_revoked() -> None:
    commune = make_commune(make_territory())
    user = make_user(commune, Role.SECRETARY)
    common = {"user_id": user.id, "organization_id": commune.id, "name": "jeton"}
    token = ApiToken(**common, digest=accounts.digest("a"), created_at=clock.now())
    revoked = ApiToken(
        **common, digest=accounts.digest("b"), created_at=clock.now(), revoked_at=clock.now()
    )
    keep(token, revoked)

    assert accounts.bearer("a")
    assert accounts.bearer("b") is None
    user.memberships[0].ends_on = LONG_AGO
    keep(user)
    assert accounts.bearer("a") is None


def test_attempts_are_counted_by_key_since_an_instant() -> None:
    now = clock.now()
    for minutes in (1, 14, 16):
        keep(LoginAttempt(key="account:a", at=now - timedelta(minutes=minutes)))
    keep(LoginAttempt(key="account:b", at=now))

    assert accounts.attempts("account:a", now - timedelta(minutes=15)) == 2


def test_a_demonstration_is_known_as_such() -> None:
    make_territory()
    assert not accounts.has_demonstration()
    make_territory(demonstration=True)

    assert accounts.has_demonstration()
