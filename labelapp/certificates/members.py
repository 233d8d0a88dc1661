"""How far the members of a cluster changed since the assessment for its label, as far as we can know it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from labelapp.assessments.snapshot import load
from labelapp.certificates.models import Certificate
from labelapp.certificates.rules import surveillance_rules
from labelapp.dataroom.models import Member
from labelapp.extensions import db, schemes
from labelapp.schemes.loading import UnknownScheme

COMMITTED = "members.committed"


@dataclass(frozen=True)
class Members:
    """Members when the label was assessed, and how many joined and left since."""

    then: int
    joined: int
    left: int

    def as_json(self) -> dict[str, int]:
        """The figures as a flag keeps them."""
        return {"then": self.then, "joined": self.joined, "left": self.left}

    def are_too_many(self, certificate: Certificate) -> bool:
        """Whether more changed than the scheme allows without a look."""
        rules = surveillance_rules(certificate)
        return rules.too_many_changed(self.then, self.joined, self.left)


def counted_members(certificate: Certificate, day: date) -> Members | None:
    """The committed members of the data room since the assessment; None when its holder keeps none there.

    Who joined and left in between is counted in neither.
    """
    since = certificate.assessed_on
    was = and_(_joined_by(since), _member_after(since))
    found = db.session.execute(
        select(
            func.count(Member.id),
            _count(was),
            _count(and_(Member.joined_on > since, Member.joined_on <= day, _member_after(day))),
            _count(and_(was, Member.left_on <= day)),
        ).where(Member.cluster_id == certificate.cluster_id, Member.committed.is_(True))
    ).one()
    return Members(int(found[1]), int(found[2]), int(found[3])) if found[0] else None


def _joined_by(day: date) -> ColumnElement[bool]:
    return or_(Member.joined_on.is_(None), Member.joined_on <= day)


def _member_after(day: date) -> ColumnElement[bool]:
    return or_(Member.left_on.is_(None), Member.left_on > day)


def _count(condition: ColumnElement[bool]) -> Any:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def submitted_members(certificate: Certificate) -> int | None:
    """The number of committed members that the submission behind the certificate named; None without one."""
    if certificate.decision is None:
        return None
    snapshot = load(certificate.decision.review.submission)
    try:
        scheme = schemes().get(snapshot.scheme.code, snapshot.scheme.version)
    except UnknownScheme:
        return None
    for indicator in scheme.indicators.values():
        for field in indicator.fields:
            value = snapshot.answers.get(indicator.code, {}).get(field.code)
            if field.figure == COMMITTED and isinstance(value, int):
                return value
    return None
