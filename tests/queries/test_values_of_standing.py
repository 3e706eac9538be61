"""What the papers that bind organizations for years say."""

from datetime import date

import pytest
from sqlalchemy import select

from booking import clock
from booking.db import db
from booking.documents.articles import Values
from booking.documents.paper import Bullets, Paragraph, Run, Table
from booking.models.conventions import Act, Convention
from booking.paperwork import ActsOf, PaperKind
from booking.queries import figures, values_of_papers, values_of_standing
from booking.vocabulary import STAFF, LegalBasis, OrganizationKind
from tests.factories import LONG_AGO, add_stock, keep, lose, make_item, make_pool
from tests.wordings import make_lent, make_paper

pytestmark = pytest.mark.usefixtures("base")


def said(made: Convention) -> Values:
    """Return what a paper says today."""
    return values_of_standing.of_standing(made, clock.now())


def table(value: object) -> Table:
    """Return the one table that a variable brings."""
    assert isinstance(value, tuple)
    (found,) = value
    assert isinstance(found, Table)
    assert all(len(each) == len(found.head) == len(found.widths) for each in found.rows)
    return found


def test_a_framework_says_its_years_and_who_is_on_each_side() -> None:
    found = said(make_paper(make_lent(), PaperKind.FRAMEWORK))

    assert (found["prêteur.nom"], found["emprunteur.nom"]) == ("Maing", "Quérénaing")
    assert (found["début"], found["fin"]) == ("1er janvier 2027", "31 décembre 2030")
    assert found["reconduction"] == "aucune reconduction tacite"


def test_a_tacit_renewal_says_how_it_is_stopped() -> None:
    made = make_paper(make_lent(), PaperKind.FRAMEWORK, renewable=True)

    assert str(said(made)["reconduction"]).startswith("tacite, d’année en année, sauf si")


def test_storage_lists_what_its_owner_has_there() -> None:
    lent = make_lent()
    lose(lent.scene.stock, 5)
    elsewhere = make_item(lent.scene.pool, 3, owner=lent.scene.querenaing)
    pilot = make_item(lent.scene.pool, 1, family=STAFF)
    for each in (elsewhere, pilot):
        each.stocks[0].depot_id = lent.scene.stock.depot_id
        keep(each)
    add_stock(lent.scene.chairs, 7)  # at another depot

    found = said(make_paper(lent, PaperKind.STORAGE))

    inventory = table(found["inventaire"])
    reference = lent.scene.chairs.reference
    assert [each[:3] for each in inventory.rows] == [(reference, "Chaise pliante", "35")]
    assert inventory.foot[:4] == ("Total", "", "", "")
    assert inventory.foot[4].startswith("647,50")
    assert found["dépositaire.nom"] == "Quérénaing"
    assert found["dépôt"] == lent.scene.stock.depot.name


def test_an_empty_depot_is_said_to_be_empty() -> None:
    lent = make_lent()
    lose(lent.scene.stock, 40)

    (only,) = said(make_paper(lent, PaperKind.STORAGE))["inventaire"] or ()

    assert isinstance(only, Bullets)


def test_a_thing_without_a_value_says_so() -> None:
    lent = make_lent()
    lent.scene.chairs.replacement_cents = 0
    keep(lent.scene.chairs)

    inventory = table(said(make_paper(lent, PaperKind.STORAGE))["inventaire"])

    assert inventory.rows[0][3:] == ("non indiquée", "")


def test_management_names_the_pools_kept_for_the_owner() -> None:
    lent = make_lent()
    kept = make_pool(lent.scene.querenaing, name="Fêtes")
    make_item(kept, owner=lent.scene.maing)
    make_item(kept, owner=lent.scene.querenaing)

    found = said(make_paper(lent, PaperKind.MANAGEMENT, pool_id=None))

    assert table(found["parcs"]).rows == (("Fêtes", "1"),)
    assert found["gestionnaire.nom"] == "Quérénaing"


@pytest.mark.parametrize(
    ("siren", "article"),
    [
        ("CA", "L. 5216-7-1"),
        ("CC", "L. 5214-16-1"),
        ("CU", "L. 5215-27"),
        ("METRO", "L. 5215-27"),
    ],
)
@pytest.mark.parametrize("side", ["maing", "querenaing"])
def test_management_with_an_epci_rests_on_the_article_of_its_official_kind(
    siren: str, article: str, side: str
) -> None:
    lent = make_lent()
    epci = getattr(lent.scene, side)
    epci.kind, epci.name = OrganizationKind.EPCI, "Grand Val"
    epci.siren = next(row["siren"] for row in figures.rows("epci-2026") if row["kind"] == siren)
    keep(epci)

    base = said(make_paper(lent, PaperKind.MANAGEMENT))["gestion.base"]

    assert str(base).endswith(article)


def test_the_base_of_a_management_by_an_unknown_epci_is_a_hole_until_it_is_typed() -> None:
    lent = make_lent()
    lent.scene.maing.kind, lent.scene.maing.name = OrganizationKind.EPCI, "CC du Val"
    keep(lent.scene.maing)
    blank = make_paper(lent, PaperKind.MANAGEMENT)
    known = make_paper(lent, PaperKind.MANAGEMENT, options={"base_de_gestion": "article L. 1"})

    base = [
        values_of_papers.of_paper(each, clock.now())["base_de_gestion"] for each in (blank, known)
    ]

    assert base == [None, "article L. 1"]


def test_a_framework_says_on_which_bases_its_lender_lends() -> None:
    made = make_paper(make_lent(), PaperKind.FRAMEWORK)
    assert said(made)["base"] == LegalBasis.FREE_LOAN.label

    own = make_pool(made.owner, legal_basis=LegalBasis.PAID_MEANS)
    make_item(own, owner=made.owner)
    assert said(made)["base"] == (f"{LegalBasis.PAID_MEANS.label} et {LegalBasis.FREE_LOAN.label}")


@pytest.mark.parametrize(
    ("basis", "words"),
    [(LegalBasis.ENTENTE, "articles L. 5221-1 et L. 5221-2"), (LegalBasis.FREE_LOAN, "indivision")],
)
def test_co_ownership_rests_on_an_entente_or_on_joint_ownership(
    basis: LegalBasis, words: str
) -> None:
    lent = make_lent()
    lent.scene.pool.legal_basis = basis
    made = make_paper(lent, PaperKind.CO_OWNERSHIP, pool_id=lent.scene.pool.id)

    assert words in str(said(made)["copropriété.base"])


def test_without_any_act_there_is_a_hole_or_a_sentence_where_none_is_needed() -> None:
    lent = make_lent()
    made = make_paper(lent, PaperKind.STORAGE)
    for act in db.session.scalars(select(Act)):
        act.ends_on = LONG_AGO
    assert said(made)["actes"] is None

    lent.scene.territory.needs_act = False
    (only,) = said(made)["actes"] or ()
    assert only == Paragraph((Run("Aucun acte particulier n’est visé."),))


def test_management_between_communes_rests_on_their_agreement() -> None:
    found = said(make_paper(make_lent(), PaperKind.MANAGEMENT))

    assert found["gestion.base"] == "l’accord des deux collectivités"


def test_co_ownership_says_who_has_which_part_of_what() -> None:
    lent = make_lent()
    lent.scene.chairs.purchased_on, lent.scene.chairs.purchase_cents = date(2024, 5, 1), 1500

    found = said(make_paper(lent, PaperKind.CO_OWNERSHIP))

    assert [each[:2] for each in table(found["copropriété"]).rows] == [
        ("Chaise pliante", "Maing"),
        ("Chaise pliante", "Quérénaing"),
    ]
    assert table(found["biens"]).rows[0][2] == "1er mai 2024"
    (acts,) = found["actes"] or ()
    assert isinstance(acts, Bullets)
    assert len(acts.items) == 2  # of the lead and of the other co-owner


@pytest.mark.parametrize(
    ("acts_of", "words"),
    [
        (ActsOf.LEAD, "ceux de la seule collectivité référente"),
        (ActsOf.EACH, "ceux de chacun des copropriétaires"),
        (None, None),
    ],
)
def test_co_ownership_says_whose_acts_a_loan_needs(
    acts_of: ActsOf | None, words: str | None
) -> None:
    made = make_paper(make_lent(), PaperKind.CO_OWNERSHIP, acts_of=acts_of)

    assert said(made)["actes.requis"] == words


def test_without_co_owners_there_is_a_hole() -> None:
    lent = make_lent()
    lent.scene.chairs.shares.clear()
    keep(lent.scene.chairs)

    found = said(make_paper(lent, PaperKind.CO_OWNERSHIP))

    assert (found["biens"], found["copropriété"]) == (None, None)


def test_without_a_first_day_it_begins_when_it_is_signed() -> None:
    made = make_paper(make_lent(), PaperKind.FRAMEWORK, starts_on=None)

    assert said(made)["début"] == "celle de la dernière signature"
