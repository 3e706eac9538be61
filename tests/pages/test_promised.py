"""Forms whose act may take what others were promised: done, or drawn again with what is wrong."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, g, get_flashed_messages
from marshmallow import ValidationError
from werkzeug.wrappers import Response

from booking.errors import Invalid, NotFound, Refusal, StockPromised, WrongMoment
from booking.pages import promised
from tests.pages.place import Place, as_actor

LATE = "Trop tard."


def drawn(errors: dict[str, Any], refusal: Refusal | None) -> str:
    """Draw what a page would be told."""
    return f"{errors} {refusal.code if refusal else '-'}"


def failing(problem: Exception) -> Callable[[], str]:
    def act() -> str:
        raise problem

    return act


def test_what_is_done_is_said_and_leads_on(app: Flask) -> None:
    with app.test_request_context(method="POST"):
        answer = promised.attempt(lambda: "C’est fait.", "/la", drawn, copies="units")

        assert isinstance(answer, Response)
        assert answer.location == "/la"
        assert get_flashed_messages() == ["C’est fait."]


def test_what_says_itself_what_it_did_is_not_said_again(app: Flask) -> None:
    with app.test_request_context(method="POST"):
        promised.attempt(lambda: None, "/la", drawn, copies="units")

        assert get_flashed_messages() == []


@pytest.mark.parametrize(
    ("problem", "typed", "page"),
    [
        (ValidationError({"day": [LATE]}), {}, (f"{{'day': ['{LATE}']}} -", 422)),
        (Invalid("invalid", errors={"day": [LATE]}), {}, (f"{{'day': ['{LATE}']}} -", 422)),
        (StockPromised(10, []), {}, ("{} stock_promised", 409)),
        (
            StockPromised(10, []),
            {"then": "despite"},
            ("{'despite': ['Dites pourquoi : ce motif est conservé.']} stock_promised", 409),
        ),
    ],
)
def test_what_is_refused_is_drawn_again(
    app: Flask, problem: Exception, typed: dict[str, str], page: tuple[str, int]
) -> None:
    with app.test_request_context(method="POST", data=typed):
        assert promised.attempt(failing(problem), "/la", drawn, copies="units") == page


def test_a_refusal_that_names_a_copy_is_said_beside_copies_and_no_other_is_kept(app: Flask) -> None:
    of_copy, of_item = NotFound("unit_not_found", unit="12"), WrongMoment("not_lent")
    with app.test_request_context(method="POST"):
        page = promised.attempt(failing(of_copy), "/la", drawn, copies="units")

        assert isinstance(page, tuple)
        assert "units" in page[0]
        assert page[1] == 404
        with pytest.raises(WrongMoment):
            promised.attempt(failing(of_item), "/la", drawn, copies="units")


@pytest.mark.parametrize(
    ("pressed", "reason"), [("despite", "C’est la loi."), ("", None), ("other", None)]
)
def test_a_reason_counts_only_with_the_button_for_it(
    app: Flask, place: Place, pressed: str, reason: str | None
) -> None:
    sent = {"then": pressed, "despite": "C’est la loi."}
    with app.test_request_context(method="POST", data=sent):
        g.actor = as_actor(place.manager)

        assert promised.form().get("despite") == reason


def test_the_page_drawn_again_leads_to_each_message_and_to_the_loans(
    app: Flask, place: Place
) -> None:
    mine = place.approved(30)
    refusal = StockPromised(10, [{"id": mine.id}])
    with app.test_request_context(method="POST", data={"note": "Inondation"}):
        g.actor = as_actor(place.manager)
        shown = promised.typed("move", {"day": [LATE], "note": None}, refusal)

    assert (shown["act"], shown["note"]) == ("move", "Inondation")
    assert shown["requests"] == {mine.id: mine.request_id}
    first, second = promised.summary(shown, "move-1")
    assert first == ("despite-move-1", shown["refusal"])
    assert second == ("day-move-1", LATE)
