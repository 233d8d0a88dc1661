"""Saying that what somebody else gave still holds: answers and evidence of the last cycle, or of an interview."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from flask_babel import gettext as _
from sqlalchemy import Update, and_, or_, update
from werkzeug.datastructures import MultiDict

from labelapp.accounts.models import User
from labelapp.assessments.models import Answer, Assessment, EvidenceLink
from labelapp.assessments.queries import Place
from labelapp.assessments.saving import read_version, require_draft
from labelapp.events.log import record
from labelapp.extensions import db
from labelapp.schemes.comparing import Key
from labelapp.web.errors import InvalidInput


@dataclass(frozen=True)
class Seen:
    """What a person saw and says is true: answers with the version that they had, and evidence by id."""

    answers: Mapping[Key, int] = field(default_factory=dict)
    links: frozenset[int] = frozenset()


def confirm(assessment: Assessment, seen: Seen, by: User) -> int:
    """Mark what was seen as confirmed, and return how much that was.

    An answer that changed since it was seen is not confirmed: nobody has read it. Raises DomainError when the
    self-assessment is closed for changes.
    """
    require_draft(assessment)
    count = _confirm_answers(assessment, seen) + _confirm_links(assessment, seen)
    if count:
        indicators = sorted({indicator for indicator, _field in seen.answers})
        documents = sorted(seen.links)
        record("answers.confirmed", assessment, actor=by, count=count, indicators=indicators, links=documents)
    return count


def _confirm_answers(assessment: Assessment, seen: Seen) -> int:
    shown = [
        and_(Answer.indicator == indicator, Answer.field == field, Answer.version == version)
        for (indicator, field), version in seen.answers.items()
    ]
    if not shown:
        return 0
    statement = update(Answer).where(
        Answer.assessment_id == assessment.id, Answer.to_confirm.is_(True), or_(*shown)
    )
    return _run(statement)


def _confirm_links(assessment: Assessment, seen: Seen) -> int:
    statement = update(EvidenceLink).where(
        EvidenceLink.assessment_id == assessment.id,
        EvidenceLink.to_confirm.is_(True),
        EvidenceLink.id.in_(seen.links),
    )
    return _run(statement) if seen.links else 0


def _run(statement: Update) -> int:
    confirmed = statement.values(to_confirm=False).execution_options(synchronize_session=False)
    return int(db.session.connection().execute(confirmed).rowcount)


def seen_on_page(place: Place, form: MultiDict[str, str]) -> Seen:
    """What the page of an indicator showed: each field's version, and the documents as `link`. Raises InvalidInput."""
    prefix = "version."
    answers = {
        (place.indicator.code, name.removeprefix(prefix)): read_version(version)
        for name, version in form.items()
        if name.startswith(prefix)
    }
    return Seen(answers, _links(form.getlist("link")))


def seen_in_list(form: MultiDict[str, str]) -> Seen:
    """What a list showed: `answer` is "indicator/field/version", `link` the id of a document's offer.

    Raises InvalidInput for anything else.
    """
    answers = {}
    for shown in form.getlist("answer"):
        indicator, _slash, rest = shown.partition("/")
        field, _slash, version = rest.partition("/")
        answers[indicator, field] = read_version(version)
    return Seen(answers, _links(form.getlist("link")))


def _links(raw: Iterable[str]) -> frozenset[int]:
    found = list(raw)
    if not all(one.isascii() and one.isdigit() and len(one) < 10 for one in found):
        raise InvalidInput(_("This list cannot be read. Reload the page."))
    return frozenset(map(int, found))
