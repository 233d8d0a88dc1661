"""Mails about decisions."""

from labelapp.clusters.models import TeamRole
from labelapp.clusters.queries import people_with
from labelapp.decisions.conditions.queries import conditions_of
from labelapp.decisions.models import Decision, Outcome
from labelapp.decisions.rules import obstacles, reason_text
from labelapp.events.outbox import queue_mail
from labelapp.reviews.case import cluster_of, scheme_of
from labelapp.reviews.record import load_record
from labelapp.web.links import public_link

_TEMPLATES = {Outcome.AWARD: "decision_award", Outcome.REFUSE: "decision_refusal"}


def tell_of_decision(decision: Decision) -> None:
    """Tell the managers and the legal representative of the cluster organisation, each in their language."""
    review = decision.review
    cluster = cluster_of(review)
    report = load_record(review.report.content) if review.report else None
    people = {
        person.id: person
        for role in (TeamRole.MANAGER, TeamRole.LEGAL_REPRESENTATIVE)
        for person in people_with(cluster, role)
    }
    for person in people.values():
        queue_mail(
            person.email,
            person.locale,
            _TEMPLATES[decision.outcome],
            person=person,
            cluster=cluster,
            scheme=scheme_of(review),
            decision=decision,
            conditions=conditions_of(decision),
            obstacles=obstacles(report) if report else [],
            reason_text=reason_text,
            url=public_link("decisions.show", decision_id=decision.id),
            appeal_url=public_link("appeals.write", decision_id=decision.id),
        )
