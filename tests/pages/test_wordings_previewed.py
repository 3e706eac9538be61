"""A model previewed before it is saved: real values, holes listed, the draft to download."""

import pytest

from booking.models.accounts import User
from booking.models.conventions import Wording
from booking.paperwork import PaperKind
from tests.client import Browser
from tests.factories import count_rows
from tests.pages.modelled import LOAN, MODELS, TWO, make_office, open_to_owners
from tests.pages.place import Place


@pytest.fixture
def office(place: Place) -> User:
    """Give a manager of the EPCI."""
    return make_office(place)


def test_the_preview_shows_real_values_and_lists_the_holes(
    client: Browser, place: Place, office: User
) -> None:
    open_to_owners(place)
    mine = place.requested(5)
    client.sign_in(place.manager)
    text = {"articles-0-text": "Pour {objet}, sous {cadre} et {opérateurs}.\n\n{désignation}"}
    sent = TWO | text | {"reservation": str(mine.id), "seen": "0", "articles-1-gone": "1"}

    page = client.send(f"{LOAN}/apercu", **sent)

    assert "Pour Fête de la Saint-Jean" in page.text
    assert "{opérateurs} : personnes qui accompagnent le matériel" in page.text
    assert "Prix" not in page.text
    again = client.send(page.form(LOAN), do="again")
    assert again.field("articles-0-text").inside == ["\n" + text["articles-0-text"]]
    assert again.form(LOAN).fields["reservation"] == str(mine.id)
    assert count_rows(Wording) == 0


@pytest.mark.parametrize("kind", PaperKind)
def test_every_shipped_model_is_previewed_and_drawn(
    client: Browser, place: Place, office: User, kind: PaperKind
) -> None:
    open_to_owners(place)
    mine = place.requested(5)
    page = client.sign_in(place.manager).visit(f"{MODELS}/{kind}")
    form = page.form(f"{MODELS}/{kind}")

    for chosen in ("", str(mine.id)):
        sent = form.fields | {"reservation": chosen, "do": "pdf"}
        answer = client.post(f"{MODELS}/{kind}/apercu", data=sent)
        assert answer.data.startswith(b"%PDF")
    assert client.send(f"{MODELS}/{kind}/apercu", **form.fields).title.startswith("Aperçu")


def test_a_character_that_no_font_draws_is_named_before_anything_is_drawn(
    client: Browser, place: Place, office: User
) -> None:
    sent = TWO | {"articles-0-text": "Bravo \U0001f600", "do": "pdf"}

    page = client.sign_in(office).send(f"{LOAN}/apercu", **sent)

    assert "Ces caractères ne peuvent pas être imprimés : \U0001f600" in page.text


def test_a_preview_shows_what_is_out_of_view_to_nobody(
    client: Browser, place: Place, office: User
) -> None:
    mine = place.requested(5)

    client.sign_in(office).send(f"{LOAN}/apercu", 404, **TWO | {"reservation": str(mine.id)})
