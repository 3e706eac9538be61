"""Programs may give the event: each lender's pick-up and return are proposed, or given."""

from typing import Any

import pytest

from tests.api.program import Program, wish
from tests.factories import make_item, make_pool
from tests.pages.place import Place
from tests.queries.opened import friday_at, monday_at, open_on_weekdays, saturday

EVENT = ("event_starts_at", "event_ends_at")


def around(*lines: tuple[str, Any], **more: Any) -> dict[str, Any]:
    """Return a request that gives the event instead of the loan."""
    asked = wish(*lines)
    del asked["starts_at"], asked["ends_at"]
    event = (saturday().starts_at.isoformat(), saturday().ends_at.isoformat())
    return asked | dict(zip(EVENT, event, strict=True)) | more


def test_the_event_stands_instead_of_the_dates_of_the_loan(program: Program, place: Place) -> None:
    open_on_weekdays(place.tents.stocks[0].depot)

    body = program.of(place.secretary).post("/reservations", around(("TEN-3X3", 1)), 201)

    [mine] = body["reservations"]
    assert (
        mine["starts_at"] == friday_at(16, 30).astimezone(saturday().starts_at.tzinfo).isoformat()
    )
    assert mine["event_starts_at"] == saturday().starts_at.isoformat()
    assert mine["event_ends_at"] == saturday().ends_at.isoformat()
    assert mine["lender"] == f"{place.pool.id}-{place.lender.id}"


def test_one_lender_may_have_dates_of_its_own(program: Program, place: Place) -> None:
    other = make_item(make_pool(place.lender, name="Parc technique"), name="Nacelle", quantity=1)
    span = {"starts_at": friday_at(9).isoformat(), "ends_at": monday_at(9).isoformat()}
    parts = [{"lender": "Parc technique"} | span]
    lines = (("TEN-3X3", 1), (other.reference, 1))

    body = program.of(place.secretary).post("/reservations", around(*lines, parts=parts), 201)

    begun = {each["pool"]: each["starts_at"] for each in body["reservations"]}
    utc = friday_at(9).astimezone(saturday().starts_at.tzinfo).isoformat()
    assert begun["Parc technique"] == utc != begun["Parc communautaire"]


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"event_ends_at": None}, "event_ends_at"),
        ({"event_starts_at": "2035-01-01T08:00+01:00"}, "event_ends_at"),
        ({"parts": [{"lender": "?"}]}, "parts"),
        ({"parts": [{"lender": "9-9", "starts_at": 3, "ends_at": []}]}, "parts"),
        ({"parts": "demain"}, "parts"),
        ({"if_short": "perhaps"}, "if_short"),
    ],
)
def test_what_does_not_fit_is_named(
    program: Program, place: Place, change: dict[str, Any], wrong: str
) -> None:
    asked = around(("TEN-3X3", 1)) | change

    problem = program.of(place.secretary).post("/reservations", asked, 422)

    assert wrong in problem["errors"]


def test_a_lender_of_whom_nothing_is_asked_is_named(program: Program, place: Place) -> None:
    span = {"starts_at": friday_at(9).isoformat(), "ends_at": monday_at(9).isoformat()}
    asked = around(("TEN-3X3", 1), parts=[{"lender": "9-9"} | span])

    problem = program.of(place.secretary).post("/reservations", asked, 422)

    assert problem["errors"]["parts"]["0"]["lender"] == ["Rien n’est demandé à ce prêteur."]


def test_half_an_event_is_none(program: Program, place: Place) -> None:
    asked = wish(("TEN-3X3", 1), event_starts_at=saturday().starts_at.isoformat())

    problem = program.of(place.secretary).post("/reservations", asked, 422)

    assert set(problem["errors"]) == {"event_ends_at"}


def test_without_any_date_those_of_the_loan_are_asked_for(program: Program, place: Place) -> None:
    asked = wish(("TEN-3X3", 1))
    del asked["starts_at"], asked["ends_at"]

    problem = program.of(place.secretary).post("/reservations", asked, 422)

    assert set(problem["errors"]) == {"starts_at", "ends_at"}
