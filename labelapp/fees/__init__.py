"""What cases cost, and what was invoiced, paid and waived. No payments are made here.

Above certificates, because whether a case renews a label is what the certificates of its cluster organisation say.
"""

from flask import Flask
from flask_babel import lazy_gettext as _

from labelapp.events.telling import register_subject, register_words
from labelapp.fees.operations import follow_visit, set_fee
from labelapp.fees.panels import panels
from labelapp.fees.policy import may_keep_fees
from labelapp.fees.told import WORDS, fees_of
from labelapp.fees.views import bp
from labelapp.reviews.following import OPENED, VISIT_PLANNED, follow_cases
from labelapp.web.navigation import Entry, register_navigation
from labelapp.web.tasks import register_panel


def init_app(app: Flask) -> None:
    """Bind the package to the app."""
    app.register_blueprint(bp)
    register_navigation(app, Entry(_("Fees"), "fees.index", may_keep_fees, 55))
    register_panel(app, panels)
    register_words(app, WORDS)
    register_subject(app, "fee", fees_of)
    follow_cases(app, OPENED, set_fee)
    follow_cases(app, VISIT_PLANNED, follow_visit)
