"""Working without network: the worker, the token, the day a phone keeps, what waits."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from booking import clock
from booking.config import ROOT
from booking.pages import offline
from booking.rules.passages import Counted, Passing
from booking.usecases import loans
from booking.vocabulary import Status
from tests.client import Browser
from tests.factories import keep, row
from tests.pages.place import Place, as_actor


def test_the_worker_is_served_from_the_root_and_always_asked_for_again(client: Browser) -> None:
    answer = client.get("/service-worker.js")

    assert answer.status_code == 200
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Service-Worker-Allowed"] == "/"
    assert "worker-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in answer.headers


def test_who_is_signed_out_is_told_where_to_sign_in(client: Browser) -> None:
    answer = client.get("/comptoir/jeton.json")

    assert answer.status_code == 401
    assert answer.get_json() == {
        "code": "not_signed_in",
        "login": "/connexion?suite=/comptoir/envois",
    }


def test_who_opens_a_shared_mailbox_is_asked_first(client: Browser, place: Place) -> None:
    place.technician.shared = True
    client.sign_in(keep(place.technician))

    answer = client.get("/comptoir/jeton.json")

    assert answer.status_code == 401
    assert answer.get_json()["login"].startswith("/qui-etes-vous?suite=")


def test_a_form_kept_is_sent_with_a_fresh_token(client: Browser, place: Place) -> None:
    client.sign_in(place.technician)

    told = client.get("/comptoir/jeton.json")

    assert told.headers["Cache-Control"] == "private, no-store"
    assert told.get_json()["user"] == place.technician.id
    assert told.get_json()["organization"] == place.lender.id
    assert len(told.get_json()["csrf"]) > 40


def test_the_day_names_its_pages_what_draws_them_and_its_labels(
    client: Browser, place: Place
) -> None:
    mine = row(place.approved().id)
    mine.starts_at = clock.now()
    keep(mine)
    depot = place.chairs.stocks[0].depot
    client.sign_in(place.technician)

    day = client.get(f"/comptoir/journee.json?depot={depot.id}").get_json()

    assert day["depot"] == {"id": depot.id, "name": depot.name}
    assert "/comptoir/preparation" in day["pages"], "the sheet of the day is read in the shed"
    assert {"/comptoir", "/comptoir/envois", f"/comptoir/remise/{mine.id}"} <= set(day["pages"])
    assert f"/incidents/nouveau?reservation={mine.id}" not in day["pages"], "nothing has left"
    chairs = day["tags"][f"/materiel/{place.chairs.id}"]
    assert chairs["name"] == place.chairs.name
    form = {"address": f"/comptoir/remise/{mine.id}", "way": "out", "ahead": False}
    assert chairs["forms"] == [form | {"said": f"R-{mine.id:05d}, Quérénaing"}]
    assert {client.get(each).status_code for each in day["pages"]} == {200}


def test_what_leaves_and_comes_back_the_same_day_has_its_return_form_beforehand(
    client: Browser, place: Place
) -> None:
    mine = row(place.approved().id)
    mine.starts_at, mine.ends_at = clock.now(), clock.now() + timedelta(hours=6)
    keep(mine)
    client.sign_in(place.technician)
    day = client.get("/comptoir/journee.json").get_json()
    address = f"/comptoir/retour/{mine.id}?avance=1"
    assert address in day["pages"]
    assert {client.get(each).status_code for each in day["pages"]} == {200}

    page = client.visit(address)
    assert "n’est pas encore parti" in page.main
    back = page.form(f"/comptoir/retour/{mine.id}")
    early = client.send(back, 409, borrower_name="Luc Petit")
    assert "n’est pas encore parti" in early.main
    bare = {name: value for name, value in back.fields.items() if name.endswith(("_key", "-line"))}
    client.send(replace(back, fields=bare), 422)  # as a page of an older version may write it

    out = f"/comptoir/remise/{mine.id}"
    client.send(client.visit(out).form(out), borrower_name="Luc Petit")
    client.send(back, borrower_name="Luc Petit")
    assert row(mine.id).status is Status.RETURNED


def test_what_is_out_may_be_told_of_and_brought_early(client: Browser, place: Place) -> None:
    mine = place.out().id
    client.sign_in(place.technician)

    pages = client.get("/comptoir/journee.json").get_json()["pages"]

    assert f"/comptoir/retour/{mine}" in pages
    assert f"/incidents/nouveau?reservation={mine}" not in pages, "it is due long after tomorrow"


def test_a_form_has_another_version_once_its_loan_changed_and_a_list_has_none(
    client: Browser, place: Place
) -> None:
    mine = place.approved().id
    loans.hand_over(as_actor(place.manager), mine)
    client.sign_in(place.technician)
    address, line = f"/comptoir/retour/{mine}", row(mine).lines[0].id

    def versions() -> dict[str, int | None]:
        found: dict[str, int | None] = client.get("/comptoir/journee.json").get_json()["versions"]
        return found

    before = versions()
    assert before["/comptoir"] is before["/comptoir/preparation"] is None
    assert before == versions()
    loans.take_back(as_actor(place.manager), mine, Passing((Counted(line, 4),)))
    after = versions()
    assert {each for each in before if before[each] != after[each]} == {address}


def test_a_depot_that_is_none_is_said(client: Browser, place: Place) -> None:
    client.sign_in(place.technician)

    assert client.get("/comptoir/journee.json?depot=999999").status_code == 404
    assert client.get("/comptoir/journee.json?depot=x").get_json()["depot"]["id"] is None


def test_who_is_at_no_counter_keeps_no_day(client: Browser, place: Place) -> None:
    client.sign_in(place.secretary)

    assert client.get("/comptoir/journee.json").status_code == 404


def test_what_waits_has_its_page_and_each_page_counts_it(client: Browser, place: Place) -> None:
    assert "data-outbox" in client.get("/connexion").get_data(as_text=True)
    client.sign_in(place.technician)

    page = client.visit("/comptoir/envois")

    assert page.title == "Formulaires à envoyer"
    assert "Rien n’attend sur ce téléphone." in page.main
    body = page.root.all("body")[0]
    assert body.get("data-whose") == f"{place.technician.id}:{place.lender.id}"


@pytest.mark.parametrize("name", offline.SHELL)
def test_what_draws_the_kept_pages_exists(client: Browser, name: str) -> None:
    assert (ROOT / "static" / name).exists()


def test_the_worker_and_the_page_name_the_same_addresses() -> None:
    scripts = ROOT / "static" / "scripts"
    written = "".join((scripts / f"{each}.js").read_text() for each in ("worker", "outbox"))

    assert set(re.findall(r"\$\{(?:ROOT|root)\}(/[a-z./-]+)", written, re.IGNORECASE)) >= {
        "/comptoir/journee.json",
        "/comptoir/jeton.json",
        "/deconnexion",
    }
