"""A new assessment that was asked for and not submitted in time: the secretariat has to decide again."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from labelapp.assessments.models import AssessmentState
from labelapp.certificates.flags.models import Flag, FlagKind, FlagOutcome
from labelapp.certificates.flags.operations import raise_flag
from labelapp.certificates.models import Certificate
from labelapp.certificates.renewal.queries import under_way
from labelapp.extensions import db


def find_late(day: date) -> Iterable[int]:
    """Flags whose new assessment was due before a day, on certificates that nothing has replaced or ended."""
    query = (
        select(Flag.id)
        .join(Flag.certificate)
        .where(
            Flag.outcome == FlagOutcome.REASSESSMENT,
            Flag.reassess_by < day,
            Certificate.renewable_until >= day,
            Certificate.withdrawn_on.is_(None),
            Certificate.superseded_on.is_(None),
        )
    )
    return db.session.scalars(query.order_by(Flag.id)).all()


def flag_late(flag_id: int, _day: date) -> None:
    """Raise the flag, once, unless the self-assessment was submitted."""
    flag = db.session.get_one(Flag, flag_id)
    started = under_way(flag.certificate)
    if started is None or started.state is not AssessmentState.SUBMITTED:
        raise_flag(flag.certificate, FlagKind.LATE, f"reassessment:{flag.id}")
