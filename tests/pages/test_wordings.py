"""The models of papers: written by buttons without a script, compared, taken back."""

import pytest

from booking.documents.wordings import shipped
from booking.models.accounts import User
from booking.models.conventions import Wording
from booking.paperwork import PaperKind
from booking.queries import wordings
from tests.client import Browser, Page
from tests.factories import count_rows
from tests.pages.modelled import LOAN, MODELS, TWO, make_office, open_to_owners, press
from tests.pages.place import Place


@pytest.fixture
def office(place: Place) -> User:
    """Give a manager of the EPCI."""
    return make_office(place)


def typed(page: Page) -> list[tuple[str, str]]:
    """Return the title of each article of the editor, and whether it was taken out."""
    fields = page.form(LOAN).fields
    count = sum(name.endswith("-title") for name in fields)
    return [
        (fields[f"articles-{rank}-title"], fields.get(f"articles-{rank}-gone", ""))
        for rank in range(count)
    ]


def versions(place: Place, kind: PaperKind = PaperKind.LOAN) -> list[Wording]:
    """Return the version that Maing's papers follow, when somebody wrote one."""
    found = wordings.source(place.lender, kind)
    return [found] if found else []


def test_every_kind_of_paper_is_listed_with_whose_words_apply(
    client: Browser, place: Place, office: User
) -> None:
    client.sign_in(office)
    page = client.visit(MODELS)
    assert {f"{MODELS}/{kind}" for kind in PaperKind} <= set(page.links)
    assert "Texte livré avec le service" in page.text
    assert MODELS in client.visit("/administration").links

    press(client, "save")

    assert "Texte de CC du Val, version 1" in client.visit(MODELS).text
    assert "par Ana Roussel" in client.visit(MODELS).text


def test_a_model_is_written_and_comes_back_as_it_was_typed(
    client: Browser, place: Place, office: User
) -> None:
    page = press(client.sign_in(office), "save", note="Deux articles")

    assert "Le modèle est enregistré" in page.text
    (written,) = versions(place)
    assert written.articles == [
        {"title": "Objet", "text": "Pour **{objet}**.\n\n{désignation}", "when": ""},
        {"title": "Prix", "text": "Le prix est de {prix}.", "when": "price"},
    ]
    assert page.field("articles-0-text").inside == ["\nPour **{objet}**.\n\n{désignation}"]
    assert page.form(LOAN).fields["articles-1-when"] == "price"
    assert page.form(LOAN).fields["seen"] == "1"
    assert "par Ana Roussel : Deux articles" in page.text


@pytest.mark.parametrize(
    ("button", "titles"),
    [
        ("again", [("Objet", ""), ("Prix", "")]),
        ("up-1", [("Prix", ""), ("Objet", "")]),
        ("down-0", [("Prix", ""), ("Objet", "")]),
        ("up-0", [("Objet", ""), ("Prix", "")]),
        ("add", [("Objet", ""), ("Prix", ""), ("", "")]),
        ("add-0", [("Objet", ""), ("", ""), ("Prix", "")]),
        ("remove-0", [("Objet", "1"), ("Prix", "")]),
        ("remove-7", [("Objet", ""), ("Prix", "")]),
        ("down-x", [("Objet", ""), ("Prix", "")]),
    ],
)
def test_a_button_redraws_the_articles_and_saves_nothing(
    client: Browser, place: Place, office: User, button: str, titles: list[tuple[str, str]]
) -> None:
    page = press(client.sign_in(office), button, note="En cours")

    assert typed(page) == titles
    assert page.form(LOAN).fields["note"] == "En cours"
    assert "Rien n’est encore enregistré" in page.text
    assert count_rows(Wording) == 0


def test_what_is_taken_out_is_put_back_as_it_was(
    client: Browser, place: Place, office: User
) -> None:
    page = press(client.sign_in(office), "remove-0")
    assert "Article retiré : Objet" in page.text

    page = client.send(page.form(LOAN), do="restore-0")
    assert typed(page) == [("Objet", ""), ("Prix", "")]
    assert "{désignation}" in page.form(LOAN).fields["articles-0-text"]

    press(client, "save", 200, **{"articles-0-gone": "1"})
    assert [each["title"] for each in versions(place)[0].articles or []] == ["Prix"]


def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(
    client: Browser, place: Place, office: User
) -> None:
    wrong = {
        "articles-0-gone": "1",
        "articles-1-title": "",
        "articles-1-text": "Pour {objt}.",
        "articles-2-title": "Suite",
        "articles-2-text": "Selon {désignation}, {objet",
    }
    page = press(client.sign_in(office), "save", 422, **wrong)
    assert "obligatoire" in page.complaint("articles-1-title")
    assert "#articles-1-title" in page.links
    assert typed(page) == [("Objet", "1"), ("", ""), ("Suite", "")]
    assert [each.text for each in page.root.all("legend")][:2] == ["Article 1", "Article 2 : Suite"]

    page = press(client, "save", 422, **wrong | {"articles-1-title": "Prix"})
    assert "vouliez-vous « {objet} »" in page.complaint("articles-1-text")
    assert "seule sur sa ligne" in page.complaint("articles-2-text")
    assert "Une accolade est seule" in page.complaint("articles-2-text")
    assert count_rows(Wording) == 0


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("text", "x" * 20_001, "20 000 caractères au plus."),
        ("title", "x" * 161, "160 caractères au plus."),
        ("text", " ", "Ce champ est obligatoire."),
        ("text", "\U0001f600", "ne peuvent pas être imprimés"),
        ("when", "raining", "Choisissez quand l’article est imprimé."),
    ],
)
def test_what_has_no_place_in_an_article_is_named(
    client: Browser, place: Place, office: User, name: str, typed: str, said: str
) -> None:
    page = press(client.sign_in(office), "save", 422, **{f"articles-1-{name}": typed})

    assert said in page.complaint(f"articles-1-{name}")


def test_a_model_without_article_is_refused(client: Browser, place: Place, office: User) -> None:
    gone = {"articles-0-gone": "1", "articles-1-gone": "1"}

    page = press(client.sign_in(office), "save", 422, **gone)

    assert "Un modèle compte de 1 à 40 articles." in page.text
    assert "#articles" in page.links


def test_a_very_long_model_is_received_whole(client: Browser, place: Place, office: User) -> None:
    long = {
        f"articles-{rank}-{name}": text
        for rank in range(40)
        for name, text in (("title", f"Article {rank}"), ("text", "é" * 19_990))
    }

    client.sign_in(office).send(LOAN, 200, **{"do": "save", "seen": "0"} | long)

    assert len(versions(place)[0].articles or []) == 40


def test_who_read_an_older_version_is_told_and_keeps_the_text(
    client: Browser, place: Place, office: User
) -> None:
    press(client.sign_in(office), "save")

    page = press(client, "save", 409, **{"articles-0-title": "Autre objet"})

    assert "vient de changer (version 1)" in page.text
    assert typed(page)[0] == ("Autre objet", "")
    client.send(page.form(LOAN), 200, **{"do": "save", "articles-0-text": "{désignation}"})
    assert versions(place)[0].version == 2


def test_an_older_version_is_compared_then_taken_back(
    client: Browser, place: Place, office: User
) -> None:
    press(client.sign_in(office), "save")
    press(client, "save", 200, seen="1", **{"articles-1-text": "Le prix est libre."})

    page = client.visit(f"{LOAN}/versions/1")
    assert "Article modifié" in page.text
    assert "[retiré : libre. ]" in page.text
    page = client.send(page.form(f"{LOAN}/versions/1/reprendre"))

    assert "La version 1 s’applique de nouveau" in page.text
    assert "Retour à la version 1" in page.text
    assert (versions(place)[0].articles or [])[1]["text"] == "Le prix est de {prix}."
    stale = {"seen": "2"}
    assert client.send(f"{LOAN}/versions/2/reprendre", 409, **stale).title.startswith("Version 2")
    client.visit(f"{LOAN}/versions/9", 404)


def test_an_owner_gives_its_words_up_once_it_saw_what_would_apply(
    client: Browser, place: Place, office: User
) -> None:
    open_to_owners(place)
    press(client.sign_in(office), "save")
    press(client.sign_in(place.manager), "save", 200, **{"articles-0-title": "Notre objet"})
    assert versions(place)[0].organization_id == place.lender.id

    page = client.visit(f"{LOAN}/abandon")
    assert "Article modifié" in page.text
    client.send(page.form(f"{LOAN}/abandon"))

    assert versions(place)[0].organization_id != place.lender.id
    client.send(f"{LOAN}/abandon", 409, seen="1")
    assert "Vous n’avez pas de texte à vous" in client.visit(f"{LOAN}/abandon").text
    assert client.visit(f"{LOAN}/versions/1").form(f"{LOAN}/versions/1/reprendre")


def test_owners_read_where_the_territory_keeps_the_words_to_itself(
    client: Browser, place: Place, office: User
) -> None:
    page = client.sign_in(place.manager).visit(LOAN)

    assert "Durée" in page.text
    assert all(form.action != LOAN for form in page.forms)
    for address in (LOAN, f"{LOAN}/apercu", f"{LOAN}/versions/1/reprendre", f"{LOAN}/abandon"):
        refused = client.send(address, 403, **TWO)
        assert "n’a pas ouvert leur rédaction" in refused.text


@pytest.mark.parametrize("address", ["", "/loan", "/loan/versions/1", "/loan/abandon"])
def test_who_has_no_part_in_models_finds_none(client: Browser, place: Place, address: str) -> None:
    client.sign_in(place.secretary).visit(f"{MODELS}{address}", 404)
    client.sign_in(place.manager).visit(f"{MODELS}/ode", 404)


def test_what_is_sent_as_it_was_shown_changes_no_word(
    client: Browser, place: Place, office: User
) -> None:
    page = client.sign_in(office).visit(LOAN)
    raw = {
        each.get("name"): str(each.inside[0]).removeprefix("\n").replace("\n", "\r\n")
        for each in page.root.all("textarea")
    }

    client.send(page.form(LOAN), 200, **{"do": "save"} | raw)

    assert wordings.in_force(place.lender, PaperKind.LOAN) == shipped(PaperKind.LOAN).articles
    assert "Aucun mot" in client.visit(f"{LOAN}/abandon").text


def test_each_variable_is_listed_with_its_meaning(
    client: Browser, place: Place, office: User
) -> None:
    page = client.sign_in(office).visit(LOAN)

    assert "{emprunteur.nom} nom de l’emprunteur" in page.text
    assert "{désignation} tableau du matériel" in page.text
    assert "{rang}" not in page.text
    assert "{rang}" in client.visit(f"{MODELS}/amendment").text
