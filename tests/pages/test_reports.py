"""The report of what passed the counter, where a loan and a paper are read."""

from booking.db import db
from booking.models.conventions import Convention
from booking.models.loans import Passage
from booking.usecases import loans
from tests.client import Browser
from tests.pages.place import Place, as_actor
from tests.usecases.test_reports import BOTH, report_of


def test_the_manager_issues_the_report_of_what_nobody_told(client: Browser, place: Place) -> None:
    mine = place.out()
    passage = db.session.query(Passage).one()
    address = f"/reservations/{mine.id}/passages/{passage.id}/etat-des-lieux"
    client.sign_in(place.secretary)
    assert address not in str(client.visit(f"/demandes/{mine.request_id}").main)
    client.sign_in(place.manager)
    page = client.visit(f"/demandes/{mine.request_id}")
    assert "rien n’a été noté au comptoir" in page.main
    form = page.form(address)

    answer = client.post(address, data=form.fields)

    made = report_of(mine.id)
    assert (answer.status_code, answer.location) == (302, f"/conventions/{made.id}")
    again = client.post(address, data={**form.fields, "request_key": "autre"})
    assert again.status_code == 409
    assert db.session.query(Convention).filter_by(passage_id=passage.id).count() == 1


def test_a_report_signed_at_the_counter_is_among_the_papers(client: Browser, place: Place) -> None:
    mine = place.approved()
    loans.hand_over(as_actor(place.manager), mine.id, BOTH)
    made = report_of(mine.id)
    client.sign_in(place.secretary)

    assert f"État des lieux de départ n° {made.number}" in client.visit("/conventions").main
    assert made.number in client.visit(f"/demandes/{mine.request_id}").main
    page = client.visit(f"/conventions/{made.id}")
    assert "au comptoir" in page.main
    assert "a signé au comptoir" in page.main
    assert client.get(f"/conventions/{made.id}.pdf?signe=1").data.startswith(b"%PDF")
    assert client.get(f"/conventions/{made.id}/dossier.zip").status_code == 200
