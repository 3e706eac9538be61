"""What is judged of a reservation, for those who decide."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from booking import clock
from booking.db import db
from booking.errors import NotFound
from booking.models.conventions import Act
from booking.models.organizations import Mandate
from booking.models.requirements import Requirement
from booking.paperwork import PaperState
from booking.period import Period
from booking.queries import requirements
from booking.rules.access import Actor
from booking.usecases import reservations
from booking.vocabulary import ActKind, BeneficiaryKind
from tests.factories import (
    LONG_AGO,
    ask,
    insure,
    keep,
    lose,
    make_actor,
    make_commune,
    make_item,
    make_scene,
    next_weekend,
    row,
)
from tests.signing import need_signed, paper_of

pytestmark = pytest.mark.usefixtures("base")
DAY = timedelta(days=1)


def judged(actor: Actor, reservation_id: int) -> dict[str, str]:
    """Return the level of each verdict by its code."""
    found = requirements.verdicts(actor, reservation_id)
    return {verdict.code: verdict.level for verdict in found}


def test_everything_in_order() -> None:
    scene = make_scene()
    (asked_id,) = ask(scene.secretary, (scene.chairs, 4))
    insure(scene.querenaing, LONG_AGO, next_weekend().ends_at.date())

    assert judged(scene.manager, asked_id) == dict.fromkeys(
        (
            "borrower_kind",
            "adhesion",
            "population",
            "notice",
            "horizon",
            "length",
            "available",
            "insurance_held",
            "lender_act",
            "lender_signatory",
            "ground",
        ),
        "ok",
    )


def test_a_loan_to_an_association_is_judged_as_such() -> None:
    scene = make_scene()
    (asked_id,) = ask(
        scene.secretary,
        (scene.chairs, 4),
        beneficiary_kind=BeneficiaryKind.ASSOCIATION,
        beneficiary_name="Judo club",
    )

    assert judged(scene.manager, asked_id)["associations"] == "ok"


def test_new_figures_do_not_judge_an_old_request() -> None:
    scene = make_scene()
    (asked_id,) = ask(scene.secretary, (scene.chairs, 4))
    scene.querenaing.population = 5_020
    keep(scene.querenaing)

    assert judged(scene.manager, asked_id)["population"] == "ok"


def test_notice_is_read_at_the_date_of_the_request(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene()
    (asked_id,) = ask(scene.secretary, (scene.chairs, 4))
    later = next_weekend().starts_at - DAY / 2
    monkeypatch.setattr(clock, "now", lambda: later)

    assert judged(scene.manager, asked_id)["notice"] == "ok"


def test_what_is_no_longer_there_is_told_before_approving() -> None:
    scene = make_scene(40)
    (asked_id,) = ask(scene.secretary, (scene.chairs, 40))
    lose(scene.stock, 1)

    assert judged(scene.manager, asked_id)["available"] == "block"


def test_what_is_missing_for_the_preparation_is_told_too() -> None:
    scene = make_scene(40, preparation_after_hours=48)
    end = next_weekend().ends_at
    (asked_id,) = ask(scene.secretary, (scene.chairs, 20))
    ask(scene.secretary, (scene.chairs, 20), period=Period(end + DAY, end + 2 * DAY))
    lose(scene.stock, 10)

    assert judged(scene.manager, asked_id)["available"] == "block"


def test_what_is_agreed_and_lacks_something_is_told_until_it_ends() -> None:
    scene = make_scene(4)
    (asked_id,) = ask(scene.secretary, (scene.chairs, 4))
    reservations.approve(scene.manager, asked_id)
    assert judged(scene.manager, asked_id)["available"] == "ok"
    lose(scene.stock, 1)
    assert judged(scene.manager, asked_id)["available"] == "warn"

    reservations.cancel(scene.manager, asked_id, "Podium en panne.")

    assert "available" not in judged(scene.manager, asked_id)


@pytest.mark.parametrize(("table", "code"), [(Act, "lender_act"), (Mandate, "lender_signatory")])
def test_what_the_lender_lacks_is_a_warning(table: type[Act] | type[Mandate], code: str) -> None:
    scene = make_scene()
    for each in db.session.scalars(select(table).filter_by(organization_id=scene.maing.id)):
        db.session.delete(each)
    db.session.commit()
    (asked_id,) = ask(scene.secretary, (scene.chairs, 4))

    assert judged(scene.manager, asked_id)[code] == "warn"


def test_a_vote_recorded_after_the_request_counts() -> None:
    scene = make_scene()
    for each in db.session.scalars(select(Act).filter_by(organization_id=scene.maing.id)):
        each.ends_on = date(2020, 12, 31)
    db.session.commit()
    (asked_id,) = ask(scene.secretary, (scene.chairs, 4))
    row(asked_id).request.asked_at -= 10 * DAY
    voted = clock.now().date() - DAY
    keep(
        Act(
            territory_id=scene.territory.id,
            organization_id=scene.maing.id,
            kind=ActKind.DELIBERATION,
            number="2026-042",
            title="Prêt de matériel",
            taken_on=voted,
            starts_on=voted,
        )
    )

    assert judged(scene.manager, asked_id)["lender_act"] == "ok"


def test_what_items_ask_for_is_listed_once_each() -> None:
    scene = make_scene()
    for label in ("permis BE", "contrôle 12 mois", "permis BE"):
        keep(Requirement(item_id=scene.chairs.id, label=label))
    (asked_id,) = ask(scene.secretary, (scene.chairs, 4))

    found = [each.facts for each in requirements.verdicts(scene.manager, asked_id)]

    assert [facts["label"] for facts in found if "label" in facts][1:] == [
        "permis BE",
        "contrôle 12 mois",
    ]


def test_deciding_for_ones_own_commune_is_said() -> None:
    scene = make_scene()
    theirs = make_item(scene.pool, owner=make_commune(scene.territory, "Famars"))
    (asked_id,) = ask(make_actor(scene.maing), (theirs, 4))

    assert judged(scene.manager, asked_id)["own_organization"] == "info"


def test_verdicts_are_for_the_parties_only() -> None:
    scene = make_scene()
    (asked_id,) = ask(scene.secretary, (scene.chairs, 4))

    assert judged(scene.secretary, asked_id)
    with pytest.raises(NotFound):
        requirements.verdicts(make_actor(make_commune(scene.territory, "Artres")), asked_id)


def test_the_manager_reads_beforehand_that_a_signature_is_missing() -> None:
    scene = make_scene()
    need_signed(scene.pool)
    (asked_id,) = ask(scene.secretary, (scene.chairs, 4))
    assert "paper_signed" not in judged(scene.manager, asked_id)

    reservations.approve(scene.manager, asked_id)
    assert judged(scene.manager, asked_id)["paper_signed"] == "warn"

    paper_of(asked_id).state = PaperState.SIGNED
    db.session.commit()
    assert judged(scene.manager, asked_id)["paper_signed"] == "ok"
