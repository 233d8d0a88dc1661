"""How the work goes: throughput, days per step, what is overdue, load of experts, agreement, renewals to come.

It reads what the packages above it keep and writes nothing. Above all of them, since it asks each for its deadlines.
"""

from flask import Flask
from flask_babel import lazy_gettext as _

from labelapp.steering.panels import panels
from labelapp.steering.policy import may_steer
from labelapp.steering.views import bp
from labelapp.web.navigation import Entry, register_navigation
from labelapp.web.tasks import register_panel


def init_app(app: Flask) -> None:
    """Bind the package to the app."""
    app.register_blueprint(bp)
    register_navigation(app, Entry(_("Steering"), "steering.index", may_steer, order=56))
    register_panel(app, panels)
