"""What the pages of an answer share: usual reasons, quantities as typed, who was faster."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from booking.dealings import UsualReason
from booking.documents import messages, words
from booking.errors import NotEnoughAvailable, Refusal
from booking.pages import shortages
from booking.queries import decision
from booking.queries.views import ReservationView
from booking.rules.access import Actor
from booking.vocabulary import Status

USUAL = [("", "Aucun de ceux-ci"), *((each.value, each.label) for each in UsualReason)]
"""Why one most often refuses, as a form offers it."""
SHOWN_BESIDE = frozenset({"invalid", "left_behind", "line_not_found"})
"""Refusals of an approval that are about its quantities."""
SHOWN_APART = frozenset({"not_enough_available", "unfit"})
"""Refusals of an approval that the manager may see to, on the same page."""


def drawn(actor: Actor, parts: Iterable[ReservationView]) -> dict[int, dict[str, Any]]:
    """Return, by part of a request, what its answer would change, and what was granted."""
    return {
        each.id: {
            "effects": decision.effects(actor, each.id),
            "past": decision.past(actor, each.id),
            "withheld": decision.withheld(actor, each.id),
            "usual": USUAL,
        }
        for each in parts
    }


def said(refusal: Refusal, zone: ZoneInfo) -> str:
    """Return a refusal in a sentence; when somebody was faster: who, and when."""
    by, at = refusal.facts.get("decided_by"), refusal.facts.get("decided_at")
    if refusal.code != "wrong_moment" or not isinstance(at, datetime):
        parts = [messages.refusal(refusal.code, refusal.facts)]
        if isinstance(refusal, NotEnoughAvailable):
            parts = shortages.sentences(refusal)
        return " ".join([*parts, *_reasons(refusal)])
    state: Any = refusal.facts["state"]
    done = "déjà refusée" if state is Status.REFUSED else "déjà validée"
    since = "" if state in (Status.APPROVED, Status.REFUSED) else f", puis : {state.label.lower()}"
    return (
        f"Ce n’est plus possible : {done} par {by} le {words.moment(at.astimezone(zone))}{since}."
    )


def _reasons(refusal: Refusal) -> list[str]:
    return messages.details(refusal.facts) if refusal.code == "unfit" else []


def wrong(refusal: Refusal, zone: ZoneInfo, form: Mapping[str, str]) -> dict[str, Any]:
    """Return what the page of a request shows of a refused answer, with what was typed."""
    if refusal.code in SHOWN_APART:
        return {"short": shortages.sentences(refusal), "granted": typed(form)}
    if refusal.code == "elected_needed":
        return {"elected": [messages.refusal(refusal.code, {})], "granted": typed(form)}
    if refusal.code == "reason_needed":
        errors: Any = refusal.facts["errors"]
        return {"reason": errors["reason"], "granted": typed(form)}
    if refusal.code in SHOWN_BESIDE:
        return {"lines": [_beside(refusal)], "granted": typed(form)}
    return {"told": said(refusal, zone)}


def _beside(refusal: Refusal) -> str:
    errors: Any = refusal.facts.get("errors", {})
    return " ".join(errors.get("lines", ())) or messages.refusal(refusal.code, refusal.facts)


def typed(form: Mapping[str, str]) -> dict[int, str]:
    """Return the quantities typed, by line."""
    found = {}
    for name, line in form.items():
        if name.startswith("lines-") and name.endswith("-line") and line.isdecimal():
            found[int(line)] = form.get(name.removesuffix("line") + "quantity", "")
    return found
