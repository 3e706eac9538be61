"""Pools for programs."""

from tests.api.program import Program, wish
from tests.factories import keep, make_pool
from tests.pages.place import Place


def test_a_program_reads_the_pools_and_their_terms(program: Program, place: Place) -> None:
    reader = program.of(place.secretary)

    (found,) = reader.get("/pools")["pools"]

    assert found == reader.get(f"/pools/{place.pool.id}")
    assert found["terms"] == {
        "kinds": ["commune"],
        "below_population": 5_000,
        "by_list": False,
        "for_associations": True,
        "notice_days": 2,
        "answer_days": 5,
        "horizon_months": 24,
        "others_horizon_days": None,
        "longest_days": 30,
        "quota_loans": None,
        "quota_months": 12,
    }
    assert (found["manager"], found["items"], found["eligible"]) == ("Maing", 2, True)
    assert (found["remind_days"], found["contest_days"]) == ([-2, 0, 1, 3], 3)
    assert (found["legal_basis"], found["public"]) == ("free_loan", None)


def test_a_pool_that_is_not_open_says_so(program: Program, place: Place) -> None:
    pool = make_pool(place.lender, below_population=100)

    assert program.of(place.secretary).get(f"/pools/{pool.id}")["eligible"] is False


def test_a_pool_out_of_view_is_not_there(program: Program, place: Place) -> None:
    place.pool.hidden = place.pool.by_list = True
    keep(place.pool)

    assert program.of(place.secretary).get("/pools") == {"pools": []}
    assert program.of(place.secretary).get(f"/pools/{place.pool.id}", 404)["code"] == (
        "pool_not_found"
    )
    assert program.of(place.manager).get(f"/pools/{place.pool.id}")["hidden"] is True
    program.of(place.stranger).get(f"/pools/{place.pool.id}", 404)


def test_a_program_reads_why_it_may_not_ask_yet(program: Program, place: Place) -> None:
    place.pool.quota_loans = 1
    keep(place.pool)
    place.requested()

    body = wish((place.tents.reference, 1))
    problem = program.of(place.secretary).post("/reservations", body, 409)

    assert (problem["code"], problem["count"], problem["loans"]) == ("quota", 2, 1)


def test_a_program_reads_which_kinds_may_borrow(program: Program, place: Place) -> None:
    place.pool.kinds = ["ccas", "epci"]
    keep(place.pool)

    body = wish((place.tents.reference, 1))
    problem = program.of(place.secretary).post("/reservations", body, 403)

    assert problem["reasons"][0]["kinds"] == ["epci", "ccas"]
