"""The page from which a holder renews its label, and the secretariat's list of renewals."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from labelapp.assessments.policy import may_start
from labelapp.certificates.models import Certificate
from labelapp.certificates.queries import find_certificate
from labelapp.certificates.renewal import policy, queries
from labelapp.certificates.rules import surveillance_rules
from labelapp.certificates.status import status_of
from labelapp.clock import today
from labelapp.schemes.renewal import opens_on
from labelapp.web import charts
from labelapp.web.access import requires, requires_on
from labelapp.web.paging import read_position

bp = Blueprint("renewal", __name__)


@bp.get("/certificates/<code>/renewal")
@requires_on(find_certificate, policy.may_see_renewal)
def show(certificate: Certificate) -> ResponseReturnValue:
    """By which day what has to be done, and the button that starts it."""
    day = today()
    return render_template(
        "certificates/renewal/show.html",
        certificate=certificate,
        status=status_of(certificate, day),
        day=day,
        opens=opens_on(surveillance_rules(certificate), certificate.valid_until),
        is_open=queries.is_open(certificate, day),
        under_way=queries.under_way(certificate),
        scheme=queries.scheme_to_start(certificate, day),
        may_start=may_start(current_user, certificate.cluster),
        chart=charts.validity(
            certificate.valid_from, certificate.valid_until, certificate.renewable_until, day
        ),
    )


@bp.get("/renewals")
@requires(policy.may_see_renewals)
def index() -> ResponseReturnValue:
    """Certificates that may be renewed or soon, the most urgent first."""
    day = today()
    page = queries.list_renewals(current_user, day, read_position(request.args.get("at")))
    under_way = queries.under_way_of(page.items)
    return render_template(
        "certificates/renewal/index.html",
        page=page,
        rows=[(one, status_of(one, day), under_way.get(one.id)) for one in page.items],
        reminded=queries.last_reminders(page.items),
    )
