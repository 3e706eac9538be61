"""By telephone, on the page: for whom, and what is said of it."""

from urllib.parse import quote

from booking.vocabulary import OrganizationKind, Role
from tests.client import Browser, Form
from tests.factories import keep, make_commune, make_item, make_pool, make_user, next_weekend
from tests.pages.place import Place, as_actor

ASK = "/demandes/nouvelle"


def filled(client: Browser, place: Place, *references: str) -> Form:
    """Choose things for a far weekend and fill the form in, without sending it."""
    zone, weekend = as_actor(place.manager).zone, next_weekend()
    dates = [f"{at.astimezone(zone):%Y-%m-%dT%H:%M}" for at in (weekend.starts_at, weekend.ends_at)]
    client.visit(f"/materiel?du={quote(dates[0])}&au={quote(dates[1])}")
    chosen = {"then": "ask"}
    for rank, reference in enumerate(references or (place.chairs.reference,), 1):
        chosen |= {f"lines-{rank}-item": reference, f"lines-{rank}-quantity": "2"}
    form = client.send("/materiel", **chosen).form(ASK)
    form.fields.update(purpose="Ducasse")
    return form


def test_a_manager_enters_a_request_in_the_name_of_a_commune(client: Browser, place: Place) -> None:
    form = filled(client.sign_in(place.manager), place)
    assert form.fields["borrower"] == "", "its own commune comes first"

    page = client.send(form, borrower=str(place.borrower.id))

    assert "La demande est saisie au nom de Quérénaing : sa mairie est prévenue." in page.main
    assert "Par téléphone, saisie par Bruno Lefebvre, Maing" in page.main
    client.sign_in(place.secretary)
    assert "Par téléphone, saisie par Bruno Lefebvre" in client.visit("/demandes").main
    told = client.visit(page.address)
    assert "Vous pouvez la corriger ou l’annuler." in told.main
    assert [each for each in told.forms if each.action.endswith("/annuler")]


def test_the_manager_is_told_when_nobody_will_read_it(client: Browser, place: Place) -> None:
    alone = make_commune(place.lender.territory, "Odomez")
    form = filled(client.sign_in(place.manager), place)

    page = client.send(form, borrower=str(alone.id))

    assert "au nom d’Odomez. Personne n’y a encore d’accès" in page.main


def test_what_was_chosen_is_kept_when_something_is_wrong(client: Browser, place: Place) -> None:
    form = filled(client.sign_in(place.manager), place)

    page = client.send(form, 422, borrower=str(place.borrower.id), purpose="")

    assert page.form(ASK).fields["borrower"] == str(place.borrower.id)


def test_who_does_not_manage_all_of_it_has_nobody_to_choose(client: Browser, place: Place) -> None:
    artres = make_commune(place.lender.territory, "Artres-sur-Écaillon")
    mats = make_item(make_pool(artres), 9, name="Tatami")

    form = filled(client.sign_in(place.manager), place, place.chairs.reference, mats.reference)
    assert "borrower" not in form.fields
    assert "ne choisissez que le matériel de vos parcs" in client.visit(ASK).main
    page = client.send(form, 403, borrower=str(place.borrower.id))
    assert "Votre rôle ne permet pas cette action." in page.main
    assert "borrower" not in filled(client.sign_in(place.secretary), place).fields


def test_a_manager_to_whom_its_own_pool_does_not_lend_still_enters_for_others(
    client: Browser, place: Place
) -> None:
    office = make_commune(place.lender.territory, "CC du Val", kind=OrganizationKind.EPCI)
    keep(make_item(make_pool(office), 9, name="Nacelle", reference="NAC-01"))
    manager = make_user(office, Role.MANAGER)

    catalogue = client.sign_in(manager).visit("/materiel")
    assert "à saisir au nom d’une autre commune" in catalogue.main
    page = client.send(filled(client, place, "NAC-01"), borrower=str(place.borrower.id))

    assert "La demande est saisie au nom de Quérénaing" in page.main


def test_a_beneficiary_is_named_in_the_words_of_its_kind(client: Browser, place: Place) -> None:
    form = filled(client.sign_in(place.secretary), place)
    asked = {
        "association": "Quelle association ?",
        "candidate": "Quel candidat, ou quel parti ?",
        "worship": "Quel culte, ou quelle association cultuelle ?",
    }

    for kind, question in asked.items():
        page = client.send(form, 422, beneficiary_kind=kind)
        assert page.complaint("beneficiary_name") == question
    page = client.send(form, 422, beneficiary_kind="commune", engagement_on="2024-03-01")
    assert page.complaint("engagement_on") == "Cette date ne concerne qu’une association."
    named = {"beneficiary_kind": "association", "beneficiary_name": "Judo club"}
    page = client.send(form, 422, **named, engagement_on="2199-03-01")
    assert page.complaint("engagement_on")


def test_an_association_without_its_engagement_says_so_to_both_sides(
    client: Browser, place: Place
) -> None:
    form = filled(client.sign_in(place.secretary), place)
    named = {"beneficiary_kind": "association", "beneficiary_name": "Judo club"}

    page = client.send(form, **named, transport="delivered")

    missing = "Contrat d’engagement républicain de l’association : date de souscription"
    assert missing in page.main
    assert "Livraison souhaitée, la commune rapporte" in page.main
    assert missing in client.sign_in(place.manager).visit(page.address).main


def test_an_elected_person_is_named_by_who_validates(client: Browser, place: Place) -> None:
    form = filled(client.sign_in(place.secretary), place)
    page = client.send(form, beneficiary_kind="worship", beneficiary_name="Paroisse Saint-Amand")
    assert "Un élu décide : la demande n’est jamais validée automatiquement" in page.main
    approve = client.sign_in(place.manager).visit(page.address).forms
    deciding = next(each for each in approve if each.action.endswith("/valider"))

    page = client.send(deciding, 409)
    assert page.complaint("elected").startswith("Un élu décide pour ce bénéficiaire")
    page = client.send(deciding, elected="Jeanne Thuillier, maire")

    assert "Élu qui a décidé Jeanne Thuillier, maire" in page.main
