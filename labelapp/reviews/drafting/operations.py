"""Writing sections of a report, and the other assessor's word on the draft."""

from typing import Any

from flask_babel import gettext as _

from labelapp.accounts.models import User
from labelapp.clock import now
from labelapp.events.log import record
from labelapp.extensions import db
from labelapp.reviews import notices
from labelapp.reviews.case import case_of, scheme_of
from labelapp.reviews.drafting.composing import SUMMARY, compose, digest_of, sections_of
from labelapp.reviews.drafting.models import DraftConsent, ReportText
from labelapp.reviews.drafting.queries import written_texts
from labelapp.reviews.models import Review, ReviewState
from labelapp.reviews.operations.transitions import hold
from labelapp.web.errors import DomainError, InvalidInput

# What the first page has room for, beside gauge and dimensions.
LONGEST_SUMMARY = 950
WRITABLE = (ReviewState.CONSENSUS, ReviewState.COMMENTING)


class ChangedMeanwhile(DomainError):
    """Somebody wrote another version of the section since the page was opened."""


def require_writable(review: Review) -> None:
    """Raise DomainError (409) before all sheets are locked and once the report is final."""
    if review.state is ReviewState.REPORTED:
        raise DomainError(_("The report of this review is final."))
    if review.state not in WRITABLE:
        raise DomainError(_("This is possible once all score sheets are locked."))


def write_section(
    review: Review, section: str, content: dict[str, Any] | None, by: User, version: int | None = None
) -> ReportText | None:
    """Write a section, or go back to the draft from the record with None. The same again adds nothing.

    `version` is the one that the page showed. Raises ChangedMeanwhile (409) when another one stands by now,
    InvalidInput (422) for a section that the scheme does not have or an empty or too long summary.
    """
    hold(review)
    require_writable(review)
    if section not in sections_of(scheme_of(review)):
        raise InvalidInput(_("The report has no such section."))
    if section == SUMMARY and content is not None:
        _check_summary(str(content["text"]))
    standing = written_texts(review).get(section)
    if version is not None and version != (standing.version if standing else 0):
        raise ChangedMeanwhile(
            _("Somebody changed this section since you opened it. Nothing was overwritten.")
        )
    if content == (standing.content if standing else None):
        return None
    text = ReportText(
        review_id=review.id, section=section, content=content, written_by_id=by.id, written_at=now()
    )
    db.session.add(text)
    db.session.flush()
    record("report.section_written", review, actor=by, section=section, drafted=content is None)
    return text


def _check_summary(text: str) -> None:
    if not text:
        raise InvalidInput(_("Write the summary of the report, or go back to the draft."))
    if len(text) > LONGEST_SUMMARY:
        raise InvalidInput(
            _(
                "The summary has room for %(most)s characters, it now has %(count)s. The annex has room for more.",
                most=LONGEST_SUMMARY,
                count=len(text),
            )
        )


def as_text(text: str) -> dict[str, Any]:
    """The content of a section of one text."""
    return {"text": text.replace("\r\n", "\n").replace("\0", "").strip()}


def as_findings(rows: list[tuple[int, str, str]]) -> dict[str, Any]:
    """A list of findings from (place, code, text): in the order of places, without place 0 and blanks."""
    kept = sorted((row for row in rows if row[0] > 0 and row[2].strip()), key=lambda row: row[0])
    return {"findings": [{"code": code, "text": as_text(text)["text"]} for _place, code, text in kept]}


def say_of_draft(review: Review, agrees: bool, note: str, by: User) -> DraftConsent:
    """Agree to the draft as it stands, or say what should change; the lead is told.

    Raises DomainError (409) when there is no draft to agree to, InvalidInput (422) for neither.
    """
    hold(review)
    if review.state is not ReviewState.CONSENSUS:
        require_writable(review)
        raise DomainError(_("The draft was sent already."))
    note = note.replace("\0", "").strip()
    if not agrees and not note:
        raise InvalidInput(_("Say what should change, or agree to the draft."))
    said = DraftConsent(
        review_id=review.id,
        user_id=by.id,
        digest=digest_of(compose(case_of(review))),
        agrees=agrees,
        note=note,
        said_at=now(),
    )
    db.session.add(said)
    db.session.flush()
    record("report.draft_confirmed" if agrees else "report.draft_discussed", review, actor=by)
    notices.tell_lead_of_consent(review, by, agrees, note)
    return said
