"""The app factory: a table of contents of the program."""

from pathlib import Path

from flask import Flask

from labelapp import (
    accounts,
    api,
    assessments,
    benchmarks,
    casefile,
    certificates,
    clusters,
    consortium,
    dataroom,
    decisions,
    evidence,
    fees,
    plans,
    reviews,
    selftests,
    steering,
    web,
    webhooks,
)
from labelapp.clock import init_clock
from labelapp.documents import sealing
from labelapp.events.anchoring import init_anchoring
from labelapp.extensions import csrf, db, migrate
from labelapp.schemes.loading import Library
from labelapp.settings import PROJECT, Settings, load_settings
from labelapp.web.transactions import init_transactions

DOMAINS = (
    web,
    accounts,
    clusters,
    evidence,
    dataroom,
    assessments,
    reviews,
    decisions,
    plans,
    certificates,
    fees,
    benchmarks,
    consortium,
    steering,
    webhooks,
    casefile,
    selftests,
    api,
)


def create_app(settings: Settings | None = None) -> Flask:
    """Build the app. Raises SettingsError for wrong settings, DefinitionErrors for a broken scheme."""
    settings = settings or load_settings()
    app = Flask(
        "labelapp",
        template_folder=str(PROJECT / "templates"),
        static_folder=str(PROJECT / "labelapp" / "web" / "static"),
        instance_path=str(Path("instance").resolve()),
    )
    _configure(app, settings)
    _configure_database(app, settings)
    _configure_schemes(app, settings)
    init_clock(app, settings.today)
    init_transactions(app)
    init_anchoring(app)
    sealing.init_app(app)
    for domain in DOMAINS:
        domain.init_app(app)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.extensions["settings"] = settings
    app.config.update(
        SECRET_KEY=settings.secret_key.get_secret_value(),
        MAX_CONTENT_LENGTH=settings.upload_limit + 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        SEND_FILE_MAX_AGE_DEFAULT=31_536_000,
        WTF_CSRF_TIME_LIMIT=None,
        BABEL_DEFAULT_LOCALE="en_GB",
        BABEL_TRANSLATION_DIRECTORIES=str(PROJECT / "translations"),
        BABEL_DOMAIN="messages",
    )
    csrf.init_app(app)


def _configure_database(app: Flask, settings: Settings) -> None:
    app.config["SQLALCHEMY_DATABASE_URI"] = _absolute(settings.database_url)
    db.init_app(app)
    migrate.init_app(
        app,
        db,
        directory=str(PROJECT / "labelapp" / "migrations"),
        render_as_batch=True,
        compare_type=True,
    )


def _absolute(url: str) -> str:
    prefix = "sqlite:///"
    if not url.startswith(prefix):
        return url
    path = Path(url.removeprefix(prefix)).resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    return f"{prefix}{path}"


def _configure_schemes(app: Flask, settings: Settings) -> None:
    app.extensions["schemes"] = Library.load(settings.schemes)
