"""Every refusal and every verdict has its French sentence, with the facts it needs."""

import ast
from collections.abc import Iterator
from string import Formatter

import pytest

from booking import errors
from booking.documents.messages import VERDICTS
from booking.documents.refusals import REFUSALS
from booking.errors import Refusal
from booking.rules import access
from booking.usecases.asking import REFUSED_TERMS
from booking.usecases.depots import REFUSED_DAYS
from tests.guards.source import BOOKING, calls, modules, name, texts

FAMILIES = {each.__name__ for each in vars(errors).values() if isinstance(each, type)}
RAISING = FAMILIES - {"NotEnoughAvailable", "StockPromised"} | {"_refusal"}
LACKING = ["co_owner_act", "lender_act", "lender_signatory"]
"""What acts.missing may say of a paper."""
COMPUTED = {
    "booking/errors.py": ["not_enough_available", "stock_promised"],  # their classes give them
    "booking/rules/access.py": [
        f"{act.partition('.')[0]}_not_found"
        for act, alternatives in access.ACTS.items()
        if (access.anyone,) not in alternatives
    ],
    "booking/usecases/conventions.py": LACKING,
    "booking/usecases/asking.py": list(REFUSED_TERMS.values()),
    "booking/usecases/depots.py": list(REFUSED_DAYS.values()),
    "booking/answers.py": ["not_found", "method_not_allowed", "too_heavy", "http"],
}
"""Codes that are not written where they are raised."""


def refusals() -> Iterator[tuple[str, str, ast.Call]]:
    """Yield where a refusal is made, its code when written there, and the call."""
    for path in modules(BOOKING):
        for word, call in calls(path):
            if word in RAISING and call.args:
                first = call.args[0]
                code = first.value if isinstance(first, ast.Constant) else ""
                yield f"{name(path)}:{call.lineno}", str(code), call


def codes() -> set[str]:
    written = {code for _, code, _ in refusals() if code}
    return written | {code for each in COMPUTED.values() for code in each}


@pytest.mark.parametrize("code", sorted(codes()))
def test_a_refusal_has_its_sentence(code: str) -> None:
    assert REFUSALS[code].endswith((".", "{characters}"))


def test_a_code_that_is_computed_is_on_the_list() -> None:
    places = {place.partition(":")[0] for place, code, _ in refusals() if not code}

    assert places <= COMPUTED.keys()


def test_no_sentence_is_left_of_a_code_that_is_gone() -> None:
    assert REFUSALS.keys() - codes() == set()


def test_a_refusal_gives_the_facts_of_its_sentence() -> None:
    for place, code, call in refusals():
        given = {each.arg for each in call.keywords}
        if code in REFUSALS and None not in given:
            assert wanted(REFUSALS[code]) <= given, f"{place}: {REFUSALS[code]}"


def wanted(sentence: str) -> set[str]:
    """Return the facts that a sentence names."""
    return {field for _, field, _, _ in Formatter().parse(sentence) if field}


def verdicts() -> Iterator[tuple[str, bool]]:
    """Yield each verdict made, and whether it was satisfied, as often as both can be."""
    for path in modules(BOOKING / "rules", BOOKING / "queries"):
        for word, call in calls(path):
            if word == "Verdict":
                code, level = call.args[0], call.args[1]
                names = list(texts(code))
                levels = set(texts(level)) or {"ok", "block"}  # _level()
                yield from ((each, word == "ok") for each in names for word in levels if word)


@pytest.mark.parametrize(("code", "satisfied"), sorted(set(verdicts())))
def test_a_verdict_has_its_sentence(code: str, satisfied: bool) -> None:
    assert VERDICTS[code, satisfied]


def test_what_a_paper_may_lack_is_the_list_and_is_said_on_the_page_of_a_loan() -> None:
    made = {
        str(call.args[0].value)
        for word, call in calls(BOOKING / "queries" / "acts.py")
        if word == "Verdict" and isinstance(call.args[0], ast.Constant)
    }
    assert made == set(LACKING)
    page = (BOOKING.parent / "templates" / "reservations" / "_paper.html").read_text("utf-8")
    assert all(f"'{code}': " in page for code in LACKING)


def test_refusals_have_a_status_of_their_own() -> None:
    families = {each.__name__: each for each in Refusal.__subclasses__()}

    away = families.pop("Unavailable")
    assert away.status == 503
    assert all(400 < each.status < 500 for each in families.values())
