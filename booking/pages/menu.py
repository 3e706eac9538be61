"""The menu: the entries of each role, where each page is found, what the thumb has at hand."""

from dataclasses import dataclass, replace

from flask import request, url_for

from booking import web
from booking.pages import administration
from booking.queries import accounts as people
from booking.queries import contests, paper_search
from booking.queries import items as own
from booking.queries import reservations as reads
from booking.rules.access import Actor
from booking.vocabulary import Role

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
    "incidents": "incidents.index",
    "absences": "absences.index",
    "inspections": "inspections.index",
    "files": "items.index",
    "files.logo": "administration.index",
    "depots.close_pool": "catalogue.index",
    "calendars": "calendars.index",
    "handing": "counter.index",
    "lending": "counter.index",
    "returning": "counter.index",
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


def entries(who: Actor) -> list[Link]:
    """Return the entries of the actor's roles; nothing is shown that does not exist."""
    asks = bool(who.roles & {Role.SECRETARY, Role.MANAGER})
    tends = bool(who.roles & {Role.MANAGER, Role.TECHNICIAN})
    to_answer = reads.count_to_answer(who) + contests.count_to_answer(who)
    answers = Role.MANAGER in who.roles or to_answer > 0  # or for another, in their place
    to_sign = paper_search.count_to_sign(who)
    known = [
        ("home.index", "Accueil", "home", True, 0),
        ("queue.index", "À traiter", "inbox", answers, to_answer),
        ("catalogue.index", "Matériel", "box", True, 0),
        ("planning.index", "Planning", "planning", True, 0),
        ("reservations.index", "Mes demandes", "list", asks, 0),
        ("counter.index", "Comptoir", "counter", tends, 0),
        ("incidents.index", "Incidents", "warn", tends, 0),
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
        for endpoint, label, icon, shown, count in known
        if shown
    ]


def at_hand(who: Actor, known: list[Link]) -> list[Link]:
    """Return the three entries that stay under the thumb: the counter first for a technician."""
    if Role.TECHNICIAN in who.roles and Role.MANAGER not in who.roles:
        known = sorted(known, key=lambda each: each.icon != "counter")
    acts = [each for each in known if each.icon != "planning"]  # one looks at it, on a desk
    apart = any(each.current and each.icon == "warn" for each in known)  # told from the counter
    return [
        replace(each, current=True) if apart and each.icon == "counter" else each
        for each in acts[:3]
    ]


def _has_items(who: Actor) -> bool:
    """Tell whether the actor's role and organization have a list of their own."""
    if Role.MANAGER in who.roles:
        return True
    return bool(who.roles & {Role.SECRETARY, Role.ADMINISTRATOR}) and own.has_some(who)
