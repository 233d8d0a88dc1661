"""What is done with a self-assessment, in the words of the log."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, literal, select

from labelapp.events.telling import Readers, Topic, Words

_ANSWERS, _EVIDENCE = Topic.ANSWERS, Topic.EVIDENCE
_BOTH, _TEAM = Readers.BOTH, Readers.TEAM

WORDS = {
    "assessment.started": Words(_ANSWERS, _l("The self-assessment was started (%(scheme)s)."), _BOTH),
    "assessment.due_date_set": Words(_ANSWERS, _l("The closing date was set."), _BOTH),
    "assessment.cancelled": Words(_ANSWERS, _l("The self-assessment was cancelled."), _BOTH),
    "assessment.confirmation_requested": Words(
        _ANSWERS, _l("The legal representative was asked to confirm."), _BOTH
    ),
    "assessment.taken_back": Words(_ANSWERS, _l("The question to confirm was taken back."), _BOTH),
    "assessment.returned": Words(_ANSWERS, _l("The self-assessment was returned to the team."), _BOTH),
    "assessment.submitted": Words(
        _ANSWERS, _l("The self-assessment was confirmed, submitted and frozen."), _BOTH
    ),
    "assessment.workbook_applied": Words(_ANSWERS, _l("Answers were read from a workbook."), _BOTH),
    "assessment.carried": Words(_ANSWERS, _l("Answers of the last submission were carried over."), _BOTH),
    "assessment.moved": Words(_ANSWERS, _l("The draft moved from version %(old)s to %(new)s."), _BOTH),
    "answers.confirmed": Words(_ANSWERS, _l("Answers that had been carried over were confirmed."), _BOTH),
    "figure.overruled": Words(
        _ANSWERS, _l("A figure of indicator %(indicator)s was overruled by an answer of the team."), _BOTH
    ),
    "figure.taken": Words(
        _ANSWERS, _l("Indicator %(indicator)s took the figure of the data room again."), _BOTH
    ),
    "evidence.linked": Words(
        _EVIDENCE, _l("A document was offered as evidence for indicator %(indicator)s."), _BOTH
    ),
    "evidence.changed": Words(_EVIDENCE, _l("Evidence for indicator %(indicator)s was changed."), _BOTH),
    "evidence.unlinked": Words(_EVIDENCE, _l("Evidence for indicator %(indicator)s was removed."), _BOTH),
    "section.assigned": Words(_ANSWERS, _l("Dimension %(dimension)s was given to %(person)s."), _TEAM),
    "section.released": Words(_ANSWERS, _l("Dimension %(dimension)s was taken from %(person)s."), _TEAM),
    "comment.written": Words(_ANSWERS, _l("A comment was written."), _TEAM),
    "comment.changed": Words(_ANSWERS, _l("A comment was changed."), _TEAM),
    "comment.deleted": Words(_ANSWERS, _l("A comment was deleted."), _TEAM),
    "comment.shared": Words(_ANSWERS, _l("A comment was shared with the assessors."), _TEAM),
    "comment.taken_back": Words(_ANSWERS, _l("A shared comment was made internal again."), _TEAM),
    "comment.resolved": Words(_ANSWERS, _l("A talk was closed."), _TEAM),
    "comment.reopened": Words(_ANSWERS, _l("A talk was opened again."), _TEAM),
    "interview.opened": Words(
        _ANSWERS, _l("An expert was let in to fill the questionnaire together."), _BOTH
    ),
    "interview.declared": Words(_ANSWERS, _l("The expert of the interview declared their interests.")),
    "interview.ended": Words(_ANSWERS, _l("The interview was ended."), _BOTH),
}


def itself(assessment_id: int) -> Select[int]:
    """The self-assessment is its case; talk of the team is no part of it."""
    return select(literal(assessment_id))
