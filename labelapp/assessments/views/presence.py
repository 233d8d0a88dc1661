"""Who is where now, for the script of an open page."""

from flask import get_template_attribute, jsonify
from flask.typing import ResponseReturnValue
from flask_login import current_user

from labelapp.assessments import policy, queries
from labelapp.assessments.models import Assessment
from labelapp.assessments.queries import Place, scheme_of
from labelapp.assessments.together.presence import be_here
from labelapp.assessments.together.queries import Colleague, colleagues
from labelapp.assessments.views import bp
from labelapp.web.access import requires_on


@bp.get("/assessments/<int:assessment_id>/presence")
@requires_on(queries.find_assessment, policy.is_of_team)
def presence(assessment: Assessment) -> ResponseReturnValue:
    """Who is in which dimension; the reader leaves no trace."""
    return _who_is_where(assessment)


@bp.post("/assessments/<int:assessment_id>/indicators/<code>/presence")
@requires_on(queries.find_place, policy.is_of_team)
def be_present(place: Place) -> ResponseReturnValue:
    """The reader has this indicator before them; the answer says who else is where."""
    be_here(place, current_user)
    return _who_is_where(place.assessment)


def _who_is_where(assessment: Assessment) -> ResponseReturnValue:
    show = get_template_attribute("assessments/_presence.html", "people_here")
    team = colleagues(assessment)
    return jsonify(
        here={
            dimension.code: str(show(others_in(team, dimension.indicators))).strip()
            for dimension in scheme_of(assessment).dimensions
        }
    )


def others_in(team: list[Colleague], indicators: list[str] | tuple[str, ...]) -> list[Colleague]:
    """The others who have one of these indicators before them now."""
    return [one for one in team if one.here in indicators and one.user_id != current_user.id]
