"""What each line lacks, from the facts of a refusal."""

from dataclasses import replace

from sqlalchemy import Connection

from booking.errors import NotEnoughAvailable, WrongMoment
from booking.pages import shortages
from booking.queries import catalogue
from tests.factories import make_scene

SHORT = {"item": "CHA", "name": "Chaise pliante", "wanted": 50, "free": 30}


def test_a_line_lacks_what_the_refusal_says() -> None:
    depots = [{"depot": "Maing", "free": 10}, {"depot": "Hergnies", "free": 20}]
    refusal = NotEnoughAvailable([SHORT | {"depots": depots, "instead": [{"item": "BAN"}]}])

    lack = shortages.by_line([{"item": "CHA", "quantity": "50"}], {}, refusal)["CHA"]

    assert (lack.wanted, lack.free) == (50, 30)
    assert lack.depots == (("Maing", 10), ("Hergnies", 20))
    assert lack.instead == ({"item": "BAN"},)


def test_a_kit_lacks_what_its_parts_do(base: Connection) -> None:
    scene = make_scene()
    chairs = catalogue.show(scene.secretary, scene.chairs.id)
    kit = replace(chairs, reference="KIT", parts=((20, "Chaise pliante"),))
    lines = [{"item": "KIT", "quantity": "3"}, {"item": "AUTRE", "quantity": "1"}]

    found = shortages.by_line(lines, {"KIT": kit}, NotEnoughAvailable([SHORT]))

    assert (found["KIT"].wanted, found["KIT"].free) == (3, 1)
    assert found["KIT"].parts == ("Chaise pliante : 50 demandés, 30 sont libres.",)


def test_other_refusals_lack_nothing() -> None:
    assert shortages.by_line([], {}, None) == {}
    assert shortages.by_line([], {}, WrongMoment("only_less")) == {}
    assert shortages.sentences(None) == []
    assert len(shortages.sentences(WrongMoment("only_less"))) == 1
