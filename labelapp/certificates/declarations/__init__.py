"""The yearly declaration of each holder, and what the secretariat makes of it."""

from flask import Flask

from labelapp.certificates.daily import register_daily
from labelapp.certificates.declarations.asking import ask, find_to_ask, find_to_remind, remind
from labelapp.certificates.declarations.frozen import declaration_problem
from labelapp.certificates.declarations.tasks import tasks
from labelapp.certificates.declarations.told import WORDS, declarations_of_case
from labelapp.certificates.declarations.views import bp
from labelapp.events.frozen import check_frozen
from labelapp.events.telling import register_subject, register_words
from labelapp.web.tasks import register_tasks


def init_app(app: Flask) -> None:
    """Bind the package to the app."""
    app.register_blueprint(bp)
    register_daily(app, find_to_ask, ask)
    register_daily(app, find_to_remind, remind)
    register_tasks(app, tasks)
    register_words(app, WORDS)
    register_subject(app, "holder_declaration", declarations_of_case)
    check_frozen(app, "declaration.sent", declaration_problem)
