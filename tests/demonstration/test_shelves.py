"""What the demonstration lends, on which terms, and what it does not lend."""

from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import select

from booking import clock
from booking.db import db
from booking.demonstration.people import OFFICE, mailbox
from booking.demonstration.shelves import (
    DAYS_TO_LEAVE,
    KEEPER,
    LEAD,
    NEIGHBOURS,
    OTHERS_HORIZON,
    TOLD,
    UNLENT,
)
from booking.errors import NotFound, Refusal
from booking.models.catalogue import Pool
from booking.queries import adhesions, catalogue, grounds, items, pools, published, search
from booking.queries.search import Search
from booking.rules.access import Actor
from booking.rules.asking import Asked, AskedLine
from booking.usecases import asking
from booking.usecases.demonstration import POOLS, player
from booking.vocabulary import Formality, LegalBasis, LifeStage, SchoolRule, Standing


def pool_named(name: str) -> Pool:
    return db.session.scalars(select(Pool).filter_by(name=name)).one()


def asked(who: Actor, item: str, days: int) -> Asked:
    """Return a loan of two days, from so many days on."""
    day = clock.today(who.zone) + timedelta(days=days)
    starts_at = datetime.combine(day, time(9), who.zone)
    lines = (AskedLine(item, 1),)
    return Asked(starts_at, starts_at + timedelta(days=2), "Haies", lines, place="Chemin creux")


@pytest.mark.usefixtures("loaded")
def test_the_five_pools_keep_the_terms_that_others_count_on() -> None:
    rows = [pool_named(pool.name) for pool in POOLS]

    terms = {
        (pool.notice_days, pool.horizon_months, pool.longest_days, pool.quota_loans)
        for pool in rows
    }
    assert terms == {(2, 24, 30, None)}
    assert not any(pool.hidden or pool.slots_block for pool in rows)
    assert {pool.school_rule for pool in rows} == {SchoolRule.ANY}
    assert {tuple(pool.kinds) for pool in rows} == {("commune",)}


@pytest.mark.usefixtures("loaded")
def test_co_owners_come_first() -> None:
    owner, other = player("secretaire@artres"), player(KEEPER)

    with pytest.raises(Refusal) as refused:
        asking.request(other, asked(other, "BRO-160", OTHERS_HORIZON + 30))
    assert refused.value.code == "owners_first"
    assert asking.request(other, asked(other, "BRO-160", OTHERS_HORIZON - 30))
    assert asking.request(owner, asked(owner, "BRO-160", OTHERS_HORIZON + 30))


@pytest.mark.usefixtures("loaded")
def test_the_bases_fit_but_for_what_co_owners_lend_to_others() -> None:
    lead = player(LEAD)
    chipper = catalogue.find(lead, "BRO-160")

    verdicts = [each.code for each in grounds.of_item(lead, chipper)]
    assert verdicts == ["ground_between_owners"]
    assert pool_named("Entente de l'Écaillon").legal_basis is LegalBasis.ENTENTE
    for name in ("Parc communautaire", "Parc technique", "Parc sportif", "Parc de véhicules"):
        judged = pools.page(lead, pool_named(name).id).judged
        assert {each.verdict.level for each in judged} == {"ok"}, name


@pytest.mark.usefixtures("loaded")
def test_a_pool_tells_everybody_what_it_lends() -> None:
    shown = published.pool("parc-communautaire")

    names = {each.name for each in shown.things}
    assert "Tente pliante 3 × 3 m" in names
    assert not names & {each.name for each in UNLENT}


@pytest.mark.usefixtures("loaded")
def test_neighbours_share_a_pool_that_others_do_not_see() -> None:
    sebourg, anzin = mailbox(), player("secretaire@anzin")
    hidden = pool_named(NEIGHBOURS)

    seen = {each.name for each in search.every(sebourg, Search(manager_id=hidden.manager_id))}
    assert seen == {"Désherbeur à eau chaude", "Tondeuse autoportée"}
    for stranger in (anzin, player(LEAD), player(KEEPER), player(OFFICE)):
        with pytest.raises(NotFound):
            pools.show(stranger, hidden.id)
        assert not seen & {each.name for each in search.every(stranger, Search())}
    members = adhesions.circle(sebourg, hidden.id).adhesions
    assert {each.organization: each.standing for each in members} == {
        "Curgies": Standing.CURRENT,
        "Estreux": Standing.CURRENT,
        "Rombies-et-Marchipont": Standing.ENDING,
        "Sebourg": Standing.CURRENT,
    }
    leaving = next(each for each in members if each.ends_on)
    assert leaving.ends_on == clock.today(sebourg.zone) + timedelta(days=DAYS_TO_LEAVE)
    assert all(each.joining_act for each in members)


@pytest.mark.usefixtures("loaded")
def test_what_is_listed_checked_suspended_or_retired_is_not_lent() -> None:
    keeper = player(KEEPER)

    stages = {each.reference: each.stage for each in items.mine(keeper)}
    unlent = {each.reference for each in UNLENT}
    assert {stages[each] for each in unlent} == set(LifeStage) - {LifeStage.PUBLISHED}
    for name in (KEEPER, "secretaire@querenaing", "secretaire@anzin"):
        shown = {each.reference for each in search.every(player(name), Search())}
        assert not shown & unlent


@pytest.mark.usefixtures("loaded")
def test_items_say_their_price_their_renewal_and_what_goes_with_them() -> None:
    keeper = player(KEEPER)
    told = {each.item: catalogue.find(keeper, each.item) for each in TOLD}

    assert {each.formality for each in told.values()} == set(Formality)
    assert all(each.contact for each in told.values())
    bought = [each for each in told.values() if each.purchased_on]
    assert len(bought) == len(TOLD) - 1
    today = clock.today(keeper.zone)
    assert all(each.purchased_on < today < each.renew_on for each in bought)  # type: ignore[operator]
    pegs = {each.name: each.quantity for each in told["TEN-3X3"].accessories}
    assert pegs["Piquet"] == 8
    assert told["DRO-THE"].companions
    assert told["DRO-THE"].legal_basis is LegalBasis.WITH_STAFF
