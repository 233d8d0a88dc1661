"""The task list of a self-assessment, and the check before it is submitted."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from labelapp.assessments import policy, queries
from labelapp.assessments.evidence_check import evidence_check
from labelapp.assessments.models import Assessment, AssessmentState, Submission
from labelapp.assessments.overview import Overview, is_open, overview
from labelapp.assessments.views import bp
from labelapp.clock import today
from labelapp.clusters.models import TeamRole
from labelapp.clusters.queries import people_with
from labelapp.web.access import requires_on


def standing(assessment: Assessment, submission: Submission | None = None) -> Overview:
    """The self-assessment as it stands; after the submission, as it stood on that day."""
    submission = submission or _submission(assessment)
    return overview(assessment, submission.submitted_at.date() if submission else today())


def _submission(assessment: Assessment) -> Submission | None:
    return queries.submission_of(assessment) if assessment.state is AssessmentState.SUBMITTED else None


@bp.get("/assessments/<int:assessment_id>")
@requires_on(queries.find_assessment, policy.may_see)
def show(assessment: Assessment) -> ResponseReturnValue:
    """Dimensions and indicators with points, minimum requirements and what is open."""
    submission = _submission(assessment)
    return render_template(
        "assessments/show.html",
        whole=standing(assessment, submission),
        submission=submission,
        note=queries.note_of_return(assessment) if is_open(assessment) else None,
        today=today(),
        may_manage=policy.may_manage(current_user, assessment),
        may_confirm=policy.may_confirm(current_user, assessment),
        may_set_due_date=policy.may_set_due_date(current_user, assessment),
    )


@bp.get("/assessments/<int:assessment_id>/check")
@requires_on(queries.find_assessment, policy.may_see)
def check(assessment: Assessment) -> ResponseReturnValue:
    """What is missing and which minimum requirements fail. Changes nothing."""
    whole = standing(assessment)
    links, documents = queries.evidence_links(assessment), queries.documents_of(assessment.cluster)
    return render_template(
        "assessments/check.html",
        whole=whole,
        evidence=evidence_check(whole, links, documents, today()),
        may_manage=policy.may_manage(current_user, assessment),
        may_confirm=policy.may_confirm(current_user, assessment),
        representatives=people_with(assessment.cluster, TeamRole.LEGAL_REPRESENTATIVE),
    )
