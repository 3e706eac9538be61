"""What is judged of a reservation, on its page: seen, waived, refused with its reasons."""

from booking.documents.words import plain_day
from booking.fitness import Skill
from booking.models.catalogue import Item
from booking.models.requirements import Requirement
from booking.queries import reservations as reads
from booking.usecases import asking, reservations
from tests.client import Browser
from tests.factories import asked, insure, keep, lose
from tests.fitness import day, inspect, loan, platform_in, qualify
from tests.pages.place import Place, as_actor


def make_platform(place: Place) -> Item:
    """Make a platform of Maing's pool, which lends from one day to the next."""
    place.pool.notice_days = 0
    keep(place.pool)
    return platform_in(place.pool, as_actor(place.manager))


def request(place: Place, item: Item, first: int, last: int) -> int:
    """Ask for a thing for whole days; return the request."""
    who = as_actor(place.secretary)
    return asking.request(who, asked((item, 1), period=loan(who, first, last)))


def test_the_page_says_what_is_owed_and_keeps_what_was_judged(
    client: Browser, place: Place
) -> None:
    platform = make_platform(place)
    inspect(platform, day(5))
    mine = request(place, platform, 10, 12)

    page = client.sign_in(place.manager).visit(f"/demandes/{mine}")

    assert f"périodique : valable jusqu’au {plain_day(day(5))} seulement" in page.main
    assert "aucune déclaration en cours" in page.main
    assert "À fournir" in page.main
    assert "Ce qui a été jugé, et quand" in page.main


def test_a_paper_is_noted_as_seen_at_the_counter(client: Browser, place: Place) -> None:
    label = keep(Requirement(item_id=place.chairs.id, label="clé du local"))
    control = str(label.id)
    mine = place.approved()
    address = f"/reservations/{mine.id}/piece-vue"
    client.sign_in(place.technician).visit(f"/demandes/{mine.request_id}")

    page = client.send(address, requirement=control, request_key="a")

    assert "Clé du local : vu le" in page.main


def test_who_asks_has_no_button_to_say_what_was_seen(client: Browser, place: Place) -> None:
    keep(Requirement(item_id=place.chairs.id, label="clé du local"))
    mine = place.approved()

    page = client.sign_in(place.secretary).visit(f"/demandes/{mine.request_id}")

    assert "Noter comme vu" not in page.main
    client.send(f"/reservations/{mine.id}/piece-vue", 403, requirement="insurance")


def test_a_control_that_lapses_inside_is_waived_with_a_reason(
    client: Browser, place: Place
) -> None:
    platform = make_platform(place)
    inspect(platform, day(200), day=day(-90))
    qualify(place.borrower, Skill.DRIVING)
    mine = request(place, platform, 10, 12)
    inspect(platform, day(11), day=day(0))
    client.sign_in(place.manager)
    part = reservations_of(place, mine)

    page = client.send(f"/reservations/{part}/valider", 409, request_key="a")
    assert "échoit le" in page.main
    address = f"/reservations/{part}/deroger"
    page = client.send(address, 422, requirement="platform_check", reason=" ")
    assert any(link.startswith("#derogation-platform_check") for link in page.links)
    page = client.send(address, requirement="platform_check", reason="Contrôlée le 11 au matin")
    assert "dérogation de Bruno Lefebvre : Contrôlée le 11 au matin" in page.main
    page = client.send(f"/reservations/{part}/valider", request_key="b")
    assert "La demande est validée" in page.main


def reservations_of(place: Place, request_id: int) -> int:
    """Return the only reservation of a request."""
    return reads.show_request(as_actor(place.secretary), request_id).reservations[0].id


def test_the_queue_lists_what_is_to_be_looked_at_again(client: Browser, place: Place) -> None:
    platform = make_platform(place)
    inspect(platform, day(200), day=day(-90))
    mine = request(place, platform, 10, 12)
    reservations.approve(as_actor(place.manager), reservations_of(place, mine))
    client.sign_in(place.manager)
    assert "À revoir" not in client.visit("/a-traiter").main

    inspect(platform, None, day=day(0))

    page = client.visit("/a-traiter")
    assert "À revoir" in page.main
    assert "dernier résultat non conforme" in page.main


def test_a_refusal_says_that_a_control_is_why_and_offers_dates(
    client: Browser, place: Place
) -> None:
    platform = make_platform(place)
    inspect(platform, day(11))
    period = loan(as_actor(place.secretary), 10, 12)
    zone = as_actor(place.secretary).zone
    form = {
        "lines-0-item": platform.reference,
        "lines-0-quantity": "1",
        "starts_at": f"{period.starts_at.astimezone(zone):%Y-%m-%dT%H:%M}",
        "ends_at": f"{period.ends_at.astimezone(zone):%Y-%m-%dT%H:%M}",
        "purpose": "Élagage",
        "beneficiary_kind": "commune",
        "request_key": "a",
    }

    page = client.sign_in(place.secretary).send("/demandes/nouvelle", 409, **form)

    assert "contrôle à refaire au plus tard le" in page.main
    assert "Tout serait libre" in page.main


def failed_after_approval(place: Place) -> tuple[int, int]:
    """Agree to a loan of a platform whose control then fails; return request and reservation."""
    platform = make_platform(place)
    inspect(platform, day(200), day=day(-90))
    qualify(place.borrower, Skill.DRIVING)
    mine = request(place, platform, 10, 12)
    part = reservations_of(place, mine)
    reservations.approve(as_actor(place.manager), part)
    inspect(platform, None, day=day(0))
    return mine, part


def test_a_hand_over_refused_comes_back_with_the_reasons_and_where_to_waive_them(
    client: Browser, place: Place
) -> None:
    _, part = failed_after_approval(place)
    counter = f"/comptoir/remise/{part}"
    form = client.sign_in(place.manager).visit(counter).form(counter)
    form.fields["borrower_name"] = "Luc Petit"

    page = client.send(form, 409)

    assert "une vérification ou une pièce s’y oppose" in page.main
    assert "dernier résultat non conforme" in page.main
    done = client.send(page.form(counter), despite="Remise en conformité vue sur place")
    assert "La remise est enregistrée" in done.main
    assert "Remise en conformité vue sur place" in done.main


def test_a_technician_reads_why_it_may_not_leave_and_waives_nothing(
    client: Browser, place: Place
) -> None:
    _, part = failed_after_approval(place)
    counter = f"/comptoir/remise/{part}"
    form = client.sign_in(place.technician).visit(counter).form(counter)
    form.fields["borrower_name"] = "Luc Petit"

    page = client.send(form, 409)

    assert "dernier résultat non conforme" in page.main
    assert "Prévenez le gestionnaire : Maing." in page.main
    assert "despite" not in page.form(counter).fields
    client.send(form, 403, despite="Vu.")


def test_what_blocks_is_read_first_then_what_is_owed_with_its_day_and_its_source(
    client: Browser, place: Place
) -> None:
    platform = make_platform(place)
    inspect(platform, day(200), day=day(-90))
    mine = request(place, platform, 10, 12)
    inspect(platform, day(11), day=day(0))

    page = client.sign_in(place.manager).visit(f"/demandes/{mine}")

    heads = ("Ce qui bloque", "À fournir", "À vérifier", "en ordre")
    told = page.main[page.main.index("Règles") :]
    places = [told.index(head) for head in heads]
    assert places == sorted(places)
    owed = told[places[1] : places[2]]
    assert f"pour le {plain_day(day(10))}" in owed
    assert "code du travail, R. 4323-56" in owed
    assert page.main.index("Ce qui bloque") < page.main.index("Refuser")


def test_only_a_requirement_is_waived_by_name(client: Browser, place: Place) -> None:
    platform = make_platform(place)
    inspect(platform, day(200), day=day(-90))
    mine = request(place, platform, 10, 12)
    inspect(platform, day(11), day=day(0))

    page = client.sign_in(place.manager).visit(f"/demandes/{mine}")

    assert page.main.count("Déroger à cette exigence") == 1
    assert "Le stock ne suffit plus" not in page.main, "the control is judged, and once only"


def test_what_is_owed_first_is_read_first(client: Browser, place: Place) -> None:
    platform = make_platform(place)
    inspect(platform, day(200), day=day(-90))
    insure(place.borrower, day(-90), day(11))
    mine = request(place, platform, 10, 12)

    page = client.sign_in(place.manager).visit(f"/demandes/{mine}")

    told = page.main[page.main.index("Règles") :]
    driving = told.index("aucune déclaration en cours")
    assert driving < told.index("Attestation d’assurance"), "the day after its last"


def test_a_stock_that_lacks_has_no_derogation_of_its_own(client: Browser, place: Place) -> None:
    mine = place.requested(30)
    lose(place.chairs.stocks[0], 20)

    page = client.sign_in(place.manager).visit(f"/demandes/{mine.request_id}")

    assert "Le stock ne suffit plus" in page.main
    assert "Déroger à cette exigence" not in page.main
