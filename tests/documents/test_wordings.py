"""The shipped wordings: whole, of known variables and conditions, as French is printed."""

import re

import pytest

from booking.documents.articles import VARIABLE, fill, parse, unknown
from booking.documents.fonts import missing_glyphs
from booking.documents.wordings import FOLDER, shipped
from booking.paperwork import Condition, PaperKind
from booking.rules.options import OPTIONS, options
from booking.rules.variables import ALL, VARIABLES

EVERY = pytest.mark.parametrize("kind", list(PaperKind))
UNBROKEN = re.compile(
    r"« | »| [:;?!»]|«(?!\u00a0)|(?<!\u00a0)»|(?<![\u00a0\u202f])[:;?!](?=[\s*]|$)"
)
"""What French typography never has: an ordinary space, or none, where a no-break one belongs."""


def texts(kind: PaperKind) -> list[str]:
    """Return all that is shipped for a kind: its title, then titles and texts of articles."""
    wording = shipped(kind)
    return [wording.title, *(each for a in wording.articles for each in (a.title, a.text))]


def test_each_kind_has_its_file_and_no_other_file_is_there() -> None:
    assert {each.stem for each in FOLDER.glob("*.toml")} == {str(kind) for kind in PaperKind}


@EVERY
def test_every_article_has_a_title_and_says_something(kind: PaperKind) -> None:
    assert shipped(kind).title
    assert shipped(kind).articles
    for article in shipped(kind).articles:
        assert article.title.strip()
        assert parse(article.text)


@EVERY
def test_every_variable_is_known(kind: PaperKind) -> None:
    assert [unknown(text) for text in texts(kind) if unknown(text)] == []
    assert not any(re.search(r"[{}]", VARIABLE.sub("", text)) for text in texts(kind))


@EVERY
def test_every_condition_is_known(kind: PaperKind) -> None:
    asked = {each.when for each in shipped(kind).articles if each.when}
    assert asked <= {str(each) for each in Condition}


@EVERY
def test_a_variable_that_brings_a_block_stands_alone_in_its_paragraph(kind: PaperKind) -> None:
    for article in shipped(kind).articles:
        for paragraph in article.text.strip().split("\n\n"):
            blocks = [each for each in VARIABLE.findall(paragraph) if VARIABLES[each].block]
            assert not blocks or paragraph.strip() == f"{{{blocks[0]}}}"


@EVERY
def test_every_option_of_a_kind_is_used_by_its_wording(kind: PaperKind) -> None:
    used = set(VARIABLE.findall("\n".join(texts(kind))))
    assert {each.name for each in options(kind)} - used == set()


@EVERY
def test_what_is_typed_for_another_kind_is_never_used(kind: PaperKind) -> None:
    known = {each.name for each in ALL} | {each.name for each in options(kind)}
    assert set(VARIABLE.findall("\n".join(texts(kind)))) <= known


@EVERY
def test_the_typography_is_french(kind: PaperKind) -> None:
    for text in texts(kind):
        assert not UNBROKEN.search(text), text
        assert "'" not in text
        assert '"' not in text
        assert "..." not in text
        assert "  " not in text


@EVERY
def test_every_character_can_be_drawn(kind: PaperKind) -> None:
    assert missing_glyphs("".join(texts(kind))) == ""


def test_what_options_say_for_themselves_can_be_drawn_too() -> None:
    said = "".join(f"{e.label}{e.help}{e.otherwise}" for many in OPTIONS.values() for e in many)
    assert missing_glyphs(said) == ""
    assert "'" not in said


def when(condition: Condition) -> set[str]:
    """Return the articles of a loan that one condition brings, by their text."""
    filled = fill(shipped(PaperKind.LOAN).articles, {}, frozenset({condition}))
    always = fill(shipped(PaperKind.LOAN).articles, {}, frozenset()).articles
    return {each.title for each in filled.articles if each not in always}


@pytest.mark.parametrize(
    ("condition", "titles"),
    [
        (Condition.MANAGED, {"Parties"}),
        (Condition.SELF_MANAGED, {"Parties"}),
        (Condition.FRAMEWORK, {"Visas et fondement"}),
        (Condition.NO_FRAMEWORK, {"Visas et fondement"}),
        (Condition.ASSOCIATION, {"Association bénéficiaire"}),
        (Condition.CO_OWNED, {"Copropriété du matériel"}),
        (Condition.VEHICLE, {"Véhicule"}),
        (Condition.OPERATOR, {"Personnel associé", "Responsabilité"}),
        (Condition.NO_OPERATOR, {"Personnel associé", "Responsabilité"}),
        (Condition.FREE, {"Conditions financières"}),
        (Condition.PRICE, {"Conditions financières"}),
        (Condition.DEPOSIT, {"Dépôt de garantie"}),
    ],
)
def test_each_condition_brings_its_article_and_no_other(
    condition: Condition, titles: set[str]
) -> None:
    assert when(condition) == titles


def test_every_condition_has_its_article() -> None:
    assert {each.when for each in shipped(PaperKind.LOAN).articles if each.when} == set(Condition)


def test_a_plain_loan_has_the_seventeen_subjects_in_order() -> None:
    plain = frozenset(
        {Condition.SELF_MANAGED, Condition.NO_FRAMEWORK, Condition.NO_OPERATOR, Condition.FREE}
    )
    filled = fill(shipped(PaperKind.LOAN).articles, {}, plain)
    assert [each.title for each in filled.articles] == [
        "Parties",
        "Visas et fondement",
        "Objet",
        "Désignation du matériel",
        "Durée",
        "Retrait, transport et montage",
        "États des lieux",
        "Conditions d’usage",
        "Personnel associé",
        "Entretien et consommables",
        "Responsabilité",
        "Assurance",
        "Conditions financières",
        "Perte, vol, dégradation et retard",
        "Priorité et annulation",
        "Données personnelles",
        "Résiliation, litiges et annexes",
    ]


@pytest.mark.parametrize("kind", [PaperKind.LOAN, PaperKind.SLIP, PaperKind.FRAMEWORK])
def test_fortuitous_loss_has_its_express_clause(kind: PaperKind) -> None:
    assert "1883 du code civil" in "".join(texts(kind))


def test_what_the_lender_s_agent_operates_stays_in_its_keeping() -> None:
    articles = [each for each in shipped(PaperKind.LOAN).articles if each.title == "Responsabilité"]
    told = {each.when: each.text for each in articles}
    assert "la garde du matériel qu’il conduit ou manœuvre reste au prêteur" in told["operator"]
    assert "passe à l’emprunteur à la remise" not in told["operator"]
    assert "passe à l’emprunteur à la remise" in told["no_operator"]
    assert all("1883 du code civil" in each for each in told.values())
    for kind in (PaperKind.SLIP, PaperKind.FRAMEWORK):
        assert "reste" in "".join(each for each in texts(kind) if "conduit ou manœuvre" in each)


@pytest.mark.parametrize("kind", [PaperKind.LOAN, PaperKind.SLIP, PaperKind.FRAMEWORK])
def test_a_deposit_goes_to_who_may_handle_public_money(kind: PaperKind) -> None:
    whole = "".join(texts(kind))
    assert "entre les mains du comptable public ou d’un régisseur habilité" in whole
    assert "remet au gestionnaire" not in whole
    assert "caution" not in whole.replace("précaution", "")


def test_a_framework_says_its_base_lateness_excess_annexes_and_signatures() -> None:
    said = dict.fromkeys((e.name for e in options(PaperKind.FRAMEWORK)), "")
    used = set(VARIABLE.findall("".join(texts(PaperKind.FRAMEWORK))))
    assert {"base_des_prêts", "pénalité", "franchise", "annexes"} <= used & set(said)
    assert "1231-5 du code civil" in "".join(texts(PaperKind.FRAMEWORK))
    titles = [each.title for each in shipped(PaperKind.FRAMEWORK).articles]
    assert {"Retard", "Signature des bons de prêt"} <= set(titles)


def test_a_slip_says_what_it_cannot_replace() -> None:
    assert "Il ne remplace ni la convention-cadre, ni la délibération" in "".join(
        texts(PaperKind.SLIP)
    )
