"""The path to the label: the best improvements, and the plan that a cluster organisation makes of them."""

from flask import Flask

from labelapp.events.telling import register_words
from labelapp.plans.tasks import panels, tasks
from labelapp.plans.told import WORDS
from labelapp.plans.views import bp
from labelapp.web.tasks import register_panel, register_tasks


def init_app(app: Flask) -> None:
    """Bind the package to the app."""
    app.register_blueprint(bp)
    register_tasks(app, tasks)
    register_panel(app, panels)
    register_words(app, WORDS)
