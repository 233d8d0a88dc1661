"""A fictional case with everything that is judged in it."""

from dataclasses import dataclass
from functools import cached_property

from labelapp.extensions import schemes
from labelapp.reviews.calibration.models import CalibrationItem, Exercise
from labelapp.reviews.judging import Judgement, Question, as_points, gaps, relevant
from labelapp.schemes.definition import Indicator, Scheme
from labelapp.web.formats import points as points_text
from labelapp.web.locale import scheme_text


def scheme_of(exercise: Exercise) -> Scheme:
    """The scheme version of an exercise."""
    return schemes().get(exercise.scheme_code, exercise.scheme_version)


def order_of(scheme: Scheme) -> list[str]:
    """The indicators of a scheme in the order of its dimensions."""
    return [code for dimension in scheme.dimensions for code in dimension.indicators]


@dataclass(frozen=True)
class ExerciseCase:
    """An exercise and its scheme version. Only indicators that the case tells about are asked."""

    exercise: Exercise
    scheme: Scheme

    @cached_property
    def items(self) -> dict[str, CalibrationItem]:
        """The parts of the case by indicator, in the order of the scheme."""
        found = {item.indicator: item for item in self.exercise.items}
        return {code: found[code] for code in order_of(self.scheme) if code in found}

    @cached_property
    def questions(self) -> dict[str, Question]:
        """What is asked, by indicator in the order of the scheme."""
        return {code: Question(self.scheme.indicators[code]) for code in self.items}

    def reference(self, code: str) -> Judgement:
        """The reference for one indicator."""
        return reference_of(self.scheme.indicators[code], self.items[code])

    def lacking(self) -> dict[str, list[str]]:
        """What is missing in case and reference, by indicator: `answer` or values of `judging.Gap`."""
        found = {}
        for code, item in self.items.items():
            missing = [gap.value for gap in gaps(self.questions[code], self.reference(code), item.reason)]
            if not item.answer.strip():
                missing.insert(0, "answer")
            if missing:
                found[code] = missing
        return found


def case_of(exercise: Exercise) -> ExerciseCase:
    """Open the case of an exercise."""
    return ExerciseCase(exercise, scheme_of(exercise))


def levels_of(asked: Question) -> list[dict[str, str]]:
    """The levels of an indicator from high to low, for the macro `ladder`."""
    weight = asked.indicator.weight
    return [
        {"points": points_text(level.points * weight), "text": scheme_text(level.text), "state": "out"}
        for level in (asked.indicator.levels if asked.scored else ())
    ]


def reference_of(indicator: Indicator, item: CalibrationItem) -> Judgement:
    """The reference that stands in an item, without what the scheme does not ask."""
    given = Judgement(as_points(item.points), item.minimum_met, item.plausible)
    return relevant(Question(indicator), given)
