"""Mon matériel: the list, a thing's sheet, its shares, its stages."""

import pytest

from booking.db import db
from booking.fitness import Equipment
from booking.models.catalogue import Item, Share
from booking.queries import catalogue
from booking.rules.asking import AskedKit, AskedLine
from booking.usecases import items as acts
from booking.usecases import kits
from booking.vocabulary import LifeStage, Role
from tests.client import Browser, Page
from tests.factories import count_rows, make_user
from tests.pages.place import Place, as_actor

LIST, NEW = "/mon-materiel", "/mon-materiel/nouveau"
FACTS = {"reference": "POD", "name": "Podium", "family": "Événementiel"}


def sheet(item: Item) -> str:
    return f"/materiel/{item.id}/fiche"


def stage(item: Item) -> str:
    return f"/materiel/{item.id}/etape"


def found(place: Place, reference: str) -> Item:
    """Return an item by its reference."""
    return catalogue.find(as_actor(place.manager), reference)


def send_stage(client: Browser, page: Page, item: Item, wanted: str, **fields: str) -> Page:
    """Press the button of a stage."""
    status = int(fields.pop("status", "200"))
    return client.send(page.form(stage(item)), status, stage=wanted, **fields)


def test_the_menu_leads_to_it_those_who_keep_something(client: Browser, place: Place) -> None:
    secretary = make_user(place.lender, Role.SECRETARY)

    for person in (place.manager, secretary):
        page = client.sign_in(person).visit("/")
        assert LIST in page.links
        assert "Chaise pliante" in client.visit(LIST).main
    for person in (place.secretary, place.technician):
        assert LIST not in client.sign_in(person).visit("/").links
    client.sign_in(place.technician).visit(LIST, 403)
    client.sign_in(secretary).visit(NEW, 403)
    client.visit(sheet(place.chairs), 403)


def test_the_list_says_what_is_there_and_what_is_missing(client: Browser, place: Place) -> None:
    page = client.sign_in(place.manager).visit(LIST)

    assert "2 matériels, 44 pièces en service" in page.main
    assert "la personne à contacter, la description" in page.main
    assert "Publié" in page.main


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"Chaise pliante", "Tente pliante"}),
        ("?etape=published", {"Chaise pliante"}),
        ("?etape=suspended", {"Tente pliante"}),
        ("?famille=Voirie", set()),
        ("?parc=PARC&famille=Événementiel", {"Chaise pliante", "Tente pliante"}),
    ],
)
def test_filters_stay_in_the_address(
    client: Browser, place: Place, query: str, shown: set[str]
) -> None:
    acts.set_stage(as_actor(place.manager), "TEN-3X3", LifeStage.SUSPENDED, "Déchirées.")

    page = client.sign_in(place.manager).visit(LIST + query.replace("PARC", str(place.pool.id)))

    assert {name for name in ("Chaise pliante", "Tente pliante") if name in page.main} == shown
    assert shown or "Rien ne répond à ces filtres" in page.main


def test_an_empty_list_says_what_to_do(client: Browser, place: Place) -> None:
    page = client.sign_in(place.neighbour).visit(LIST)

    assert "Pas encore de matériel" in page.main
    assert NEW not in page.links  # Artres has no pool yet


def test_something_new_is_added_with_the_first_ones(client: Browser, place: Place) -> None:
    form = client.sign_in(place.manager).visit(NEW).form(NEW)
    more = {
        "depot": str(place.chairs.stocks[0].depot_id),
        "quantity": "2",
        "stage": "published",
        "replacement_value": "1 234,50 €",
        "requirements": "Permis B\n\nDeux personnes",
        "accessories-0-name": "Clé",
        "accessories-0-quantity": "",
        "companions-1-item": "TEN-3X3",
        "companions-1-mandatory": "false",
        "contact": "Atelier, 03 27 00 00 00",
    }

    page = client.send(form, **FACTS, **more)

    assert page.title == "Fiche : Podium"
    podium = found(place, "POD")
    assert (podium.replacement_cents, podium.stage) == (123_450, LifeStage.PUBLISHED)
    page = client.sign_in(place.secretary).visit(f"/materiel/{podium.id}")
    for said in ("2 libres sur 2", "Permis B, Deux personnes", "1 × Clé", "03 27 00 00 00"):
        assert said in page.main
    assert "Proposé avec Tente pliante" in page.main


def test_what_is_wrong_is_said_beside_its_field(client: Browser, place: Place) -> None:
    form = client.sign_in(place.manager).visit(NEW).form(NEW)
    typed = FACTS | {"name": "", "replacement_value": "cher", "quantity": "deux"}

    page = client.send(form, 422, **typed, purchased_on="hier", description="Beau")

    assert "obligatoire" in page.complaint("name")
    assert "1 234,50" in page.complaint("replacement_value")
    assert "nombre entier" in page.complaint("quantity")
    assert "ne se lit pas" in page.complaint("purchased_on")
    assert page.field("description").text == "Beau"
    page = client.send(form, 422, **(FACTS | {"reference": "TEN-3X3"}))
    assert "déjà prise" in page.complaint("reference")
    page = client.send(form, 422, **FACTS, requirements="Permis B\n" + "x" * 200)
    assert "160 caractères au plus" in page.complaint("requirements")
    page = client.send(form, 422, **FACTS, quantity="2")
    assert "quel dépôt" in page.complaint("depot")
    page = client.send(form, 404, **FACTS, pool="9999")
    assert "parc n’existe pas" in page.complaint("pool")
    assert count_rows(Item) == 2


@pytest.mark.parametrize(
    ("shares", "field", "said"),
    [
        (("25 %", "25 %"), "", "Les parts font 50 %, et non 100 %."),
        (("75 %", "-25 %"), "shares-1-share", "plus grande que zéro"),
        (("un quart", "75 %"), "shares-0-share", "Écrivez une part comme"),
        (("25 %", ""), "shares-1-share", "obligatoire"),
    ],
)
def test_inconsistent_shares_are_named_and_nothing_is_lost(
    client: Browser, place: Place, shares: tuple[str, str], field: str, said: str
) -> None:
    form = client.sign_in(place.manager).visit(NEW).form(NEW)
    owners = (place.lender.id, place.borrower.id)
    typed = {
        f"shares-{rank}-{name}": value
        for rank, (owner, share) in enumerate(zip(owners, shares, strict=True))
        for name, value in (("organization", str(owner)), ("share", share))
    }

    page = client.send(form, 422, **FACTS, **typed)

    assert said.replace(" %", "\N{NO-BREAK SPACE}%") in page.main or said in page.main
    assert not field or said in page.complaint(field)
    assert [page.field(f"shares-{rank}-share").get("value") for rank in (0, 1)] == list(shares)
    assert page.field("name").get("value") == "Podium"
    assert count_rows(Share) == 0


def test_shares_are_kept_exactly(client: Browser, place: Place) -> None:
    client.sign_in(place.manager)
    form = client.visit(sheet(place.chairs)).form(sheet(place.chairs))
    typed = {
        "shares-0-organization": str(place.lender.id),
        "shares-0-share": "27,5 %",
        "shares-1-organization": str(place.borrower.id),
        "shares-1-share": "29/40",
    }

    page = client.send(form, **typed)

    assert page.field("shares-1-share").get("value").startswith("72,5")
    assert "parts : → Maing 27,5 %, Quérénaing 72,5 %" in page.main.replace("rien ", "")
    page = client.send(page.form(sheet(place.chairs)), 404, owner="999999")
    assert "n’existe pas" in page.complaint("owner")


def test_a_sheet_saved_as_it_was_changes_nothing(client: Browser, place: Place) -> None:
    client.sign_in(place.manager)
    page = client.visit(sheet(place.chairs))
    before = dict(page.form(sheet(place.chairs)).fields)

    page = client.send(page.form(sheet(place.chairs)))

    assert "La fiche est enregistrée." in page.main
    after = page.form(sheet(place.chairs)).fields
    apart = {"request_key": "", "csrf_token": ""}
    assert after | apart == before | apart
    assert "a modifié" not in page.main


def test_a_change_is_told_and_emptied_fields_are_empty(client: Browser, place: Place) -> None:
    client.sign_in(place.manager)
    page = client.visit(sheet(place.chairs))

    page = client.send(page.form(sheet(place.chairs)), name="Chaise bleue", replacement_value="")

    assert "nom : Chaise pliante → Chaise bleue" in page.main
    assert "valeur de remplacement : 18,50 € → 0,00 €" in page.main.replace("\xa0", " ")
    db.session.expire_all()
    assert (place.chairs.name, place.chairs.replacement_cents) == ("Chaise bleue", 0)


def test_the_sort_of_equipment_and_its_figures_are_set(client: Browser, place: Place) -> None:
    form = client.sign_in(place.manager).visit(sheet(place.tents)).form(sheet(place.tents))

    page = client.send(form, 422, people="beaucoup", seats="500")
    assert "nombre entier" in page.complaint("people")
    assert "De 0 à 120 places" in page.complaint("seats")
    page = client.send(form, equipment="tent", people="60")

    assert "genre de matériel : rien → tente ou chapiteau" in page.main
    db.session.expire_all()
    assert (place.tents.equipment, place.tents.people) == (Equipment.TENT, 60)
    client.send(page.form(sheet(place.tents)), equipment="none", people="")
    db.session.expire_all()
    assert (place.tents.equipment, place.tents.people) == (None, None)


def test_a_basis_that_does_not_fit_is_said_and_not_forbidden(client: Browser, place: Place) -> None:
    page = client.sign_in(place.manager).visit(sheet(place.chairs))
    assert "Base juridique à revoir" not in page.main

    page = client.send(page.form(sheet(place.chairs)), legal_basis="shared_goods")

    assert "Base juridique à revoir" in page.main


def test_who_counts_on_it_is_shown_before_it_is_suspended(client: Browser, place: Place) -> None:
    mine = place.approved(10)
    page = client.sign_in(place.manager).visit(sheet(place.chairs))

    page = send_stage(client, page, place.chairs, "suspended", status="422")
    assert "Dites pourquoi" in page.complaint("reason")
    page = send_stage(client, page, place.chairs, "suspended", status="409", reason="Usées")
    assert f"/demandes/{mine.request_id}" in page.links
    assert page.field("reason").text == "Usées"
    page = send_stage(client, page, place.chairs, "suspended", reason="Usées", confirmed="true")

    assert "C’est suspendu" in page.main
    assert "étape : Publié → Suspendu" in page.main
    assert place.chairs.name not in client.sign_in(place.secretary).visit("/materiel").main
    page = client.visit(f"/materiel/{place.chairs.id}")
    assert "ne se prête pas en ce moment" in page.main
    assert not [form for form in page.forms if form.action == "/materiel"]


def test_what_is_not_ready_is_not_published(client: Browser, place: Place) -> None:
    client.sign_in(place.manager)
    client.send(client.visit(NEW).form(NEW), **FACTS)
    podium = found(place, "POD")
    page = send_stage(client, client.visit(sheet(podium)), podium, "checked")

    page = send_stage(client, page, podium, "published", status="409")

    assert "il y manque un dépôt et une quantité" in page.main
    assert podium.stage is LifeStage.CHECKED


def test_what_is_chosen_and_suspended_meanwhile_is_refused(client: Browser, place: Place) -> None:
    client.sign_in(place.secretary)
    client.send("/materiel", **{"lines-1-item": "TEN-3X3", "lines-1-quantity": "1"})
    form = client.visit("/demandes/nouvelle").form("/demandes/nouvelle")
    acts.set_stage(as_actor(place.manager), "TEN-3X3", LifeStage.SUSPENDED, "Déchirées.")

    page = client.send(form, 409, purpose="Ducasse")

    assert "« Tente pliante » ne se prête pas en ce moment." in page.main
    client.visit("/demandes/nouvelle")
    client.visit("/materiel")


def test_the_sheet_of_a_kit_is_short(client: Browser, place: Place) -> None:
    line = AskedLine("TEN-3X3", 2)
    kits.make(as_actor(place.manager), AskedKit("LOT", "Lot", "Fête", (line,)))
    kit = found(place, "LOT")
    page = client.sign_in(place.manager).visit(sheet(kit))
    assert "pool" not in page.form(sheet(kit)).fields

    client.send(page.form(sheet(kit)), name="Lot ducasse")

    db.session.expire_all()
    assert kit.name == "Lot ducasse"


def test_a_stranger_touches_nothing(client: Browser, place: Place) -> None:
    client.sign_in(place.stranger)
    for address in (sheet(place.chairs), stage(place.chairs)):
        client.send(address, 404, stage="retired", reason="Non.")
    client.visit(sheet(place.chairs), 404)
    client.sign_in(place.neighbour)
    for address in (sheet(place.chairs), stage(place.chairs)):
        client.send(address, 403, stage="retired", reason="Non.")
