"""The papers of the demonstration."""

import pytest
from sqlalchemy import select

from booking.db import db
from booking.demonstration.conventions import (
    AS_BORROWER,
    AS_OWNER,
    DEPUTY,
    HANDED_OVER,
    NOTE,
    PRICE,
    PRICED,
    REPLACED,
    REWORDED,
    SHIPPED,
    SIGNED,
    TOO_FEW,
)
from booking.demonstration.dealings import FIRST_HELD, IN_PART, TELEPHONED
from booking.demonstration.people import OFFICE
from booking.demonstration.shelves import KEEPER, LEAD
from booking.models.catalogue import Pool
from booking.paperwork import STANDALONE, Means, PaperKind, PaperState, Part, SignState
from booking.queries import conventions, paper_search, reservations, signing, wordings
from booking.queries import signatures as readings
from booking.queries.paper_views import PaperView
from booking.usecases.demonstration import POOLS, player

MAYOR, PRESIDENT = "maire@querenaing", "presidence@valenciennes-metropole"


def papers(purpose: str, who: str = KEEPER) -> tuple[PaperView, ...]:
    """Return the papers of what was lent for a purpose, as somebody reads them."""
    actor = player(who)
    known = (*reservations.of_borrower(actor), *reservations.under_way(actor))
    lent = next(each for each in known if each.purpose == purpose)
    return conventions.of_reservation(actor, lent.id).papers


@pytest.mark.usefixtures("loaded")
def test_maing_signs_for_the_epci_under_its_delegation_once_the_borrower_has() -> None:
    office = player(OFFICE)
    (paper,) = papers(SIGNED)

    signed = [(each.part, each.organization, each.in_name_of) for each in paper.signatures]
    assert signed == [
        (Part.BORROWER, "Sebourg", ""),
        (Part.OWNER, "Maing", office.organization_name),
    ]
    assert {each.means for each in paper.signatures} == {Means.LINK}
    assert [each.state for each in (paper, *papers(HANDED_OVER))] == [PaperState.SIGNED] * 2
    assert conventions.content(player(KEEPER), paper.id, signed=True)


@pytest.mark.usefixtures("loaded")
def test_the_mayor_of_querenaing_has_slips_to_sign_and_a_deputy_to_pass_them_on_to() -> None:
    mayor = player(MAYOR)

    due = signing.due(mayor)

    on_screen = {(each.subtitle.split(" »")[0], each.mine.part) for each in due if each.on_screen}
    assert {
        (f"« {AS_BORROWER.purpose}", Part.BORROWER),
        (f"« {AS_OWNER.purpose}", Part.OWNER),
    } <= on_screen
    assert [each.named.partition(" n°")[0] for each in due if not each.on_screen] == [
        PaperKind.FRAMEWORK.label
    ]
    assert {name for each in due for _, name in each.forwards_to} == {
        f"{DEPUTY.holder}, {DEPUTY.title}"
    }
    assert signing.signs_as(mayor) == ("Jeanne Thuillier", "Maire")
    assert signing.signs_as(player(PRESIDENT)) == ("Alain Fontaine", "Président")


@pytest.mark.usefixtures("loaded")
def test_one_slip_is_refused_with_its_reason_and_one_cancelled_keeps_its_number() -> None:
    (refused,) = papers(IN_PART.purpose)
    cancelled, again = papers(TELEPHONED.purpose)

    assert (refused.state, refused.reason) == (PaperState.REFUSED, TOO_FEW)
    assert [each.reason for each in refused.signatures if each.state is SignState.REFUSED]
    assert (cancelled.state, cancelled.reason) == (PaperState.CANCELLED, REPLACED)
    assert again.state is PaperState.TO_SIGN
    assert cancelled.number
    assert again.number
    assert cancelled.number < again.number


@pytest.mark.usefixtures("loaded")
def test_a_change_is_amended_and_what_is_paid_goes_by_a_convention_of_its_own() -> None:
    slip, amendment = papers(FIRST_HELD.purpose)
    (paid,) = papers(PRICED.purpose)

    assert [slip.kind, amendment.kind] == [PaperKind.SLIP, PaperKind.AMENDMENT]
    assert paid.kind is PaperKind.LOAN
    assert readings.show(player(KEEPER), paid.id).ways == {Means.PAPER, Means.BOOK}
    words = str(conventions.words(player(KEEPER), paid.id))
    assert all(said in words for said in (PRICE.price, PRICE.deposit, PRICE.deposit_means))


@pytest.mark.usefixtures("loaded")
def test_what_binds_for_years_is_signed_on_paper_or_waits_for_its_scan() -> None:
    office, lead = player(OFFICE), player(LEAD)
    bound = {
        each.kind: each
        for who in (office, lead)
        for each in paper_search.every(who, paper_search.Filters())
        if each.kind in STANDALONE
    }

    states = {kind: each.state for kind, each in bound.items()}
    assert states == {
        PaperKind.MANAGEMENT: PaperState.SIGNED,
        PaperKind.CO_OWNERSHIP: PaperState.SIGNED,
        PaperKind.STORAGE: PaperState.TO_SIGN,
        PaperKind.FRAMEWORK: PaperState.TO_SIGN,
    }
    for kind in (PaperKind.MANAGEMENT, PaperKind.CO_OWNERSHIP):
        assert {each.means for each in bound[kind].signatures} == {Means.PAPER}
        reader = lead if kind is PaperKind.CO_OWNERSHIP else office
        assert conventions.content(reader, bound[kind].id, signed=True)
    assert [each.organization for each in bound[PaperKind.CO_OWNERSHIP].signatures][-1] == (
        lead.organization_name
    )
    assert {each.partner for each in bound.values()} >= {"Maing", "Quarouble", "Quérénaing"}


@pytest.mark.usefixtures("loaded")
def test_slips_are_worded_by_the_epci_and_differ_by_one_sentence() -> None:
    model = wordings.model(player(OFFICE), PaperKind.SLIP)
    (version,) = model.versions

    texts = zip(model.inherited, version.articles or (), strict=True)
    differing = [(was.text, now.text) for was, now in texts if was != now]
    assert [was.replace(SHIPPED, REWORDED) for was, _ in differing] == [now for _, now in differing]
    assert len(differing) == 1
    assert version.note == NOTE
    (paper,) = papers(SIGNED)
    assert REWORDED in str(conventions.words(player(KEEPER), paper.id))


@pytest.mark.usefixtures("loaded")
def test_nothing_that_is_lent_waits_for_a_signature() -> None:
    pools = db.session.scalars(select(Pool)).all()

    assert {each.name for each in pools} >= {each.name for each in POOLS}
    assert not [each.name for each in pools if each.needs_signed]
