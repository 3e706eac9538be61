"""The JSON door, version 1: one module per room, described by OpenAPI."""

from typing import Any

from flask import Flask, request
from flask_smorest import Api
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import HTTPException

from booking import answers
from booking.api import (
    absences,
    acts,
    amendments,
    approvals,
    calendars,
    catalogue,
    changes,
    comments,
    conventions,
    files,
    incidents,
    inspections,
    items,
    kits,
    lending,
    organizations,
    papers,
    planning,
    pools,
    qualifications,
    replies,
    requests,
    requirements,
    reservations,
    sources,
    stocks,
    waiting,
)
from booking.errors import Invalid
from booking.schemas import Problem

ROOMS = (
    catalogue,
    items,
    files,
    stocks,
    sources,
    inspections,
    incidents,
    kits,
    pools,
    approvals,
    reservations,
    lending,
    replies,
    amendments,
    changes,
    comments,
    papers,
    requests,
    conventions,
    calendars,
    planning,
    organizations,
    acts,
    requirements,
    qualifications,
    absences,
    waiting,
)
DESCRIPTION = (
    "Catalogue, réservations, conventions et agendas du matériel partagé. "
    "Chaque appel porte l’en-tête `Authorization: Bearer <jeton>`. Les instants sont en ISO 8601 "
    "avec décalage. Un refus est un `application/problem+json` : `code` stable, `detail` en "
    "français, et les faits."
)


class ProblemApi(Api):  # type: ignore[misc] # flask-smorest ships no types
    """smorest's document and forms, with our own shape of errors and only on our addresses."""

    ERROR_SCHEMA = Problem

    def _register_responses(self) -> None:
        """Describe refusals under the type they really have."""
        self.DEFAULT_RESPONSE_CONTENT_TYPE = answers.PROBLEM
        super()._register_responses()
        del self.DEFAULT_RESPONSE_CONTENT_TYPE

    def handle_http_exception(self, error: HTTPException) -> Any:
        """Leave the pages' errors to the pages; name the fields of a form that does not fit."""
        if not request.path.startswith(answers.API):
            return answers.answer(error)
        if error.code == 422:
            messages = getattr(error, "data", {}).get("messages", {})
            sources = ("json", "query", "files", "form")
            fields = next((messages[each] for each in sources if each in messages), messages)
            return answers.problem(Invalid("invalid", errors=fields))
        return answers.answer(error)


def register(app: Flask, csrf: CSRFProtect) -> None:
    """Open the door; its calls carry a token and no cookie, hence need no CSRF guard."""
    app.config |= {
        "API_TITLE": "Parc commun",
        "API_VERSION": "v1",
        "OPENAPI_VERSION": "3.1.0",
        "OPENAPI_URL_PREFIX": "/api/v1",
        "OPENAPI_JSON_PATH": "openapi.json",
        "API_SPEC_OPTIONS": {
            "info": {"description": DESCRIPTION},
            "security": [{"token": []}],
            "components": {
                "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            },
        },
    }
    door = ProblemApi(app)
    for room in ROOMS:
        door.register_blueprint(room.blueprint, url_prefix="/api/v1")
        csrf.exempt(room.blueprint)
