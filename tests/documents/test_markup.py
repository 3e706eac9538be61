"""The HTML part of a message: the same words, real headings and lists, nothing believed."""

import re

import pytest

from booking.documents.markup import as_html
from tests.client import Reader

SITE = "https://parc.example"


def drawn(body: str, subject: str = "Sujet") -> str:
    """Return the page of a message."""
    return as_html(subject, body, SITE)


def main(body: str) -> str:
    """Return what stands under the heading of a message, on one line."""
    inside = drawn(body).partition("</h1>")[2].partition("</main>")[0]
    return re.sub(r">\s+<", "><", inside).strip()


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("Bonjour,\n\nMerci.\n", "<p>Bonjour,</p><p>Merci.</p>"),
        ("Une phrase coupée par\nla ligne.", "<p>Une phrase coupée par la ligne.</p>"),
        ("Commune : Artres\nMerci.", "<p>Commune : Artres<br>\nMerci.</p>"),
        (
            "À prévoir :\n- a\n- b\nFin.",
            "<p>À prévoir :</p><ul><li>a</li><li>b</li></ul><p>Fin.</p>",
        ),
        ("À savoir\n--------\n- a", "<h2>À savoir</h2><ul><li>a</li></ul>"),
        (
            f"Voir : {SITE}/demandes/3",
            f'<p><a class="button" href="{SITE}/demandes/3">Voir</a></p>',
        ),
        (f"{SITE}/x", f'<p><a class="button" href="{SITE}/x">Ouvrir dans Parc commun</a></p>'),
        (
            f"Un : {SITE}/1\nDeux : {SITE}/2",
            f'<p><a class="button" href="{SITE}/1">Un</a></p><p><a href="{SITE}/2">Deux</a></p>',
        ),
        (f"- Un : {SITE}/1", f'<ul><li><a href="{SITE}/1">Un</a></li></ul>'),
        (
            f"Allez sur {SITE}/a, vite.",
            f'<p>Allez sur <a href="{SITE}/a">{SITE}/a</a>, vite.</p>',
        ),
    ],
)
def test_a_text_becomes_a_page(body: str, html: str) -> None:
    assert main(body) == html


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "<a href='https://ailleurs.example'>ici</a>",
        "Voir : https://ailleurs.example/x",
        "Voir : https://parc.example.ailleurs.example/x",
        "Voir : https://parc.example@ailleurs.example/",
        "Voir : javascript:alert(1)",
        'Voir : https://parc.example/"onclick="x',
        "{{ 7 * 7 }}{% include 'x' %}",
        "]]> & &lt; <!-- ",
    ],
)
def test_hostile_text_stays_text(hostile: str) -> None:
    reader = Reader()
    reader.feed(drawn(f"Bonjour,\n\n{hostile}\n", subject=hostile))

    assert {each.tag for each in reader.root.all("main")[0].all()} <= {"h1", "p", "br"}
    assert hostile in reader.root.all("main")[0].text
    assert reader.root.all("h1")[0].text == " ".join(hostile.split())


def test_a_message_is_a_sober_page_that_can_be_heard_and_read_in_the_dark() -> None:
    reader = Reader()
    reader.feed(drawn("Bonjour,\n\n-- \nPied : https://parc.example/compte\n"))
    (html,) = reader.root.all("html")

    assert html.get("lang") == "fr"
    assert len(reader.root.all("h1", "title")) == 2
    assert reader.root.all("img", "script", "link", "iframe", "form") == []
    assert not [each for each in reader.root.all() if "style" in each.attributes]
    assert "prefers-color-scheme: dark" in str(reader.root.all("style")[0].inside)
    assert "Pied" in reader.root.all("footer")[0].text
    assert "Pied" not in reader.root.all("main")[0].text
