"""What stands in the file of a case: submission, evidence, scheme; scores and report; decision and certificates."""

from collections.abc import Iterable, Iterator
from typing import Any

import rfc8785
from sqlalchemy import select

from labelapp.assessments.models import Submission
from labelapp.assessments.snapshot import load
from labelapp.certificates.facts import certified_facts
from labelapp.certificates.models import Certificate
from labelapp.certificates.told import certificates_of
from labelapp.decisions.models import Decision
from labelapp.decisions.told import decisions_of
from labelapp.documents.report import DecisionFacts
from labelapp.events.parts import Item, as_bytes, moment, told, written
from labelapp.events.telling import Readers
from labelapp.evidence.filing import evidence_item
from labelapp.extensions import Model, db, schemes
from labelapp.reviews.case import case_of
from labelapp.reviews.disputes.models import Dispute
from labelapp.reviews.filed import folder_of
from labelapp.reviews.models import Assignment, ConsensusProposal, ConsensusScore, Review, Score, ScoreSheet
from labelapp.reviews.printing import unsealed_report
from labelapp.reviews.told import reviews_of
from labelapp.schemes.definition import Scheme


def submission_part(assessment_id: int, _reader: Readers) -> Iterator[Item]:
    """What was submitted, frozen; the documents offered as evidence; the version of the scheme."""
    query = select(Submission).where(Submission.assessment_id == assessment_id)
    submission = db.session.scalars(query).one()
    snapshot = load(submission)
    yield written("submission.json", rfc8785.dumps(submission.content))
    yield from _scheme_files(schemes().get(snapshot.scheme.code, snapshot.scheme.version))
    offered = (one for facts in snapshot.indicators.values() for one in facts.evidence)
    yield from filter(None, map(evidence_item, {one.sha256: one for one in offered}.values()))


def _scheme_files(scheme: Scheme) -> Iterator[Item]:
    """The definition and those that it extends, as they are written."""
    key: str | None = scheme.key
    while key is not None:
        name = f"{key.replace('@', '-')}.yaml"
        yield written(f"scheme/{name}", (schemes().directory / name).read_bytes())
        key = schemes().schemes[key].extends


def review_part(assessment_id: int, reader: Readers) -> Iterator[Item]:
    """Every score and what was agreed, when the report is final; the team gets the report once it is decided."""
    for review in db.session.scalars(select(Review).where(Review.id.in_(reviews_of(assessment_id)))):
        if review.report is None:
            continue
        decision = db.session.scalars(select(Decision).where(Decision.review_id == review.id)).one_or_none()
        folder = folder_of(review)
        if reader is Readers.OFFICE:
            yield written(f"{folder}answers.json", as_bytes(case_of(review).answers))
            yield written(f"{folder}sheets.json", as_bytes(_sheets(review)))
            yield written(f"{folder}consensus.json", as_bytes(_rows_of(ConsensusScore, review)))
            yield from told(f"{folder}proposals.json", _rows_of(ConsensusProposal, review))
            yield from told(f"{folder}disputes.json", _disputes(review))
            yield written(f"{folder}report.json", rfc8785.dumps(review.report.content))
        if reader is Readers.OFFICE or decision is not None:
            yield written(f"{folder}report.pdf", unsealed_report(review, _facts(decision)))


def _facts(decision: Decision | None) -> DecisionFacts | None:
    return DecisionFacts(decision.outcome.value, decision.decided_on, decision.reasons) if decision else None


def _sheets(review: Review) -> list[dict[str, Any]]:
    """Every sheet, also of people who were replaced, with every score ever given on it."""
    query = select(ScoreSheet).join(ScoreSheet.assignment).where(Assignment.review_id == review.id)
    return [
        {
            "sheet": sheet.id,
            "assessor": {"id": sheet.assignment.user_id, "name": sheet.assignment.user.name},
            "role": sheet.assignment.role.value,
            "ended_at": moment(sheet.assignment.ended_at),
            "locked_at": moment(sheet.locked_at),
            "scores": [_row(score) for score in _scores(sheet)],
        }
        for sheet in db.session.scalars(query.order_by(ScoreSheet.id))
    ]


def _scores(sheet: ScoreSheet) -> Iterable[Score]:
    return db.session.scalars(select(Score).where(Score.sheet_id == sheet.id).order_by(Score.id))


def _rows_of(model: type[ConsensusScore | ConsensusProposal], review: Review) -> list[dict[str, Any]]:
    """What was agreed, or proposed, in the order in which it was."""
    query = select(model).where(model.review_id == review.id).order_by(model.id)
    return [_row(row) for row in db.session.scalars(query)]


def _disputes(review: Review) -> list[dict[str, Any]]:
    """What the assessors did not agree on, and what third experts gave before they saw the others."""
    query = select(Dispute).where(Dispute.review_id == review.id).order_by(Dispute.id)
    return [
        _row(one)
        | {
            "scores": [
                _row(score) | {"expert": {"id": score.assignment.user_id, "name": score.assignment.user.name}}
                for score in one.scores
            ]
        }
        for one in db.session.scalars(query)
    ]


def _row(row: Model) -> dict[str, Any]:
    """All columns of a row, so that none is forgotten when the table grows."""
    values = {column.key: getattr(row, column.key) for column in type(row).__table__.columns}
    return {key: moment(value) if hasattr(value, "isoformat") else value for key, value in values.items()}


def certificate_part(assessment_id: int, _reader: Readers) -> Iterator[Item]:
    """The decisions with their reasons, which are the team's to read too, and what was certified."""
    decisions = db.session.scalars(select(Decision).where(Decision.id.in_(decisions_of(assessment_id))))
    taken = [
        {
            "decision": one.id,
            "outcome": one.outcome.value,
            "reasons": one.reasons,
            "decided_on": one.decided_on.isoformat(),
            "recorded_at": one.recorded_at.isoformat(),
        }
        for one in decisions
    ]
    yield from told("decisions.json", taken)
    query = select(Certificate).where(Certificate.id.in_(certificates_of(assessment_id)))
    certificates = [certified_facts(one) for one in db.session.scalars(query)]
    yield from told("certificates.json", certificates)
