"""The application: a table of contents."""

from datetime import timedelta

from flask import Flask
from flask_bootstrap import Bootstrap5
from flask_migrate import Migrate
from flask_wtf.csrf import CSRFProtect

from booking import api, cli, config, feeds, files, models, pages, web
from booking.config import Settings
from booking.db import db, engine_options


def create_app(settings: Settings | None = None) -> Flask:
    """Return the service, set up from the environment unless settings are given."""
    settings = settings or config.from_environment()
    files.open_at(settings.files_url)
    app = Flask(
        "booking",
        template_folder=str(config.ROOT / "templates"),
        static_folder=str(config.ROOT / "static"),
    )
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database_url, settings.lock_seconds),
        SESSION_COOKIE_SECURE=settings.secure,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
        MAX_CONTENT_LENGTH=2_000_000,  # more where files are sent: web.UPLOADS
        SESSION_REFRESH_EACH_REQUEST=False,  # shared caches must never keep a cookie
        WTF_CSRF_TIME_LIMIT=None,  # a form left open over lunch may still be sent
        BOOTSTRAP_SERVE_LOCAL=True,
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(hours=1),
    )
    app.extensions["settings"] = settings
    assert models  # noqa: S101 # importing them fills the metadata
    db.init_app(app)
    Migrate(app, db, directory=str(config.ROOT / "migrations"))
    Bootstrap5(app)
    feeds.register(app)  # within what corrects the headers of proxies, before all else
    web.prepare(app)
    csrf = CSRFProtect(app)  # reads forms: after the doors, which say how much may be sent
    pages.register(app)
    api.register(app, csrf)
    cli.register(app)
    return app
