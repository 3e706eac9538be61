"""Photos of state as those read them whom a loan or an incident concerns."""

import pytest
from sqlalchemy import Connection

from booking.db import db
from booking.errors import NotFound
from booking.handling import Direction
from booking.models.loans import Passage
from booking.models.reservations import Reservation
from booking.queries import shots
from booking.usecases.shots import keep_shots
from booking.vocabulary import Role
from tests.factories import ask, keep, make_actor, make_commune, make_item, make_scene, row
from tests.queries.counting import counting
from tests.shots import make_incident, make_passage, shot

pytestmark = pytest.mark.usefixtures("base")


def test_photos_stand_by_passage_each_with_its_place_among_those_of_its_thing() -> None:
    scene = make_scene()
    tents = make_item(scene.pool, 4, name="Tente pliante")
    (mine_id,) = ask(scene.secretary, (scene.chairs, 2), (tents, 1))
    mine = row(mine_id)
    chairs, tent = (line.id for line in mine.lines)
    out = make_passage(scene.manager, mine)
    back = make_passage(scene.manager, mine, Direction.BACK, out.loan)
    keep_shots(scene.manager, mine, [shot(chairs), shot(tent), shot(), shot(chairs)], passage=out)
    keep_shots(scene.manager, mine, [shot(chairs)], passage=back)

    found = shots.of_reservation(scene.secretary, mine_id)

    assert {
        passage: [(each.name, each.place) for each in several] for passage, several in found.items()
    } == {
        out.id: [("Chaise pliante", 1), ("Tente pliante", 1), ("", 1), ("Chaise pliante", 2)],
        back.id: [("Chaise pliante", 1)],
    }
    assert {each.direction for each in found[back.id]} == {Direction.BACK}
    assert found[out.id][0].width == 64


def test_many_photos_are_read_at_once(base: Connection) -> None:
    scene = make_scene()
    (mine_id,) = ask(scene.secretary, (scene.chairs, 2))
    out = make_passage(scene.manager, row(mine_id)).id

    def read_with(more: int) -> int:
        mine, passage = row(mine_id), db.session.get_one(Passage, out)
        photos = [shot(), *[shot(mine.lines[0].id)] * more]
        keep_shots(scene.manager, mine, photos, passage=passage)
        db.session.commit()
        with counting(base) as asked:
            shots.of_reservation(scene.manager, mine_id)
        return len(asked)

    assert read_with(0) == read_with(6)


def test_who_only_reads_the_loan_sees_none_of_its_photos() -> None:
    scene = make_scene()
    owner = make_commune(scene.territory, "Artres")
    scene.chairs.owner = owner
    keep(scene.chairs)
    (mine_id,) = ask(scene.secretary, (scene.chairs, 2))
    mine: Reservation = row(mine_id)
    keep_shots(scene.manager, mine, [shot()], passage=make_passage(scene.manager, mine))

    assert shots.of_reservation(make_actor(owner, Role.OBSERVER), mine_id) == {}
    with pytest.raises(NotFound):
        shots.of_reservation(make_actor(make_commune(scene.territory, "Prouvy"), *Role), mine_id)


def test_photos_of_an_incident_name_its_thing_and_go_to_its_parties_alone() -> None:
    scene = make_scene()
    incident = make_incident(scene.manager, scene.stock)
    keep_shots(scene.manager, None, [shot(), shot()], incident=incident)
    db.session.commit()

    found = shots.of_incident(scene.manager, incident.id)

    assert [(each.name, each.place, each.direction) for each in found] == [
        ("Chaise pliante", 1, None),
        ("Chaise pliante", 2, None),
    ]
    assert shots.of_incident(scene.secretary, incident.id) == ()
    assert shots.of_incident(scene.manager, 0) == ()
