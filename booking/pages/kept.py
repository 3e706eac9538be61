"""What is being asked for, while one moves between the form and the catalogue."""

from collections.abc import Mapping
from typing import Any

from flask import session

from booking import web
from booking.pages.catalogue import cart, read_dates, remember
from booking.pages.typed import EVENT, LOAN, Data, by_event
from booking.queries import catalogue, drafts
from booking.rules.access import Actor


def from_choice(who: Actor) -> Data:
    """Return the form as chosen in the catalogue, with what was already typed of it."""
    typed = drafts.of_key(who, session["asking"]) if "asking" in session else {}
    depots = {line.get("item"): line.get("depot", "") for line in typed.get("lines", ())}
    lines = [
        {"item": reference, "quantity": str(quantity), "depot": depots.get(reference, "")}
        for reference, quantity in cart().items()
    ]
    if by_event(typed):
        return typed | {"lines": lines}
    dates = read_dates(who, "", "")
    return typed | {"lines": lines, "starts_at": dates.starts_at, "ends_at": dates.ends_at}


def of_item(who: Actor, item_id: int, starts_at: str, ends_at: str) -> Data:
    """Return the form of what is chosen and one of an item, for an event; raises NotFound.

    Pick-up and return are proposed around the event, at the hours of the depots.
    """
    dates = read_dates(who, starts_at, ends_at)
    wanted = {catalogue.show(who, item_id, dates.period).reference: 1} | cart()
    lines = [{"item": name, "quantity": str(quantity)} for name, quantity in wanted.items()]
    shown = dates.starts_at, dates.ends_at
    return {"by": "event", "lines": lines, **dict(zip(EVENT, shown, strict=True))}


def follow(who: Actor, typed: Mapping[str, Any]) -> None:
    """Let the catalogue show what a form, kept as a draft, asks for."""
    quantities = {
        line.get("item", ""): web.small_number(line.get("quantity", ""))
        for line in typed.get("lines", ())
    }
    session["asking"] = typed["request_key"]
    session["cart"] = {
        name: count for name, count in quantities.items() if count and name.isprintable()
    }
    names = EVENT if by_event(typed) else LOAN
    if period := read_dates(who, *(typed.get(name, "-") for name in names)).period:
        remember(period)


def start_another() -> None:
    """Leave the draft as it is, and ask for what is chosen anew."""
    session.pop("asking", None)


def leave() -> None:
    """Start anew: what was chosen is submitted."""
    session.pop("asking", None)
    session.pop("cart", None)
