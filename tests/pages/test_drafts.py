"""A form is kept as a draft, found again in the list, and thrown away."""

from booking.queries import drafts
from booking.vocabulary import Role
from tests.client import Browser
from tests.factories import make_user
from tests.pages.asked import ASK, filled
from tests.pages.place import Place, as_actor

SAVE = "/demandes/brouillon"


def test_without_script_a_button_keeps_the_form(client: Browser, place: Place) -> None:
    form = filled(client.sign_in(place.secretary), place)

    page = client.send(SAVE, **form.fields | {"starts_at": "demain", "lines-0-quantity": "x"})

    assert "Brouillon enregistré à " in page.main
    kept = page.form(ASK).fields
    assert (kept["purpose"], kept["starts_at"]) == ("Ducasse", "demain")
    assert kept["lines-0-quantity"] == "x"
    assert kept["request_key"] == form.fields["request_key"]


def test_the_script_is_told_when_it_was_kept(client: Browser, place: Place) -> None:
    form = filled(client.sign_in(place.secretary), place)

    answer = client.post(SAVE, data=form.fields, headers={"Accept": "application/json"})

    assert answer.status_code == 200
    assert answer.get_json()["said"].startswith("Brouillon enregistré à ")
    assert len(drafts.of(as_actor(place.secretary))) == 1


def test_the_list_shows_drafts_first_to_their_author_alone(client: Browser, place: Place) -> None:
    client.sign_in(place.secretary)
    client.send(SAVE, **filled(client, place).fields)

    page = client.visit("/demandes")

    assert "Brouillon Ducasse 2 × Tente pliante" in page.main
    [resume] = [link for link in page.links if "brouillon=" in link]
    assert client.visit(resume).form(ASK).fields["purpose"] == "Ducasse"
    client.sign_in(make_user(place.borrower, Role.SECRETARY))
    assert "Ducasse" not in client.visit("/demandes").main
    assert client.visit(resume, 404)


def test_a_draft_is_thrown_away_once_confirmed(client: Browser, place: Place) -> None:
    client.sign_in(place.secretary)
    client.send(SAVE, **filled(client, place).fields)
    [mine] = drafts.of(as_actor(place.secretary))
    discard = client.visit("/demandes").form(f"/demandes/brouillons/{mine.id}/supprimer")
    client.sign_in(place.manager)
    assert client.post(discard.action).status_code == 404

    page = client.sign_in(place.secretary).send(discard)

    assert "Le brouillon est supprimé." in page.main
    assert "Ducasse" not in page.main
    assert client.visit(f"{ASK}?brouillon={mine.id}", 404)


def test_a_draft_resumed_and_submitted_leaves_the_list(client: Browser, place: Place) -> None:
    client.sign_in(place.secretary)
    resumed = client.send(SAVE, **filled(client, place).fields)

    page = client.send(resumed.form(ASK))

    assert "Votre demande est déposée." in page.main
    assert "brouillon" not in " ".join(client.visit("/demandes").links)


def test_a_key_that_no_form_bears_is_refused(client: Browser, place: Place) -> None:
    client.sign_in(place.secretary)

    assert client.post(SAVE, data={"request_key": "k" * 101}).status_code == 422
    assert client.post(SAVE, data={}).status_code == 302


def test_who_may_not_ask_keeps_no_draft(client: Browser, place: Place) -> None:
    client.sign_in(make_user(place.borrower, Role.OBSERVER))

    assert client.post(SAVE, data={"purpose": "x"}).status_code == 403
