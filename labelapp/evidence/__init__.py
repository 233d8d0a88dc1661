"""A cluster organisation's documents."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Bind the package to the app."""
    from labelapp.evidence.receiving import finish_reading
    from labelapp.evidence.views import bp

    app.register_blueprint(bp)
    app.after_request(finish_reading)
