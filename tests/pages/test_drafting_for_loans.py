"""The papers of a loan, prepared and issued from the page of its request."""

import pytest

from booking.db import db
from booking.models.reservations import Request, Reservation
from booking.paperwork import PaperKind, PaperState
from booking.usecases import loans
from booking.vocabulary import ActKind
from tests.client import Browser
from tests.issued import paper_of
from tests.pages.drafted import forget, only
from tests.pages.place import Place, as_actor

NEW = "/conventions/nouvelle"
UNTIL = "2099-12-31"
HANGAR = {"options-local-value": "Hangar", "options-clés-value": "Deux jeux."}


def test_without_a_framework_the_request_offers_it_or_a_convention(
    client: Browser, place: Place
) -> None:
    forget(place, ActKind.FRAMEWORK)
    mine = place.approved()
    client.sign_in(place.manager)
    page = client.visit(f"/demandes/{mine.request_id}")
    assert "Aucune convention-cadre n’est en vigueur" in page.main
    sides = f"partenaire={place.borrower.id}&preteur={place.lender.id}"
    assert f"{NEW}?type=framework&{sides}" in page.links
    counter = f"/comptoir/remise/{mine.id}"
    refused = client.send(client.visit(counter).form(counter), 409, borrower_name="Luc")
    assert "aucune convention-cadre n’est en vigueur" in refused.main
    assert f"/demandes/{mine.request_id}" in refused.links
    seen = browse(client, place, mine.request_id)
    assert "Établir une convention" not in seen

    client.sign_in(place.manager)
    page = client.send(page.form(f"/reservations/{mine.id}/convention"))

    assert only().kind is PaperKind.LOAN
    assert "Aucune convention-cadre" not in page.main


def browse(client: Browser, place: Place, request_id: int) -> str:
    """Return what the borrower reads of a request."""
    return client.sign_in(place.secretary).visit(f"/demandes/{request_id}").main


def test_a_paper_that_cannot_be_issued_says_why_on_the_page_of_the_request(
    client: Browser, place: Place
) -> None:
    mine = place.approved()
    client.sign_in(place.manager)

    page = client.send(f"/reservations/{mine.id}/convention", 409, kind="loan")
    assert "ce prêt est déjà établi" in page.main
    assert f"n° {mine.convention}" in page.main
    page = client.send(f"/reservations/{mine.id}/convention", 422, kind="framework")
    assert page.title.startswith("Fête de la Saint-Jean")
    page = client.send(f"/reservations/{mine.id}/avenant", 409)
    assert "Rien n’a changé" in page.main
    client.sign_in(place.stranger).send(f"/reservations/{mine.id}/avenant", 404)
    client.sign_in(place.secretary).send(f"/reservations/{mine.id}/avenant", 403)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (ActKind.FRAMEWORK, "un bon de prêt ne"),
        (ActKind.DELIBERATION, "Il manque l’acte qui autorise le prêteur"),
    ],
)
def test_what_a_paper_of_a_loan_lacks_is_said_on_the_page_of_the_request(
    client: Browser, place: Place, kind: ActKind, said: str
) -> None:
    forget(place, kind)
    mine = place.approved()
    client.sign_in(place.manager)

    page = client.send(f"/reservations/{mine.id}/convention", 409, kind="slip")

    assert said in page.main
    assert page.title.startswith("Fête de la Saint-Jean")


def test_an_amendment_that_lacks_the_act_says_so_on_the_page_of_the_request(
    client: Browser, place: Place
) -> None:
    mine = place.approved()
    forget(place, ActKind.DELIBERATION)
    db.session.get_one(Reservation, mine.id).lines[0].quantity = 9
    db.session.commit()
    client.sign_in(place.manager)

    page = client.send(f"/reservations/{mine.id}/avenant", 409)

    assert "Il manque l’acte qui autorise le prêteur" in page.main


def test_the_framework_that_a_request_offers_is_prepared_by_its_form(
    client: Browser, place: Place
) -> None:
    forget(place, ActKind.FRAMEWORK)
    mine = place.approved()
    client.sign_in(place.manager)
    (link,) = [
        each for each in client.visit(f"/demandes/{mine.request_id}").links if "framework" in each
    ]

    page = client.visit(link)
    assert page.field("partner")
    assert client.send(page.form(NEW), 422).complaint("ends_on")
    client.send(page.form(NEW), ends_on=UNTIL)

    assert (only().kind, only().partner_id) == (PaperKind.FRAMEWORK, place.borrower.id)


def test_what_is_stated_of_a_loan_is_prepared_from_its_request(
    client: Browser, place: Place
) -> None:
    mine = place.approved()
    request = f"/demandes/{mine.request_id}"

    def offered() -> list[str]:
        start = f"{NEW}?type="
        found = [each for each in client.visit(request).links if each.startswith(start)]
        assert all(each.endswith(f"&reservation={mine.id}") for each in found)
        return [each.removeprefix(start).partition("&")[0] for each in found]

    client.sign_in(place.secretary)
    assert offered() == []
    client.sign_in(place.manager)
    assert offered() == ["report_out"]
    loans.hand_over(as_actor(place.manager), mine.id)
    assert offered() == ["report_out", "report_back", "incident"]
    db.session.get_one(Request, mine.request_id).beneficiary_name = "Les Amis de Quérénaing"
    db.session.commit()
    assert offered() == ["report_out", "report_back", "incident", "aid_value"]
    for kind in ("report_out", "report_back", "incident", "aid_value"):
        form = client.visit(f"{NEW}?type={kind}&reservation={mine.id}").form(NEW)
        needed = {each: "Noté." for each in form.fields if each.startswith("options-")}
        client.send(form, **needed)
        assert (only().kind.value, only().reservation_id) == (kind, mine.id)


def test_what_is_out_keeps_its_paper(client: Browser, place: Place) -> None:
    mine = place.out()
    paper = paper_of(mine.id)
    client.sign_in(place.manager)

    page = client.send(f"/conventions/{paper.id}/annuler", 409, reason="Erreur.")

    assert "Le matériel est sorti sous ce papier" in page.main
    assert paper.state is PaperState.TO_SIGN
