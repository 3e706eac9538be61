"""What the variables of a paper say of a reservation, and which articles hold."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from booking import clock
from booking.db import db
from booking.documents.articles import VARIABLE
from booking.documents.paper import Bullets, Fields, Table
from booking.documents.wordings import shipped
from booking.models.catalogue import Share
from booking.models.organizations import Organization
from booking.paperwork import GROUNDS_A_LOAN, Condition
from booking.queries import values
from booking.vocabulary import STAFF, BeneficiaryKind, LegalBasis, OrganizationKind
from tests.factories import ask, keep, make_commune, make_item, make_scene, row

pytestmark = pytest.mark.usefixtures("base")
PARIS = ZoneInfo("Europe/Paris")


def test_every_variable_of_a_loan_says_something() -> None:
    scene = make_scene()
    (mine,) = ask(scene.secretary, (scene.chairs, 3))

    said = values.of_reservation(row(mine), clock.now())

    used = {
        name
        for kind in GROUNDS_A_LOAN
        for each in shipped(kind).articles
        for name in VARIABLE.findall(each.text)
    }
    assert used <= said.keys()
    assert said["prêteur.représentant"] == "Jeanne Thuillier"
    assert said["cadre"] == "convention-cadre n° CC-2020-1"
    assert (said["quantité"], said["prix"]) == ("3", "à titre gratuit")


def test_what_is_not_known_is_a_hole() -> None:
    scene = make_scene()
    scene.querenaing.siren = None
    keep(scene.querenaing)
    (mine,) = ask(scene.secretary, (scene.chairs, 3))

    assert values.of_reservation(row(mine), clock.now())["emprunteur.siren"] is None


def test_the_table_says_each_thing_where_it_lies_and_what_all_is_worth() -> None:
    scene = make_scene()
    (mine,) = ask(scene.secretary, (scene.chairs, 3))

    table, total = values.of_reservation(row(mine), clock.now())["désignation"]

    assert isinstance(table, Table)
    (line,) = table.rows
    assert line[:4] == (scene.chairs.reference, "Chaise pliante", "3", scene.stock.depot.name)
    assert not table.foot
    assert isinstance(total, Fields)
    assert total.rows == (("Valeur totale de remplacement", values.worth(row(mine).lines)),)


def test_a_paper_of_nothing_names_no_total() -> None:
    assert values.designation([]) == ()


@pytest.mark.parametrize(
    ("first", "last", "period"),
    [
        ((2030, 6, 1), (2030, 6, 2), "la journée du samedi 1er juin 2030"),
        (
            (2030, 6, 1),
            (2030, 6, 3),
            "du samedi 1er juin 2030 au dimanche 2 juin 2030 inclus",
        ),
        (
            (2030, 6, 1, 9),
            (2030, 6, 1, 18),
            "du samedi 1er juin 2030, 9 h, au samedi 1er juin 2030, 18 h",
        ),
    ],
)
def test_dates_are_said_in_days_when_they_are_whole(
    first: tuple[int, ...], last: tuple[int, ...], period: str
) -> None:
    said = values.dates(datetime(*first, tzinfo=PARIS), datetime(*last, tzinfo=PARIS))  # type: ignore[misc,arg-type]

    assert said["période"].replace("\N{NO-BREAK SPACE}", " ") == period


@pytest.mark.parametrize(("price", "said"), [("", None), ("25 €", "25 €")])
def test_what_is_paid_by_its_legal_basis_is_never_said_to_be_free(
    price: str, said: str | None
) -> None:
    scene = make_scene()
    scene.pool.legal_basis = LegalBasis.PAID_MEANS
    keep(scene.pool)
    (mine,) = ask(scene.secretary, (scene.chairs, 1))
    row(mine).price = price

    assert values.of_reservation(row(mine), clock.now())["prix"] == said
    holding = values.conditions(row(mine), None)
    assert Condition.PRICE in holding
    assert Condition.FREE not in holding


def test_a_thing_without_a_value_is_never_worth_nothing() -> None:
    scene = make_scene()
    scene.chairs.replacement_cents = 0
    worthy = make_item(scene.pool)
    worthy.replacement_cents = 1_000
    keep(scene.chairs, worthy)
    (alone,) = ask(scene.secretary, (scene.chairs, 1))
    (both,) = ask(scene.secretary, (scene.chairs, 1), (worthy, 1))

    assert values.worth(row(alone).lines) == "non indiquée"
    _, total = values.designation(row(alone).lines)
    assert isinstance(total, Fields)
    assert total.rows[0][1] == "non indiquée"
    assert values.worth(row(both).lines).startswith("10,00")
    assert values.worth(row(both).lines).endswith("dont la valeur n’est pas indiquée")


def test_what_is_no_longer_held_has_no_depot_rather_than_a_blank() -> None:
    scene = make_scene()
    (mine,) = ask(scene.secretary, (scene.chairs, 1))
    for hold in row(mine).lines[0].holds:
        db.session.delete(hold)
    db.session.commit()
    db.session.expire_all()

    table, _ = values.designation(row(mine).lines)
    assert isinstance(table, Table)
    assert table.rows[0][3] == "–"


@pytest.mark.parametrize(
    ("siren", "said"),
    [
        ("245901160", "communauté d’agglomération"),
        ("200040715", "métropole"),
        ("999999999", "intercommunalité"),
        (None, "intercommunalité"),
    ],
)
def test_what_an_epci_is_comes_from_the_official_file_and_never_from_its_name(
    siren: str | None, said: str
) -> None:
    body = Organization(name="CC du Val", siren=siren, kind=OrganizationKind.EPCI)

    assert values.kind_of(body) == said


def test_articles_hold_for_what_is_lent_to_whom() -> None:
    scene = make_scene()
    (plain,) = ask(scene.secretary, (scene.chairs, 1))
    van = make_item(scene.pool, family="Véhicules")
    driver = make_item(scene.pool, family=STAFF)
    facts = {"beneficiary_kind": BeneficiaryKind.ASSOCIATION, "beneficiary_name": "ASQ"}
    (rich,) = ask(scene.secretary, (van, 1), (driver, 1), **facts)

    assert values.conditions(row(plain), "CC n° 1") == {
        Condition.NO_OPERATOR,
        Condition.FREE,
        Condition.SELF_MANAGED,
        Condition.FRAMEWORK,
    }
    assert values.conditions(row(rich), None) == {
        Condition.OPERATOR,
        Condition.FREE,
        Condition.SELF_MANAGED,
        Condition.NO_FRAMEWORK,
        Condition.VEHICLE,
        Condition.ASSOCIATION,
    }


def test_co_owners_are_named_with_their_shares() -> None:
    scene = make_scene()
    artres = make_commune(scene.territory, "Artres")
    for each in (scene.maing, artres):
        own = {"item_id": scene.chairs.id, "organization_id": each.id}
        keep(Share(**own, numerator=1, denominator=2))
    (mine,) = ask(scene.secretary, (scene.chairs, 1))

    (shares,) = values.of_reservation(row(mine), clock.now())["copropriété"]

    assert isinstance(shares, Bullets)
    assert [item[0].text.split(",")[0] for item in shares.items] == ["Maing", "Artres"]
    assert Condition.CO_OWNED in values.conditions(row(mine), None)
