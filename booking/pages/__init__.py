"""The HTML door: one blueprint per room, each drawing templates/<room>/."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from babel.dates import format_date
from flask import Flask, g
from flask_login import current_user

from booking import web
from booking.documents import messages, words
from booking.pages import (
    absences,
    accounts,
    acts,
    adhesions,
    administration,
    amendments,
    approvals,
    asking,
    breakdowns,
    calendars,
    campaigns,
    catalogue,
    changes,
    comments,
    conventions,
    counter,
    deposits,
    depots,
    directory,
    drafting,
    drafts,
    extending,
    figures,
    files,
    handing,
    home,
    imports,
    incidents,
    inspections,
    items,
    kits,
    labels,
    lending,
    mail,
    mailed,
    memberships,
    menu,
    offline,
    organizations,
    papers,
    paperwork,
    planning,
    pools,
    preferences,
    promises,
    qualifications,
    queue,
    records,
    reference,
    replies,
    requests,
    requirements,
    reservations,
    returning,
    signing,
    sources,
    stocks,
    substitutes,
    waiting,
    wordings,
)
from booking.queries import accounts as people
from booking.vocabulary import OrganizationKind

ROOMS = (
    home,
    accounts,
    catalogue,
    files,
    items,
    stocks,
    sources,
    breakdowns,
    incidents,
    inspections,
    depots,
    kits,
    pools,
    approvals,
    labels,
    asking,
    queue,
    drafts,
    reservations,
    counter,
    lending,
    handing,
    returning,
    replies,
    amendments,
    changes,
    extending,
    comments,
    papers,
    deposits,
    requests,
    conventions,
    drafting,
    signing,
    calendars,
    planning,
    administration,
    imports,
    promises,
    memberships,
    mail,
    mailed,
    offline,
    preferences,
    reference,
    organizations,
    records,
    acts,
    paperwork,
    adhesions,
    directory,
    figures,
    campaigns,
    requirements,
    qualifications,
    absences,
    substitutes,
    waiting,
    wordings,
)


@dataclass(frozen=True)
class Who:
    """The actor as the top of each page names it."""

    name: str
    organization_name: str
    role_label: str
    is_commune: bool
    function: str = ""  # who uses a shared mailbox
    whose: str = ""  # "user:organization": whose forms a phone keeps


@dataclass(frozen=True)
class Choice:
    """An organization one may act for."""

    id: int
    label: str
    current: bool


def register(app: Flask) -> None:
    """Open the door."""
    for room in ROOMS:
        app.register_blueprint(room.blueprint)
    app.context_processor(_frame)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals |= {
        "new_key": web.new_key,
        "summary": web.summary,
        "messages_of": web.messages_of,
        "why": messages.verdict,
    }
    app.jinja_env.filters |= {
        "day": words.day,
        "moment": _local(words.moment),
        "brief_moment": _local(words.brief_moment),
        "due": _local(words.due),
        "brief_due": _local(words.brief_due),
        "short_due": _local(words.short_due),
        "of": words.of,
        "things": lambda lines: words.things([(line.quantity, line.name) for line in lines]),
        "short_moment": _local(words.short_moment),
        "field_moment": lambda at: f"{at.astimezone(web.actor().zone):%Y-%m-%dT%H:%M}",
        "short_weekday": words.short_weekday,
        "span": lambda each: words.span(
            each.starts_at.astimezone(web.actor().zone), each.ends_at.astimezone(web.actor().zone)
        ),
        "day_month": lambda day: format_date(day, "d MMM", locale="fr"),
        "month_name": lambda day: format_date(day, "MMMM", locale="fr"),
        "money": words.money,
        "plain_day": words.plain_day,
        "counted": words.counted,
        "weight": words.weight,
        "number": words.number,
        "hour": lambda at: words.hour(at.astimezone(web.actor().zone)),
    }


def _local(said: Callable[[datetime], str]) -> Callable[[datetime], str]:
    """Return how an instant is said where the reader lives."""
    return lambda at: said(at.astimezone(web.actor().zone))


def _frame() -> dict[str, object]:
    """Return what the frame of every page shows: who acts, and where they may go."""
    if g.get("bare"):
        return {"demo": False}
    demo = people.has_demonstration()
    if not current_user.is_authenticated or not web.account().places:
        return {"demo": demo}
    who = web.actor()
    entries = menu.entries(who)
    return {
        "demo": demo,
        "actor": Who(
            who.name,
            who.organization_name,
            ", ".join(sorted(role.label for role in who.roles)),
            who.kind is OrganizationKind.COMMUNE,
            who.function,
            f"{who.user_id}:{who.organization_id}",
        ),
        "menu": entries,
        "acts": menu.at_hand(who, entries),
        "organizations": [
            Choice(
                place.organization_id,
                place.organization,
                place.organization_id == who.organization_id,
            )
            for place in web.account().places
        ],
    }
