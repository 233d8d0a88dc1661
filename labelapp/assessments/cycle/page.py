"""What stands beside the fields of an indicator while something of the last cycle is to be confirmed."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import format_date
from flask_babel import gettext as _

from labelapp.assessments.answers import answerable, content_text
from labelapp.assessments.cycle.carrying import scheme_of_snapshot
from labelapp.assessments.models import AnswerOrigin, EvidenceLink, Submission
from labelapp.assessments.overview import Overview
from labelapp.assessments.queries import Given, Place
from labelapp.assessments.snapshot import Snapshot, load
from labelapp.schemes.answers import NOT_APPLICABLE
from labelapp.schemes.comparing import Change, compare_indicators, is_rescored
from labelapp.schemes.definition import Indicator
from labelapp.web.locale import scheme_text


@dataclass(frozen=True)
class FieldNote:
    """Beside one field: whether its answer is to be confirmed and where it comes from, what was asked then, and

    what the last cycle said when that was something else. Texts are empty when there is nothing to say.
    """

    to_confirm: bool
    origin: str
    asked_then: str
    last: str


@dataclass(frozen=True)
class CycleView:
    """An indicator between two cycles.

    `rescored`: the same answers may be worth something else now; `gone`: titles of documents that were offered
    then and are no longer in the data room; `links`: documents here that are to be confirmed.
    """

    notes: dict[str, FieldNote]
    waiting: int
    rescored: bool
    gone: list[str]
    links: list[EvidenceLink]


def cycle_view(
    place: Place, whole: Overview, links: Sequence[EvidenceLink], submission: Submission | None
) -> CycleView:
    """The notes of every field of an indicator; `links` are the documents offered here."""
    snapshot = load(submission) if submission else None
    old = _indicator_then(place, snapshot)
    changes = compare_indicators(old, place.indicator) if old else {}
    notes = {}
    for code in answerable(place.indicator):
        given = whole.given.get((place.indicator.code, code))
        notes[code] = FieldNote(
            to_confirm=bool(given and given.to_confirm),
            origin=_origin(given, snapshot),
            asked_then=_asked_then(old, code) if changes.get(code) is Change.ASKED_DIFFERENTLY else "",
            last=_last(place, code, given, old, snapshot),
        )
    return CycleView(
        notes=notes,
        waiting=whole.waiting.get(place.indicator.code, 0),
        rescored=old is not None and is_rescored(old, place.indicator),
        gone=_gone(place, links, snapshot),
        links=[link for link in links if link.to_confirm],
    )


def _indicator_then(place: Place, snapshot: Snapshot | None) -> Indicator | None:
    scheme = scheme_of_snapshot(snapshot) if snapshot else None
    return scheme.indicators.get(place.indicator.code) if scheme else None


def _origin(given: Given | None, snapshot: Snapshot | None) -> str:
    if given is None or not given.to_confirm:
        return ""
    if given.origin is AnswerOrigin.INTERVIEW:
        return str(_("Entered in the interview by %(name)s.", name=given.author))
    if given.origin is AnswerOrigin.CARRIED and snapshot is not None:
        day = format_date(snapshot.confirmed_at.date(), "long")
        version = snapshot.scheme.version
        return str(_("From the submission of %(date)s, version %(version)s.", date=day, version=version))
    return str(_("Given before the scheme asked this way."))


def _asked_then(old: Indicator | None, code: str) -> str:
    if old is None:
        return ""
    if code == NOT_APPLICABLE:
        return scheme_text(old.not_applicable.when or "")
    return scheme_text(old.field(code).label)


def _last(
    place: Place, code: str, given: Given | None, old: Indicator | None, snapshot: Snapshot | None
) -> str:
    """The answer of the last cycle when it differs from the present one."""
    if old is None or snapshot is None:
        return ""
    then = snapshot.answers.get(place.indicator.code, {}).get(code)
    if then is None or (given is not None and given.content == {"value": then}):
        return ""
    if code != NOT_APPLICABLE and all(field.code != code for field in old.fields):
        return ""
    return content_text(old, code, {"value": then})


def _gone(place: Place, links: Sequence[EvidenceLink], snapshot: Snapshot | None) -> list[str]:
    """Documents of the last cycle that are not offered now; whether removed since or by the team."""
    facts = snapshot.indicators.get(place.indicator.code) if snapshot else None
    here = {link.document_id for link in links}
    return [one.title for one in facts.evidence if one.document_id not in here] if facts else []
