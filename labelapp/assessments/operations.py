"""Starting, confirming, submitting and ending self-assessments. Answers: `saving`; evidence: `linking`."""

from collections.abc import Iterable
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.exc import IntegrityError

from labelapp.accounts.models import User
from labelapp.assessments.benchmarkings import check_earlier
from labelapp.assessments.computed import complete_answers, figures_for, freeze_figures
from labelapp.assessments.evidence_check import require_clean_evidence
from labelapp.assessments.interview.interviewing import end_interviews
from labelapp.assessments.models import Assessment, AssessmentState, Submission
from labelapp.assessments.progress_lines import earlier_text
from labelapp.assessments.queries import (
    Answers,
    evidence_links,
    given_answers,
    links_to_confirm,
    scheme_of,
)
from labelapp.assessments.snapshot import as_json, content_hash, freeze
from labelapp.assessments.together.queries import shared_comments
from labelapp.clock import now, today
from labelapp.clusters.models import Cluster, TeamRole
from labelapp.clusters.queries import people_with
from labelapp.dataroom.figures import figures_of
from labelapp.events.log import record
from labelapp.events.outbox import queue_mail
from labelapp.extensions import db
from labelapp.schemes.answers import completeness
from labelapp.schemes.definition import Scheme
from labelapp.web.errors import DomainError, InvalidInput
from labelapp.web.links import public_link
from labelapp.web.locale import scheme_text, speaking

DRAFT, AWAITING = AssessmentState.DRAFT, AssessmentState.AWAITING_CONFIRMATION
SUBMITTED, CANCELLED = AssessmentState.SUBMITTED, AssessmentState.CANCELLED

# A legal representative who is the manager too submits straight from the draft.
TRANSITIONS = {
    (DRAFT, "request_confirmation"): AWAITING,
    (DRAFT, "submit"): SUBMITTED,
    (DRAFT, "cancel"): CANCELLED,
    (AWAITING, "take_back"): DRAFT,
    (AWAITING, "return"): DRAFT,
    (AWAITING, "submit"): SUBMITTED,
}


def transition(assessment: Assessment, action: str) -> None:
    """Move to the next state, with the row locked. Raises DomainError when the table does not know the way."""
    db.session.refresh(assessment, ["state"], with_for_update=True)
    following = TRANSITIONS.get((assessment.state, action))
    if following is None:
        raise DomainError(_refusal(assessment.state))
    assessment.state = following
    db.session.flush()


def _refusal(state: AssessmentState) -> str:
    reasons = {
        DRAFT: _("This self-assessment is with the team again; nobody is asked to confirm it."),
        AWAITING: _("This self-assessment waits for the legal representative already."),
        SUBMITTED: _("This self-assessment has been submitted already. Nothing was changed."),
        CANCELLED: _("This self-assessment was cancelled. Nothing was changed."),
    }
    return str(reasons[state])


def start_assessment(
    cluster: Cluster, scheme: Scheme, confirmed: Iterable[str], by: User, due_on: date | None = None
) -> Assessment:
    """Start a self-assessment; it keeps this version of the scheme.

    `confirmed` holds the codes of the eligibility statements that were ticked. Raises InvalidInput when one
    is missing, DomainError when one under the same scheme is open, or when the scheme asks for an earlier
    benchmarking and there is none.
    """
    eligible = {statement.code for statement in scheme.eligibility}
    if not eligible <= set(confirmed):
        raise InvalidInput(_("Confirm every statement to start. If one does not hold, ask the secretariat."))
    earlier = check_earlier(cluster, scheme, now())
    if earlier is not None and earlier.blocks:
        raise DomainError(earlier_text(earlier)[1])
    assessment = Assessment(
        cluster=cluster,
        scheme_code=scheme.code,
        scheme_version=scheme.version,
        scheme_hash=scheme.content_hash,
        state=DRAFT,
        due_on=due_on,
        started_at=now(),
        started_by_id=by.id,
    )
    try:
        with db.session.begin_nested():
            db.session.add(assessment)
    except IntegrityError:
        raise DomainError(
            _(
                "A self-assessment for “%(scheme)s” is open already. Finish or cancel it first.",
                scheme=scheme_text(scheme.name),
            )
        ) from None
    record("assessment.started", assessment, actor=by, scheme=scheme.key, eligibility=sorted(eligible))
    return assessment


def set_due_date(assessment: Assessment, due_on: date | None, by: User) -> None:
    """Set or clear until when it is to be submitted. Raises InvalidInput for a day gone by, DomainError if closed."""
    if assessment.state not in (DRAFT, AWAITING):
        raise DomainError(_refusal(assessment.state))
    if due_on is not None and due_on < today():
        raise InvalidInput(_("This day is over. Choose today or a later day."))
    assessment.due_on = due_on
    record("assessment.due_date_set", assessment, actor=by, due_on=due_on.isoformat() if due_on else None)


def cancel_assessment(assessment: Assessment, by: User) -> None:
    """End a draft for good. Its answers stay readable. Raises DomainError in any other state."""
    transition(assessment, "cancel")
    end_interviews(assessment)
    record("assessment.cancelled", assessment, actor=by)


def request_confirmation(assessment: Assessment, by: User) -> None:
    """Ask the legal representatives to confirm; answers cannot change until they answer.

    Raises DomainError when answers are missing or wait for the team to confirm them, evidence is not known to be
    clean, nobody is named, or the state forbids it.
    """
    transition(assessment, "request_confirmation")
    scheme = scheme_of(assessment)
    _require_complete(scheme, _answers(assessment))
    _require_confirmed(assessment, scheme)
    require_clean_evidence(evidence_links(assessment))
    asked = people_with(assessment.cluster, TeamRole.LEGAL_REPRESENTATIVE)
    if not asked:
        raise DomainError(_("Nobody is named as legal representative. Name one in the team first."))
    record("assessment.confirmation_requested", assessment, actor=by, asked=[user.id for user in asked])
    for user in asked:
        _mail(user, "confirmation_requested", assessment, "assessments.confirm", by=by.name)


def take_back(assessment: Assessment, by: User) -> None:
    """Open the answers again before the legal representative has decided. Raises DomainError if too late."""
    transition(assessment, "take_back")
    record("assessment.taken_back", assessment, actor=by)


def return_to_team(assessment: Assessment, note: str, by: User) -> None:
    """The legal representative does not confirm and says why. Raises InvalidInput without a note."""
    if not note.strip():
        raise InvalidInput(_("Say what the team should change."))
    transition(assessment, "return")
    record("assessment.returned", assessment, actor=by, note=note.strip())
    for user in people_with(assessment.cluster, TeamRole.MANAGER):
        _mail(user, "returned_to_team", assessment, "assessments.show", by=by.name, note=note.strip())


def submit_assessment(assessment: Assessment, by: User) -> Submission:
    """Confirm and submit: freeze answers, evidence hashes, scheme version and facts of the cluster organisation.

    Points below the threshold and failed minimum requirements do not hinder a submission, missing answers do.
    Raises DomainError when it was submitted before, is incomplete, its evidence is not known to be clean, or the
    scheme's definition was tampered with.
    """
    transition(assessment, "submit")
    scheme = scheme_of(assessment)
    if scheme.content_hash != assessment.scheme_hash:
        raise DomainError(_("The definition of this scheme was changed. Tell the secretariat."))
    at, figures = now(), figures_of(assessment.cluster, today())
    given = given_answers(assessment)
    answers = _require_complete(scheme, complete_answers(scheme, given, figures))
    _require_confirmed(assessment, scheme)
    links = evidence_links(assessment)
    require_clean_evidence(links)
    frozen = freeze(
        assessment,
        scheme,
        answers,
        links,
        comments=shared_comments(assessment),
        figures=freeze_figures(assessment, scheme, answers, given, figures),
        by=by,
        at=at,
    )
    content = as_json(frozen)
    submission = Submission(
        assessment_id=assessment.id,
        content=content,
        sha256=content_hash(content),
        submitted_at=at,
        confirmed_by_id=by.id,
    )
    db.session.add(submission)
    end_interviews(assessment)
    record("assessment.submitted", assessment, actor=by, sha256=submission.sha256)
    for user in people_with(assessment.cluster, TeamRole.MANAGER):
        _mail(user, "submitted", assessment, "assessments.show", by=by.name, sha256=submission.sha256)
    return submission


def _answers(assessment: Assessment) -> Answers:
    figures = figures_for(assessment, today())
    return complete_answers(scheme_of(assessment), given_answers(assessment), figures)


def _require_complete(scheme: Scheme, answers: Answers) -> Answers:
    missing = completeness(scheme, answers).missing
    if missing:
        raise DomainError(
            ngettext(
                "One required answer is missing: %(first)s.",
                "%(num)s required answers are missing, the first in %(first)s.",
                len(missing),
                first=_indicator_name(scheme, missing[0][0]),
            )
        )
    return answers


def _require_confirmed(assessment: Assessment, scheme: Scheme) -> None:
    """Everything that was carried over or came from an interview is confirmed, in answers and evidence."""
    found = {one.indicator for one in given_answers(assessment).values() if one.to_confirm}
    found |= links_to_confirm([assessment])[assessment.id].keys()
    waiting = [code for code in scheme.indicators if code in found]
    if waiting:
        raise DomainError(
            ngettext(
                "One indicator waits for the team to confirm it: %(codes)s.",
                "%(num)s indicators wait for the team to confirm them: %(codes)s.",
                len(waiting),
                codes=", ".join(waiting),
            )
        )


def _indicator_name(scheme: Scheme, code: str) -> str:
    return f"{code} {scheme_text(scheme.indicators[code].name)}"


def _mail(user: User, template: str, assessment: Assessment, endpoint: str, **content: str) -> None:
    with speaking(user.locale):
        scheme = scheme_text(scheme_of(assessment).name)
    queue_mail(
        user.email,
        user.locale,
        template,
        person=user.name,
        cluster=assessment.cluster.name,
        scheme=scheme,
        url=public_link(endpoint, assessment_id=assessment.id),
        **content,
    )
