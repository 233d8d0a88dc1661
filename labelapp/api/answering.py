"""Writing an answer for a program: the operation of the autosave, with the version that the program has seen."""

import re
from dataclasses import dataclass

from flask import request
from flask_babel import gettext as _

from labelapp.accounts.models import User
from labelapp.api.core.problems import CHANGED, NO_CONDITION, Refusal, refuse_value
from labelapp.api.shapes.assessments import AnswerState, ChangedMeanwhile, Value, answer_state
from labelapp.assessments.answers import Typed, answerable, field_of, typed_in_json, typed_of
from labelapp.assessments.models import Assessment
from labelapp.assessments.queries import Given, Place, find_place, given_answer
from labelapp.assessments.saving import Clash, require_draft, save_answer
from labelapp.clusters.models import Cluster
from labelapp.schemes.answers import AnswerError, parse_reason, parse_value
from labelapp.web.locale import speaking
from labelapp.web.transactions import brief_write

_TAG = re.compile(r'"(\d{1,9})-[0-9a-f]{16}"')


@dataclass(frozen=True)
class FieldPlace:
    """One field of a self-assessment that can be answered."""

    place: Place
    field: str

    @property
    def assessment(self) -> Assessment:
        """The self-assessment."""
        return self.place.assessment

    @property
    def cluster(self) -> Cluster:
        """The cluster organisation, for the policies."""
        return self.place.cluster

    @property
    def given(self) -> Given | None:
        """The answer as the database has it now."""
        return given_answer(self.assessment, self.place.indicator.code, self.field)

    def state(self) -> AnswerState:
        """The same for a program."""
        return answer_state(self.place.indicator.code, self.field, self.given)


def find_field(assessment_id: int, indicator: str, field: str) -> FieldPlace | None:
    """A field of a self-assessment; None when it is not asked, or taken from another indicator."""
    place = find_place(assessment_id, indicator)
    if place is None or field not in answerable(place.indicator):
        return None
    return FieldPlace(place, field)


def seen_version() -> int:
    """The version in `If-Match`. Raises Refusal (428 without it, 422 for anything but one ETag of an answer)."""
    sent = request.headers.get("If-Match")
    if sent is None:
        raise Refusal(NO_CONDITION)
    found = _TAG.fullmatch(sent.strip())
    if found is None:
        raise refuse_value("header", "If-Match", "Send the one ETag of the answer as you read it.")
    return int(found[1])


def change_answer(found: FieldPlace, value: Value, seen: int, by: User) -> AnswerState:
    """Store a valid value if the answer still has the version that was seen; return the answer as it stands then.

    Raises Refusal 422 for a value that does not fit the field, 412 with both values for another version, DomainError
    when the self-assessment takes no answers.
    """
    typed = _typed(found, value)
    with brief_write():
        require_draft(found.assessment)
        given = found.given
        if seen > (given.version if given else 0):
            raise _changed(found, value)
        with speaking("en"):  # numbers are exact text here, whatever the language of the program
            outcome = save_answer(found.place, found.field, typed, seen, by)
        if isinstance(outcome, Clash):
            raise _changed(found, value)
    return found.state()


def _typed(found: FieldPlace, value: Value) -> Typed:
    """The value as a form would hold it. Raises Refusal for one that the field does not take."""
    indicator = found.place.indicator
    field = field_of(indicator, found.field)
    try:
        stored = parse_reason(indicator, value) if field is None else parse_value(field, value)
    except AnswerError as error:
        raise refuse_value("body", "value", str(_(error.message, **error.params))) from None
    with speaking("en"):
        return typed_in_json(field, typed_of(field, {"value": stored}))


def _changed(found: FieldPlace, value: Value) -> Refusal:
    return Refusal(CHANGED, model=ChangedMeanwhile, more={"mine": value, "theirs": found.state()})
