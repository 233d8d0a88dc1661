"""The mail before the surveillance of a certificate is due: a job that waits for its day and writes once."""

from datetime import UTC, datetime, time, timedelta

from sqlalchemy import select

from labelapp.accounts.models import Role, RoleName, User
from labelapp.certificates.surveillance.models import SurveillanceMark
from labelapp.certificates.surveillance.policy import may_see_mark
from labelapp.clock import now
from labelapp.events.jobs import NotYet, queue_job
from labelapp.events.outbox import queue_mail
from labelapp.extensions import db
from labelapp.web.links import public_link

KIND = "remind_of_surveillance"
DAYS_BEFORE = 7
MORNING = time(6, tzinfo=UTC)


def queue_reminder(mark: SurveillanceMark) -> None:
    """Ask for the mail."""
    queue_job(KIND, mark_id=mark.id, due_on=mark.due_on.isoformat())


def remind(mark_id: int, due_on: str) -> None:
    """Mail the secretariat, unless it was looked at. Raises NotYet before the day."""
    mark = db.session.get(SurveillanceMark, mark_id)
    if mark is None or mark.done_at is not None:
        return
    moment = datetime.combine(mark.due_on - timedelta(days=DAYS_BEFORE), MORNING)
    if now() < moment:
        raise NotYet("the day has not come", moment - now())
    query = select(User).where(User.active, User.roles.any(Role.name == RoleName.SECRETARIAT.value))
    url = public_link("surveillance.show", mark_id=mark.id)
    for person in db.session.scalars(query.order_by(User.id)):
        if may_see_mark(person, mark):
            queue_mail(person.email, person.locale, "surveillance_due", person=person, mark=mark, url=url)
