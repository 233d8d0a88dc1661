"""Writing, answering, changing, sharing and resolving comments.

What is shared with the assessors belongs to what the legal representative confirms, so it changes in a draft alone.
The submission takes a frozen copy (`snapshot.SharedComment`); nothing that happens here later reaches an assessor.
"""

from collections.abc import Iterable
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import select, update

from labelapp.accounts.models import User
from labelapp.assessments.models import Assessment, AssessmentState
from labelapp.assessments.policy import may_answer
from labelapp.assessments.queries import Place
from labelapp.assessments.saving import require_draft
from labelapp.assessments.together.mentions import mentioned
from labelapp.assessments.together.models import Comment, Mention
from labelapp.assessments.together.notices import tell_mentioned
from labelapp.assessments.together.queries import Remark, colleagues
from labelapp.clock import now
from labelapp.events.log import record
from labelapp.extensions import db
from labelapp.web.errors import DomainError, InvalidInput

CHANGEABLE_FOR = timedelta(hours=1)
LONGEST = 4000


def write_comment(
    place: Place,
    text: str,
    *,
    by: User,
    shared: bool = False,
    notify: Iterable[int] = (),
    parent: Comment | None = None,
) -> Comment:
    """Say something about an indicator, or answer a comment; whoever is named or in `notify` is told.

    An answer opens a resolved thread again. Raises InvalidInput for an empty or too long text, a stranger in
    `notify`, or an answer that would reach the assessors without its question; DomainError when it is closed.
    """
    require_talk(place.assessment)
    if shared:
        _require_sharing(place, by, parent)
    comment = Comment(
        assessment_id=place.assessment.id,
        indicator=place.indicator.code,
        parent_id=_thread(place, parent).id if parent else None,
        author_id=by.id,
        text=_checked(text),
        shared=shared,
        written_at=now(),
    )
    db.session.add(comment)
    if parent is not None:
        parent.resolved_at = parent.resolved_by_id = None
        _done(by, parent)
    record("comment.written", comment, actor=by, indicator=comment.indicator, shared=shared)
    _mention(place, comment, set(notify), by)
    return comment


def require_talk(assessment: Assessment) -> None:
    """Raises DomainError for a self-assessment that was cancelled: it is read only."""
    if assessment.state is AssessmentState.CANCELLED:
        raise DomainError(_("This self-assessment was cancelled. Nothing was changed."))


def _require_sharing(place: Place, by: User, parent: Comment | None) -> None:
    require_draft(place.assessment)
    if not may_answer(by, place):
        raise InvalidInput(_("Managers and contributors share comments with the assessors."))
    if parent is not None and not parent.shared:
        raise InvalidInput(_("Share the first comment of this thread before the answer to it."))


def _thread(place: Place, parent: Comment) -> Comment:
    same = (parent.assessment_id, parent.indicator) == (place.assessment.id, place.indicator.code)
    if not same or parent.parent_id is not None or parent.deleted_at is not None:
        raise InvalidInput(_("This comment cannot be answered any more."))
    return parent


def _checked(text: str) -> str:
    tidy = text.replace("\r\n", "\n").strip()
    if not tidy or len(tidy) > LONGEST:
        raise InvalidInput(_("Write between 1 and %(most)s characters.", most=LONGEST))
    return tidy


def _mention(place: Place, comment: Comment, notify: set[int], by: User) -> None:
    """Put the comment on the tasks of those who are asked, and mail those who were not asked before."""
    people = {one.user_id: one.name for one in colleagues(place.assessment)}
    if not notify <= set(people):
        raise InvalidInput(_("Choose people of the team."))
    before = set(db.session.scalars(select(Mention.user_id).where(Mention.comment_id == comment.id)))
    asked = (notify | mentioned(comment.text, people)) - {by.id} - before
    db.session.add_all(Mention(comment_id=comment.id, user_id=person) for person in sorted(asked))
    db.session.flush()
    tell_mentioned(place, comment, asked, by)


def may_still_change(comment: Comment) -> bool:
    """Whether the text is so young that its author may change it."""
    return comment.deleted_at is None and now() - comment.written_at <= CHANGEABLE_FOR


def change_comment(remark: Remark, text: str, by: User) -> None:
    """Change one's own words soon after; the comment says so. Raises DomainError when it is too late or closed."""
    comment = remark.comment
    _require_changeable(remark)
    if not may_still_change(comment):
        raise DomainError(_("A comment can be changed for an hour. Write another one instead."))
    comment.text, comment.changed_at = _checked(text), now()
    record("comment.changed", comment, actor=by)
    _mention(remark.place, comment, set(), by)


def delete_comment(remark: Remark, by: User) -> None:
    """Take one's own comment off the page. Its row stays and is shown to nobody. Raises DomainError if closed."""
    _require_changeable(remark)
    remark.comment.deleted_at = now()
    record("comment.deleted", remark.comment, actor=by)


def _require_changeable(remark: Remark) -> None:
    require_talk(remark.place.assessment)
    if remark.comment.shared:
        _require_open_sharing(remark.place.assessment)


def _require_open_sharing(assessment: Assessment) -> None:
    try:
        require_draft(assessment)
    except DomainError:
        raise DomainError(
            _("What is shared with the assessors cannot change after the confirmation was asked for.")
        ) from None


def share_comment(remark: Remark, by: User) -> None:
    """Show one's own comment to the assessors. Raises as `write_comment`."""
    _require_open_sharing(remark.place.assessment)
    comment = remark.comment
    _require_sharing(
        remark.place, by, db.session.get(Comment, comment.parent_id) if comment.parent_id else None
    )
    comment.shared = True
    record("comment.shared", comment, actor=by)


def take_back_comment(remark: Remark, by: User) -> None:
    """Make a shared comment internal again, and its answers with it. Raises DomainError if closed."""
    _require_open_sharing(remark.place.assessment)
    remark.comment.shared = False
    db.session.execute(update(Comment).where(Comment.parent_id == remark.comment.id).values(shared=False))
    record("comment.taken_back", remark.comment, actor=by)


def resolve_thread(remark: Remark, by: User) -> None:
    """Say that a thread is settled. Raises InvalidInput for an answer in it."""
    _set_resolved(remark, by, resolved=True)


def reopen_thread(remark: Remark, by: User) -> None:
    """Open a settled thread again. Raises InvalidInput for an answer in it."""
    _set_resolved(remark, by, resolved=False)


def _set_resolved(remark: Remark, by: User, *, resolved: bool) -> None:
    require_talk(remark.place.assessment)
    comment = remark.comment
    if comment.parent_id is not None:
        raise InvalidInput(_("Only a whole thread can be resolved."))
    if (comment.resolved_at is not None) is resolved:
        return
    comment.resolved_at, comment.resolved_by_id = (now(), by.id) if resolved else (None, None)
    record("comment.resolved" if resolved else "comment.reopened", comment, actor=by)


def dismiss_mention(remark: Remark, by: User) -> None:
    """Take a thread off one's own tasks."""
    _done(by, remark.comment)


def _done(by: User, comment: Comment) -> None:
    first = comment.parent_id or comment.id
    thread = select(Comment.id).where((Comment.id == first) | (Comment.parent_id == first))
    mine = (Mention.comment_id.in_(thread), Mention.user_id == by.id, Mention.done_at.is_(None))
    db.session.execute(
        update(Mention).where(*mine).values(done_at=now()).execution_options(synchronize_session=False)
    )
