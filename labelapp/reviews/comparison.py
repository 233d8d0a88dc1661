"""Locked sheets side by side, and what was agreed. Only for reviews whose sheets are all locked."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from labelapp.accounts.models import User
from labelapp.reviews import policy
from labelapp.reviews.case import Case, case_of
from labelapp.reviews.disputes.models import Dispute
from labelapp.reviews.disputes.queries import disputes_of
from labelapp.reviews.judging import Judgement, Question, relevant
from labelapp.reviews.models import AssessorRole, Assignment, Review
from labelapp.reviews.queries.agreements import (
    Agreement,
    Proposal,
    agreements_of,
    proposals_of,
    waiting,
)
from labelapp.reviews.queries.sheets import Entry, entries_of_sheets
from labelapp.reviews.result import Tally, result_of, self_result, spread, tally
from labelapp.schemes.results import IndicatorResult, Result
from labelapp.web.charts import Bar, RuleChart, dimension_bar, rule
from labelapp.web.formats import points as points_text
from labelapp.web.locale import scheme_text

NOTHING = Judgement()


@dataclass(frozen=True)
class Opinion:
    """What one assessor says about an indicator."""

    assessor: User
    role: AssessorRole
    entry: Entry | None
    judgement: Judgement


@dataclass(frozen=True)
class Row:
    """One indicator: the self-assessment, each assessor, the distance between them, and what they agreed."""

    asked: Question
    own: IndicatorResult
    opinions: list[Opinion]
    spread: Fraction
    equal: bool
    agreement: Agreement | None
    proposals: list[Proposal]
    dispute: Dispute | None

    @property
    def proposed(self) -> Proposal | None:
        """What one of them proposes and the other has not answered."""
        return waiting(self.proposals, self.agreement)

    @property
    def contested(self) -> bool:
        """Whether a third expert is to decide."""
        return self.dispute is not None and self.agreement is None

    @property
    def code(self) -> str:
        """The code of the indicator."""
        return self.asked.indicator.code


@dataclass(frozen=True)
class DimensionRow:
    """A dimension with its agreed points so far."""

    code: str
    name: str
    points: Fraction
    max: Fraction
    bar: Bar


@dataclass(frozen=True)
class Comparison:
    """All indicators of a review, the largest spread first."""

    case: Case
    rows: list[Row]
    tally: Tally
    chart: RuleChart | None
    dimensions: list[DimensionRow]
    agreed: Mapping[str, Agreement]

    @property
    def to_agree(self) -> list[Row]:
        """Indicators without an agreement."""
        return [row for row in self.rows if row.agreement is None]

    @property
    def equal_open(self) -> list[Row]:
        """Indicators on which all sheets say the same and that are not agreed yet."""
        return [row for row in self.to_agree if row.equal and not row.proposals]

    def waits_for(self, user: User) -> list[Row]:
        """What a person still has to say: a proposal of the other, or nothing proposed; not what a third decides."""
        return [
            row
            for row in self.rows
            if not row.contested
            and (row.proposed.by.id != user.id if row.proposed else row.agreement is None)
        ]

    @property
    def unanswered(self) -> list[Row]:
        """Indicators on which a proposal waits for the other assessor."""
        return [row for row in self.rows if row.proposed and not row.contested]

    @property
    def contested(self) -> list[Row]:
        """Indicators that a third expert is to decide."""
        return [row for row in self.rows if row.contested]

    @property
    def done(self) -> bool:
        """Whether every indicator is agreed and no proposal waits for an answer."""
        return not self.tally.open and not self.unanswered

    @property
    def result(self) -> Result:
        """The result by the rules of the scheme; it means something once everything is agreed."""
        return result_of(self.case, {code: agreement.judgement for code, agreement in self.agreed.items()})


def compare(review: Review) -> Comparison:
    """Put the locked sheets of a review side by side. A constant number of statements."""
    case, agreed = case_of(review), agreements_of(review)
    assignments = policy.scoring_assignments(review)
    entries = entries_of_sheets([one.sheet.id for one in assignments if one.sheet])
    own, proposals, disputes = self_result(case), proposals_of(review), disputes_of(review)
    rows = []
    for code, asked in case.questions.items():
        opinions = _opinions(assignments, entries, asked)
        judgements = [opinion.judgement for opinion in opinions]
        rows.append(
            Row(
                asked=asked,
                own=own.indicators[code],
                opinions=opinions,
                spread=spread(judgements),
                equal=all(judgement == judgements[0] for judgement in judgements),
                agreement=agreed.get(code),
                proposals=proposals.get(code, []),
                dispute=disputes.get(code),
            )
        )
    rows.sort(key=lambda row: (-row.spread, row.equal))
    judged = {code: agreement.judgement for code, agreement in agreed.items()}
    counted = tally(case, judged)
    return Comparison(case, rows, counted, total_chart(case, counted), _dimensions(case, judged), agreed)


def _opinions(
    assignments: list[Assignment], entries: Mapping[int, Mapping[str, Entry]], asked: Question
) -> list[Opinion]:
    opinions = []
    for one in assignments:
        entry = entries[one.sheet.id].get(asked.indicator.code) if one.sheet else None
        judgement = relevant(asked, entry.judgement) if entry else NOTHING
        opinions.append(Opinion(one.user, one.role, entry, judgement))
    return opinions


def opinions_on(review: Review, case: Case, code: str) -> list[Opinion]:
    """What each locked sheet says about one indicator, lead first."""
    assignments = policy.scoring_assignments(review)
    entries = entries_of_sheets([one.sheet.id for one in assignments if one.sheet])
    return _opinions(assignments, entries, case.questions[code])


def total_chart(case: Case, counted: Tally) -> RuleChart | None:
    """The ruler of the total so far; None for a scheme without points."""
    if not counted.max:
        return None
    full, needed = case.scheme.max_points, case.scheme.pass_points
    threshold = needed * counted.max / full if needed is not None and full else None
    return rule(counted.points, counted.reachable - counted.points, counted.max, threshold)


def _dimensions(case: Case, judged: Mapping[str, Judgement]) -> list[DimensionRow]:
    found = []
    for dimension in case.scheme.dimensions:
        points = maximum = still_open = Fraction(0)
        for code in dimension.indicators:
            judgement = judged.get(code, NOTHING)
            if case.questions[code].asks_points(judgement):
                highest = case.questions[code].indicator.max_points
                maximum += highest
                points += judgement.points or 0
                still_open += highest if judgement.points is None else 0
        found.append((dimension.code, dimension.name, points, still_open, maximum))
    largest = max((row[4] for row in found), default=Fraction(0))
    return [
        DimensionRow(code, name, points, maximum, dimension_bar(points, still_open, maximum, largest))
        for code, name, points, still_open, maximum in found
        if maximum
    ]


def desk_groups(comparison: Comparison) -> list[tuple[str, list[dict[str, Any]]]]:
    """The indicators for the macro `desk_list`: what is still to be agreed first, the largest spread at the top."""
    settled = [row for row in comparison.rows if row.agreement is not None]
    groups = [(_("To agree, largest spread first"), comparison.to_agree), (_("Agreed"), settled)]
    return [(title, [_item(comparison, row) for row in rows]) for title, rows in groups if rows]


def _item(comparison: Comparison, row: Row) -> dict[str, Any]:
    judgement = row.agreement.judgement if row.agreement else NOTHING
    said = judgement.minimum_met if judgement.minimum_met is not None else judgement.plausible
    words = None if said is None else _("yes") if said else _("no")
    return {
        "code": row.code,
        "name": scheme_text(row.asked.indicator.name),
        "url": url_for("reviews.consensus_indicator", review_id=comparison.case.review.id, code=row.code),
        "points": points_text(judgement.points) if judgement.points is not None else words,
        "question": row.proposed is not None and not row.contested,
    }


def findings(comparison: Comparison) -> list[tuple[str, str]]:
    """What the agreed values say so far, for the macro `checks`: (state, sentence)."""
    counted = comparison.tally
    if comparison.done:
        states = {True: "good", False: "bad", None: "open"}
        return [
            (states[reason.holds], reason_text(reason.message, reason.params))
            for reason in comparison.result.reasons
        ]
    still = ngettext(
        "%(num)s indicator is still to be agreed.",
        "%(num)s indicators are still to be agreed.",
        len(comparison.to_agree),
    )
    names = [f"{code} {scheme_text(comparison.case.scheme.indicators[code].name)}" for code in counted.failed]
    missed = [("bad", _("Minimum requirement not met: %(name)s", name=name)) for name in names]
    return [("open", still), *missed]


def reason_text(message: str, params: Mapping[str, str]) -> str:
    """Why a rule holds or fails, in the reader's language; names and requirements in it are those of the scheme."""
    return str(_(message, **{name: scheme_text(text) for name, text in params.items()}))
