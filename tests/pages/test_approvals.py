"""The rules that validate at once, by pages."""

import pytest

from booking.queries import approvals
from booking.rules.approvals import Rule
from booking.usecases import approvals as acts
from booking.vocabulary import Status
from tests.client import Browser
from tests.factories import LONG_AGO, insure
from tests.pages.place import Place, as_actor


def address(place: Place) -> str:
    return f"/parcs/{place.pool.id}/validation-automatique"


def test_a_manager_adds_a_rule_and_reads_it_in_a_sentence(client: Browser, place: Place) -> None:
    place.requested(3)
    client.sign_in(place.manager)
    assert address(place) in client.visit(f"/parcs/{place.pool.id}").links
    form = client.visit(address(place)).form(address(place))

    page = client.send(form, name="Peu de chaises", most="10", items=str(place.chairs.id))

    assert "Peu de chaises" in page.main
    assert "de tout emprunteur admis portant seulement sur Chaise pliante" in page.main
    assert "10 au plus de chaque" in page.main
    assert "Ses conditions conviennent à 1 demande sur 1 des douze derniers mois." in page.main


def test_a_rule_is_stopped(client: Browser, place: Place) -> None:
    acts.add(as_actor(place.manager), place.pool.id, Rule("Tout"))
    (rule,) = approvals.of_pool(as_actor(place.manager), place.pool.id)
    client.sign_in(place.manager)
    stop = client.visit(address(place)).form(f"/validation-automatique/{rule.id}/arreter")

    assert "La règle « Tout » a pris fin." in client.send(stop).main
    assert "Terminée le" in client.send(stop).main  # a second click
    assert "a mis fin à la règle" in client.visit(f"/parcs/{place.pool.id}").main


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", "", "Ce champ est obligatoire."),
        ("most", "0", "De 1 à 100000."),
        ("longest_days", "400", "De 1 à 366."),
        ("ends_on", str(LONG_AGO), "Ce jour est déjà passé."),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(
    client: Browser, place: Place, field: str, typed: str, said: str
) -> None:
    client.sign_in(place.manager)
    form = client.visit(address(place)).form(address(place))

    page = client.send(form, 422, **{"name": "Tout", field: typed})

    assert said in page.complaint(field)


@pytest.mark.parametrize("field", ["items", "borrowers"])
@pytest.mark.parametrize("value", ["999999", "x"])
def test_a_choice_that_is_not_offered_is_refused(
    client: Browser, place: Place, field: str, value: str
) -> None:
    client.sign_in(place.manager)

    page = client.send(address(place), 422, **{"name": "Tout", field: value})

    assert f"#{field}" in page.links


def test_a_technician_reads_the_rules_and_changes_none(client: Browser, place: Place) -> None:
    rule_id = acts.add(as_actor(place.manager), place.pool.id, Rule("Tout"))

    page = client.sign_in(place.technician).visit(address(place))

    assert "Ajouter une règle" not in page.main
    client.send(address(place), 403, name="Tout")
    client.send(f"/validation-automatique/{rule_id}/arreter", 403)


def test_others_do_not_know_the_rules(client: Browser, place: Place) -> None:
    for person in (place.secretary, place.neighbour, place.stranger):
        client.sign_in(person).visit(address(place), 404)


def test_the_borrower_reads_by_which_rule_it_was_validated(client: Browser, place: Place) -> None:
    insure(place.borrower, LONG_AGO, LONG_AGO.replace(year=2098))
    acts.add(as_actor(place.manager), place.pool.id, Rule("Petites quantités", most=10))
    mine = place.requested(10)
    assert mine.status is Status.APPROVED

    page = client.sign_in(place.secretary).visit(f"/demandes/{mine.request_id}")

    assert "Validée automatiquement selon la règle « Petites quantités » du " in page.main
