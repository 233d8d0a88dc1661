"""What is done in a review, in the words of the log. None of them says what anybody scored."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select

from labelapp.assessments.models import Submission
from labelapp.events.telling import Readers, Topic, Words
from labelapp.reviews.models import Review

WORDS = {
    "review.opened": Words(Topic.REVIEW, _l("The case was opened."), Readers.BOTH),
    "review.due_date_set": Words(Topic.REVIEW, _l("The date of the report was set.")),
    "review.started": Words(Topic.REVIEW, _l("The review started."), Readers.BOTH),
    "assessor.nominated": Words(Topic.REVIEW, _l("%(account)s was asked to take part.")),
    "assessor.released": Words(Topic.REVIEW, _l("%(account)s was taken off the case.")),
    "interests.declared": Words(Topic.REVIEW, _l("Interests in the case were declared.")),
    "sheet.locked": Words(Topic.REVIEW, _l("The score sheet of %(account)s was locked.")),
    "score.agreed": Words(Topic.REVIEW, _l("The assessors agreed on indicator %(indicator)s.")),
    "report.finalised": Words(Topic.REVIEW, _l("The assessment report became final."), Readers.BOTH),
    "profile.saved": Words(Topic.OTHER, _l("The profile of an assessor was saved.")),
}


def reviews_of(assessment_id: int) -> Select[int]:
    """The reviews of what was submitted."""
    query = select(Review.id).join(Submission, Review.submission_id == Submission.id)
    return query.where(Submission.assessment_id == assessment_id)
