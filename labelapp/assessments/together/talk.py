"""What the page of an indicator shows of the team: who is here now, and what was said."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from labelapp.accounts.models import User
from labelapp.assessments import policy
from labelapp.assessments.models import AssessmentState
from labelapp.assessments.queries import Place
from labelapp.assessments.together.comments import may_still_change
from labelapp.assessments.together.forms import CommentForm
from labelapp.assessments.together.mentions import split_mentions
from labelapp.assessments.together.queries import Colleague, Said, Thread, colleagues, threads_of


@dataclass(frozen=True)
class Talk:
    """The comments on one indicator for one reader of the team. `writes`: the reader may comment."""

    place: Place
    reader: User
    team: Sequence[Colleague]
    threads: Sequence[Thread]
    writes: bool
    shares: bool
    posted: CommentForm | None

    @property
    def open(self) -> list[Thread]:
        """What waits to be resolved."""
        return [one for one in self.threads if one.is_open]

    @property
    def resolved(self) -> list[Thread]:
        """What is settled."""
        return [one for one in self.threads if not one.is_open]

    def here(self, dimension: str) -> list[Colleague]:
        """The others who have an indicator of the dimension before them now, those on this page first."""
        codes = next(one.indicators for one in self.place.scheme.dimensions if one.code == dimension)
        others = [one for one in self.team if one.here in codes and one.user_id != self.reader.id]
        return sorted(others, key=lambda one: one.here != self.place.indicator.code)

    def form(self, thread: Thread | None = None) -> CommentForm:
        """The form for a comment, or for an answer in a thread; the one that was posted comes back as it was."""
        prefix = prefix_of(thread.first.comment.id if thread else None)
        if self.posted is not None and self.posted._prefix == f"{prefix}-":
            return self.posted
        return comment_form(self.team, self.reader, prefix)

    def text(self, said: Said) -> Markup:
        """A comment with the names of the team marked in it."""
        names = {one.user_id: one.name for one in self.team}
        return Markup("").join(self._parts(said.text, names))

    @staticmethod
    def _parts(text: str, names: dict[int, str]) -> Iterator[Markup]:
        for part, named in split_mentions(text, names):
            yield Markup("<strong>{}</strong>").format(part) if named else escape(part)

    def may_change(self, said: Said) -> bool:
        """Whether the reader may still change the words."""
        return self.may_delete(said) and may_still_change(said.comment)

    def may_delete(self, said: Said) -> bool:
        """Whether the reader wrote it, and it does not wait for the legal representative or the assessors."""
        own = self.writes and said.comment.author_id == self.reader.id
        return own and (self._is_draft or not said.comment.shared)

    def may_share(self, said: Said, thread: Thread) -> bool:
        """Whether the reader may show it to the assessors; an answer only when its question is shown."""
        is_first = said is thread.first
        own = said.comment.author_id == self.reader.id and not said.comment.shared
        return self.shares and own and (is_first or thread.first.comment.shared)

    def may_take_back(self, said: Said) -> bool:
        """Whether the reader may make it internal again."""
        own = said.comment.author_id == self.reader.id or policy.may_manage(self.reader, self.place)
        return self._is_draft and own and said.comment.shared

    def waits_for_reader(self, said: Said) -> bool:
        """Whether the comment is on the reader's tasks."""
        return any(one.user_id == self.reader.id and one.waiting for one in said.asked)

    @property
    def _is_draft(self) -> bool:
        return self.place.assessment.state is AssessmentState.DRAFT


def prefix_of(parent_id: int | None) -> str:
    """What the names of the inputs of a comment's form begin with."""
    return f"reply-{parent_id}" if parent_id else "comment"


def comment_form(team: Sequence[Colleague], reader: User, prefix: str, posted: object = None) -> CommentForm:
    """A form with the others of the team to tell."""
    others = [(one.user_id, one.name) for one in team if one.user_id != reader.id]
    return CommentForm(others, posted, prefix=prefix)


def talk_on(place: Place, reader: User, posted: CommentForm | None = None) -> Talk | None:
    """The comments on an indicator and the team; None for a reader who is not in it. Two statements."""
    if not policy.is_of_team(reader, place):
        return None
    state = place.assessment.state
    return Talk(
        place=place,
        reader=reader,
        team=colleagues(place.assessment),
        threads=threads_of(place.assessment, place.indicator.code),
        writes=policy.may_comment(reader, place) and state is not AssessmentState.CANCELLED,
        shares=policy.may_answer(reader, place) and state is AssessmentState.DRAFT,
        posted=posted,
    )
