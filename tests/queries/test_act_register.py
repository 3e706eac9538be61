"""The register of acts, for those who may read it."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from booking import clock
from booking.db import db
from booking.errors import NotAllowed, NotFound
from booking.models.conventions import Act
from booking.models.organizations import Organization
from booking.queries import act_register, files
from booking.queries.act_register import Sought
from booking.rules.access import SERVICE, Actor
from booking.usecases import acts
from booking.vocabulary import ActKind, OrganizationKind, Role, Standing
from tests.factories import (
    LONG_AGO,
    ask,
    make_actor,
    make_commune,
    make_scene,
    make_territory,
)
from tests.guards.acting import TAKEN
from tests.papers import make_document
from tests.queries.counting import counting
from tests.registers import make_act

pytestmark = pytest.mark.usefixtures("base")
DAY = timedelta(days=1)


def numbers(actor: Actor, organization: Organization, **sought: Any) -> list[str]:
    """Return the numbers of the acts found, those of the factory apart."""
    found = act_register.index(actor, organization.id, Sought(**sought))
    return [each.number for each in found if each.number in "abcd"]


def test_acts_are_found_by_kind_by_where_they_stand_and_by_transmission() -> None:
    scene = make_scene()
    today = clock.today(SERVICE.zone)
    own, who = scene.querenaing, scene.secretary
    make_act(own, number="a", transmitted_on=LONG_AGO, ends_on=today - DAY)
    make_act(own, number="b", kind=ActKind.DECISION, taken_on=LONG_AGO + DAY)
    make_act(own, number="c", ends_on=today + 30 * DAY, taken_on=LONG_AGO + 2 * DAY)
    make_act(own, number="d", starts_on=today + DAY, taken_on=LONG_AGO + 3 * DAY)
    make_act(scene.maing, number="a")

    assert numbers(who, own) == ["d", "c", "b", "a"]
    assert numbers(who, own, kind=ActKind.DECISION) == ["b"]
    assert numbers(who, own, standing=Standing.CURRENT) == ["c", "b"]
    assert numbers(who, own, standing=Standing.ENDING) == ["c"]
    assert numbers(who, own, standing=Standing.COMING) == ["d"]
    assert numbers(who, own, standing=Standing.OVER) == ["a"]
    assert numbers(who, own, transmitted=True) == ["a"]
    assert numbers(who, own, transmitted=False) == ["d", "c", "b"]
    owed = act_register.index(who, own.id, Sought(transmitted=False))
    assert ActKind.FRAMEWORK not in {each.kind for each in owed}
    assert all(each.untransmitted for each in owed)


def test_a_delegation_older_than_the_council_is_flagged_and_a_deliberation_is_not() -> None:
    scene = make_scene()
    make_act(scene.querenaing, number="a", kind=ActKind.DELEGATION)
    make_act(scene.querenaing, number="b", kind=ActKind.DELEGATION, starts_on=date(2026, 5, 20))
    make_act(scene.querenaing, number="c", kind=ActKind.DELEGATION, ends_on=LONG_AGO)

    found = act_register.index(scene.secretary, scene.querenaing.id, Sought())

    assert [each.number for each in found if each.outdated] == ["a"]


def test_those_who_lend_read_the_acts_of_who_borrows_and_write_none() -> None:
    scene = make_scene()
    act: Act = make_act(scene.querenaing)
    with pytest.raises(NotFound):
        act_register.show(scene.manager, act.id)
    with pytest.raises(NotFound):
        act_register.index(scene.manager, scene.querenaing.id, Sought())
    assert act_register.choices(scene.manager) == [(scene.maing.id, "Maing")]

    ask(scene.secretary, (scene.chairs, 2))
    assert act_register.show(scene.manager, act.id).may_change is False
    assert act_register.show(scene.secretary, act.id).may_change is True
    assert act_register.choices(scene.manager) == [
        (scene.maing.id, "Maing"),
        (scene.querenaing.id, "Quérénaing"),
    ]
    with pytest.raises(NotAllowed):
        act_register.require_change(scene.manager, scene.querenaing.id)
    with pytest.raises(NotFound):
        act_register.show(make_actor(scene.maing, Role.TECHNICIAN), act.id)


def test_the_office_chooses_among_all_and_another_territory_sees_nothing() -> None:
    scene = make_scene()
    office = make_commune(scene.territory, "CC du Val", kind=OrganizationKind.EPCI)
    found = act_register.choices(make_actor(office, Role.ADMINISTRATOR))
    assert [name for _, name in found] == ["CC du Val", "Maing", "Quérénaing"]

    act = acts.add(scene.secretary, scene.querenaing.id, TAKEN)
    stranger = make_actor(make_commune(make_territory(), "Rouvray"), *Role)
    for read in (
        lambda: act_register.show(stranger, act),
        lambda: act_register.show(stranger, 10**6),
        lambda: act_register.index(stranger, scene.querenaing.id, Sought()),
        lambda: act_register.require_change(stranger, scene.querenaing.id),
    ):
        with pytest.raises(NotFound):
            read()


def test_a_commune_keeps_the_acts_of_those_it_answers_for() -> None:
    scene = make_scene()
    own = {"kind": OrganizationKind.ASSOCIATION, "answerable_id": scene.querenaing.id}
    club = make_commune(scene.territory, "Judo club", **own)

    assert [name for _, name in act_register.choices(scene.secretary)] == [
        "Quérénaing",
        "Judo club",
    ]
    made = acts.add(scene.secretary, club.id, TAKEN, make_document())
    kept = act_register.show(scene.secretary, made)
    assert kept.may_change
    assert kept.file_id
    assert files.content(scene.secretary, kept.file_id)
    observer = make_actor(scene.querenaing, Role.OBSERVER)
    assert act_register.choices(observer) == [(scene.querenaing.id, "Quérénaing")]


def test_an_act_may_name_any_other_organization_of_the_territory() -> None:
    scene = make_scene()
    make_commune(make_territory(), "Rouvray")

    assert act_register.partners(scene.secretary, scene.querenaing.id) == [
        (scene.maing.id, "Maing")
    ]


def test_a_long_register_asks_no_more_questions(base: Connection) -> None:
    scene = make_scene()
    who, own, partner = scene.secretary, scene.querenaing.id, scene.maing.id
    counts = []
    for _ in range(2):
        for _ in range(5):
            make_act(db.session.get_one(Organization, own), partner_id=partner)
        with counting(base) as told:
            act_register.index(who, own, Sought())
        counts.append(len(told))

    assert counts[0] == counts[1]
