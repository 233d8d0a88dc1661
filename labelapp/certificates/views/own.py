"""The certificates of the cluster organisations in whose team a person is."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from labelapp.certificates.policy import may_see_own_certificates
from labelapp.certificates.presentation import award_words
from labelapp.certificates.queries import own_certificates
from labelapp.certificates.status import is_given_out, status_of
from labelapp.certificates.views.blueprint import bp
from labelapp.clock import today
from labelapp.web import charts
from labelapp.web.access import requires


@bp.get("/certificates")
@requires(may_see_own_certificates)
def mine() -> ResponseReturnValue:
    """Each certificate with its status, how long it holds, and its file."""
    day = today()
    return render_template(
        "certificates/mine.html",
        certificates=[
            {
                "row": one,
                "status": status_of(one, day),
                "given_out": is_given_out(one, day),
                "chart": charts.validity(one.valid_from, one.valid_until, one.renewable_until, day),
            }
            for one in own_certificates(current_user)
        ],
        award_words=award_words,
        day=day,
    )
