"""Dated places, as an organization and a pool read them."""

from datetime import date

import pytest

from booking.errors import NotFound
from booking.queries import adhesions
from booking.rules.organizations import Joined, Left
from booking.usecases import adhesions as acts
from booking.vocabulary import Role, Standing
from tests.factories import (
    LONG_AGO,
    make_actor,
    make_commune,
    make_pool,
    make_scene,
    make_territory,
)

pytestmark = pytest.mark.usefixtures("base")


def test_a_circle_has_its_adherents_and_who_could_join() -> None:
    scene = make_scene()
    artres = make_commune(scene.territory, "Artres")
    pool = make_pool(scene.maing, by_list=True)
    both = (scene.querenaing.id, artres.id)
    acts.join(scene.manager, Joined(both, LONG_AGO, pool_id=pool.id))
    leaver = adhesions.circle(scene.manager, pool.id).adhesions[0]
    acts.leave(scene.manager, leaver.id, Left(date(2024, 12, 31)))

    circle = adhesions.circle(scene.manager, pool.id)

    told = [(each.organization, each.standing) for each in circle.adhesions]
    assert told == [("Artres", Standing.OVER), ("Quérénaing", Standing.CURRENT)]
    assert [name for _, name in circle.candidates] == ["Artres", "Maing"]
    assert circle.may_change
    assert not adhesions.circle(scene.secretary, pool.id).may_change


def test_a_hidden_pool_shows_nothing_outside_its_circle() -> None:
    scene = make_scene()
    artres = make_commune(scene.territory, "Artres")
    pool = make_pool(scene.maing, by_list=True, hidden=True)
    acts.join(scene.manager, Joined((scene.querenaing.id,), LONG_AGO, pool_id=pool.id))
    outside = make_actor(artres)

    assert adhesions.circle(scene.secretary, pool.id).adhesions
    with pytest.raises(NotFound):
        adhesions.circle(outside, pool.id)
    for who, seen in ((scene.secretary, 2), (scene.manager, 2), (outside, 1)):
        assert len(adhesions.of_organization(who, scene.querenaing.id)) == seen


def test_another_territory_reads_nothing() -> None:
    scene = make_scene()
    stranger = make_actor(make_commune(make_territory(), "Rouvray"), *Role)
    own = adhesions.of_organization(scene.secretary, scene.querenaing.id)[0]

    for read in (
        lambda: adhesions.circle(stranger, scene.pool.id),
        lambda: adhesions.of_organization(stranger, scene.querenaing.id),
        lambda: adhesions.find(stranger, own.id),
    ):
        with pytest.raises(NotFound):
            read()
