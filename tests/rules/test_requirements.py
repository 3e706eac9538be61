"""What requirements say of a loan: each shipped one, at each moment, in each situation."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from booking.documents import messages
from booking.fitness import Effect, Equipment, Measure, Moment, Scope
from booking.queries.rulebook import shipped
from booking.rules import requirements
from booking.rules.requirements import Control, Days, Paper, Rule, State, Thing
from booking.rules.terms import Verdict
from booking.vocabulary import OrganizationKind

TODAY = date(2026, 12, 1)
FIRST, LAST = date(2026, 12, 10), date(2026, 12, 14)
DAYS = Days(FIRST, LAST, TODAY)
REQUEST, APPROVAL, HAND_OVER = Moment
RULES = list(shipped().values())


def of(scope: Scope) -> list[Rule]:
    """Return the shipped requirements of a scope, but those that are judged apart."""
    return [rule for rule in RULES if rule.scope is scope and rule.key != requirements.WEIGHTS]


def is_said(verdict: Verdict | None) -> bool:
    """Tell whether a verdict has its French sentence, with all it names."""
    return verdict is None or bool(messages.verdict(verdict))


VALID = Control(LAST)
PLANNED = Control(FIRST, planned_on=FIRST - timedelta(days=1), planned_until=date(2027, 6, 1))
LAPSED = Control(FIRST - timedelta(days=1))
NEVER = Control()
FAILED = Control(failed=True)
INSIDE = Control(LAST - timedelta(days=1))


@pytest.mark.parametrize(
    ("control", "state"),
    [
        pytest.param(VALID, State.VALID, id="until the last day"),
        pytest.param(Control(date(2028, 1, 1)), State.VALID, id="long after"),
        pytest.param(INSIDE, State.INSIDE, id="until the day before the last"),
        pytest.param(Control(FIRST), State.INSIDE, id="until the first day"),
        pytest.param(LAPSED, State.LAPSED, id="until the day before the first"),
        pytest.param(NEVER, State.NEVER, id="never made"),
        pytest.param(FAILED, State.FAILED, id="failed"),
        pytest.param(PLANNED, State.PLANNED, id="inside, already planned before"),
        pytest.param(
            Control(INSIDE.until, planned_on=FIRST), State.INSIDE, id="planned on the first day"
        ),
        pytest.param(
            Control(INSIDE.until, planned_on=TODAY, planned_until=FIRST),
            State.INSIDE,
            id="planned before, for too short a time",
        ),
        pytest.param(
            Control(failed=True, planned_on=TODAY, planned_until=date(2027, 6, 1)),
            State.PLANNED,
            id="failed, planned again",
        ),
        pytest.param(Control(planned_on=TODAY), State.PLANNED, id="the first one, planned"),
        pytest.param(
            Control(TODAY, planned_on=TODAY, planned_until=FIRST - timedelta(days=1)),
            State.LAPSED,
            id="planned, and due again before",
        ),
    ],
)
def test_where_a_control_stands_for_a_loan(control: Control, state: State) -> None:
    assert control.state(DAYS) is state


EARLY = {"ok": "ok", Effect.BLOCK: "owed", Effect.PAPER: "owed", Effect.WARN: "warn"}
"""What is said in time of what may still be done."""
LATE = {"ok": "ok", Effect.BLOCK: "block", Effect.PAPER: "owed", Effect.WARN: "warn"}


@pytest.mark.parametrize("moment", Moment)
@pytest.mark.parametrize("rule", of(Scope.ITEM), ids=lambda rule: rule.key)
def test_each_shipped_control(rule: Rule, moment: Moment) -> None:
    effect = rule.effect(moment)
    early = LATE if moment is HAND_OVER else EARLY
    expected = {
        VALID: "ok",
        PLANNED: early[effect],
        LAPSED: early[effect],
        NEVER: early[effect],
        FAILED: early[effect],
        INSIDE: LATE[effect],
    }

    found = {each: requirements.judge_controls(rule, [each], DAYS, moment) for each in expected}

    assert {each: judged and judged.level for each, judged in found.items()} == expected
    assert all(is_said(judged and named(judged)) for judged in found.values())


def named(verdict: Verdict) -> Verdict:
    """Return a verdict with the name of the thing, as the reader gives it."""
    return Verdict(verdict.code, verdict.level, {**verdict.facts, "name": "Nacelle"})


HELD = [Paper("Agent", LAST)]
ENDLESS = [Paper("Agent")]
ENDS_INSIDE = [Paper("Agent", FIRST)]
ENDS_BEFORE = [Paper("Agent", FIRST - timedelta(days=1))]
OVER = [Paper("Agent", TODAY - timedelta(days=1))]


@pytest.mark.parametrize("moment", Moment)
@pytest.mark.parametrize("rule", of(Scope.PERSON), ids=lambda rule: rule.key)
def test_each_shipped_right_of_people(rule: Rule, moment: Moment) -> None:
    effect = rule.effect(moment)
    lacking = (LATE if moment is HAND_OVER else EARLY)[effect]

    def level(papers: list[Paper]) -> str | None:
        judged = requirements.judge_papers(rule, papers, DAYS, moment)
        assert is_said(judged)
        return judged and judged.level

    assert [level(HELD), level(ENDLESS), level([*OVER, *HELD])] == ["ok"] * 3
    assert {level(each) for each in (ENDS_INSIDE, ENDS_BEFORE, OVER, [])} == {lacking}
    assert moment is HAND_OVER or lacking != "block"  # nobody is refused too early


@pytest.mark.parametrize("moment", Moment)
@pytest.mark.parametrize("rule", of(Scope.EVENT), ids=lambda rule: rule.key)
def test_each_shipped_thing_to_see_to(rule: Rule, moment: Moment) -> None:
    effect = rule.effect(moment)
    early = LATE if moment is HAND_OVER else EARLY

    asked = requirements.judge_event(rule, None, DAYS, moment)
    seen = requirements.judge_event(rule, TODAY, DAYS, moment)

    assert (asked and asked.level) == early[effect]
    assert seen
    assert (seen.code, seen.level) == ("event_seen", "ok")
    assert is_said(asked)
    assert is_said(seen)


def test_an_insurance_that_starts_after_the_loan_covers_nothing() -> None:
    later = Paper("Mutuelle", date(2030, 1, 1), since=LAST + timedelta(days=9))
    insurance = shipped()["insurance"]

    judged = requirements.judge_papers(insurance, [later], DAYS, REQUEST, "insurance")
    chained = [Paper("Mutuelle", FIRST), Paper("Autre", LAST, since=FIRST + timedelta(days=1))]
    covered = requirements.judge_papers(insurance, chained, DAYS, REQUEST, "insurance")

    assert judged
    assert covered
    assert (judged.level, covered.level) == ("owed", "ok")


@pytest.mark.parametrize(
    ("papers", "level", "by"),
    [
        pytest.param([date(2026, 12, 31)], "owed", date(2027, 1, 1), id="this year's"),
        pytest.param([date(2027, 12, 31)], "ok", None, id="next year's, already there"),
        pytest.param([], "owed", date(2026, 12, 30), id="none"),
        pytest.param([date(2025, 12, 31)], "owed", date(2026, 12, 30), id="an old one"),
    ],
)
def test_the_insurance_of_next_year_refuses_nobody_in_time(
    papers: list[date], level: str, by: date | None
) -> None:
    new_year = Days(date(2026, 12, 30), date(2027, 1, 2), TODAY)
    held = [Paper("Mutuelle", each) for each in papers]
    insurance = shipped()["insurance"]

    judged = requirements.judge_papers(insurance, held, new_year, REQUEST, "insurance")

    assert judged
    assert (judged.level, judged.facts.get("by")) == (level, by)
    assert is_said(judged)


@pytest.mark.parametrize(
    ("today", "level", "code"),
    [
        (date(2026, 12, 1), "warn", "event_by"),
        (date(2026, 12, 2), "warn", "event_by"),  # eight days before
        (date(2026, 12, 3), "warn", "event_late"),
    ],
)
def test_a_tent_is_declared_eight_days_before(today: date, level: str, code: str) -> None:
    judged = requirements.judge_event(
        shipped()["tent_notice"], None, replace(DAYS, today=today), REQUEST
    )

    assert judged
    assert (judged.code, judged.level) == (code, level)
    assert judged.facts["by"] == date(2026, 12, 2)


PLATFORM = Thing(7, "Nacelle", Equipment.PLATFORM)
RULE = Rule(
    "x", "contrôle", Scope.ITEM, Equipment.PLATFORM, effects=dict.fromkeys(Moment, Effect.BLOCK)
)


@pytest.mark.parametrize(
    ("controls", "wanted", "level"),
    [
        ([VALID, INSIDE], 1, "ok"),
        ([VALID, INSIDE], 2, "block"),
        ([VALID, LAPSED, FAILED], 2, "owed"),
        ([VALID], 3, "ok"),
    ],
)
def test_of_several_those_that_do_best_are_taken(
    controls: list[Control], wanted: int, level: str
) -> None:
    taken = requirements.best_of(controls, wanted, DAYS)
    judged = requirements.judge_controls(RULE, taken, DAYS, REQUEST)

    assert judged
    assert judged.level == level


def test_a_control_that_nothing_repeats_names_no_day() -> None:
    judged = requirements.judge_controls(RULE, [Control(requirements.ENDLESS)], DAYS, REQUEST)

    assert judged
    assert (judged.code, judged.level) == ("control_endless", "ok")
    assert "9999" not in messages.verdict(named(judged))


def test_nothing_is_said_of_what_asks_for_nothing() -> None:
    mute = replace(RULE, effects={})

    assert requirements.judge_controls(mute, [NEVER], DAYS, REQUEST) is None
    assert requirements.judge_controls(RULE, [], DAYS, REQUEST) is None
    assert requirements.judge_papers(mute, [], DAYS, REQUEST) is None
    assert requirements.judge_event(mute, None, DAYS, REQUEST) is None
    assert requirements.judge_unmeasured(mute, PLATFORM, REQUEST) is None
    assert requirements.judge_weights(mute, PLATFORM, REQUEST) is None


@pytest.mark.parametrize(
    ("facts", "applies"),
    [
        pytest.param({}, True, id="of its sort"),
        pytest.param({"equipment": Equipment.TENT}, False, id="of another sort"),
        pytest.param({"equipment": None}, True, id="for everything lent"),
        pytest.param({"equipment": None, "item_id": 7}, True, id="of that very thing"),
        pytest.param({"equipment": None, "item_id": 8}, False, id="of another thing"),
        pytest.param({"starts_on": FIRST}, True, id="from the first day on"),
        pytest.param({"starts_on": LAST}, False, id="not yet"),
        pytest.param({"ends_on": FIRST}, True, id="until the first day"),
        pytest.param({"ends_on": TODAY}, False, id="no longer"),
        pytest.param({"borrowers": (OrganizationKind.ASSOCIATION,)}, False, id="of associations"),
        pytest.param({"borrowers": (OrganizationKind.COMMUNE,)}, True, id="of communes"),
    ],
)
def test_which_requirements_a_loan_has_to_do_with(facts: dict[str, Any], applies: bool) -> None:
    rule = replace(RULE, **facts)

    found = requirements.applying([rule], [PLATFORM], OrganizationKind.COMMUNE, DAYS)

    assert (found == [rule]) is applies


def test_what_was_waived_says_by_whom_and_why() -> None:
    blocked = requirements.judge_controls(RULE, [INSIDE], DAYS, REQUEST)
    assert blocked

    said = requirements.waived(named(blocked), "B. Lefebvre", "contrôle le matin même")

    assert said.level == "overridden"
    assert messages.verdict(said).endswith("dérogation de B. Lefebvre : contrôle le matin même")


def test_a_figure_is_read_by_the_measure() -> None:
    thing = Thing(1, "x", people=1, seats=2, gross_kg=3)

    assert [thing.measured(each) for each in Measure] == [1, 2, 3]
