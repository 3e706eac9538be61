"""One function per act of a mairie; each checks, locks, decides, writes and commits once."""

import hashlib
from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec

from sqlalchemy import bindparam, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from booking import clock
from booking.db import db, store_new, transaction
from booking.errors import Refusal, WrongMoment
from booking.models.accounts import RequestKey
from booking.rules.access import Actor

P = ParamSpec("P")
Act = Callable[P, int]

_running: ContextVar[str] = ContextVar("running")
ANSWERED = (
    update(RequestKey)
    .where(RequestKey.id == bindparam("kept"))
    .values(result_id=bindparam("answer"))
)
DEADLOCK = "40P01"
"""PostgreSQL's code: two acts waited for each other, and this one was undone to let the other."""
ACTS: dict[str, Callable[..., int]] = {}
"""Every use-case by its dotted name; guards walk it."""


def usecase(
    *,
    before: Callable[..., None] | None = None,
    after_refusal: Callable[..., None] | None = None,
) -> Callable[[Act[P]], Act[P]]:
    """Make a function an act: one transaction, one answer per request key.

    The function takes the actor first and returns the id of what it made or changed. When it has
    a keyword `key`, the same key gives the same answer without acting again. `before` takes what
    the act takes, while nothing is locked: what is slow is done there, and harmless if the act is
    refused. `after_refusal` takes the refusal, then what the act took, once nothing is locked any
    more: it completes the refusal, and writes what must outlive it in a transaction of its own.
    """

    def decorate(act: Act[P]) -> Act[P]:
        name = f"{act.__module__.rpartition('.')[2]}.{act.__name__}"

        @wraps(act)
        def run(*args: P.args, **kwargs: P.kwargs) -> int:
            if running := _running.get(""):
                raise RuntimeError(f"{name} called inside {running}: share a step, not an act")
            token = _running.set(name)
            try:
                if before:
                    before(*args, **kwargs)
                return _settled(name, act, args, kwargs)
            except Refusal as refusal:
                if after_refusal:
                    after_refusal(refusal, *args, **kwargs)
                raise
            finally:
                _running.reset(token)

        ACTS[name] = run
        return run

    return decorate


def _settled(name: str, act: Callable[..., int], args: Any, kwargs: dict[str, Any]) -> int:
    """Act; when another has just written the same thing, or we were in each other's way, again."""
    try:
        return _keyed(name, act, args, kwargs)
    except DBAPIError as error:
        if not _passes(error):
            raise
        return _keyed(name, act, args, kwargs)


def _passes(error: DBAPIError) -> bool:
    """Tell whether what stopped an act, all of it undone by now, is over."""
    deadlocked = getattr(error.orig, "sqlstate", "") == DEADLOCK
    return isinstance(error, IntegrityError) or deadlocked


def _keyed(name: str, act: Callable[..., int], args: Any, kwargs: dict[str, Any]) -> int:
    """Act, or find what the same key answered; two at once: the later one finds the earlier."""
    with transaction():
        key = kwargs.get("key")
        if not key:
            return act(*args, **kwargs)
        content = {label: value for label, value in kwargs.items() if label != "key"}
        digest = hashlib.sha256(
            repr((name, args[1:], sorted(content.items()))).encode()
        ).hexdigest()
        if kept := _take(args[0], key, digest):  # a second click waits here for the first
            result = act(*args, **kwargs)
            db.session.connection().execute(ANSWERED, {"kept": kept, "answer": result})
            return result
        known = _answered(args[0], key)
        if known.digest != digest:
            raise WrongMoment("request_key_reused")
        return known.result_id


def _take(actor: Actor, key: str, digest: str) -> int | None:
    """Take a key before the act, so that two at once cannot both act; None when it is taken."""
    return store_new(
        RequestKey,
        organization_id=actor.organization_id,
        key=key,
        digest=digest,
        result_id=0,
        at=clock.now(),
    )


def _answered(actor: Actor, key: str) -> RequestKey:
    known = select(RequestKey).filter_by(organization_id=actor.organization_id, key=key)
    return db.session.scalars(known).one()
