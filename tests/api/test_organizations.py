"""Organizations by program: who is who, whom to call."""

from booking.rules.organizations import Reached
from booking.usecases import contacts
from booking.vocabulary import ContactFunction
from tests.api.program import Program
from tests.pages.place import Place, as_actor


def test_the_organizations_of_the_territory(program: Program, place: Place) -> None:
    reader = program.of(place.manager)

    found = reader.get("/organizations")["organizations"]
    assert {each["name"] for each in found} == {"Artres", "Maing", "Quérénaing"}
    assert found[0]["kind"] == "commune"
    found = reader.get("/organizations?q=querenaing&kind=commune")["organizations"]
    assert [each["id"] for each in found] == [place.borrower.id]
    assert reader.get("/organizations?kind=provider") == {"organizations": []}
    assert "kind" in reader.get("/organizations?kind=mairie", 422)["errors"]


def test_one_with_its_contacts_and_depots(program: Program, place: Place) -> None:
    reached = Reached(ContactFunction.EQUIPMENT, "Hélène Dubois", "03 27 00 00 00")
    contacts.add(as_actor(place.secretary), place.borrower.id, reached)
    reader = program.of(place.manager)

    found = reader.get(f"/organizations/{place.borrower.id}")

    assert found["population"] == 873
    assert found["contacts"] == [
        {
            "function": "equipment",
            "label": "prêt de matériel",
            "name": "Hélène Dubois",
            "phone": "03 27 00 00 00",
            "email": "",
            "substitute": False,
        }
    ]
    depots = reader.get(f"/organizations/{place.lender.id}")["depots"]
    assert {each["name"] for each in depots} >= {place.chairs.stocks[0].depot.name}


def test_another_territory_reads_nothing(program: Program, place: Place) -> None:
    reader = program.of(place.stranger)

    refusal = reader.get(f"/organizations/{place.borrower.id}", 404)
    assert refusal["code"] == "organization_not_found"
    assert [each["name"] for each in reader.get("/organizations")["organizations"]] == ["Rouvray"]
