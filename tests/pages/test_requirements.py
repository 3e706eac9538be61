"""The table of requirements on screen: read by all, changed by some, beside the shipped one."""

from dataclasses import replace
from typing import Any

import pytest

from booking.fitness import Equipment
from booking.models.accounts import User
from booking.queries import requirement_table, rulebook
from booking.queries.requirement_table import Sheet
from booking.rules.rulebook import changed
from booking.usecases import requirements as acts
from booking.vocabulary import OrganizationKind, Role
from tests.client import Browser, Page
from tests.factories import keep, make_commune, make_user
from tests.pages.place import Place, as_actor

TABLE = "/administration/exigences"
NEW, CHECK = f"{TABLE}/nouvelle", f"{TABLE}/tent_check"


@pytest.fixture
def office(place: Place) -> User:
    """Give an administrator of the EPCI."""
    epci = make_commune(place.lender.territory, "CC du Val", kind=OrganizationKind.EPCI)
    return make_user(epci, Role.ADMINISTRATOR)


def sheet(place: Place, name: str = "tent_check") -> Sheet:
    return requirement_table.show(as_actor(place.secretary), name)


def move(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ship another table."""
    rule = rulebook.shipped()["tent_check"]
    newer = dict(rulebook.shipped()) | {rule.key: replace(rule, months=36)}
    monkeypatch.setattr(rulebook, "shipped", lambda: newer)


def test_every_member_reads_the_table_and_changes_nothing(client: Browser, place: Place) -> None:
    page = client.sign_in(place.secretary).visit(TABLE)

    assert "la responsabilité reste à l’employeur et au propriétaire" in page.main
    for said in ("Nacelle élévatrice", "tous les 6 mois", "bloque", "arrêté du 1er mars 2004"):
        assert said in page.main
    assert "À vérifier" in page.main
    assert NEW not in page.links
    assert "Modifier" not in client.visit(CHECK).main
    client.visit(NEW, 403)
    assert client.post(CHECK, data={"label": "Autre"}).status_code == 403
    assert client.post(f"{CHECK}/garder").status_code == 403


def test_filters_stay_in_the_address(client: Browser, place: Place) -> None:
    page = client.sign_in(place.secretary).visit(f"{TABLE}?q=controle&genre=tent")

    assert "Contrôle et attestation de conformité" in page.main
    assert "1 exigence" in page.main
    assert page.field("q").get("value") == "controle"
    assert "Aucune exigence ne répond" in client.visit(f"{TABLE}?q=licorne").main


def test_the_administration_leads_to_it_those_who_change_it(
    client: Browser, place: Place, office: User
) -> None:
    assert TABLE in client.sign_in(office).visit("/administration").links
    assert TABLE not in client.sign_in(place.technician).visit("/administration").links


def test_the_office_changes_one_and_reads_what_differs(
    client: Browser, place: Place, office: User
) -> None:
    form = client.sign_in(office).visit(CHECK).form(CHECK)

    page = client.send(form, label="contrôle annuel", months="12")

    assert "L’exigence est enregistrée." in page.text
    for said in ("Table livrée", "24", "12", "contrôle annuel", "Historique"):
        assert said in page.main
    assert "Modifié" in client.visit(f"{TABLE}?genre=tent").main
    page = client.send(client.visit(CHECK).form(f"{CHECK}/table-livree"))
    assert "s’applique de nouveau" in page.text
    assert sheet(place).line.origin == "shipped"


def test_a_form_saved_as_it_was_changes_nothing(
    client: Browser, place: Place, office: User
) -> None:
    client.sign_in(office)
    for name in rulebook.shipped():
        client.send(client.visit(f"{TABLE}/{name}").form(f"{TABLE}/{name}"))

    lines = [line for _, group in requirement_table.table(as_actor(office)) for line in group]
    assert {line.origin for line in lines} == {"shipped"}


@pytest.mark.parametrize(
    ("name", "typed", "field", "said"),
    [
        ("car_licence", {"at_request": "block"}, "at_request", "personne n’est refusé trop tôt"),
        ("barrier_order", {"at_request": "block"}, "at_request", "seul un contrôle bloque avant"),
        ("car_licence", {"skill": ""}, "skill", "ce que les personnes doivent détenir"),
        ("tent_check", {"months": ""}, "months", "tous les combien de mois"),
        ("tent_check", {"months": "241"}, "months", "De 1 à 240"),
        ("tent_check", {"label": ""}, "label", "obligatoire"),
        ("tent_check", {"below": "50"}, "below", "plus grande que la première"),
        ("tent_check", {"starts_on": "hier"}, "starts_on", "ne se lit pas"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    client: Browser, office: User, name: str, typed: dict[str, str], field: str, said: str
) -> None:
    form = client.sign_in(office).visit(f"{TABLE}/{name}").form(f"{TABLE}/{name}")

    page = client.send(form, 422, **typed)

    assert said in page.complaint(field)


def test_one_applies_no_more_after_a_day(client: Browser, place: Place, office: User) -> None:
    form = client.sign_in(office).visit(CHECK).form(f"{CHECK}/fin")

    assert "obligatoire" in client.send(form, 422, last_day="").complaint("last_day")
    page = client.send(form, last_day="2027-06-30")

    assert "jusqu’au 30 juin 2027" in page.main
    client.visit(f"{TABLE}/drone_map")
    late = client.send(f"{TABLE}/drone_map/fin", 422, last_day="2022-01-01")
    assert "avant le début" in late.complaint("last_day")


def changed_and_moved(client: Browser, office: User, monkeypatch: pytest.MonkeyPatch) -> Page:
    """Change one, ship another table, and return the page of that one."""
    mine = replace(changed(rulebook.shipped()["tent_check"]), label="le nôtre")
    acts.change(as_actor(office), "tent_check", mine)
    move(monkeypatch)
    assert "La table livrée a changé" in client.sign_in(office).visit(TABLE).main
    return client.visit(CHECK)


def test_an_update_of_the_table_is_shown_and_the_territory_keeps_its_text(
    client: Browser, place: Place, office: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = changed_and_moved(client, office, monkeypatch)

    assert "La table livrée a changé depuis votre modification" in page.main
    page = client.send(page.form(f"{CHECK}/garder"))

    assert "Votre texte est gardé." in page.text
    assert "La table livrée a changé" not in page.main
    assert (sheet(place).line.rule.label, sheet(place).line.rule.months) == ("le nôtre", 24)


def test_an_update_of_the_table_is_shown_and_the_territory_takes_it(
    client: Browser, place: Place, office: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = changed_and_moved(client, office, monkeypatch)

    client.send(page.form(f"{CHECK}/table-livree"))

    assert sheet(place).line.rule == rulebook.shipped()["tent_check"]
    assert sheet(place).line.rule.months == 36


def new(**facts: Any) -> dict[str, Any]:
    return {"scope": "event", "label": "charte signée", **facts}


def test_the_office_adds_one_for_a_sort_of_equipment(
    client: Browser, place: Place, office: User
) -> None:
    form = client.sign_in(office).visit(NEW).form(NEW)

    assert "obligatoire" in client.send(form, 422, label="charte").main
    page = client.send(form, **new(equipment="tent", source="Règlement 2027"))

    assert "charte signée" in page.main.lower()
    found = client.visit(f"{TABLE}?genre=tent").main
    assert "Du territoire" in found
    assert "Règlement 2027" in found
    assert "Charte signée" not in client.sign_in(place.stranger).visit(TABLE).main


def test_who_describes_an_item_adds_one_for_it_alone(client: Browser, place: Place) -> None:
    address = f"{NEW}?materiel={place.chairs.reference}"
    assert address in client.sign_in(place.manager).visit(f"/materiel/{place.chairs.id}").links
    page = client.visit(address)
    assert page.field("item").get("value") == place.chairs.reference

    made = client.send(page.form(NEW), **new())

    assert "Charte signée" in client.visit(f"/materiel/{place.chairs.id}").main
    assert place.chairs.reference in made.main
    assert "Modifier" in made.main
    page = client.send(NEW, 404, **new(item="RIEN"), at_hand_over="paper")
    assert "RIEN" in page.complaint("item")
    client.send(NEW, 403, **new(), at_hand_over="paper")


def test_an_item_says_what_applies_to_it(client: Browser, place: Place) -> None:
    place.tents.equipment, place.tents.people = Equipment.TENT, 60
    keep(place.tents)

    page = client.sign_in(place.secretary).visit(f"/materiel/{place.tents.id}")

    assert "Tente ou chapiteau, 60 personnes" in page.main
    for said in ("Ce qui est à vérifier", "tous les 2 ans", "arrêté du 23 janvier 1985 (CTS)"):
        assert said in page.main
    assert CHECK in page.links
    assert "Ce qui est à vérifier" not in client.visit(f"/materiel/{place.chairs.id}").main


def test_a_stranger_finds_nothing_of_ones_own(client: Browser, place: Place, office: User) -> None:
    form = client.sign_in(office).visit(NEW).form(NEW)
    client.send(form, **new())
    (mine,) = [
        line.rule.key
        for _, group in requirement_table.table(as_actor(office))
        for line in group
        if line.own
    ]

    client.sign_in(place.stranger).visit(f"{TABLE}/{mine}", 404)
    for act in ("", "/fin", "/garder", "/table-livree"):
        assert client.post(f"{TABLE}/{mine}{act}").status_code == 404
