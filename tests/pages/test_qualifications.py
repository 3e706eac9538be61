"""The pages of the register of qualifications."""

from booking import clock
from tests.client import Browser
from tests.pages.place import Place, as_actor
from tests.staff import FIRST, make_pilots, qualify

LINE = {
    "holder": "Agent des espaces verts",
    "skill": "caces_r486",
    "ends_on": "2035-06-30",
    "seen_by": "Nadia Carpentier",
    "seen_on": "2026-01-15",
}


def test_an_empty_register_says_what_to_do_and_the_first_line_is_written(
    client: Browser, place: Place
) -> None:
    client.sign_in(place.secretary)
    page = client.visit("/habilitations")
    assert "Aucune habilitation notée" in page.main
    assert "aucune copie" in page.main

    form = client.visit("/habilitations/nouvelle").form("/habilitations/nouvelle")
    assert form.fields["seen_by"] == place.secretary.name
    page = client.send(form, **LINE)

    assert "Agent des espaces verts" in page.main
    assert "30 juin 2035" in page.main
    assert "par Nadia Carpentier, le 15 janvier 2026" in page.main
    assert "a ajouté une habilitation : CACES R486 (nacelles)" in page.main


def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(
    client: Browser, place: Place
) -> None:
    client.sign_in(place.secretary)
    form = client.visit("/habilitations/nouvelle").form("/habilitations/nouvelle")

    page = client.send(form, 422, **LINE | {"holder": "", "ends_on": "2020-01-01"})
    assert "obligatoire" in page.complaint("holder")
    page = client.send(form, 422, **LINE | {"ends_on": "2020-01-01"})

    assert "pris fin" in page.complaint("ends_on")
    assert page.field("holder").get("value") == LINE["holder"]


def test_a_line_is_renewed_then_removed_after_a_question(client: Browser, place: Place) -> None:
    line = qualify(place.lender, "Luc Wattiez")
    client.sign_in(place.manager)
    address = f"/habilitations/{line}"
    form = client.visit(f"{address}/modifier").form(f"{address}/modifier")

    page = client.send(form, holder="Luc W.")
    assert "Luc W." in page.main

    question = client.visit(f"{address}/retirer")
    assert "Luc W." in client.visit("/habilitations").main  # nothing happens before the answer
    page = client.send(question.form(f"{address}/retirer"))
    assert "Aucune habilitation notée" in page.main


def test_a_line_may_name_a_person_who_operates(client: Browser, place: Place) -> None:
    _, (pilot,) = make_pilots(place.pool, as_actor(place.manager), 1)
    client.sign_in(place.manager)
    form = client.visit("/habilitations/nouvelle").form("/habilitations/nouvelle")

    page = client.send(form, **LINE | {"unit": pilot.number})

    assert pilot.number in page.main


def test_a_register_is_its_employers_alone(client: Browser, place: Place) -> None:
    line = qualify(place.lender, "Luc Wattiez")
    for person in (place.secretary, place.neighbour, place.stranger):
        client.sign_in(person)
        assert "Luc Wattiez" not in client.visit("/habilitations").main
        client.visit(f"/habilitations/{line}/modifier", 404)
        client.send(f"/habilitations/{line}/retirer", 404)
    client.sign_in(place.technician)
    assert "Luc Wattiez" in client.visit("/habilitations").main
    client.visit("/habilitations/nouvelle", 403)
    client.visit(f"/habilitations/{line}/retirer", 403)


def test_the_register_is_found_from_the_administration_and_the_set_up(
    client: Browser, place: Place
) -> None:
    client.sign_in(place.secretary)

    assert "/habilitations" in client.visit("/administration").links
    assert "/habilitations" in client.visit("/mise-en-route").links
    client.sign_in(place.technician)
    assert "/habilitations" not in client.visit("/mise-en-route").links


def test_what_ends_is_told_at_the_head(client: Browser, place: Place) -> None:
    client.sign_in(place.manager)
    qualify(place.lender, "Sans fin")
    assert "échue" not in client.visit("/habilitations").main

    qualify(place.lender, "Luc Wattiez", ends_on=FIRST)
    qualify(place.lender, "Léa", ends_on=clock.today(as_actor(place.manager).zone))

    page = client.visit("/habilitations")
    assert "1 échue. 1 à renouveler sous 60 jours." in page.main
    assert page.main.index("Luc Wattiez") < page.main.index("Léa") < page.main.index("Sans fin")
