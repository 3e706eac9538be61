"""The service with the two simplest views of Flask beside its own, to measure calendars by."""

import os
from datetime import UTC, datetime
from typing import cast

from flask import Flask, Response, request, send_file
from sqlalchemy import select

from booking import doors, web
from booking.app import create_app
from booking.config import Settings, from_environment
from booking.db import db
from booking.models.calendars import Feed
from booking.queries import accounts

UNCHANGED, FILE = "/mesure/inchange/<string:secret>", "/mesure/fichier"
FILE_HELD = "MEASURED_FILE"
ETAG = "the same at each reading"
CHANGED = datetime(2026, 11, 1, tzinfo=UTC)


def make(settings: Settings | None = None) -> Flask:
    """Return the service so dressed, for gunicorn too."""
    app = create_app(settings or from_environment())
    app.add_url_rule(UNCHANGED, "measured_unchanged", unchanged)
    app.add_url_rule(FILE, "measured_file", file)
    vars(web)["PUBLIC"] = doors.PUBLIC | {"measured_unchanged", "measured_file"}
    return app


def unchanged(secret: str) -> Response:
    """Look for one row by its index, and say that nothing changed."""
    found = select(Feed.id).where(Feed.digest == accounts.digest(secret))
    if db.session.execute(found).first() is None:
        return Response(status=404)
    response = Response(content_type="text/calendar; charset=utf-8")
    response.set_etag(ETAG)
    response.last_modified = CHANGED
    response.headers["Cache-Control"] = "private, no-cache"
    return cast(Response, response.make_conditional(request))


def file() -> Response:
    """Give the bytes of a calendar as a file that lies there."""
    return send_file(os.environ[FILE_HELD], mimetype="text/calendar")
