"""The list of pools, one pool, its conditions, opening one, the page for everybody."""

from typing import Any

import pytest
from sqlalchemy import select

from booking.db import db
from booking.models.catalogue import Pool
from booking.vocabulary import LegalBasis, Role
from tests.client import Browser
from tests.factories import ask, count_rows, keep, make_item, make_pool, make_user
from tests.pages.place import Place, as_actor

NEW = "/parcs/nouveau"


def conditions(place: Place) -> str:
    """Return the address of the conditions of Maing's pool."""
    return f"/parcs/{place.pool.id}/conditions"


def change(place: Place, **values: Any) -> None:
    """Give Maing's pool other values."""
    for name, value in values.items():
        setattr(place.pool, name, value)
    keep(place.pool)


def test_one_finds_the_pools_and_why_one_is_not_open(client: Browser, place: Place) -> None:
    make_pool(place.lender, name="Parc réservé", below_population=100)
    client.sign_in(place.secretary)
    assert "/parcs" in client.visit("/materiel").links

    page = client.visit("/parcs")

    assert "du territoire. Ouvert" in page.main
    assert "Non ouvert à Quérénaing : 873 habitants : réservé" in page.main
    assert "Les communes de moins de 5 000 habitants du territoire." in page.main
    assert f"/parcs/{place.pool.id}" in page.links


def test_a_pool_says_its_terms_in_plain_french(client: Browser, place: Place) -> None:
    change(place, quota_loans=3, others_horizon_days=60)

    page = client.sign_in(place.secretary).visit(f"/parcs/{place.pool.id}")

    for words in ("2 jours ouvrés", "3 prêts au plus", "au plus 60 jours avant", "Prêt à usage"):
        assert words in page.main
    assert conditions(place) not in page.links
    assert f"/parcs/{place.pool.id}" in client.visit(f"/materiel/{place.chairs.id}").links


def test_a_basis_that_does_not_fit_is_told_and_refuses_nothing(
    client: Browser, place: Place
) -> None:
    change(place, legal_basis=LegalBasis.SHARED_GOODS)
    mine = place.requested()

    page = client.sign_in(place.manager).visit(f"/parcs/{place.pool.id}")
    assert "suppose que l’intercommunalité soit propriétaire" in page.main
    assert "Concerne : Chaise pliante, Tente pliante." in page.main
    page = client.visit(f"/demandes/{mine.request_id}")
    assert "suppose que l’intercommunalité soit propriétaire" in page.main
    client.send(page.form(f"/reservations/{mine.id}/valider"))


def test_the_manager_changes_the_conditions(client: Browser, place: Place) -> None:
    page = client.sign_in(place.manager).visit(conditions(place))
    form = page.form(conditions(place))

    page = client.send(form, quota_loans="4", kinds="ccas", published="1", slug="parc-de-maing")

    assert "Les conditions sont enregistrées." in page.main
    assert "4 prêts au plus" in page.main
    assert "nombre de prêts : rien → 4" in page.main
    assert "emprunteurs : commune → CCAS" in page.main
    assert "/public/parc-de-maing" in page.links
    again = client.visit(conditions(place))
    assert again.field("slug").get("value") == "parc-de-maing"


def test_saved_as_it_was_nothing_changes(client: Browser, place: Place) -> None:
    change(place, others_horizon_days=60, by_list=True, slug="parc", below_population=None)
    form = client.sign_in(place.manager).visit(conditions(place)).form(conditions(place))

    page = client.send(form)

    assert "Historique" not in page.main


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"name": " "}, "name", "obligatoire"),
        ({"notice_days": ""}, "notice_days", "obligatoire"),
        ({"notice_days": "beaucoup"}, "notice_days", "nombre entier"),
        ({"notice_days": "-1"}, "notice_days", "De 0 à 60"),
        ({"notice_days": "60", "horizon_months": "1"}, "notice_days", "aucune date"),
        ({"others_horizon_days": "2"}, "others_horizon_days", "aucune date"),
        ({"longest_days": "400"}, "longest_days", "De 1 à 366"),
        ({"quota_loans": "0"}, "quota_loans", "De 1"),
        ({"below_population": "0"}, "below_population", "De 1"),
        ({"legal_basis": "autre"}, "legal_basis", "Choix possibles"),
        ({"published": "1"}, "slug", "Donnez la fin de l’adresse"),
        ({"published": "1", "slug": "Parc de Maing"}, "slug", "minuscules"),
        ({"published": "1", "slug": "a-"}, "slug", "De 3 à 80"),
        ({"published": "1", "slug": "parc-", "hidden": ""}, "slug", "minuscules"),
        ({"published": "1", "slug": "déjà-vu"}, "slug", "minuscules"),
    ],
)
def test_what_is_wrong_is_named_beside_its_field(
    client: Browser, place: Place, typed: dict[str, str], field: str, words: str
) -> None:
    form = client.sign_in(place.manager).visit(conditions(place)).form(conditions(place))

    page = client.send(form, 422, **typed)

    assert words in (page.main if field == "legal_basis" else page.complaint(field))
    assert f"#{field}" in page.links
    db.session.refresh(place.pool)
    assert (place.pool.slug, place.pool.notice_days) == (None, 2)
    assert page.field("horizon_months").get("value") == typed.get("horizon_months", "24")


def test_ticks_that_contradict_one_another_are_named(client: Browser, place: Place) -> None:
    form = client.sign_in(place.manager).visit(conditions(place)).form(conditions(place))

    page = client.send(form, 422, hidden="1")
    assert "se prête à une liste de membres" in page.main
    page = client.send(form, 422, hidden="1", by_list="1", published="1", slug="parc")
    assert "n’a pas de page publique" in page.complaint("slug")
    form.fields.pop("kinds")
    page = client.send(form, 422)
    assert "Choisissez au moins un type d’organisme." in page.main


def test_only_its_manager_changes_the_conditions(client: Browser, place: Place) -> None:
    for person in (place.secretary, place.technician, place.neighbour):
        client.sign_in(person).visit(conditions(place), 403)
        client.send(conditions(place), 403, name="Autre")
    client.sign_in(place.stranger).visit(conditions(place), 404)


def opening(client: Browser, place: Place, status: int = 200, **facts: str) -> Any:
    """Open a pool of Quérénaing's for Maing."""
    form = client.visit(NEW).form(NEW)
    given = {"name": "Entre voisins", "neighbours": str(place.lender.id)} | facts
    return client.send(form, status, **given)


def test_a_secretary_opens_a_pool_in_one_page(client: Browser, place: Place) -> None:
    own = make_item(make_pool(place.borrower), 3, name="Friteuse")
    client.sign_in(place.secretary)
    assert NEW in client.visit("/parcs").links
    page = client.visit(NEW)
    assert "vous recevez le rôle de gestionnaire" in page.main
    assert "Friteuse" in page.main
    assert "Chaise pliante" not in page.main

    page = opening(client, place, items=str(own.id))

    assert page.title == "Entre voisins"
    assert "Vous en êtes gestionnaire" in page.main
    assert "Événementiel : 1" in page.main
    pool = db.session.scalars(select(Pool).filter_by(name="Entre voisins")).one()
    assert f"/parcs/{pool.id}/conditions" in page.links
    assert "À traiter" in page.text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": ""}, "obligatoire"),
        ({"neighbours": ""}, "Choisissez au moins une commune"),
        ({"neighbours": "999999"}, "n’existe pas dans votre territoire"),
        ({"neighbours": "tous"}, "Ce choix ne se lit pas"),
        ({"name": "Parc communautaire"}, "Un parc porte déjà ce nom."),
        ({"items": "999999"}, "Aucun matériel"),
    ],
)
def test_a_pool_that_cannot_be_opened_says_why(
    client: Browser, place: Place, typed: dict[str, str], words: str
) -> None:
    client.sign_in(place.secretary)
    form = client.visit(NEW).form(NEW)
    given = {"name": "Entre voisins", "neighbours": str(place.lender.id)} | typed
    answer = client.post(NEW, data=form.fields | given)

    assert answer.status_code in (404, 422)
    assert words in client.read(answer, answer.status_code).main
    assert count_rows(Pool) == 1


def test_what_is_promised_is_named_when_opening(client: Browser, place: Place) -> None:
    own = make_item(make_pool(place.borrower), 3, name="Friteuse")
    (mine,) = ask(as_actor(make_user(place.borrower, Role.MANAGER)), (own, 1))
    client.sign_in(place.secretary)

    page = opening(client, place, 409, items=str(own.id))

    assert f"« Friteuse » est promis (R-{mine:05d})" in page.main
    assert page.field("name").get("value") == "Entre voisins"


def test_a_technician_opens_nothing(client: Browser, place: Place) -> None:
    client.sign_in(place.technician).visit(NEW, 403)

    assert NEW not in client.visit("/parcs").links


def test_an_owner_puts_its_things_into_another_pool(client: Browser, place: Place) -> None:
    target = make_pool(place.lender, name="Parc neuf")
    client.sign_in(place.manager)
    sent = client.visit(f"/parcs/{target.id}").form(f"/parcs/{target.id}/materiel")

    page = client.send(sent, 422)
    assert "Choisissez au moins un matériel." in page.main
    page = client.send(sent, items=str(place.tents.id))

    assert "C’est dans le parc" in page.main
    assert "matériel : rien → Tente pliante" in page.main
    place.requested()
    page = client.send(sent, 409, items=str(place.chairs.id), request_key="autre")
    assert "« Chaise pliante » est promis" in page.main


def test_everybody_reads_the_public_page(client: Browser, place: Place) -> None:
    change(place, slug="parc-de-maing")
    place.chairs.stocks[0].depot.address = "12 rue Cachée"
    keep(place.chairs.stocks[0].depot)

    answer = client.get("/public/parc-de-maing")
    page = client.read(answer)

    assert "X-Robots-Tag" not in answer.headers
    assert "Chaise pliante" in page.main
    assert "Maing" in page.main
    for secret in ("Cachée", "dépôt", "€", "18,50", "Bruno", "@"):
        assert secret not in page.main


@pytest.mark.parametrize("case", ["never published", "hidden"])
def test_what_is_not_published_is_not_there(client: Browser, place: Place, case: str) -> None:
    if case == "hidden":
        change(place, slug="parc-de-maing", hidden=True, by_list=True)

    answer = client.get("/public/parc-de-maing")

    assert answer.status_code == 404
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_the_pages_of_the_house_are_for_no_search_engine(client: Browser, place: Place) -> None:
    assert client.get("/connexion").headers["X-Robots-Tag"] == "noindex"


def test_a_hidden_pool_is_not_there_for_others(client: Browser, place: Place) -> None:
    change(place, hidden=True, by_list=True)
    client.sign_in(place.neighbour)

    client.visit(f"/parcs/{place.pool.id}", 404)
    client.visit(f"/materiel/{place.chairs.id}", 404)
    assert "Parc communautaire" not in client.visit("/parcs").main
    assert "Chaise pliante" not in client.visit("/materiel").main
    client.send(f"/parcs/{place.pool.id}/materiel", 404)


def test_a_quota_reached_is_said_when_asking(client: Browser, place: Place) -> None:
    change(place, quota_loans=1)
    place.requested()
    client.sign_in(place.secretary)
    with client.session_transaction() as session:
        session["cart"] = {"TEN-3X3": 1}
    form = client.visit("/demandes/nouvelle").form("/demandes/nouvelle")

    page = client.send(form, 409, purpose="Ducasse")

    assert "prête 1 fois au plus sur 12 mois à un même emprunteur" in page.main
