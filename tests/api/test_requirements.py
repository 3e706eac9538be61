"""The requirements of the territory, read by program."""

from dataclasses import replace

from booking.queries import rulebook
from booking.rules.rulebook import Added, changed
from booking.usecases import requirements
from booking.vocabulary import OrganizationKind, Role
from tests.api.program import Program
from tests.factories import make_actor, make_commune
from tests.pages.place import Place


def test_the_table_is_read_with_what_the_territory_made_of_it(
    program: Program, place: Place
) -> None:
    epci = make_commune(place.lender.territory, "CC du Val", kind=OrganizationKind.EPCI)
    office = make_actor(epci, Role.ADMINISTRATOR)
    check = replace(changed(rulebook.shipped()["tent_check"]), months=12)
    requirements.change(office, "tent_check", check)
    requirements.add(office, Added("Charte", item=place.chairs.reference))

    found = program.of(place.secretary).get("/requirements")["requirements"]

    assert len(found) == len(rulebook.shipped()) + 1
    known = {each["key"]: each for each in found}
    tent, own = known["tent_check"], found[-1]
    assert (tent["months"], tent["origin"], tent["at_request"]) == (12, "changed", "block")
    assert (tent["equipment"], tent["measure"], tent["at_least"]) == ("tent", "people", 50)
    assert (own["label"], own["origin"], own["item"]) == ("Charte", "own", place.chairs.reference)
    assert known["insurance"] == known["insurance"] | {
        "scope": "event",
        "equipment": None,
        "skill": None,
        "as_of": "2026-11-01",
        "verified": True,
        "origin": "shipped",
    }
    elsewhere = program.of(place.stranger).get("/requirements")["requirements"]
    assert {each["origin"] for each in elsewhere} == {"shipped"}
