"""The planning: the whole park day by day, what is free, what takes the rest."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from booking import clock, web
from booking.documents import words
from booking.errors import NotFound
from booking.pages import bars, typed
from booking.pages.catalogue import may_ask
from booking.queries import park, years
from booking.queries.park import DayView
from booking.queries.search import Search
from booking.rules import planning as rules
from booking.rules.planning import Column, Grouping, Heat, Kind, Part, Scale
from booking.schemas.planning import Planning
from booking.web import actor

blueprint = Blueprint("planning", __name__)

YEARS = 20
NARROWING = ("parc", "depot", "commune", "famille")
LONGEST = timedelta(days=366 * YEARS)
"""No planning is shown so far from today."""


@blueprint.get("/planning")
def index() -> str:
    """Show the park over a week, a month or a quarter."""
    who, asked = actor(), _read()
    scale, day = asked["vue"], asked["jour"]
    shown = rules.columns(scale, day, who.zone)
    days = park.days(who, shown)
    found = park.groups(who, _search(asked), shown, asked["par"])
    groups = bars.lines(found, shown, who.zone, asks=may_ask(who))
    past, coming = bars.listed(groups, days, who.zone)
    return render_template(
        "planning/index.html",
        scale=scale,
        title=_title(scale, shown),
        asked=asked,
        days=days,
        schools=_schools(days),
        groups=groups,
        past=past,
        coming=coming,
        part=Part,
        narrowed=any(asked[name] for name in NARROWING),
        may_ask=may_ask(who),
        short=any(any(line.row.short) for _, lines in groups for line in lines),
        choices=(choices := park.choices(who)),
        families=[(each, each) for each in choices.families],
        scales=[(each, _address(asked, vue=each.value)) for each in Scale],
        groupings=[(each.value, each.label) for each in Grouping],
        kinds=Kind,
        before=_address(asked, jour=rules.preceding(scale, day)),
        after=_address(asked, jour=rules.following(scale, day)),
        now=_address(asked, jour=None),
    )


@blueprint.get("/planning/<int:item_id>")
def year(item_id: int) -> str:
    """Show when an item is wanted, day by day over a year."""
    today = clock.today(actor().zone)
    this = today.year
    asked = web.small_number(request.args.get("annee", "")) or this
    number = asked if abs(asked - this) <= YEARS else this
    return render_template(
        "planning/year.html",
        found=years.of_item(actor(), item_id, number),
        number=number,
        today=today,
        before=number - 1 if number - 1 >= this - YEARS else None,
        after=number + 1 if number + 1 <= this + YEARS else None,
        heats=Heat,
    )


@blueprint.get("/planning/<int:item_id>/<string:day>")
def ask(item_id: int, day: str) -> Response:
    """Lead from a free cell to the request: the item, and when something takes place there."""
    column = rules.column(day, actor().zone)
    if column is None or column.period.ends_at <= clock.now():
        raise NotFound("not_found")
    wanted = rules.event(column, actor().zone, clock.now())
    first, last = (typed.local(actor(), at) for at in (wanted.starts_at, wanted.ends_at))
    return redirect(url_for("asking.ask", materiel=item_id, du=first, au=last))


def _read() -> dict[str, Any]:
    """Return what the address says; what cannot be read is as if nothing was said."""
    given = {name: value for name, value in request.args.items() if value.strip()}
    wrong = Planning().validate(given)
    asked: dict[str, Any] = Planning().load({n: v for n, v in given.items() if n not in wrong})
    today = clock.today(actor().zone)
    near = asked["jour"] is not None and abs(asked["jour"] - today) < LONGEST
    return asked | {"jour": asked["jour"] if near else today}


def _search(asked: dict[str, Any]) -> Search:
    return Search(
        family=asked["famille"],
        pool_id=asked["parc"],
        depot_id=asked["depot"],
        custodian_id=asked["commune"],
    )


def _address(asked: dict[str, Any], **changes: object) -> str:
    """Return the address of the same planning, but for some changes."""
    kept = asked | changes
    return url_for("planning.index", **{name: value or None for name, value in kept.items()})


def _title(scale: Scale, shown: Sequence[Column]) -> str:
    first, last = shown[0].day, shown[-1].day
    if scale is Scale.WEEK:
        return f"Planning, semaine du {words.plain_day(first)}"
    months = [words.month(first), words.month(last)]
    return f"Planning, {months[0] if scale is Scale.MONTH else ' à '.join(months)}"


def _schools(days: Sequence[DayView]) -> list[tuple[str, int]]:
    """Return the runs of columns within and without school holidays, by name; none without any."""
    runs: list[tuple[str, int]] = []
    for each in days:
        width = runs.pop()[1] if runs and runs[-1][0] == each.school else 0
        runs.append((each.school, width + 1))
    return runs if any(school for school, _ in runs) else []
