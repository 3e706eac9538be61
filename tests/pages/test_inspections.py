"""The pages of controls: what falls due, the register, planning and recording."""

import pytest

from booking.fitness import Equipment, Finding
from booking.models.catalogue import Item
from booking.models.inspections import Inspection
from booking.queries import inspections
from booking.queries.inspections import Register
from booking.rules.asking import Moved
from booking.usecases import asking, stocks
from booking.usecases import inspections as acts
from booking.vocabulary import Movement, Tracking
from tests.client import Browser, Page
from tests.factories import asked, make_item
from tests.fitness import day, inspect, loan
from tests.pages.place import Place, as_actor
from tests.pages.test_files import upload
from tests.usecases.tending import SINCE_LONG

PLAN, RECORD = "planifier", "enregistrer"


@pytest.fixture
def platform(place: Place) -> Item:
    """Give a lifting platform of Maing's with one copy."""
    told = {"equipment": Equipment.PLATFORM, "tracking": Tracking.NUMBERED, "reference": "NAC"}
    item = make_item(place.pool, 0, name="Nacelle 12 m", **told)
    depot = item.stocks[0].depot.name
    stocks.move(as_actor(place.manager), Moved("NAC", depot, Movement.PURCHASE, 1, at=SINCE_LONG))
    return item


def address(item: Item, act: str = "") -> str:
    return f"/controles/{item.id}" + (f"/{act}" if act else "")


def register(place: Place, item: Item) -> Register:
    return inspections.register(as_actor(place.manager), item.id)


def inspect_again(place: Place, item: Item) -> Inspection:
    """Plan a control in ten days, and return it."""
    return inspect(item, day(190), day=day(10), finding=None)


def borrow(place: Place, item: Item, first: int, last: int) -> int:
    """Borrow the platform in order for whole days; return the request."""
    who = as_actor(place.secretary)
    period = loan(who, first, last)
    return asking.request(who, asked((item, 1), period=period))


def row_of(page: Page, word: str) -> str:
    return next(each.text for each in page.root.all("tr") if word in each.text)


def test_a_technician_reads_what_is_urgent_and_follows_its_act(
    client: Browser, place: Place, platform: Item
) -> None:
    inspect(platform, day(-3))
    client.sign_in(place.technician)
    page = client.visit("/controles")

    assert "/controles" in client.visit("/").links
    assert "Échu" in row_of(page, "NAC-01")
    assert "1 échu" in page.main
    link = next(each for each in page.links if "faire=enregistrer" in each)
    form = client.visit(link).form(address(platform, RECORD))
    assert form.fields["thing"].endswith(":NAC-01")
    assert form.fields["control"] == "platform_check"

    page = client.send(form, finding="passed", provider="Apave", note="Rien à dire")

    assert "Le contrôle est enregistré." in page.text
    (done,) = (each for each in register(place, platform).done if each.day == day(0))
    assert (done.finding, done.provider) == (Finding.PASSED, "Apave")
    assert "En ordre" in row_of(client.visit("/controles"), "NAC-01")


def test_filters_stay_in_the_address_and_the_export_follows_them(
    client: Browser, place: Place, platform: Item
) -> None:
    client.sign_in(place.manager)

    page = client.visit("/controles?etat=valid")
    assert "Rien ne répond à ces filtres" in page.main
    page = client.visit(f"/controles?etat=never&depot={platform.stocks[0].depot_id}")
    assert "NAC-01" in page.main
    export = next(each for each in page.links if "export.csv" in each)
    assert "etat=never" in export
    answer = client.get(export)
    assert answer.mimetype == "text/csv"
    lines = answer.get_data(as_text=True).splitlines()
    assert lines[0].startswith("\ufeffMatériel;Référence;Exemplaire")
    assert lines[1].startswith("Nacelle 12 m;NAC;NAC-01")
    assert len(client.get("/controles/export.csv?etat=valid").get_data().splitlines()) == 1


def test_who_tends_nothing_reads_an_empty_schedule(
    client: Browser, place: Place, platform: Item
) -> None:
    client.sign_in(place.secretary)

    assert "Aucun contrôle à suivre" in client.visit("/controles").main
    client.visit(address(platform), 404)
    assert "/controles" not in client.visit("/").links


def test_a_report_is_sent_with_the_control_and_read_from_the_register(
    client: Browser, place: Place, platform: Item
) -> None:
    client.sign_in(place.manager)
    form = client.visit(address(platform)).form(address(platform, RECORD))
    fields = form.fields | {"finding": "remarks"}
    fields.pop("file")

    page = upload(client, form.action, b"%PDF-1.7 rapport", "VGP.pdf", **fields)

    (done,) = register(place, platform).done
    assert f"/fichiers/{done.report}" in page.links
    assert client.get(f"/fichiers/{done.report}").data == b"%PDF-1.7 rapport"
    page = upload(client, form.action, b"du texte", "VGP.pdf", 422, **fields)
    assert "ne se lit pas" in page.complaint("file")


def test_a_control_is_planned_moved_then_given_up(
    client: Browser, place: Place, platform: Item
) -> None:
    client.sign_in(place.technician)
    form = client.visit(address(platform)).form(address(platform, PLAN))

    page = client.send(form, day=day(10).isoformat(), provider="Apave")

    assert "Le contrôle est prévu" in page.text
    (planned,) = register(place, platform).planned
    where = f"/controles/prevus/{planned.id}"
    page = client.send(page.form(f"{where}/deplacer"), day=day(12).isoformat())
    assert register(place, platform).planned[0].day == day(12)
    assert "a déplacé un contrôle" in page.main
    page = client.send(page.form(f"{where}/deplacer"), 422, day="")
    assert page.complaint("day")
    page = client.send(client.visit(address(platform)).form(f"{where}/annuler"))
    assert register(place, platform).planned == ()


def test_a_planned_control_is_recorded_by_its_own_link(
    client: Browser, place: Place, platform: Item
) -> None:
    planned = inspect_again(place, platform)
    client.sign_in(place.technician)
    page = client.visit(address(platform))
    link = next(each for each in page.links if f"prevu={planned.id}" in each)
    form = client.visit(link).form(address(platform, RECORD))
    assert form.fields["planned"] == str(planned.id)

    client.send(form, finding="failed")

    found = register(place, platform)
    assert [(each.id, each.finding) for each in found.done] == [(planned.id, Finding.FAILED)]
    assert found.planned == ()


def test_loans_in_the_way_are_named_and_the_manager_may_go_on(
    client: Browser, place: Place, platform: Item
) -> None:
    inspect(platform, day(300))
    request_id = borrow(place, platform, 9, 11)
    client.sign_in(place.manager)
    form = client.visit(address(platform)).form(address(platform, PLAN))

    page = client.send(form, 409, day=day(10).isoformat(), provider="Apave")

    assert f"/demandes/{request_id}" in page.links
    assert page.field("despite")
    again = page.form(address(platform, PLAN))
    assert again.fields["day"] == day(10).isoformat()
    page = client.send(again, 409, then="despite")
    assert "Dites pourquoi" in page.complaint("despite")
    client.send(page.form(address(platform, PLAN)), then="despite", despite="C’est la loi.")
    assert [each.day for each in register(place, platform).planned] == [day(10)]


@pytest.mark.parametrize(
    ("act", "fields", "field"),
    [
        (PLAN, {"day": ""}, "day"),
        (PLAN, {"day": day(-2).isoformat()}, "day"),
        (RECORD, {"finding": ""}, "finding"),
        (RECORD, {"finding": "passed", "day": day(2).isoformat()}, "day"),
        (RECORD, {"finding": "passed", "valid_until": "1999-01-01"}, "valid_until"),
        (RECORD, {"finding": "passed", "thing": ""}, "thing"),
        (RECORD, {"finding": "passed", "control": "tent_check"}, "control"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    client: Browser, place: Place, platform: Item, act: str, fields: dict[str, str], field: str
) -> None:
    client.sign_in(place.manager)
    form = client.visit(address(platform)).form(address(platform, act))

    page = client.send(form, 422, provider="Apave", **fields)

    ids = [link for link in page.links if link.startswith(f"#{field}-")]
    (wrong,) = (each for each in page.root.all("input", "select") if f"#{each.get('id')}" in ids)
    assert wrong.get("aria-invalid") == "true"
    assert page.form(address(platform, act)).fields["provider"] == "Apave"
    assert register(place, platform).done == ()


def test_a_copy_that_is_elsewhere_is_said_beside_the_thing(
    client: Browser, place: Place, platform: Item
) -> None:
    client.sign_in(place.manager)
    form = client.visit(address(platform)).form(address(platform, PLAN))
    wrong = f"{platform.stocks[0].depot_id}:NAC-99"

    page = client.send(form, 404, day=day(3).isoformat(), thing=wrong)

    (said,) = (each.text for each in page.root.all("p") if each.get("id") == "thing-plan-erreur")
    assert "NAC-99" in said


def test_members_read_until_when_it_is_good_and_only_those_concerned_the_register(
    client: Browser, place: Place, platform: Item
) -> None:
    client.sign_in(place.secretary)
    item = f"/materiel/{platform.id}"
    assert "Vérification générale périodique : à faire" in client.visit(item).main
    inspect(platform, day(100))

    page = client.visit(item)

    assert "Vérification générale périodique : valable jusqu’au" in page.main
    assert address(platform) not in page.links
    client.sign_in(place.technician)
    assert address(platform) in client.visit(item).links


def test_others_are_refused(client: Browser, place: Place, platform: Item) -> None:
    planned = inspect_again(place, platform)
    posts = [address(platform, act) for act in (PLAN, RECORD)]
    posts += [f"/controles/prevus/{planned.id}/{act}" for act in ("deplacer", "annuler")]
    for person in (place.stranger, place.neighbour):
        client.sign_in(person)
        client.visit(address(platform), 404)
        for each in posts:
            client.send(each, 404)


def test_the_condition_of_chairs_is_noted_too(client: Browser, place: Place) -> None:
    client.sign_in(place.technician)
    page = client.visit(address(place.chairs))
    assert "Aucun contrôle périodique n’est demandé" in page.main

    client.send(page.form(address(place.chairs, RECORD)), finding="remarks", note="2 tachées")

    (done,) = register(place, place.chairs).done
    assert (done.label, done.note) == ("vérification de l’état", "2 tachées")
    with pytest.raises(acts.WrongMoment):
        acts.cancel(as_actor(place.manager), done.id)
