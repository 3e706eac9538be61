"""A contested return on the screens of both: told first, answered, read by both; how it ended."""

from datetime import timedelta

import pytest

from booking.queries import contests
from booking.rules.passages import Counted, Passing, Signed
from booking.usecases import closing, loans
from tests.client import Browser
from tests.factories import set_clock
from tests.pages.place import Place, as_actor

pytestmark = pytest.mark.usefixtures("base")


def back(place: Place, damaged: int = 0) -> tuple[int, int, int]:
    """Take chairs back without a signature; return the request, the reservation, the passage."""
    mine = place.out(40)
    (line,) = mine.lines
    told = (Counted(line.id, 40, damaged=damaged),)
    passing = Passing(told, signed=Signed(unsigned="Déposé le soir."))
    loans.take_back(as_actor(place.manager), mine.id, passing)
    return mine.request_id, mine.id, passage_of(place)


def passage_of(place: Place) -> int:
    """Return what may be contested."""
    (noted,) = contests.to_contest(as_actor(place.secretary))
    return noted.passage_id


def test_a_contested_return_comes_first_wherever_the_manager_looks(
    client: Browser, place: Place
) -> None:
    request_id, mine, passage_id = back(place, damaged=3)
    client.sign_in(place.manager)
    assert "Retour contesté" not in client.visit("/").main
    closing.contest(as_actor(place.secretary), passage_id, "Rien n’était cassé.")

    for page in (client.visit("/"), client.visit("/a-traiter")):
        assert "Retour contesté" in page.main
        assert "Rien n’était cassé." in page.main
        assert f"/reservations/{mine}/etat#clore" in page.links
    assert "1 À répondre 1 retour contesté" in client.visit("/").main
    assert "À traiter 1" in " ".join(client.visit("/").text.split())
    assert "contesté" in client.visit("/comptoir").main
    assert "Le retour est contesté" in client.visit(f"/demandes/{request_id}").main
    (incident,) = [
        each
        for each in client.visit(f"/reservations/{mine}/etat").links
        if "/incidents/" in each and "nouveau" not in each
    ]
    assert "conteste le retour de ce prêt" in client.visit(incident).main


def test_the_answer_stands_under_the_objection_for_both(client: Browser, place: Place) -> None:
    _, mine, passage_id = back(place, damaged=3)
    closing.contest(as_actor(place.secretary), passage_id, "Rien n’était cassé.")
    state, answering = f"/reservations/{mine}/etat", f"/reservations/{mine}/repondre-contestation"
    client.sign_in(place.secretary)
    assert answering not in [each.action for each in client.visit(state).forms]
    client.send(answering, 403, answer="Non.")

    form = client.sign_in(place.manager).visit(state).form(answering)
    assert client.send(form, 422).complaint("answer")
    client.send(form, answer="Recompté : neuf.")

    for who in (place.manager, place.secretary):
        page = client.sign_in(who).visit(state)
        said = page.main
        assert said.index("Rien n’était cassé.") < said.index("Réponse de Maing")
        assert said.index("Réponse de Maing") < said.index("Recompté : neuf.")
    client.sign_in(place.stranger).send(answering, 404, answer="Non.")


def test_who_borrowed_is_told_of_a_return_noted_without_a_signature(
    client: Browser, place: Place
) -> None:
    request_id, mine, passage_id = back(place)
    client.sign_in(place.secretary)
    straight = f"/reservations/{mine}/etat?contester={passage_id}#passage-{passage_id}"

    for page in (client.visit("/"), client.visit(f"/demandes/{request_id}")):
        assert "sans votre signature" in page.main
        assert "contester jusqu’au" in page.main
        assert straight in page.links
    opened = [
        each for each in client.visit(straight).root.all("details") if "open" in each.attributes
    ]
    assert any("Contester ce constat" in each.text for each in opened)
    assert straight not in client.sign_in(place.manager).visit("/").links


def test_two_returns_stand_under_each_other_beside_the_departure(
    client: Browser, place: Place
) -> None:
    mine = place.out(40)
    (line,) = mine.lines
    for told in (Counted(line.id, 10), Counted(line.id, 30, damaged=2)):
        loans.take_back(as_actor(place.manager), mine.id, Passing((told,)))

    page = client.sign_in(place.manager).visit(f"/reservations/{mine.id}/etat")

    (halves,) = [each for each in page.root.all("div") if each.get("class") == "halves"]
    columns = [each for each in halves.all("div") if each.parent is halves]
    headings = [[one.text for one in each.all("h2")] for each in columns]
    assert [len(each) for each in headings] == [1, 2]
    assert "(2 sur 2)" in headings[1][1]
    (gap,) = [each for each in page.root.all("td") if each.get("data-label") == "Écart"]
    assert gap.text.strip() == "2 abîmés"


def test_a_closed_loan_shows_its_account_and_that_it_was_late(
    client: Browser, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = place.out(40)
    set_clock(monkeypatch, mine.ends_at + timedelta(days=3))
    passing = Passing(people=120, remark="Très bien.")
    loans.take_back(as_actor(place.manager), mine.id, passing)
    client.sign_in(place.manager)
    state = f"/reservations/{mine.id}/etat"
    assert "rendu avec 3 jours de retard" in client.visit(state).main
    assert "Bilan du prêt" not in client.visit(state).main

    closing.close(as_actor(place.manager), mine.id)

    said = client.sign_in(place.secretary).visit(state).main
    assert "Bilan du prêt" in said
    for told in ("jours", "120", "Très bien."):
        assert told in said


def test_a_name_without_a_drawing_may_be_contested_and_the_page_says_so(
    client: Browser, place: Place
) -> None:
    mine = place.out(40)
    signed = Signed(borrower_name="Éric Wallon")
    loans.take_back(as_actor(place.manager), mine.id, Passing(signed=signed))

    page = client.sign_in(place.secretary).visit(f"/reservations/{mine.id}/etat")

    assert "Éric Wallon (nom relevé, sans signature tracée)" in page.main
    assert "Contester ce constat" in page.main
    assert "avec le nom de Éric Wallon, sans signature tracée" in client.visit("/").main
