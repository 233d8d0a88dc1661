"""The review of a submission: who assesses, their interests, score sheets, consensus, report."""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, Enum, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labelapp.accounts.models import User
from labelapp.assessments.models import Submission
from labelapp.extensions import Model

if TYPE_CHECKING:
    from labelapp.reviews.objections.models import Objection


def _words(kind: type[StrEnum]) -> list[str]:
    return [item.value for item in kind]


class ReviewState(StrEnum):
    """Where a review stands; the table of transitions is in `operations`."""

    ASSIGNING = "assigning"
    SCORING = "scoring"
    CONSENSUS = "consensus"
    COMMENTING = "commenting"
    REPORTED = "reported"


class AssessorRole(StrEnum):
    """Part of a person in a review. An observer reads and never scores.

    A third expert decides the indicators on which the assessors do not agree, and sees only those.
    """

    LEAD = "lead"
    CO_ASSESSOR = "co_assessor"
    OBSERVER = "observer"
    THIRD_EXPERT = "third_expert"


class Interest(StrEnum):
    """Kinds of interest in a cluster organisation that exclude a person from its case."""

    EMPLOYMENT = "employment"
    PAID_ADVICE = "paid_advice"
    BOARD_SEAT = "board_seat"
    FAMILY = "family"
    COMPETITOR = "competitor"
    RECIPROCAL = "reciprocal_assessment"
    OTHER = "other"


# How many open cases an assessor takes who has said nothing else.
MOST_CASES = 4


class Ending(StrEnum):
    """Why somebody left a case, other than for an interest."""

    DECLINED = "declined"
    REPLACED = "replaced"


class AssessorProfile(Model):
    """What experts say of themselves: `languages` are ISO 639-1, `sectors` portfolios of `labelapp.clusters`.

    `most_cases` is how many open cases they take at once; from `away_from` (None: at once) to `away_until`, both
    included, they take none. What they are qualified for is the secretariat's to say: see `register.models`.
    """

    __tablename__ = "assessor_profile"
    __table_args__ = (
        CheckConstraint("most_cases >= 0", name="takes_cases"),
        CheckConstraint("away_from <= away_until", name="away_in_order"),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    country: Mapped[str] = mapped_column(String(2))
    languages: Mapped[list[str]]
    sectors: Mapped[list[str]] = mapped_column(default=list)
    most_cases: Mapped[int] = mapped_column(default=MOST_CASES)
    away_from: Mapped[date | None]
    away_until: Mapped[date | None]
    employer: Mapped[str] = mapped_column(String(200), default="")
    user: Mapped[User] = relationship()

    def is_away(self, day: date) -> bool:
        """Whether they are away on a day."""
        started = self.away_from is None or self.away_from <= day
        return self.away_until is not None and started and day <= self.away_until


class Review(Model):
    """The review of one submission."""

    __tablename__ = "review"

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), unique=True)
    state: Mapped[ReviewState] = mapped_column(
        Enum(ReviewState, native_enum=False, length=30, values_callable=_words), index=True
    )
    due_on: Mapped[date | None]
    assessed_on: Mapped[date | None]
    submission: Mapped[Submission] = relationship()
    assignments: Mapped[list["Assignment"]] = relationship(back_populates="review", order_by="Assignment.id")
    declarations: Mapped[list["InterestDeclaration"]] = relationship(
        primaryjoin="foreign(InterestDeclaration.submission_id) == Review.submission_id",
        order_by="InterestDeclaration.id",
        viewonly=True,
    )
    report: Mapped["Report | None"] = relationship(back_populates="review")


class InterestDeclaration(Model):
    """A person's declaration about one case, which begins with the submission. Earlier ones of a person are kept.

    A declared interest (`conflict`) is never taken back, so one such row shuts the case for good. `signs` are what
    the data held against the person when they declared (see `interests.signs`), `note` what they said about it.
    """

    __tablename__ = "interest_declaration"
    __table_args__ = (Index("ix_interest_declaration_case", "submission_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    interests: Mapped[list[str]]
    conflict: Mapped[bool]
    signs: Mapped[list[str]] = mapped_column(default=list)
    note: Mapped[str] = mapped_column(Text, default="")
    declared_at: Mapped[datetime]
    user: Mapped[User] = relationship()


class Assignment(Model):
    """A person asked to take part in a review. `ended_at` is set when they leave it; the row and its sheet stay.

    `declare_by` and `lock_by` are the days that they were told: for the declaration, and for the score sheet.
    `ending` is None for whoever has an interest.
    """

    __tablename__ = "assignment"
    __table_args__ = (
        Index(
            "uq_assignment_one_role",
            "review_id",
            "role",
            unique=True,
            sqlite_where=text("ended_at IS NULL AND role <> 'observer'"),
            postgresql_where=text("ended_at IS NULL AND role <> 'observer'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    role: Mapped[AssessorRole] = mapped_column(
        Enum(AssessorRole, native_enum=False, length=20, values_callable=_words)
    )
    assigned_at: Mapped[datetime]
    assigned_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    declare_by: Mapped[date | None]
    lock_by: Mapped[date | None]
    ended_at: Mapped[datetime | None]
    ending: Mapped[Ending | None] = mapped_column(
        Enum(Ending, native_enum=False, length=20, values_callable=_words)
    )
    ending_reason: Mapped[str] = mapped_column(Text, default="")
    review: Mapped[Review] = relationship(back_populates="assignments")
    user: Mapped[User] = relationship(foreign_keys=user_id)
    sheet: Mapped["ScoreSheet | None"] = relationship(back_populates="assignment")
    objection: Mapped["Objection | None"] = relationship(back_populates="assignment")


class ScoreSheet(Model):
    """One assessor's scores of one submission, hidden from the other assessor until both sheets are locked."""

    __tablename__ = "score_sheet"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), unique=True)
    locked_at: Mapped[datetime | None]
    assignment: Mapped[Assignment] = relationship(back_populates="sheet")


class Score(Model):
    """Points for one indicator. Never changed: a new judgement is a new row, the latest counts.

    `points` is an exact number as text, None for an indicator that carries no points. `plausible` judges the
    answers to an indicator that has neither points nor a minimum requirement. `flagged` and `visit_question` carry
    it to the site visit. `run` and `step` name the typing that the row came from, as for answers.
    """

    __tablename__ = "score"
    __table_args__ = (Index("ix_score_sheet_indicator", "sheet_id", "indicator", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("score_sheet.id"))
    indicator: Mapped[str] = mapped_column(String(20))
    points: Mapped[str | None] = mapped_column(String(20))
    minimum_met: Mapped[bool | None]
    plausible: Mapped[bool | None]
    justification: Mapped[str] = mapped_column(Text, default="")
    strengths: Mapped[str] = mapped_column(Text, default="")
    improvements: Mapped[str] = mapped_column(Text, default="")
    visit_question: Mapped[str] = mapped_column(Text, default="")
    flagged: Mapped[bool] = mapped_column(default=False)
    run: Mapped[str | None] = mapped_column(String(40))
    step: Mapped[int | None]
    given_at: Mapped[datetime]


class ConsensusScore(Model):
    """What counts for one indicator, with the reason. Append-only like `Score`.

    Both assessors said so: on their locked sheets, or because one confirmed the `proposal` of the other. Where they
    could not agree, a third expert decided a `dispute`.
    """

    __tablename__ = "consensus_score"
    __table_args__ = (Index("ix_consensus_score_review_indicator", "review_id", "indicator", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    indicator: Mapped[str] = mapped_column(String(20))
    points: Mapped[str | None] = mapped_column(String(20))
    minimum_met: Mapped[bool | None]
    plausible: Mapped[bool | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    agreed_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    agreed_at: Mapped[datetime]
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("consensus_proposal.id"))
    dispute_id: Mapped[int | None] = mapped_column(ForeignKey("dispute.id"))


class ConsensusProposal(Model):
    """What one assessor proposes for one indicator. It counts once the other confirms it. Append-only."""

    __tablename__ = "consensus_proposal"
    __table_args__ = (Index("ix_consensus_proposal_review_indicator", "review_id", "indicator", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    indicator: Mapped[str] = mapped_column(String(20))
    points: Mapped[str | None] = mapped_column(String(20))
    minimum_met: Mapped[bool | None]
    plausible: Mapped[bool | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[datetime]
    proposed_by: Mapped[User] = relationship()


class Report(Model):
    """The assessment report, frozen. `content` is the record from which result and PDF are made."""

    __tablename__ = "report"
    __table_args__ = (
        UniqueConstraint("review_id"),
        CheckConstraint("length(summary) > 0", name="has_summary"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    summary: Mapped[str] = mapped_column(Text)
    content: Mapped[dict[str, Any]]
    sha256: Mapped[str] = mapped_column(String(64))
    finalised_at: Mapped[datetime]
    finalised_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    review: Mapped[Review] = relationship(back_populates="report")
