"""The task list of a self-assessment, and the check before it is submitted."""

from collections import Counter
from collections.abc import Mapping, Sequence

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from labelapp.assessments import policy, queries
from labelapp.assessments.cycle.moving import newer_version
from labelapp.assessments.evidence_check import evidence_check
from labelapp.assessments.interview.interviewing import open_interview_of
from labelapp.assessments.models import Assessment, AssessmentState, EvidenceLink, Submission
from labelapp.assessments.overview import Overview, is_open, make_overview, overview
from labelapp.assessments.progress_lines import earlier_line
from labelapp.assessments.together.board import board_of
from labelapp.assessments.views import bp
from labelapp.clock import today
from labelapp.clusters.models import TeamRole
from labelapp.clusters.policy import is_in_team
from labelapp.clusters.queries import people_with
from labelapp.web.access import requires_on


def standing(
    assessment: Assessment,
    submission: Submission | None = None,
    links: Sequence[EvidenceLink] | None = None,
) -> Overview:
    """The self-assessment as it stands; after the submission, as it stood on that day.

    `links` is all its evidence, when that was read before.
    """
    submission = submission or _submission(assessment)
    if submission:
        return overview(assessment, submission.submitted_at.date())
    if links is None:
        waiting: Mapping[str, int] = queries.links_to_confirm([assessment])[assessment.id]
    else:
        waiting = Counter(link.indicator for link in links if link.to_confirm)
    return make_overview(assessment, queries.given_answers(assessment), today(), waiting)


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
        board=board_of(assessment, current_user, only_mine=request.args.get("only") == "mine"),
        note=queries.note_of_return(assessment) if is_open(assessment) else None,
        today=today(),
        newer=newer_version(assessment),
        interview=open_interview_of(assessment) if queries.scheme_of(assessment).by_interview else None,
        may_answer=policy.may_answer(current_user, assessment),
        may_manage=policy.may_manage(current_user, assessment),
        may_confirm=policy.may_confirm(current_user, assessment),
        may_set_due_date=policy.may_set_due_date(current_user, assessment),
        may_see_path=is_in_team(current_user, assessment.cluster),
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
        earlier=earlier_line(assessment.cluster, whole.scheme, assessment.started_at),
        evidence=evidence_check(whole, links, documents, today()),
        may_manage=policy.may_manage(current_user, assessment),
        may_confirm=policy.may_confirm(current_user, assessment),
        representatives=people_with(assessment.cluster, TeamRole.LEGAL_REPRESENTATIVE),
    )
