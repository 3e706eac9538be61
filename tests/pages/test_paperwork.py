"""The settings of papers on their page."""

from booking.db import db
from booking.models.accounts import User
from booking.models.organizations import Territory
from booking.rules.paper_settings import SIGNED, ways
from booking.vocabulary import OrganizationKind, Role
from tests.client import Browser
from tests.factories import make_commune, make_user
from tests.pages.place import Place

PAPERS = "/administration/papiers"
SHIPPED = {f"admitted_{kind}": [each.value for each in ways(kind, {})] for kind in SIGNED}


def administrator(place: Place) -> User:
    territory = db.session.get_one(Territory, place.lender.territory_id)
    office = make_commune(territory, "CC du Val", kind=OrganizationKind.EPCI)
    return make_user(office, Role.ADMINISTRATOR)


def test_the_office_settles_the_papers_of_the_territory(client: Browser, place: Place) -> None:
    page = client.sign_in(administrator(place)).visit(PAPERS)
    assert "Réglage livré : sur papier, au parapheur." in page.main
    assert page.form(PAPERS).fields["needs_act"] == "true"

    sent = SHIPPED | {"owners_word": "true", "admitted_slip": ["screen"]}
    page = client.read(client.post(PAPERS, data=sent, follow_redirects=True))

    mine = db.session.get_one(Territory, place.lender.territory_id)
    assert (mine.needs_act, mine.owners_word) == (False, True)
    assert mine.admitted == {"slip": ["screen"]}
    assert "acte exigé avant signature : oui → non" in page.main
    assert "signatures admises, bon de prêt : à l’écran, par lien" in page.main
    ticked = [e.get("value") for e in page.root.all("input") if e.get("name") == "admitted_slip"]
    chosen = [
        each.get("value")
        for each in page.root.all("input")
        if each.get("name") == "admitted_slip" and "checked" in each.attributes
    ]
    assert (len(ticked), chosen) == (4, ["screen"])


def test_a_paper_that_nobody_could_sign_is_named_and_nothing_is_kept(
    client: Browser, place: Place
) -> None:
    client.sign_in(administrator(place))
    for wrong, said in (([], "Gardez au moins une façon"), (["fax"], "Choix possibles")):
        page = client.read(client.post(PAPERS, data=SHIPPED | {"admitted_slip": wrong}), 422)
        assert said in page.main
    assert db.session.get_one(Territory, place.lender.territory_id).needs_act is True


def test_others_find_nothing(client: Browser, place: Place) -> None:
    for person in (place.manager, place.secretary, place.stranger):
        client.sign_in(person).visit(PAPERS, 404)
        client.send(PAPERS, 404)
        assert PAPERS not in client.visit("/administration").links
