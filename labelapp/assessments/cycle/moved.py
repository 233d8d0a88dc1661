"""What is shown to somebody whose page stems from the version before a move. Nothing that they typed is lost."""

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from labelapp.assessments.answers import (
    Typed,
    answerable,
    content_of,
    content_text,
    digest,
    field_of,
    typed_in_form,
)
from labelapp.assessments.queries import Place, find_assessment, given_answer, scheme_of
from labelapp.assessments.saving import Clash
from labelapp.extensions import schemes
from labelapp.schemes.loading import UnknownScheme
from labelapp.web.locale import scheme_text

# Question and answer that the new version does not ask, or asks in another shape.
Homeless = tuple[str, str]


def find_shown_place(assessment_id: int, code: str, shown: str) -> Place | None:
    """An indicator as the page showed it: in the version `shown`, or in the present one when there is no such."""
    assessment = find_assessment(assessment_id)
    if assessment is None:
        return None
    try:
        scheme = schemes().get(assessment.scheme_code, shown or assessment.scheme_version)
    except UnknownScheme:
        scheme = scheme_of(assessment)
    indicator = scheme.indicators.get(code)
    return Place(assessment, scheme, indicator) if indicator else None


def is_moved(place: Place, shown: str) -> bool:
    """Whether a page of the version `shown` is out of date; a page that names no version is taken as it is."""
    return bool(shown) and shown != place.assessment.scheme_version


def clash_after_move(place: Place, code: str, typed: Typed) -> Clash | None:
    """What was typed beside the answer as it stands, when the present version still asks this."""
    current = scheme_of(place.assessment).indicators.get(place.indicator.code)
    if current is None or code not in answerable(current):
        return None
    theirs = given_answer(place.assessment, current.code, code)
    return Clash(code, typed, content_of(current, code, typed), theirs) if theirs else None


def homeless(place: Place, code: str, typed: Typed) -> Homeless:
    """A typed value with its question, to be read and copied."""
    field = field_of(place.indicator, code)
    label = scheme_text(field.label) if field else _("If this does not apply to you, say why")
    return str(label), content_text(place.indicator, code, content_of(place.indicator, code, typed))


def typed_on_page(place: Place, form: MultiDict[str, str]) -> dict[str, Typed]:
    """The fields of a posted page that were touched there."""
    typed = {}
    for code in answerable(place.indicator):
        if f"version.{code}" in form:
            value = typed_in_form(field_of(place.indicator, code), code, form)
            if digest(value) != form.get(f"shown.{code}"):
                typed[code] = value
    return typed
