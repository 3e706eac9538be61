"""The acts that a paper cites, and by virtue of what it is signed."""

from datetime import date

import pytest

from booking import clock
from booking.documents.paper import Bullets
from booking.models.catalogue import Share
from booking.models.conventions import Convention
from booking.models.organizations import Mandate, Organization
from booking.paperwork import ActsOf, PaperKind, PaperState
from booking.queries import values, visas
from booking.vocabulary import ActKind, OrganizationKind
from tests.factories import (
    LONG_AGO,
    Scene,
    ask,
    keep,
    make_commune,
    make_scene,
    make_territory,
    row,
)
from tests.queries.test_acts import repeal
from tests.registers import make_act

pytestmark = pytest.mark.usefixtures("base")
DAY = date(2026, 11, 26)
DELEGATED = "Ana Gomes, maire"


def loan(scene: Scene, price: str = "") -> list[str]:
    """Return what the paper of a loan of chairs cites."""
    (asked_id,) = ask(scene.secretary, (scene.chairs, 1))
    row(asked_id).price = price
    return visas.of_loan(row(asked_id), DAY)


def test_the_visas_are_the_acts_of_each_side() -> None:
    scene = make_scene()

    said = visas.of_sides([scene.maing, scene.querenaing], DAY)

    assert [each.split(", ")[1] for each in said] == ["Maing", "Quérénaing"]
    assert said[0].startswith("Délibération n° 2020-001 du ")


def test_a_paid_loan_cites_the_decision_and_the_delegation_it_rests_on() -> None:
    scene = make_scene()
    repeal(scene.maing)
    make_act(scene.maing, kind=ActKind.DECISION, number="DM-7")
    make_act(scene.maing, kind=ActKind.DELEGATION, number="2026-5")

    cited = [each for each in loan(scene, "25 €") if ", Maing," in each]
    assert [each.partition(" du ")[0] for each in cited] == [
        "Décision n° DM-7",
        "Délégation n° 2026-5",
    ]
    assert not [each for each in loan(scene) if ", Maing," in each]  # of no use to a free one


def test_an_epci_cites_its_rules_with_their_version_and_its_deliberation() -> None:
    office = make_commune(make_territory(), "CC du Val", kind=OrganizationKind.EPCI)
    make_act(office, kind=ActKind.RULES, number="R-2", starts_on=date(2026, 5, 1))

    said = visas.of_sides([office], DAY)

    assert [each.partition(" du ")[0] for each in said] == [
        "Délibération n° 2020-001",
        "Règlement de mise à disposition n° R-2",
    ]
    assert said[1].endswith("version en vigueur depuis le 1er mai 2026")


def test_what_is_over_is_not_cited() -> None:
    scene = make_scene()
    make_act(scene.maing, number="old", ends_on=LONG_AGO)

    assert not [each for each in loan(scene) if "n° old" in each]


def test_the_acts_of_each_co_owner_are_cited_when_their_convention_asks_for_them() -> None:
    scene = make_scene()
    artres = make_commune(scene.territory, "Artres")
    for each in (scene.maing, artres):
        keep(Share(item_id=scene.chairs.id, organization=each, numerator=1, denominator=2))
    assert not [each for each in loan(scene) if ", Artres," in each]

    keep(
        Convention(
            territory_id=scene.territory.id,
            owner_id=scene.maing.id,
            pool_id=scene.pool.id,
            kind=PaperKind.CO_OWNERSHIP,
            state=PaperState.SIGNED,
            acts_of=ActsOf.EACH,
            created_at=clock.now(),
        )
    )
    assert [each.split(", ")[1] for each in loan(scene)] == ["Maing", "Artres", "Quérénaing"]


def test_a_delegation_to_the_manager_is_cited() -> None:
    scene = make_scene()
    make_act(scene.querenaing, kind=ActKind.DELEGATION, number="D-1", partner_id=scene.maing.id)

    (said,) = visas.delegated(scene.querenaing, scene.maing, DAY)

    assert said.startswith("Délégation n° D-1 du 1er janvier 2020, Quérénaing à Maing, « ")
    assert visas.delegated(scene.maing, scene.querenaing, DAY) == []
    assert visas.delegated(scene.maing, None, DAY) == []


def test_the_list_is_a_hole_where_an_act_is_needed_and_a_sentence_elsewhere() -> None:
    (both,) = visas.listed(["a", "b", "a"], needed=True) or ()

    assert isinstance(both, Bullets)
    assert len(both.items) == 2
    assert visas.listed([], needed=True) is None
    assert visas.listed([], needed=False) is not None


@pytest.mark.parametrize(
    ("act", "by", "said"),
    [
        ("", "", "en vertu de sa fonction"),
        ("arrêté n° 12", "", "arrêté n° 12"),
        ("", DELEGATED, "par délégation d’Ana Gomes, maire"),
        ("arrêté n° 12", "le maire", "par délégation du maire, arrêté n° 12"),
        ("", "la présidente", "par délégation de la présidente"),
    ],
)
def test_one_signs_by_a_delegation_by_an_act_or_by_office(act: str, by: str, said: str) -> None:
    assert visas.habilitation(Mandate(act=act, delegated_by=by)) == said


def test_a_paper_says_by_virtue_of_what_each_side_signs() -> None:
    maing: Organization = make_scene().maing
    assert values.party("Le prêteur", maing, DAY).mandate == "en vertu de sa fonction"
    assert values.party("Le prêteur", maing, date(2019, 1, 1)).mandate == ""
