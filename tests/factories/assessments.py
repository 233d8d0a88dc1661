"""Self-assessments for tests: begun, answered, submitted."""

import itertools
import json
from collections.abc import Mapping
from typing import Any

from labelapp.accounts.models import User
from labelapp.assessments.linking import link_evidence
from labelapp.assessments.models import Answer, Assessment, Submission
from labelapp.assessments.operations import start_assessment, submit_assessment
from labelapp.assessments.queries import find_place
from labelapp.clock import now
from labelapp.clusters.models import Cluster, TeamRole
from labelapp.evidence.models import Document
from labelapp.extensions import db, schemes
from labelapp.settings import PROJECT
from tests.factories.accounts import make_user
from tests.factories.clusters import add_member, make_cluster
from tests.factories.remembered import remembered

DATA = PROJECT / "labelapp" / "demo" / "answers"
COMPLETE = {
    "cme-bronze": "bronze-complete.json",
    "cme-silver": "silver-complete.json",
    "cme-gold": "gold-complete.json",
}
_numbers = itertools.count(1)


def complete_answers(scheme: str = "cme-gold") -> dict[str, dict[str, Any]]:
    """Answers to every question of a shipped scheme."""
    answers: dict[str, dict[str, Any]] = json.loads((DATA / COMPLETE[scheme]).read_text())
    return answers


def make_assessment(cluster: Cluster, by: User, scheme: str = "cme-gold") -> Assessment:
    """A self-assessment just started under the latest version of a scheme."""
    chosen = schemes().get(scheme)
    confirmed = [statement.code for statement in chosen.eligibility]
    return start_assessment(cluster, chosen, confirmed, by)


def answer_all(assessment: Assessment, answers: Mapping[str, Mapping[str, Any]], by: User) -> None:
    """Store answers in the shape of the scheme format, each in its first version."""
    for indicator, fields in answers.items():
        for field, value in fields.items():
            db.session.add(
                Answer(
                    assessment_id=assessment.id,
                    indicator=indicator,
                    field=field,
                    content={"value": value},
                    version=1,
                    changed_at=now(),
                    changed_by_id=by.id,
                )
            )
    db.session.flush()


@remembered
def make_submission(
    cluster: Cluster | None = None,
    scheme: str = "cme-gold",
    answers: Mapping[str, Mapping[str, Any]] | None = None,
    by: User | None = None,
    offered: Document | None = None,
) -> Submission:
    """A submission with complete answers; cluster organisation and legal representative are made when not given.

    `offered` is a document of that cluster organisation, linked to the first indicator.
    """
    cluster = cluster or make_cluster()
    if by is None:
        by = make_user(f"Vera Holm {next(_numbers)}")
        add_member(cluster, by, TeamRole.MANAGER)
        add_member(cluster, by, TeamRole.LEGAL_REPRESENTATIVE)
    assessment = make_assessment(cluster, by, scheme)
    answer_all(assessment, complete_answers(scheme) if answers is None else answers, by)
    if offered is not None:
        place = find_place(assessment.id, next(iter(schemes().get(scheme).indicators)))
        assert place is not None
        link_evidence(place, offered, None, "", by)
    return submit_assessment(assessment, by)
