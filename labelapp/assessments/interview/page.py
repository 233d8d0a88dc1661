"""The screen of an interview: every question of a dimension on one page, with a note and the score of each indicator.

Inputs are named `<indicator>/<field>`, so that one form and one autosave hold a whole dimension.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from labelapp.assessments.answers import Typed, digest
from labelapp.assessments.indicator_page import FieldView, Posted, field_views, reason_view
from labelapp.assessments.interview.interviewing import Note, notes_of
from labelapp.assessments.live_score import LiveScore, live_score
from labelapp.assessments.models import Assessment, Interview
from labelapp.assessments.overview import Overview, overview
from labelapp.assessments.queries import Place, scheme_of
from labelapp.clock import today
from labelapp.clusters.models import Cluster
from labelapp.schemes.definition import Dimension, Indicator, Scheme

# The pseudo-field of the note; codes of fields begin with a letter.
NOTE = "_note"


@dataclass(frozen=True)
class Sitting:
    """One dimension of the self-assessment about which an interview is."""

    interview: Interview
    scheme: Scheme
    dimension: Dimension

    @property
    def assessment(self) -> Assessment:
        """The self-assessment that is filled."""
        return self.interview.assessment

    @property
    def cluster(self) -> Cluster:
        """The cluster organisation that is interviewed."""
        return self.assessment.cluster

    @property
    def places(self) -> list[Place]:
        """The indicators of the dimension in order."""
        indicators = self.scheme.indicators
        return [Place(self.assessment, self.scheme, indicators[code]) for code in self.dimension.indicators]

    @property
    def following(self) -> Dimension | None:
        """The next dimension."""
        at = self.scheme.dimensions.index(self.dimension)
        return self.scheme.dimensions[at + 1] if at + 1 < len(self.scheme.dimensions) else None

    def place(self, code: str) -> Place | None:
        """One indicator of the dimension; None when it has no such one."""
        return next((one for one in self.places if one.indicator.code == code), None)


@dataclass(frozen=True)
class Asked:
    """One indicator on the screen: its questions, the note, and what it is worth."""

    indicator: Indicator
    fields: list[FieldView]
    reason: FieldView | None
    note: Note
    note_shown: str
    score: LiveScore


def sitting(interview: Interview, code: str) -> Sitting | None:
    """A dimension of an interview; None when the scheme has no such one."""
    scheme = scheme_of(interview.assessment)
    dimension = next((one for one in scheme.dimensions if one.code == code), None)
    return Sitting(interview, scheme, dimension) if dimension else None


def full_name(place: Place, code: str) -> str:
    """The name of a field's input on the screen."""
    return f"{place.indicator.code}/{code}"


def asked_in(
    found: Sitting, posted: Mapping[str, Posted] | None = None, notes: Mapping[str, Note] | None = None
) -> tuple[Overview, list[Asked]]:
    """The self-assessment and the indicators of a dimension.

    What was `posted` for an indicator stands before what is stored, and so do `notes` that come back.
    """
    whole = overview(found.assessment, today())
    stored = notes_of(found.assessment)
    asked = []
    for place in found.places:
        code = place.indicator.code
        returned = (posted or {}).get(code)
        reason = reason_view(place, whole, returned)
        there = stored.get(code, Note())
        asked.append(
            Asked(
                indicator=place.indicator,
                fields=[_renamed(place, view) for view in field_views(place, whole, returned)],
                reason=_renamed(place, reason) if reason else None,
                note=(notes or {}).get(code, there),
                note_shown=digest(there.text or None),
                score=live_score(place.indicator, whole.result.indicators[code]),
            )
        )
    return whole, asked


def _renamed(place: Place, view: FieldView) -> FieldView:
    name = full_name(place, view.name)
    arguments = view.arguments | {"name": name}
    if "taken_url" in arguments:
        # The expert sees no page of the team; the other question stands on one of these screens.
        arguments["taken_url"] = ""
    return replace(view, name=name, arguments=arguments)


def note_of(text: Typed) -> str:
    """A note as typed; what is no text counts as none."""
    return text if isinstance(text, str) else ""
