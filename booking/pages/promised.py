"""Forms of an item's page whose act may take what others were promised: done, or drawn again."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import flash, redirect, request
from marshmallow import ValidationError
from werkzeug.wrappers import Response

from booking import web
from booking.documents import messages
from booking.errors import Invalid, NotFound, Refusal, StockPromised, WrongMoment
from booking.queries import reservations
from booking.web import actor

Page = str | tuple[str, int] | Response
Again = Callable[[dict[str, Any], Refusal | None], str]
"""Draws the page again, as typed, with what is wrong by field and the refusal, if any."""


def form() -> dict[str, Any]:
    """Return the form; a reason to go on counts only when the button for it was pressed."""
    data = web.unfold(request.form, actor().zone)
    if data.get("then") != "despite":
        data.pop("despite", None)
    return data


def attempt(act: Callable[[], str | None], address: str, again: Again, *, copies: str) -> Page:
    """Do an act, say what it returned, if anything, and lead to an address; else draw its form.

    `copies` names the field beside which is said what is wrong with a copy.
    """
    try:
        if said := act():
            flash(said)
    except ValidationError as error:
        return again(error.messages_dict, None), 422
    except Invalid as refusal:
        errors: Any = refusal.facts["errors"]
        return again(errors, None), refusal.status
    except StockPromised as refusal:
        return again(_unsaid(), refusal), refusal.status
    except (WrongMoment, NotFound) as refusal:
        if "unit" not in refusal.facts:
            raise
        return again(
            {copies: [messages.refusal(refusal.code, refusal.facts)]}, None
        ), refusal.status
    return redirect(address)


def _unsaid() -> dict[str, Any]:
    """Return what is missing when one goes on without saying why."""
    asked = request.form.get("then") == "despite"
    return {"despite": ["Dites pourquoi : ce motif est conservé."]} if asked else {}


def typed(name: str, errors: Mapping[str, Any], refusal: Refusal | None) -> dict[str, Any]:
    """Return a form as it was typed, what is wrong, and the reservations that were promised."""
    promised: Any = refusal.facts["reservations"] if refusal else []
    seen = reservations.by_ids(actor(), [each["id"] for each in promised])
    return {
        **request.form.to_dict(),
        "act": name,
        "errors": errors,
        "refusal": messages.refusal(refusal.code, refusal.facts) if refusal else "",
        "promised": promised,
        "requests": {each.id: each.request_id for each in seen},
    }


def summary(shown: Mapping[str, Any], place: str) -> list[tuple[str, str]]:
    """Return what the page says first: each message leads to its field, in the form at a place."""
    errors = {name: inner for name, inner in shown["errors"].items() if inner}
    found = [(f"{name}-{place}", message) for name, message in web.summary(errors)]
    if shown["refusal"]:
        found.insert(0, (f"despite-{place}", shown["refusal"]))
    return found
