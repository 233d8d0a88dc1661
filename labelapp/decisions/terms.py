"""What a decision says besides its outcome: conditions with dates, and a validity that is shorter than usual."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from flask_babel import gettext as _

from labelapp.clock import today
from labelapp.reviews.record import ReviewRecord
from labelapp.schemes.definition import Scheme
from labelapp.schemes.months import add_months
from labelapp.web.errors import InvalidInput

MOST_CONDITIONS = 10


class Checker(StrEnum):
    """Who says whether a condition is fulfilled."""

    SECRETARIAT = "secretariat"
    BOARD = "board"


@dataclass(frozen=True)
class ConditionTerms:
    """A condition as it is set: what is asked, by when, and who checks it."""

    text: str
    due_on: date
    checked_by: Checker = Checker.SECRETARIAT


@dataclass(frozen=True)
class Terms:
    """The terms of an award. `validity_months` None: as long as the scheme gives."""

    conditions: tuple[ConditionTerms, ...] = ()
    validity_months: int | None = None

    @property
    def limited(self) -> bool:
        """Whether the award is less than a full one."""
        return bool(self.conditions) or self.validity_months is not None


def longest_shorter_validity(scheme: Scheme) -> int:
    """The most months that are still less than the scheme gives, be it a first award or a renewal."""
    return min(scheme.validity.first_months, scheme.validity.renewal_months) - 1


def check_terms(terms: Terms, scheme: Scheme, report: ReviewRecord) -> None:
    """Raise InvalidInput (422) for a condition without text or a future date, or a validity that is not shorter."""
    for condition in terms.conditions:
        if not condition.text.strip():
            raise InvalidInput(_("Write what each condition asks for."))
        if condition.due_on <= today():
            raise InvalidInput(_("Each condition needs a date in the future."))
    if len(terms.conditions) > MOST_CONDITIONS:
        raise InvalidInput(_("These are too many conditions: at most %(most)s.", most=MOST_CONDITIONS))
    if terms.validity_months is not None:
        _check_validity(terms.validity_months, scheme, report)


def _check_validity(months: int, scheme: Scheme, report: ReviewRecord) -> None:
    longest = longest_shorter_validity(scheme)
    if not 1 <= months <= longest:
        raise InvalidInput(
            _("A shorter validity is a number of months from 1 to %(longest)s.", longest=longest)
        )
    if add_months(report.assessed_on, months) <= today():
        raise InvalidInput(
            _("With so few months from the day of the assessment the label would be over already.")
        )
