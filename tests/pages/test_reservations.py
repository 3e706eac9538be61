"""Reading requests and answering those of others, by pages."""

import pytest

from booking.usecases import reservations as acts
from booking.vocabulary import Role
from tests.client import Browser
from tests.factories import lose, make_user
from tests.pages.place import Place, as_actor

WORDS = {"approve": "valider", "refuse": "refuser", "cancel": "annuler"}


def address(reservation_id: int, act: str) -> str:
    return f"/reservations/{reservation_id}/{WORDS[act]}"


def test_the_queue_lists_what_waits_for_the_manager(client: Browser, place: Place) -> None:
    mine = place.requested()
    client.sign_in(place.manager)

    page = client.visit("/a-traiter")
    assert "Quérénaing" in page.main
    assert f"/demandes/{mine.request_id}" in page.links

    client.send(address(mine.id, "approve"))
    assert "Tout est traité" in client.visit("/a-traiter").main


def test_the_queue_of_others_is_empty(client: Browser, place: Place) -> None:
    place.requested(10)

    for person in (place.neighbour, place.stranger):
        assert "Tout est traité" in client.sign_in(person).visit("/a-traiter").main


def test_the_manager_reads_all_that_is_needed_to_decide(client: Browser, place: Place) -> None:
    mine, rival = place.requested(15), place.requested(5)

    page = client.sign_in(place.manager).visit(f"/demandes/{mine.request_id}")

    assert "873 habitants : peut emprunter (moins de 5 000)" in page.main
    assert "Tout est libre à ces dates" in page.main
    assert "Autour de ces dates" in page.main
    assert f"/demandes/{rival.request_id}" in page.links
    offered = {each.action for each in page.forms}
    assert offered >= {address(mine.id, act) for act in ("approve", "refuse")}


def test_approving_says_so_and_offers_the_convention(client: Browser, place: Place) -> None:
    mine = place.requested()
    client.sign_in(place.manager)

    page = client.send(
        client.visit(f"/demandes/{mine.request_id}").form(address(mine.id, "approve"))
    )

    assert "La demande est validée" in page.main
    assert place.seen(mine.id).status == "approved"
    assert f"/reservations/{mine.id}/convention.pdf" in page.links


@pytest.mark.parametrize("act", [*WORDS])
def test_one_click_sent_twice_is_harmless(client: Browser, place: Place, act: str) -> None:
    mine = place.requested()
    client.sign_in(place.secretary if act == "cancel" else place.manager)
    form = client.visit(f"/demandes/{mine.request_id}").form(address(mine.id, act))

    first = client.send(form, reason="Promis.") if act == "refuse" else client.send(form)
    second = client.send(form, reason="Promis.") if act == "refuse" else client.send(form)

    assert first.title == second.title
    assert place.seen(mine.id).revision == mine.revision + 1


def test_two_windows_that_approve_are_told_what_became_of_it(client: Browser, place: Place) -> None:
    mine = place.requested()
    client.sign_in(place.manager)
    page = f"/demandes/{mine.request_id}"
    first, second = (client.visit(page).form(address(mine.id, "approve")) for _ in range(2))
    client.send(first)

    refused = client.send(second, 409)

    assert "Ce n’est plus possible" in refused.main


def test_refusing_without_a_reason_is_said_beside_the_field(client: Browser, place: Place) -> None:
    mine = place.requested()
    client.sign_in(place.manager)
    form = client.visit(f"/demandes/{mine.request_id}").form(address(mine.id, "refuse"))

    for blank in ("", "   "):
        page = client.send(form, 422, reason=blank)
        assert page.complaint(f"reason-{mine.id}") == "Ce champ est obligatoire."
        assert f"#reason-{mine.id}" in page.links
    assert place.seen(mine.id).status == "requested"


def test_the_borrower_reads_why_it_was_refused(client: Browser, place: Place) -> None:
    mine = place.requested()
    client.sign_in(place.manager).send(address(mine.id, "refuse"), reason="Déjà <b>promis</b>.")

    page = client.sign_in(place.secretary).visit(f"/demandes/{mine.request_id}")

    assert "Motif : Déjà <b>promis</b>." in page.main
    assert "Refusée" in page.main
    assert "Fête de la Saint-Jean" in client.visit("/demandes?etat=passees").main
    assert "Aucune demande en cours" in client.visit("/demandes").main


@pytest.mark.parametrize("reason", ["", "Plus besoin."])
def test_the_borrower_gives_up(client: Browser, place: Place, reason: str) -> None:
    mine = place.approved()
    client.sign_in(place.secretary)
    form = client.visit(f"/demandes/{mine.request_id}").form(address(mine.id, "cancel"))

    page = client.send(form, reason=reason)

    assert "La réservation est annulée" in page.main
    assert place.seen(mine.id).reason == reason


@pytest.mark.parametrize("act", ["cancel", "refuse"])
def test_a_reason_that_is_too_long_is_said_beside_the_field(
    client: Browser, place: Place, act: str
) -> None:
    mine = place.requested()
    client.sign_in(place.manager)

    page = client.send(address(mine.id, act), 422, reason="x" * 1001)

    assert "à corriger" in page.main
    assert place.seen(mine.id).status == "requested"


def test_the_story_is_told_to_its_end_at_the_counter(client: Browser, place: Place) -> None:
    mine = place.approved()
    client.sign_in(place.technician)
    page = client.visit(f"/demandes/{mine.request_id}")
    assert not [each for each in page.forms if each.action == address(mine.id, "cancel")]

    counter = f"/comptoir/remise/{mine.id}"
    assert counter in page.links
    page = client.send(client.visit(counter).form(counter), borrower_name="Luc Petit")
    assert "La remise est enregistrée" in page.main
    back = f"/comptoir/retour/{mine.id}"
    page = client.send(client.visit(back).form(back), borrower_name="Luc Petit")
    assert "Le retour est enregistré" in page.main
    assert "Retournée, à contrôler" in page.main


@pytest.mark.parametrize("act", [*WORDS])
def test_the_reservations_of_others_are_not_found(client: Browser, place: Place, act: str) -> None:
    mine = place.requested()

    for person in (place.neighbour, place.stranger):
        client.sign_in(person)
        assert client.visit(f"/demandes/{mine.request_id}", 404).title == "Page introuvable"
        client.send(address(mine.id, act), 404, reason="Non.")
    client.send(address(999_999_999, act), 404)
    client.send(address(10**20, act), 404)
    assert place.seen(mine.id).status == "requested"


@pytest.mark.parametrize("act", WORDS)
def test_a_technician_does_not_decide(client: Browser, place: Place, act: str) -> None:
    mine = place.requested()

    page = client.sign_in(place.technician).send(address(mine.id, act), 403, reason="Non.")

    assert page.title == "Cette action n’est pas possible"
    assert "Votre rôle" in page.main


def test_only_what_is_possible_is_offered(client: Browser, place: Place) -> None:
    mine = place.requested()
    elected = make_user(place.borrower, Role.ELECTED)

    def offered(person: object) -> set[str]:
        page = client.sign_in(person).visit(f"/demandes/{mine.request_id}")  # type: ignore[arg-type]
        found = {each.action for each in page.forms if each.action.startswith("/reservations/")}
        return found - {f"/reservations/{mine.id}/{each}" for each in ("messages", "pieces")}

    assert offered(place.secretary) == {address(mine.id, "cancel")}
    assert offered(elected) == set()
    acts.approve(as_actor(place.manager), mine.id)
    assert offered(place.manager) == {address(mine.id, "cancel")}
    page = client.sign_in(place.manager).visit(f"/demandes/{mine.request_id}")
    assert f"/comptoir/remise/{mine.id}" in page.links


def test_the_manager_approves_beyond_the_stock_and_says_why(client: Browser, place: Place) -> None:
    mine = place.requested(30)
    lose(place.chairs.stocks[0], 20)
    client.sign_in(place.manager)
    form = client.visit(f"/demandes/{mine.request_id}").form(address(mine.id, "approve"))

    page = client.send(form, 409)
    assert "30 demandés, 20 sont libres" in page.main
    assert f"#despite-{mine.id}" in page.links
    assert place.seen(mine.id).status == "requested"
    assert client.send(form, 422, despite="x" * 1001).complaint("despite")

    page = client.send(page.form(address(mine.id, "approve")), despite="L’école en prête.")
    assert "Dérogation L’école en prête." in page.main
    assert "dont 10 de plus que libres" in page.main
    assert place.seen(mine.id).status == "approved"


def test_the_page_tells_what_happened_and_names_nobody_of_the_other_town_hall(
    client: Browser, place: Place
) -> None:
    mine = place.approved()

    page = client.sign_in(place.secretary).visit(f"/demandes/{mine.request_id}").main

    past = page.partition("Historique de R-")[2]
    assert "Maing a validé" in past
    assert f"{place.secretary.name} , Quérénaing, a demandé" in past
    assert place.manager.name not in past
