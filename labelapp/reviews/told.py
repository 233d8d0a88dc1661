"""What is done in a review, in the words of the log. None of them says what anybody scored."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select

from labelapp.assessments.models import Submission
from labelapp.events.telling import Readers, Topic, Words
from labelapp.reviews.calibration.told import WORDS as CALIBRATION
from labelapp.reviews.clarifications.told import WORDS as CLARIFICATIONS
from labelapp.reviews.models import Review
from labelapp.reviews.visit.told import WORDS as VISITS

WORDS = {
    "review.opened": Words(Topic.REVIEW, _l("The case was opened."), Readers.BOTH),
    "review.reopened": Words(
        Topic.REVIEW, _l("The case was opened again, to be examined by other people."), Readers.BOTH
    ),
    "review.due_date_set": Words(Topic.REVIEW, _l("The date of the report was set.")),
    "review.started": Words(Topic.REVIEW, _l("The review started."), Readers.BOTH),
    "assessor.nominated": Words(Topic.REVIEW, _l("%(account)s was asked to take part.")),
    "assessor.released": Words(Topic.REVIEW, _l("%(account)s was taken off the case.")),
    "interests.declared": Words(Topic.REVIEW, _l("Interests in the case were declared.")),
    "sheet.locked": Words(Topic.REVIEW, _l("The score sheet of %(account)s was locked.")),
    "score.agreed": Words(Topic.REVIEW, _l("The assessors agreed on indicator %(indicator)s.")),
    "score.proposed": Words(Topic.REVIEW, _l("An agreement on indicator %(indicator)s was proposed.")),
    "score.decided": Words(Topic.REVIEW, _l("The third expert decided on indicator %(indicator)s.")),
    "dispute.declared": Words(
        Topic.REVIEW, _l("The assessors declared that they do not agree on indicator %(indicator)s.")
    ),
    "dispute.scored": Words(
        Topic.REVIEW, _l("The third expert gave their own score for indicator %(indicator)s.")
    ),
    "report.finalised": Words(Topic.REVIEW, _l("The assessment report became final."), Readers.BOTH),
    "objection.granted": Words(
        Topic.REVIEW, _l("The cluster organisation was asked whether it objects to an expert."), Readers.BOTH
    ),
    "objection.given_up": Words(
        Topic.REVIEW, _l("The cluster organisation has no objection to an expert."), Readers.BOTH
    ),
    "objection.raised": Words(
        Topic.REVIEW, _l("The cluster organisation objected to an expert."), Readers.BOTH
    ),
    "objection.settled": Words(Topic.REVIEW, _l("An objection to an expert was settled."), Readers.BOTH),
    "report.section_written": Words(Topic.REVIEW, _l("A section of the report was written.")),
    "report.draft_confirmed": Words(Topic.REVIEW, _l("An assessor agreed to the draft of the report.")),
    "report.draft_discussed": Words(Topic.REVIEW, _l("An assessor asked for changes to the draft.")),
    "report.draft_sent": Words(
        Topic.REVIEW, _l("The draft of the report was sent to the cluster organisation."), Readers.BOTH
    ),
    "report.remark_written": Words(
        Topic.REVIEW, _l("A remark on the draft of the report was written."), Readers.TEAM
    ),
    "report.remark_taken_back": Words(
        Topic.REVIEW, _l("A remark on the draft of the report was taken back."), Readers.TEAM
    ),
    "report.comments_ended": Words(
        Topic.REVIEW, _l("The time for remarks on the draft of the report ended."), Readers.BOTH
    ),
    "report.remark_answered": Words(Topic.REVIEW, _l("A remark on the draft of the report was answered.")),
    "report.agreement_reopened": Words(Topic.REVIEW, _l("The agreement was opened again: %(reason)s")),
    "profile.saved": Words(Topic.OTHER, _l("The profile of an assessor was saved.")),
    "qualification.granted": Words(Topic.OTHER, _l("A qualification was granted to an expert.")),
    "qualification.withdrawn": Words(Topic.OTHER, _l("A qualification of an expert was withdrawn.")),
    **CLARIFICATIONS,
    **VISITS,
    **CALIBRATION,
}


def submissions_of(assessment_id: int) -> Select[int]:
    """What was submitted: an officer declares interests in it before there is a review."""
    return select(Submission.id).where(Submission.assessment_id == assessment_id)


def reviews_of(assessment_id: int) -> Select[int]:
    """The reviews of what was submitted."""
    query = select(Review.id).join(Submission, Review.submission_id == Submission.id)
    return query.where(Submission.assessment_id == assessment_id)
