"""The HTML door: one blueprint per room, each drawing templates/<room>/."""

from dataclasses import dataclass

from babel.dates import format_date
from flask import Flask, g, request, url_for
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
    deposits,
    depots,
    directory,
    drafting,
    drafts,
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
    mail,
    mailed,
    memberships,
    organizations,
    papers,
    paperwork,
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
    stocks,
    substitutes,
    waiting,
    wordings,
)
from booking.queries import accounts as people
from booking.queries import items as own
from booking.queries import paper_search
from booking.queries import reservations as reads
from booking.rules.access import Actor
from booking.vocabulary import OrganizationKind, Role

ROOMS = (
    home,
    accounts,
    catalogue,
    files,
    items,
    stocks,
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
    handing,
    returning,
    replies,
    amendments,
    changes,
    comments,
    papers,
    deposits,
    requests,
    conventions,
    drafting,
    signing,
    calendars,
    administration,
    imports,
    promises,
    memberships,
    mail,
    mailed,
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


SECTIONS = {
    "labels": "catalogue.index",
    "kits": "catalogue.index",
    "pools": "catalogue.index",
    "substitutes": "catalogue.index",
    "approvals": "catalogue.index",
    "catalogue": "catalogue.index",
    "items": "items.index",
    "stocks": "items.index",
    "breakdowns": "items.index",
    "incidents": "items.index",
    "absences": "absences.index",
    "inspections": "inspections.index",
    "files": "items.index",
    "files.logo": "administration.index",
    "depots.close_pool": "catalogue.index",
    "calendars": "calendars.index",
    "conventions": "conventions.index",
    "directory": "directory.index",
    "promises": "reservations.queue",
} | dict.fromkeys(
    (
        "acts",
        "administration",
        "adhesions",
        "campaigns",
        "depots",
        "figures",
        "imports",
        "mail",
        "memberships",
        "organizations",
        "paperwork",
        "qualifications",
        "records",
        "requirements",
        "wordings",
    ),
    "administration.index",
)
"""The entry of the menu under which a room, or one of its pages, is found."""


@dataclass(frozen=True)
class Link:
    """An entry of the menu."""

    label: str
    url: str
    icon: str
    current: bool
    count: int = 0


@dataclass(frozen=True)
class Who:
    """The actor as the top of each page names it."""

    name: str
    organization_name: str
    role_label: str
    is_commune: bool
    function: str = ""  # who uses a shared mailbox


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
        "moment": lambda at: words.moment(at.astimezone(web.actor().zone)),
        "brief_moment": lambda at: words.brief_moment(at.astimezone(web.actor().zone)),
        "of": words.of,
        "things": lambda lines: words.things([(line.quantity, line.name) for line in lines]),
        "short_moment": lambda at: words.short_moment(at.astimezone(web.actor().zone)),
        "field_moment": lambda at: f"{at.astimezone(web.actor().zone):%Y-%m-%dT%H:%M}",
        "short_weekday": words.short_weekday,
        "span": lambda each: words.span(
            each.starts_at.astimezone(web.actor().zone), each.ends_at.astimezone(web.actor().zone)
        ),
        "day_month": lambda day: format_date(day, "d MMM", locale="fr"),
        "money": words.money,
        "plain_day": words.plain_day,
        "counted": words.counted,
        "weight": words.weight,
        "number": words.number,
        "hour": lambda at: words.hour(at.astimezone(web.actor().zone)),
    }


def _frame() -> dict[str, object]:
    """Return what the frame of every page shows: who acts, and where they may go."""
    if g.get("bare"):
        return {"demo": False}
    demo = people.has_demonstration()
    if not current_user.is_authenticated or not web.account().places:
        return {"demo": demo}
    who = web.actor()
    menu = _menu(who)
    return {
        "demo": demo,
        "actor": Who(
            who.name,
            who.organization_name,
            ", ".join(sorted(role.label for role in who.roles)),
            who.kind is OrganizationKind.COMMUNE,
            who.function,
        ),
        "menu": menu,
        "acts": menu[:3],
        "organizations": [
            Choice(
                place.organization_id,
                place.organization,
                place.organization_id == who.organization_id,
            )
            for place in web.account().places
        ],
    }


def _menu(who: Actor) -> list[Link]:
    """Return the entries of the actor's roles; nothing is shown that does not exist."""
    asks = bool(who.roles & {Role.SECRETARY, Role.MANAGER})
    tends = bool(who.roles & {Role.MANAGER, Role.TECHNICIAN})
    to_answer = reads.count_to_answer(who)
    answers = Role.MANAGER in who.roles or to_answer > 0  # or for another, in their place
    to_sign = paper_search.count_to_sign(who)
    entries = [
        ("home.index", "Accueil", "home", True, 0),
        ("queue.index", "À traiter", "inbox", answers, to_answer),
        ("catalogue.index", "Matériel", "box", True, 0),
        ("reservations.index", "Mes demandes", "list", asks, 0),
        ("items.index", "Mon matériel", "key", _has_items(who), 0),
        ("conventions.index", "Conventions", "sign", paper_search.reads(who), to_sign),
        ("absences.index", "Absences", "clock", people.operates(web.account(), who), 0),
        ("inspections.index", "Contrôles", "check", tends, 0),
        ("calendars.index", "Abonnements", "calendar", True, 0),
        ("directory.index", "Annuaire", "book", True, 0),
        ("administration.index", "Administration", "gear", bool(administration.entries(who)), 0),
    ]
    here = request.endpoint or ""
    section = SECTIONS.get(here) or SECTIONS.get(request.blueprint or "", here)
    return [
        Link(label, url_for(endpoint), icon, section == endpoint, count)
        for endpoint, label, icon, shown, count in entries
        if shown
    ]


def _has_items(who: Actor) -> bool:
    """Tell whether the actor's role and organization have a list of their own."""
    if Role.MANAGER in who.roles:
        return True
    return bool(who.roles & {Role.SECRETARY, Role.ADMINISTRATOR}) and own.has_some(who)
