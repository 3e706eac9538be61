"""What a convention says, gathered from the facts of one reservation."""

from datetime import date

import pytest
from sqlalchemy import select

from booking import clock
from booking.db import db
from booking.documents.convention import ConventionTerms
from booking.errors import NotFound
from booking.models.catalogue import Share
from booking.models.conventions import Act
from booking.models.requirements import Requirement
from booking.queries import conventions
from booking.usecases import reservations
from booking.vocabulary import ActKind, BeneficiaryKind, OrganizationKind
from tests.factories import (
    LONG_AGO,
    Scene,
    add_stock,
    ask,
    insure,
    keep,
    make_actor,
    make_commune,
    make_item,
    make_scene,
    next_weekend,
    row,
)

pytestmark = pytest.mark.usefixtures("base")
FAR = date(2040, 1, 1)


def draft(scene: Scene, reservation_id: int) -> ConventionTerms:
    """Return the terms of a draft, as the borrower reads it."""
    return conventions.draft(scene.secretary, reservation_id, clock.now())


def test_a_draft_has_no_number_and_says_all_the_rest() -> None:
    scene = make_scene(replacement_cents=1850)
    insure(scene.querenaing, LONG_AGO, FAR)
    keep(Requirement(item_id=scene.chairs.id, label="prise en main"))
    (asked_id,) = ask(scene.secretary, (scene.chairs, 4), place="Salle des fêtes")

    terms = draft(scene, asked_id)

    assert terms.number is None
    assert (terms.lender.name, terms.borrower.name) == ("Maing", "Quérénaing")
    assert (terms.lender.representative, terms.lender.representative_title) == (
        "Jeanne Thuillier",
        "Maire",
    )
    assert terms.lender.mandate == "délibération n° 2020-001"
    assert (terms.purpose, terms.place) == ("Fête de la Saint-Jean", "Salle des fêtes")
    (line,) = terms.lines
    assert (line.reference, line.quantity, line.unit_value_cents) == (
        scene.chairs.reference,
        4,
        1850,
    )
    assert terms.declared_value_cents == 4 * 1850
    assert terms.requirements == ("prise en main",)
    assert terms.insurance
    assert [depot.name for depot in terms.depots] == [scene.stock.depot.name]
    assert [visa.organization for visa in terms.visas] == ["Maing", "Quérénaing"]
    assert "1875" in terms.legal_basis


def test_hours_are_those_of_the_territory() -> None:
    scene = make_scene()
    scene.territory.time_zone = "Indian/Reunion"
    keep(scene.territory)
    (asked_id,) = ask(scene.secretary, (scene.chairs, 4))

    terms = draft(scene, asked_id)

    assert terms.starts_at == next_weekend().starts_at
    assert terms.starts_at.hour == 17


def test_the_manager_is_named_only_when_it_is_not_the_lender() -> None:
    scene = make_scene()
    epci = make_commune(scene.territory, "CA du Val", kind=OrganizationKind.EPCI)
    benches = make_item(scene.pool, owner=epci)
    mine, theirs = ask(scene.secretary, (scene.chairs, 1), (benches, 1))

    assert draft(scene, mine).manager is None
    shared = draft(scene, theirs)
    assert shared.manager
    assert shared.manager.name == "Maing"
    assert shared.lender.kind == "communauté d’agglomération"
    assert "L. 5211-4-3" in shared.legal_basis


def test_an_item_from_two_depots_is_two_lines() -> None:
    scene = make_scene(6)
    add_stock(scene.chairs, 4)
    (asked_id,) = ask(scene.secretary, (scene.chairs, 9))

    terms = draft(scene, asked_id)

    assert [line.quantity for line in terms.lines] == [6, 3]
    assert len({line.depot for line in terms.lines}) == 2
    assert terms.declared_value_cents == 9 * 1850


def test_operators_are_people_not_things() -> None:
    scene = make_scene()
    pilot = make_item(scene.pool, 1, name="Télépilote", family="Personnel")
    (asked_id,) = ask(scene.secretary, (scene.chairs, 1), (pilot, 1))

    terms = draft(scene, asked_id)

    assert terms.operators == ("Télépilote",)
    assert [line.name for line in terms.lines] == ["Chaise pliante"]
    assert terms.declared_value_cents == 1850


def test_co_owners_and_their_shares_are_written_in_french() -> None:
    scene = make_scene()
    artres = make_commune(scene.territory, "Artres")
    common = {"item_id": scene.chairs.id, "denominator": 40}
    keep(
        Share(**common, organization=scene.maing, numerator=11),
        Share(**common, organization=artres, numerator=29),
    )
    db.session.expire_all()
    (asked_id,) = ask(scene.secretary, (scene.chairs, 1))

    shares = {each.name: each.share for each in draft(scene, asked_id).co_owners}

    assert {name: share.replace("\N{NO-BREAK SPACE}", " ") for name, share in shares.items()} == {
        "Maing": "27,5 %",
        "Artres": "72,5 %",
    }


def test_for_whom_the_commune_borrows() -> None:
    scene = make_scene()
    (asked_id,) = ask(
        scene.secretary,
        (scene.chairs, 1),
        beneficiary_kind=BeneficiaryKind.ASSOCIATION,
        beneficiary_name="Judo club",
    )

    terms = draft(scene, asked_id)

    assert (terms.beneficiary, terms.beneficiary_kind) == ("Judo club", "association")


@pytest.mark.parametrize(
    ("kind", "act", "missing"),
    [
        (OrganizationKind.COMMUNE, ActKind.DELIBERATION, []),
        (OrganizationKind.COMMUNE, ActKind.RULES, ["lender_act"]),
        (OrganizationKind.EPCI, ActKind.RULES, []),
        (OrganizationKind.EPCI, ActKind.DELIBERATION, []),
        (OrganizationKind.EPCI, ActKind.DELEGATION, ["lender_act"]),
        (OrganizationKind.SYNDICATE, ActKind.DELIBERATION, []),
    ],
)
def test_which_act_a_lender_needs(kind: OrganizationKind, act: ActKind, missing: list[str]) -> None:
    scene = make_scene()
    scene.maing.kind = kind
    for each in db.session.scalars(select(Act).filter_by(organization_id=scene.maing.id)):
        each.kind = act
    keep(scene.maing)
    (asked_id,) = ask(scene.secretary, (scene.chairs, 1))

    today = clock.today(scene.secretary.zone)
    assert conventions.why_draft(scene.secretary, asked_id, today) == missing
    assert conventions.missing(row(asked_id), date(2019, 1, 1)) == [
        "lender_act",
        "lender_signatory",
    ]


def test_the_framework_in_force_is_cited() -> None:
    scene = make_scene()
    (asked_id,) = ask(scene.secretary, (scene.chairs, 1))
    assert draft(scene, asked_id).framework is None
    keep(
        Act(
            territory_id=scene.territory.id,
            organization_id=scene.querenaing.id,
            kind=ActKind.FRAMEWORK,
            number="CC-2026-011",
            title="Convention-cadre",
            taken_on=LONG_AGO,
            starts_on=LONG_AGO,
        )
    )

    assert draft(scene, asked_id).framework == "convention-cadre n° CC-2026-011"


def test_papers_are_for_the_parties_only() -> None:
    scene = make_scene()
    (asked_id,) = ask(scene.secretary, (scene.chairs, 1))
    stranger = make_actor(make_commune(scene.territory, "Artres"))

    assert conventions.issued(scene.secretary, asked_id) is None
    reservations.approve(scene.manager, asked_id)
    assert conventions.issued(scene.secretary, asked_id)
    with pytest.raises(NotFound):
        conventions.issued(stranger, asked_id)
    with pytest.raises(NotFound):
        conventions.draft(stranger, asked_id, clock.now())
    with pytest.raises(NotFound):
        conventions.why_draft(stranger, asked_id, clock.now().date())
