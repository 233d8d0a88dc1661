"""What changed between two versions of a scheme, or between two schemes that share indicators: field by field.

Fields are the same question when indicator and field have the same codes. A field that is taken from another
indicator is never asked, so it counts as not there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from labelapp.schemes.answers import NOT_APPLICABLE, parse_reason, parse_value
from labelapp.schemes.definition import AnyField, Indicator, Scheme
from labelapp.schemes.field_types import RubricField
from labelapp.schemes.values import AnswerError, is_as_stored

# indicator and field
Key = tuple[str, str]

_SCORING = ("measure", "levels", "minimum", "weight", "scored")


class Change(StrEnum):
    """What became of a question."""

    SAME = "same"
    ASKED_DIFFERENTLY = "asked_differently"
    NEW = "new"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Comparison:
    """Two definitions side by side. `rescored`: indicators in both whose levels, measure or minimum changed."""

    old: Scheme
    new: Scheme
    fields: Mapping[Key, Change]
    rescored: frozenset[str]

    def carries(self, key: Key, value: object) -> bool:
        """Whether an answer to the old question is an answer to the new one too."""
        asked = self.fields.get(key) in (Change.SAME, Change.ASKED_DIFFERENTLY)
        return asked and fits(self.new.indicators[key[0]], key[1], value)


def compare(old: Scheme, new: Scheme) -> Comparison:
    """Compare every question of two definitions, in the order of the new one; what was dropped comes last."""
    fields: dict[Key, Change] = {}
    for code in (*new.indicators, *(code for code in old.indicators if code not in new.indicators)):
        found = compare_indicators(old.indicators.get(code), new.indicators.get(code))
        fields |= {(code, field): change for field, change in found.items()}
    shared = old.indicators.keys() & new.indicators.keys()
    rescored = {code for code in shared if is_rescored(old.indicators[code], new.indicators[code])}
    return Comparison(old, new, fields, frozenset(rescored))


def compare_indicators(old: Indicator | None, new: Indicator | None) -> dict[str, Change]:
    """What became of each question of one indicator; None where a definition does not have it.

    The reason why an indicator does not apply is a question that is never new: nobody has to answer it.
    """
    before, after = _asked(old), _asked(new)
    changes = {}
    for code in (*after, *(code for code in before if code not in after)):
        if code not in before:
            changes[code] = Change.NEW
        elif code not in after:
            changes[code] = Change.DROPPED
        else:
            same = before[code] == after[code]
            changes[code] = Change.SAME if same else Change.ASKED_DIFFERENTLY
    if changes.get(NOT_APPLICABLE) is Change.NEW:
        del changes[NOT_APPLICABLE]
    return changes


def is_rescored(old: Indicator, new: Indicator) -> bool:
    """Whether the same answers may be worth something else."""
    return any(getattr(old, name) != getattr(new, name) for name in _SCORING)


def fits(indicator: Indicator, code: str, value: object) -> bool:
    """Whether a stored value is a valid answer to a field of this indicator, or to why it does not apply."""
    try:
        if code == NOT_APPLICABLE:
            return parse_reason(indicator, value) is not None
        field = indicator.field(code)
        return is_as_stored(field, value) and parse_value(field, value) is not None
    except (AnswerError, KeyError):
        return False


def _asked(indicator: Indicator | None) -> dict[str, object]:
    """What a person reads of each question, by its code."""
    if indicator is None:
        return {}
    asked: dict[str, object] = {
        field.code: _as_read(indicator, field) for field in indicator.fields if field.from_ is None
    }
    if indicator.not_applicable.allowed:
        asked[NOT_APPLICABLE] = indicator.not_applicable.when
    return asked


def _as_read(indicator: Indicator, field: AnyField) -> object:
    """Everything that people read of a field, not whether it is required or counted; a rubric with its levels."""
    levels = indicator.levels if isinstance(field, RubricField) else ()
    return field.model_copy(update={"required": True, "figure": None}), levels
