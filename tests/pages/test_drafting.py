"""The pages on which papers are prepared, issued and cancelled."""

from datetime import date

import pytest

from booking.db import db
from booking.models.catalogue import Share
from booking.models.conventions import Act, Convention
from booking.paperwork import PaperKind, PaperState
from booking.rules.options import OPTIONS, Option
from booking.rules.paperwork import Drafted
from booking.usecases import drafting
from booking.vocabulary import ActKind
from tests.client import Browser
from tests.factories import keep
from tests.pages.place import Place, as_actor

NEW = "/conventions/nouvelle"
UNTIL = "2099-12-31"
HANGAR = {"options-local-value": "Hangar", "options-clés-value": "Deux jeux."}


def only() -> Convention:
    return db.session.query(Convention).order_by(Convention.id.desc()).first()


def forget(place: Place, kind: ActKind) -> None:
    bodies = (place.lender.id, place.borrower.id)
    found = db.session.query(Act).filter(Act.organization_id.in_(bodies), Act.kind == kind)
    found.delete()
    db.session.commit()


def prepared(place: Place) -> int:
    ends_on = date.fromisoformat(UNTIL)
    said = Drafted(PaperKind.FRAMEWORK, partner=place.borrower.id, ends_on=ends_on)
    return drafting.prepare(as_actor(place.manager), said)


def test_a_framework_is_prepared_changed_and_issued(client: Browser, place: Place) -> None:
    client.sign_in(place.manager)
    page = client.visit(NEW)
    assert f"{NEW}?type=framework" in page.links
    form = client.visit(f"{NEW}?type=framework&partenaire={place.borrower.id}").form(NEW)
    assert form.fields["partner"] == str(place.borrower.id)

    answer = client.post(NEW, data={**form.fields, "ends_on": UNTIL, "renewable": "true"})

    mine = only()
    assert (answer.status_code, answer.location) == (302, f"/conventions/{mine.id}")
    assert (mine.kind, mine.state, mine.renewable) == (
        PaperKind.FRAMEWORK,
        PaperState.DRAFT,
        True,
    )
    address = f"/conventions/{mine.id}/modifier"
    page = client.visit(address)
    assert page.field("ends_on").get("value") == UNTIL
    fields = {**page.form(address).fields, "ends_on": "2098-12-31"}
    assert client.post(address, data=fields).status_code == 302
    assert mine.ends_on.year == 2098
    issuing = page.form(f"/conventions/{mine.id}/etablir")
    assert client.post(issuing.action, data=issuing.fields).status_code == 302
    assert mine.number
    assert "Il ne change plus" in client.visit(address).main


@pytest.mark.parametrize(
    ("kind", "changed", "field"),
    [
        ("framework", {"ends_on": UNTIL}, "partner"),
        ("framework", {"partner": "me"}, "ends_on"),
        ("framework", {"starts_on": "2030-01-02", "ends_on": "2030-01-01"}, "ends_on"),
        ("storage", {"ends_on": UNTIL, **HANGAR}, "depot"),
        ("management", {"ends_on": UNTIL}, "pool"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(
    client: Browser, place: Place, kind: str, changed: dict[str, str], field: str
) -> None:
    client.sign_in(place.manager)
    form = client.visit(f"{NEW}?type={kind}").form(NEW)
    if "partner" in changed:
        changed = {"partner": str(place.borrower.id)}

    page = client.send(form, 422, **changed)

    assert page.complaint(field)
    assert db.session.query(Convention).count() == 0


def test_what_a_kind_wants_typed_is_asked_and_kept(
    client: Browser, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = (Option("local", "Local", "Bâtiment.", needed=True), Option("clés", "Clés", lines=True))
    monkeypatch.setitem(OPTIONS, PaperKind.INCIDENT, known)
    mine = place.approved()
    client.sign_in(place.manager)
    form = client.visit(f"{NEW}?type=incident&reservation={mine.id}").form(NEW)

    page = client.send(form, 422, **{"options-clés-value": "Deux."})
    assert page.complaint("options-local-value")
    assert page.field("options-clés-value")
    page = client.send(page.form(NEW), 422, **{"options-local-value": "漢"})
    assert page.complaint("options-local-value")
    fields = {**form.fields, "options-local-value": "Hangar", "options-clés-value": "Deux."}
    assert client.post(NEW, data=fields).status_code == 302

    assert only().options == {"local": "Hangar", "clés": "Deux."}
    page = client.visit(f"/conventions/{only().id}/modifier")
    assert page.field("options-local-value").get("value") == "Hangar"


def test_co_ownership_says_whose_acts_it_needs(client: Browser, place: Place) -> None:
    own = {"item_id": place.chairs.id, "numerator": 1, "denominator": 2}
    keep(*(Share(organization_id=each.id, **own) for each in (place.lender, place.borrower)))
    client.sign_in(place.manager)
    form = client.visit(f"{NEW}?type=co_ownership").form(NEW)

    page = client.send(form, 422, pool=str(place.pool.id))
    assert "Ce champ est obligatoire." in page.main
    said = {"pool": str(place.pool.id), "acts_of": "each", "options-stockage-value": "Hangar"}
    fields = {**form.fields, **said}
    assert client.post(NEW, data=fields).status_code == 302


def test_without_the_act_the_page_says_why_it_stays_a_draft(client: Browser, place: Place) -> None:
    made = prepared(place)
    forget(place, ActKind.DELIBERATION)
    client.sign_in(place.manager)

    page = client.send(
        client.visit(f"/conventions/{made}/modifier").form(f"/conventions/{made}/etablir"), 409
    )

    assert "Il manque l’acte qui autorise le prêteur" in page.main


def test_a_draft_is_hidden_from_its_partner_and_papers_from_strangers(
    client: Browser, place: Place
) -> None:
    made = prepared(place)

    for person in (place.secretary, place.neighbour, place.stranger):
        client.sign_in(person).visit(f"/conventions/{made}/modifier", 404)
        for act in ("etablir", "annuler"):
            assert client.post(f"/conventions/{made}/{act}").status_code == 404
    client.sign_in(place.technician).visit(f"/conventions/{made}/modifier", 403)
    client.visit(NEW, 403)


def test_an_issued_paper_is_cancelled_with_a_reason(client: Browser, place: Place) -> None:
    made = prepared(place)
    drafting.issue(as_actor(place.manager), made)
    client.sign_in(place.manager)
    form = client.visit(f"/conventions/{made}/modifier").form(f"/conventions/{made}/annuler")

    page = client.send(form, 422)
    assert page.complaint("reason")
    again = page.form(f"/conventions/{made}/annuler")
    assert client.post(again.action, data={**again.fields, "reason": "Erreur."}).status_code == 302

    assert (only().state, only().reason) == (PaperState.CANCELLED, "Erreur.")


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
    refused = client.send(page.form(f"/reservations/{mine.id}/remettre"), 409)
    assert "aucune convention-cadre n’est en vigueur" in refused.main
    assert refused.form(f"/reservations/{mine.id}/convention")
    seen = browse(client, place, mine.request_id)
    assert "Établir une convention" not in seen

    client.sign_in(place.manager)
    page = client.send(page.form(f"/reservations/{mine.id}/convention"))

    assert only().kind is PaperKind.LOAN
    assert "Aucune convention-cadre" not in page.main


def browse(client: Browser, place: Place, request_id: int) -> str:
    """Return what the borrower reads of a request."""
    return client.sign_in(place.secretary).visit(f"/demandes/{request_id}").main


def test_a_paper_that_cannot_be_issued_says_why_and_leads_back(
    client: Browser, place: Place
) -> None:
    mine = place.approved()
    client.sign_in(place.manager)

    page = client.send(f"/reservations/{mine.id}/convention", 409, kind="loan")
    assert f"n° {mine.convention}" in page.main
    assert f"/demandes/{mine.request_id}" in page.links
    client.send(f"/reservations/{mine.id}/convention", 422, kind="framework")
    page = client.send(f"/reservations/{mine.id}/avenant", 409)
    assert "Rien n’a changé" in page.main
    client.sign_in(place.stranger).send(f"/reservations/{mine.id}/avenant", 404)
    client.sign_in(place.secretary).send(f"/reservations/{mine.id}/avenant", 403)


def test_a_framework_is_amended_from_what_it_says(client: Browser, place: Place) -> None:
    made = prepared(place)
    drafting.issue(as_actor(place.manager), made)
    client.sign_in(place.manager)

    page = client.visit(f"{NEW}?modifie={made}")

    assert page.field("ends_on").get("value") == UNTIL
    assert "convention-cadre n° " in page.main
    fields = {**page.form(NEW).fields, "ends_on": "2101-01-31"}
    assert client.post(NEW, data=fields).status_code == 302
    assert (only().amends_id, only().ends_on) == (made, date(2101, 1, 31))
    client.sign_in(place.neighbour).visit(f"{NEW}?modifie={made}", 404)
