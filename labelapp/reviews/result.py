"""What judgements come to by the rules of the scheme."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from labelapp.reviews.case import Case
from labelapp.reviews.judging import NOT_APPLICABLE, Asking, Judgement
from labelapp.schemes.definition import Scheme
from labelapp.schemes.results import Result
from labelapp.schemes.scoring import score


def result_of(case: Case, judgements: Mapping[str, Judgement]) -> Result:
    """The result with an assessor's, or the agreed, points and minimum requirements."""
    return judged_result(case.scheme, case.answers, judgements, case.snapshot.confirmed_at.date())


def judged_result(
    scheme: Scheme,
    given: Mapping[str, Mapping[str, Any]],
    judgements: Mapping[str, Judgement],
    on: date,
) -> Result:
    """The result of answers {indicator: {field: value}} with judgements; years are counted to the day `on`.

    Where no judgement is given the answers count. A refused reason why an indicator does not apply is ignored, and
    answers that are not plausible show nothing.
    """
    answers = {
        code: {name: value for name, value in fields.items() if name != NOT_APPLICABLE}
        if code in judgements and judgements[code].plausible is False
        else fields
        for code, fields in given.items()
    }
    return score(
        scheme,
        answers,
        points={code: one.points for code, one in judgements.items() if one.points is not None},
        minimums={code: one.minimum_met for code, one in judgements.items() if one.minimum_met is not None},
        on=on,
        refused=[code for code, one in judgements.items() if one.plausible is False],
    )


def self_result(case: Case) -> Result:
    """The result by the frozen answers alone."""
    return result_of(case, {})


@dataclass(frozen=True)
class Tally:
    """How far judging has come. `points` of `given_max` are given; `reachable` adds all that is open.

    `failed` are the indicators whose minimum requirement was judged as not met, `open` those without a judgement.
    """

    points: Fraction
    given_max: Fraction
    max: Fraction
    reachable: Fraction
    done: int
    asked: int
    failed: list[str]
    open: list[str]


def tally(case: Asking, judgements: Mapping[str, Judgement]) -> Tally:
    """Count what is judged so far, apart from what the answers say."""
    points = given_max = maximum = Fraction(0)
    for code, asked in case.questions.items():
        judgement = judgements.get(code, Judgement())
        if not asked.asks_points(judgement):
            continue
        maximum += asked.indicator.max_points
        if judgement.points is not None:
            points += judgement.points
            given_max += asked.indicator.max_points
    unjudged = [code for code in case.questions if not _is_judged(case, code, judgements)]
    return Tally(
        points=points,
        given_max=given_max,
        max=maximum,
        reachable=points + maximum - given_max,
        done=len(case.questions) - len(unjudged),
        asked=len(case.questions),
        failed=[code for code, given in judgements.items() if given.minimum_met is False],
        open=unjudged,
    )


def _is_judged(case: Asking, code: str, judgements: Mapping[str, Judgement]) -> bool:
    asked, judgement = case.questions[code], judgements.get(code, Judgement())
    return (
        (judgement.points is not None or not asked.asks_points(judgement))
        and (judgement.minimum_met is not None or not asked.asks_minimum(judgement))
        and (judgement.plausible is not None or not asked.asks_plausible)
    )


def spread(judgements: Iterable[Judgement]) -> Fraction:
    """The distance between the highest and the lowest points."""
    given = [judgement.points for judgement in judgements if judgement.points is not None]
    return max(given) - min(given) if given else Fraction(0)
