"""What the doors share: who acts, which addresses are open, the form."""

import re
import secrets
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial, wraps
from typing import Any, ParamSpec, TypeVar, cast
from zoneinfo import ZoneInfo

import flask
from flask import Flask, Response, current_app, g, redirect, request, session
from flask_login import LoginManager, UserMixin, current_user, login_user
from werkzeug.datastructures import MultiDict
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map

from booking import answers
from booking.config import Settings
from booking.documents import calendar_links, typography
from booking.doors import PUBLIC, SHOTS, UNASKED, UPLOADS
from booking.errors import NotFound, NotSignedIn
from booking.links import Signer
from booking.queries import accounts
from booking.queries.accounts import Account
from booking.rules.access import Actor

P = ParamSpec("P")
R = TypeVar("R")

PARIS = ZoneInfo("Europe/Paris")
LONGEST_UPLOAD = 64_000_000
"""Beyond what any file may weigh: one too heavy is then refused beside its field, nothing lost,
while a connection cut short would say nothing at all."""
LONGEST_SHOTS = 130_000_000
"""Twelve photos that no script made smaller, each as heavy as a file may be."""

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


class Id(IntegerConverter):
    """A number in an address, small enough to be the id of a row."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=2**31 - 1)


class Visitor(UserMixin):  # type: ignore[misc] # flask-login ships no types
    """Flask-Login's idea of a person: our account, known by its id and its stamp."""

    def __init__(self, account: Account) -> None:
        self.account = account

    def get_id(self) -> str:
        """Return what the session keeps; another password makes another stamp."""
        return f"{self.account.user_id}:{self.account.stamp}"


def prepare(app: Flask) -> None:
    """Set up sign-in, the closed doors, the headers and the error handler."""
    if proxies := app.extensions["settings"].proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies
        )
    app.url_map.converters["int"] = Id
    login = LoginManager(app, add_context_processor=False)
    login.user_loader(_known)
    app.before_request(_close)
    app.after_request(_harden)
    app.after_request(_set)
    app.register_error_handler(Exception, answers.answer)


def _known(kept: str) -> Visitor | None:
    user_id, _, stamp = kept.partition(":")
    account = accounts.account(int(user_id)) if user_id.isdecimal() else None
    if account is None or not secrets.compare_digest(account.stamp, stamp):
        return None
    return Visitor(account)


def begin_session(user_id: int) -> bool:
    """Sign a person in, in a new session; tell whether they have somebody to act for."""
    account = accounts.account(user_id)
    if account is None or not account.places:
        return False
    session.clear()
    session.permanent = True
    login_user(Visitor(account))
    return True


def account() -> Account:
    """Return who is signed in; raises NotSignedIn."""
    if not current_user.is_authenticated:
        raise NotSignedIn("not_signed_in")
    return cast(Account, current_user.account)


def actor() -> Actor:
    """Return who acts and for whom, from the bearer token or the session; raises NotSignedIn."""
    if "actor" not in g:
        g.actor = _bearer() if request.path.startswith(answers.API) else _signed_in()
    if g.actor is None:
        raise NotSignedIn("not_signed_in")
    return cast(Actor, g.actor)


def _bearer() -> Actor | None:
    """A program shows its token at each call; a browser's cookie opens nothing here."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    known = accounts.bearer(secret.strip()) if scheme.lower() == "bearer" else None
    return replace(known, door="api") if known else None


def _signed_in() -> Actor | None:
    if not current_user.is_authenticated:
        return None
    chosen = session.get("organization")
    known: Account = current_user.account
    found = known.acting(chosen) or known.acting(None)
    if found is None or not known.shared:
        return found
    return replace(found, function=session.get("function", ""))


def settings() -> Settings:
    """Return the settings of this application."""
    return cast(Settings, current_app.extensions["settings"])


def _close() -> Response | None:
    """Refuse strangers everywhere but on the public list, and addresses that name nothing."""
    signed = {"token", "secret"} & (request.view_args or {}).keys()  # false links say so themselves
    typed = () if request.path.startswith(answers.API) else request.args.items(multi=True)
    texts = [each for _, each in typed] + ([] if signed else [request.path])
    if any("\0" in each for each in texts):
        raise NotFound("not_found")  # no database keeps such a text; schemas say so to programs
    if request.endpoint is None or request.endpoint in PUBLIC:
        return None
    try:
        who = actor()
        if request.endpoint in UPLOADS:
            most = LONGEST_SHOTS if request.endpoint in SHOTS else LONGEST_UPLOAD
            request.max_content_length = most
    except NotSignedIn:
        if request.path.startswith(answers.API):
            raise
        target = request.full_path.rstrip("?") if request.method == "GET" else "/"
        login = flask.url_for("accounts.login", suite=target)
        return cast(Response, redirect(login))
    return _ask_function(who)


def _ask_function(who: Actor) -> Response | None:
    """Lead a shared mailbox, once per session, to where it says who opens it."""
    if request.path.startswith(answers.API) or request.endpoint in UNASKED:
        return None
    if who.function or not account().shared:
        return None
    target = request.full_path.rstrip("?") if request.method == "GET" else "/"
    return cast(Response, redirect(flask.url_for("accounts.ask_function", suite=target)))


def _harden(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", CSP)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    secret = "token" in (request.view_args or {})  # the check of forms wants the host, no more
    response.headers.setdefault("Referrer-Policy", "strict-origin" if secret else "same-origin")
    if request.endpoint != "pools.public" or response.status_code != 200:
        response.headers.setdefault("X-Robots-Tag", "noindex")
    if settings().secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if "Cache-Control" not in response.headers and request.endpoint != "static":
        response.headers["Cache-Control"] = "private, no-store"
    return response


def _set(response: Response) -> Response:
    """Set a page as French wants it; files, calendars and what programs read stay as they are."""
    if response.mimetype == "text/html" and not response.is_streamed:
        response.set_data(typography.unbroken(response.get_data(as_text=True)))
    return response


def in_view(read: Callable[[Actor, int], object]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Refuse what is out of view before the form is even read: 404 comes before 422."""

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            read(actor(), cast(int, next(iter((request.view_args or {}).values()))))
            return view(*args, **kwargs)

        return guarded

    return decorate


def unfold(
    form: "MultiDict[str, str]", zone: ZoneInfo, lists: Collection[str] = ("lines",)
) -> dict[str, Any]:
    """Return a posted form as the schemas read it.

    What was left empty is missing; `lines-3-quantity` goes into the list of that name, in order
    of index; an hour without offset is the territory's.
    """
    data: dict[str, Any] = {}
    rows: dict[str, dict[int, dict[str, str]]] = {}
    for name, value in form.items():
        if name in {"csrf_token", *lists} or not value.strip():
            continue
        row = re.fullmatch(r"(\w+)-(\d{1,4})-(\w+)", name)
        if row and row[1] in lists:
            rows.setdefault(row[1], {}).setdefault(int(row[2]), {})[row[3]] = _read(
                value, row[3], zone
            )
        else:
            data[name] = _read(value, name, zone)
    return data | {name: [row for _, row in sorted(each.items())] for name, each in rows.items()}


def _read(value: str, name: str, zone: ZoneInfo) -> str:
    return localized(value, zone) if name.endswith("_at") else value


def small_number(text: str) -> int | None:
    """Return a number typed or sent by a form; None for what is none, or too long to be one."""
    return int(text) if text.isdecimal() and len(text) < 7 else None


def localized(value: str, zone: ZoneInfo) -> str:
    """Return a form's hour with the offset of the territory; what cannot be read stays."""
    try:
        local = datetime.fromisoformat(value.strip())
    except ValueError:
        return value
    return (local if local.tzinfo else local.replace(tzinfo=zone)).isoformat()


def new_key() -> str:
    """Return a request key for a form about to be shown."""
    return secrets.token_urlsafe(16)


def feed_secret(key: str) -> str:
    """Return the secret of a new feed: the same again for the same key, and guessed by nobody."""
    return Signer(settings().secret_key).derive("feed", actor().user_id, key)


def feed_url(secret: str, name: str) -> str:
    """Return a subscription's secret address, at the public host name."""
    path = partial(flask.url_for, "feeds.calendar", secret=secret)
    host = settings().public_url
    room = calendar_links.LONGEST - len(host + path(name=""))
    return host + path(name=calendar_links.segment(name, room))


def summary(errors: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return (field id, message) for every message of a form, rows of lists included."""
    found: list[tuple[str, str]] = []
    for name, inner in errors.items():
        if isinstance(inner, Mapping):
            named = {str(key): each for key, each in inner.items()}
            found += [(f"{name}-{field}", message) for field, message in summary(named)]
        else:
            found += [(str(name), message) for message in inner]
    return found


def messages_of(errors: Any, rank: int, field: str) -> list[str]:
    """Return what is wrong with one field of one row of a list."""
    row = errors.get(rank, {}) if isinstance(errors, Mapping) else {}
    return list(row.get(field, ())) if isinstance(row, Mapping) else []
