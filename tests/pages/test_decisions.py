"""Deciding on one page: consequences, past, in part, usual reasons, who was faster."""

from typing import Any

import pytest

from booking.usecases import reservations as acts
from booking.vocabulary import Role, Status
from tests.client import Browser
from tests.factories import ask, lose, make_actor, make_commune, make_user, row
from tests.pages.place import Place, as_actor


def test_the_manager_reads_what_approving_changes(client: Browser, place: Place) -> None:
    mine = place.requested(30)
    page = client.sign_in(place.manager).visit(f"/demandes/{mine.request_id}")
    assert "Valider ne refuse aucune autre demande." in page.main
    assert "Premier prêt de Quérénaing auprès de ce parc." in page.main

    lose(place.chairs.stocks[0], 15)

    page = client.visit(f"/demandes/{mine.request_id}")
    assert "Il manquera 5 × Chaise pliante pour Quérénaing." in page.main
    borrower = client.sign_in(place.secretary).visit(f"/demandes/{mine.request_id}").main
    assert "Il manquera" not in borrower
    assert "Premier prêt" not in borrower


def test_the_past_is_told_as_facts(client: Browser, place: Place) -> None:
    refused, mine = place.requested(1), place.requested(2)
    acts.refuse(as_actor(place.manager), refused.id, "Non.")

    page = client.sign_in(place.manager).visit(f"/demandes/{mine.request_id}")

    assert "1 demande refusée" in page.main
    assert "Aucun prêt" in page.main


def test_fewer_are_granted_from_the_page(client: Browser, place: Place) -> None:
    mine = place.requested(30)
    client.sign_in(place.manager)
    form = client.visit(f"/demandes/{mine.request_id}").form(f"/reservations/{mine.id}/valider")
    assert form.fields["lines-0-quantity"] == "30"

    page = client.send(form, 422, **{"lines-0-quantity": "20"})
    assert "Dites pourquoi vous accordez moins" in page.complaint("reason")
    form = page.form(f"/reservations/{mine.id}/valider")
    assert form.fields["lines-0-quantity"] == "20"
    page = client.send(form, reason="L’école en a besoin.")

    assert "validés sur 30 demandés" in page.main
    assert "Non accordé : 10 × Chaise pliante" in page.main
    borrower = client.sign_in(place.secretary).visit(f"/demandes/{mine.request_id}")
    assert "Accordée en partie." in borrower.main
    assert "Non accordé : 10 × Chaise pliante. Motif : L’école en a besoin." in borrower.main


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("31", "30 au plus, comme demandé."),
        ("0", "Gardez au moins un matériel, ou refusez la demande."),
        ("", "Donnez une quantité à chaque ligne"),
        ("dix", "Donnez une quantité à chaque ligne"),
    ],
)
def test_a_quantity_that_cannot_be_granted_is_said(
    client: Browser, place: Place, typed: str, said: str
) -> None:
    mine = place.requested(30)
    client.sign_in(place.manager)
    form = client.visit(f"/demandes/{mine.request_id}").form(f"/reservations/{mine.id}/valider")

    page = client.send(form, 422, **{"lines-0-quantity": typed})

    assert said in page.main
    assert page.field("lines-0-quantity").get("value") == typed
    assert place.seen(mine.id).status is Status.REQUESTED


def test_too_few_are_left_and_less_is_granted_instead(client: Browser, place: Place) -> None:
    mine = place.requested(40)
    lose(place.chairs.stocks[0], 4)
    client.sign_in(place.manager)
    address = f"/reservations/{mine.id}/valider"

    page = client.send(client.visit(f"/demandes/{mine.request_id}").form(address), 409)
    assert "36 sont libres" in page.main

    page = client.send(page.form(address), **{"lines-0-quantity": "36", "reason": "En panne."})
    assert "La demande est validée" in page.main


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ({"usual": "unfit"}, "Le matériel est en panne ou en contrôle à ces dates."),
        (
            {"usual": "staff", "reason": "Rappelez lundi."},
            "Personne ne peut remettre ou reprendre le matériel à ces dates. Rappelez lundi.",
        ),
    ],
)
def test_a_usual_reason_is_what_the_borrower_reads(
    client: Browser, place: Place, typed: dict[str, str], read: str
) -> None:
    mine = place.requested()
    client.sign_in(place.manager).send(f"/reservations/{mine.id}/refuser", **typed)

    assert row(mine.id).usual_reason == typed["usual"]
    page = client.sign_in(place.secretary).visit(f"/demandes/{mine.request_id}")
    assert f"Motif : {read}" in page.main


@pytest.mark.parametrize(("done", "said"), [("approve", "validée"), ("refuse", "refusée")])
@pytest.mark.parametrize("trying", ["valider", "refuser"])
def test_who_comes_second_reads_who_was_faster(
    client: Browser, place: Place, done: str, said: str, trying: str
) -> None:
    mine = place.requested()
    colleague = make_user(place.lender, Role.MANAGER, name="Aline Petit")
    reason: Any = ("Non.",) if done == "refuse" else ()
    getattr(acts, done)(as_actor(colleague), mine.id, *reason)

    page = client.sign_in(place.manager).send(
        f"/reservations/{mine.id}/{trying}", 409, reason="Promis."
    )

    assert f"Ce n’est plus possible : déjà {said} par Aline Petit le " in page.main
    assert page.title.startswith("Fête de la Saint-Jean")


def test_who_waits_is_named(client: Browser, place: Place) -> None:
    mine = place.requested(30)
    artres = make_actor(make_commune(place.lender.territory, "Famars"))
    other = row(ask(artres, (place.chairs, 7))[0])
    other.status = Status.WAITLISTED

    page = client.sign_in(place.manager).visit(f"/demandes/{mine.request_id}")

    assert "Valider laisse en liste d’attente : Famars (7 × Chaise pliante)" in page.main


def test_what_was_cancelled_since_says_so_too(client: Browser, place: Place) -> None:
    mine = place.approved()
    acts.cancel(as_actor(place.secretary), mine.id)

    page = client.sign_in(place.manager).send(f"/reservations/{mine.id}/valider", 409)

    assert "déjà validée par Bruno Lefebvre le " in page.main
    assert ", puis : annulée." in page.main
