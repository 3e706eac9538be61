"""The sentences that papers share, from what is known of a loan."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from booking import clock
from booking.dealings import Channel, Transport
from booking.documents.articles import Values
from booking.documents.paper import Bullets, Paragraph
from booking.models.requirements import Requirement
from booking.paperwork import PaperKind, PaperState
from booking.queries import clauses
from booking.vocabulary import ActKind
from tests.factories import LONG_AGO, insure, keep, make_pool
from tests.registers import make_act
from tests.wordings import Lent, make_issued, make_lent, make_paper

pytestmark = pytest.mark.usefixtures("base")
PARIS = ZoneInfo("Europe/Paris")
FAR = date(2040, 1, 1)


def said(lent: Lent) -> Values:
    """Return what the clauses say of a loan."""
    return clauses.of_loan(lent.mine, PARIS)


@pytest.mark.parametrize(
    ("count", "words"), [(1, "un jour ouvré"), (3, "trois jours ouvrés"), (15, "15 jours ouvrés")]
)
def test_working_days_are_said_in_words(count: int, words: str) -> None:
    assert clauses.working_days(count) == words


@pytest.mark.parametrize("transport", list(Transport))
def test_who_carries_is_a_sentence(transport: Transport) -> None:
    lent = make_lent(transport=transport)

    assert str(said(lent)["transport"]).startswith("l’emprunteur ")


def test_without_any_condition_of_use_a_sentence_says_so() -> None:
    (only,) = clauses.conditions(make_lent().mine)

    assert isinstance(only, Paragraph)
    assert only.runs[0].text.startswith("Aucune habilitation particulière")


def test_conditions_of_use_are_a_list_each_once() -> None:
    lent = make_lent()
    for label in ("prise en main", "prise en main", "gants"):
        keep(Requirement(item_id=lent.scene.chairs.id, label=label))

    _, asked = clauses.conditions(lent.mine)

    assert isinstance(asked, Bullets)
    assert [item[0].text for item in asked.items] == ["prise en main", "gants"]


def test_the_engagement_of_an_association_is_dated_or_awaited() -> None:
    lent = make_lent()
    assert said(lent)["engagement"] == "à présenter avant le retrait"

    lent.mine.request.engagement_on = date(2026, 3, 1)
    assert said(lent)["engagement"] == "souscrit le 1er mars 2026"


@pytest.mark.parametrize(
    ("days", "words"),
    [(2, "jusqu’à deux jours ouvrés avant le retrait"), (0, "jusqu’au retrait")],
)
def test_how_long_one_may_cancel_is_that_of_the_pool(days: int, words: str) -> None:
    lent = make_lent()
    lent.scene.pool.cancel_days = days

    assert said(lent)["annulation"] == words


def test_a_certificate_is_unknown_too_short_or_enough() -> None:
    lent = make_lent()
    assert said(lent)["attestation"] == clauses.NO_CERTIFICATE

    first = lent.mine.starts_at.date()
    insure(lent.scene.querenaing, LONG_AGO, first)
    assert "prend fin le" in str(said(lent)["attestation"])

    insure(lent.scene.querenaing, LONG_AGO, FAR)
    assert "couvre le dernier jour" in str(said(lent)["attestation"])


def test_the_last_day_of_a_loan_that_ends_at_midnight_is_the_day_before() -> None:
    midnight = clock.now().astimezone(PARIS).replace(hour=0, minute=0, second=0, microsecond=0)

    assert clauses.last_day(midnight, PARIS) == midnight.date() - timedelta(days=1)
    assert clauses.last_day(midnight + timedelta(seconds=1), PARIS) == midnight.date()


def test_who_asked_is_called_unless_another_asked_in_its_name() -> None:
    lent = make_lent()
    assert str(said(lent)["contact"]).startswith("Nadia Carpentier, ")

    lent.mine.request.channel = Channel.PHONE
    lent.scene.querenaing.phone = "03 27 00 00 00"
    assert said(lent)["contact"] == "Quérénaing, 03 27 00 00 00"


def test_the_manager_is_reached_by_what_is_known() -> None:
    lent = make_lent()
    assert said(lent)["gestionnaire.contact"] == "Maing"

    lent.scene.maing.email = "mairie@maing.example"
    assert said(lent)["gestionnaire.contact"] == "mairie@maing.example"


def test_the_management_convention_in_force_for_the_pool_is_cited_and_no_other() -> None:
    lent = make_lent()
    nothing = f"les règles du parc « {lent.scene.pool.name} »"
    assert said(lent)["gestion.acte"] == nothing

    made = make_issued(lent, PaperKind.MANAGEMENT, rank=3)
    made.partner_id = lent.scene.maing.id
    keep(made)
    assert said(lent)["gestion.acte"] == "convention de gestion n° 2026-0003"

    other = make_pool(lent.scene.maing)
    for name, value in (
        ("pool_id", other.id),
        ("ends_on", LONG_AGO),
        ("starts_on", FAR),
        ("state", PaperState.CANCELLED),
    ):
        before = getattr(made, name)
        setattr(made, name, value)
        keep(made)
        assert said(lent)["gestion.acte"] == nothing, name
        setattr(made, name, before)


def test_without_a_management_convention_a_delegation_is_cited() -> None:
    lent = make_lent()
    lent.scene.chairs.owner = lent.scene.querenaing
    lent.mine.owner = lent.scene.querenaing
    both = {"kind": ActKind.DELEGATION, "partner_id": lent.scene.maing.id}
    make_act(lent.scene.querenaing, number="D-1", **both)

    assert said(lent)["gestion.acte"] == "délégation n° D-1"


def test_how_long_one_may_contest_is_as_the_framework_says() -> None:
    lent = make_lent()
    assert said(lent)["contestation"] == "trois jours ouvrés"

    own = {"options": {"délai_contestation": "cinq jours ouvrés"}, "starts_on": LONG_AGO}
    make_paper(lent, PaperKind.FRAMEWORK, state=PaperState.SIGNED, **own)
    assert said(lent)["contestation"] == "cinq jours ouvrés"
