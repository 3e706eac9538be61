"""The one error handler: a refusal is a page for people, a problem for programs."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import flask
from flask import Response, current_app, g, make_response, render_template, request
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from marshmallow import ValidationError
from sqlalchemy.exc import OperationalError, PendingRollbackError, TimeoutError
from werkzeug.exceptions import HTTPException

from booking.documents import messages
from booking.errors import Invalid, Refusal
from booking.period import Period

API = "/api/"
PROBLEM = "application/problem+json"
HEARD = 500_000_000
"""So many bytes of a form that is too long are heard, and thrown away, before the answer."""
AWAY = (OperationalError, PendingRollbackError, TimeoutError)
"""What the database raises when it is away or too busy; the second once it left amid a page."""


def answer(error: Exception) -> Any:
    """Answer a refusal or a failure: a problem for programs, a page for people."""
    if isinstance(error, HTTPException) and error.code and error.code < 400:
        return error
    refusal = _as_refusal(error)
    if request.path.startswith(API):
        answer = problem(refusal)
    else:
        answer = make_response(_page(refusal), refusal.status)
    answer.headers.extend(HEADERS.get(refusal.status, {}))
    if allowed := getattr(error, "valid_methods", None):
        answer.headers["Allow"] = ", ".join(sorted(allowed))
    return answer


def _page(refusal: Refusal) -> str:
    """Return the page of a refusal, without the frame that the database fills when it is away."""
    try:
        return render_template("errors/error.html", **error_page(refusal))
    except AWAY:
        g.bare = True
        return render_template("errors/error.html", **error_page(refusal))


def _as_refusal(error: Exception) -> Refusal:
    if isinstance(error, Refusal):
        return error
    if isinstance(error, ValidationError):
        return Invalid("invalid", errors=error.messages)
    if isinstance(error, RecursionError):  # a document nested beyond reading
        return _refusal("http", 400)
    if isinstance(error, CSRFError):
        return _refusal("csrf", 400)
    if isinstance(error, HTTPException):
        return _of_http(error)
    current_app.logger.exception("failed on %s %s", request.method, request.endpoint)
    if isinstance(error, AWAY):
        return _refusal("unavailable", 503)
    if current_app.testing:
        raise error
    return _refusal("unexpected", 500)


def _of_http(error: HTTPException) -> Refusal:
    if error.code == 413 and current_user.is_authenticated:
        _hear_out()
    codes = {404: "not_found", 405: "method_not_allowed", 413: "too_heavy"}
    return _refusal(codes.get(error.code or 500, "http"), error.code or 500)


def _hear_out() -> None:
    """Let a form that is too long end: a browser cut short shows no answer, only a failure."""
    left, most = request.content_length or 0, request.max_content_length or 0
    if most < left <= HEARD:  # refused by its length alone: nothing of it was read yet
        while left > 0 and (read := request.environ["wsgi.input"].read(min(left, 65_536))):
            left -= len(read)


def _refusal(code: str, status: int) -> Refusal:
    refusal = Refusal(code)
    refusal.status = status
    return refusal


HEADERS = {503: {"Retry-After": "2"}, 401: {"WWW-Authenticate": "Bearer"}}
TITLES = {
    401: "Connectez-vous",
    403: "Cette action n’est pas possible",
    404: "Page introuvable",
    409: "Ce n’est plus possible",
    413: "Envoi trop lourd",
    429: "Trop d’essais",
    500: "Une erreur est survenue",
    503: "Service indisponible",
}


def error_page(refusal: Refusal) -> dict[str, object]:
    """Return what the page of a refusal shows."""
    return {
        "status": refusal.status,
        "title": TITLES.get(refusal.status, "Cette action n’a pas abouti"),
        "sentence": messages.refusal(refusal.code, refusal.facts),
        "facts": messages.details(refusal.facts),
    }


def problem(refusal: Refusal) -> Response:
    """Return a refusal as programs read it (RFC 9457): code, French detail and facts."""
    body = {
        **_plain(refusal.facts),
        "type": "about:blank",
        "title": TITLES.get(refusal.status, "Demande refusée"),
        "status": refusal.status,
        "code": refusal.code,
        "detail": messages.refusal(refusal.code, refusal.facts),
    }
    response = flask.jsonify(body)
    response.status_code = refusal.status
    response.mimetype = PROBLEM
    return response


def _plain(value: Any) -> Any:
    """Return facts as JSON carries them."""
    if isinstance(value, Period):
        return {"starts_at": value.starts_at.isoformat(), "ends_at": value.ends_at.isoformat()}
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [_plain(inner) for inner in value]
    return value
