"""What waits for somebody in the demonstration, and for whom."""

import pytest

from booking import clock
from booking.dealings import Awaited, Channel
from booking.demonstration import dealings
from booking.demonstration.people import OFFICE
from booking.demonstration.shelves import KEEPER, LEAD
from booking.demonstration.stories import STORIES, Story
from booking.errors import NotFound
from booking.queries import (
    amendments,
    approvals,
    breakdowns,
    comments,
    drafts,
    health,
    items,
    queue,
    reservations,
    substitutes,
    unsettled,
    waiting,
    work,
)
from booking.queries.views import ReservationView
from booking.usecases.demonstration import POOLS, player
from booking.vocabulary import BeneficiaryKind, Status

WAITED = {
    LEAD: {"details", "confirm", "answer", "hand_over"},
    dealings.ARTRES: {"proposal", "hand_over", "take_back"},
}
"""What waits for each secretary."""


def told(story: Story) -> ReservationView:
    """Return the reservation of a story, as its manager or its borrower reads it."""
    return named(story.borrower, story.purpose)


def named(who: str, purpose: str) -> ReservationView:
    actor = player(who)
    found = (*reservations.of_borrower(actor), *reservations.under_way(actor))
    return next(each for each in found if each.purpose == purpose)


@pytest.mark.usefixtures("loaded")
def test_the_queue_of_maing_shows_requests_a_change_and_what_it_waits_for() -> None:
    keeper = player(KEEPER)

    asked = {each.reservation.purpose: each for each in queue.awaiting_us(keeper)}
    awaited = {each.purpose: each.awaited for each in queue.awaiting_borrowers(keeper)}

    assert {STORIES[0].purpose, dealings.WORSHIP.purpose, dealings.EVENT} <= asked.keys()
    assert asked[dealings.CHANGED.purpose].reservation.change_due_at
    assert awaited == {
        dealings.QUESTIONED.purpose: Awaited.DETAILS,
        dealings.PROPOSED.purpose: Awaited.PROPOSAL,
        dealings.WAITING[0].purpose: Awaited.PLACE,
    }


@pytest.mark.usefixtures("loaded")
def test_everybody_has_something_to_do() -> None:
    due = {who: {each.act for each in work.under_way(player(who)) if each.mine} for who in WAITED}

    assert due == WAITED
    for manager in (KEEPER, OFFICE, LEAD, "gestionnaire@valenciennes", "gestionnaire@anzin"):
        assert queue.awaiting_us(player(manager)), manager


@pytest.mark.usefixtures("loaded")
def test_what_is_agreed_is_not_always_what_was_asked() -> None:
    proposed, more = told(dealings.PROPOSED), told(dealings.CHANGED)
    by_phone = named(KEEPER, dealings.TELEPHONED.purpose)
    (line,) = told(dealings.IN_PART).lines
    worship = told(dealings.WORSHIP)

    later = amendments.latest(player(dealings.ARTRES), proposed.id)
    asked = amendments.latest(player(KEEPER), more.id)
    assert later
    assert asked
    assert (later.by_lender, asked.by_lender) == (True, False)
    assert (more.status, more.lines[0].quantity) == (Status.APPROVED, 80)
    assert (by_phone.channel, by_phone.borrower) == (Channel.PHONE, dealings.TELEPHONED.commune)
    assert (line.asked, line.quantity) == (50, dealings.TABLES_GRANTED)
    assert worship.beneficiary_kind is BeneficiaryKind.WORSHIP
    assert worship.status is Status.REQUESTED


@pytest.mark.usefixtures("loaded")
def test_two_wait_behind_a_place_offered_and_an_event_is_served_from_two_depots() -> None:
    first, *others = (told(story) for story in dealings.WAITING)

    assert (first.status, first.awaited) == (Status.NEEDS_INFO, Awaited.PLACE)
    assert {each.status for each in others} == {Status.WAITLISTED}
    assert [waiting.rank(each.id) for each in others] == [1, 2]
    mine = named(LEAD, dealings.EVENT)
    assert mine.event
    assert mine.starts_at < mine.event.starts_at < mine.event.ends_at < mine.ends_at
    assert len(mine.lines[0].depots) == 2


@pytest.mark.usefixtures("loaded")
def test_a_draft_is_for_its_author_and_a_note_for_the_lender_alone() -> None:
    secretary, borrower, keeper = player(LEAD), player(dealings.ARTRES), player(KEEPER)
    market = told(STORIES[0])

    (draft,) = drafts.of(secretary)
    assert draft.purpose == dealings.DRAFTED
    assert "T14:00" in drafts.data(secretary, draft.id)["starts_at"]  # the form shows it as it is
    assert not drafts.of(borrower)
    with pytest.raises(NotFound):
        drafts.data(borrower, draft.id)
    read, all_of_it = (comments.of_reservation(each, market.id) for each in (borrower, keeper))
    assert (len(read.comments), len(all_of_it.comments)) == (2, 3)


@pytest.mark.usefixtures("loaded")
def test_one_rule_answers_for_one_commune_and_nobody_is_away_today() -> None:
    mine = told(dealings.BY_RULE)
    rules = {
        pool.name: approvals.in_force(pool_id(pool.name), clock.today(player(LEAD).zone))
        for pool in POOLS
    }

    assert (mine.status, bool(mine.by_rule)) == (Status.APPROVED, True)
    assert {name for name, found in rules.items() if found} == {"Parc technique"}
    (rule,) = rules["Parc technique"]
    assert (len(rule.borrower_ids), len(rule.item_ids), rule.most) == (1, 1, 1)
    office = player(OFFICE)
    named_ones = {pool.name: substitutes.of_pool(office, pool_id(pool.name)) for pool in POOLS}

    stands_in = named_ones.pop("Parc technique")
    assert stands_in
    assert stands_in.starts_on
    assert stands_in.starts_on > clock.today(office.zone)
    assert set(named_ones.values()) == {None}


def pool_id(name: str) -> int:
    return items.pool(player(OFFICE), name).id


@pytest.mark.usefixtures("loaded")
def test_a_breakdown_has_one_reservation_settled_and_one_left() -> None:
    keeper = player(KEEPER)
    lasting = unsettled.to_settle(keeper)
    (broken,) = (each for each in lasting if each.item.startswith("Sonorisation"))

    shown = breakdowns.show(keeper, broken.hold_id)

    settled = [each.mine.purpose for each in shown.affected if each.decided and each.decided.told]
    assert settled == [dealings.LEFT_SHORT.purpose]
    assert (len(shown.affected), shown.left) == (2, 1)
    assert all(each.cause for each in health.excesses())
