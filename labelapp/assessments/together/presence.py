"""Who is where now: a beat every 20 seconds from an open page, forgotten after a minute."""

from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError

from labelapp.accounts.models import User
from labelapp.assessments.models import AssessmentState
from labelapp.assessments.queries import Place
from labelapp.assessments.together.models import Presence
from labelapp.clock import now
from labelapp.extensions import db


def be_here(place: Place, user: User) -> None:
    """Say that a person has an indicator before them now. Nothing is written once answers are closed."""
    if place.assessment.state is not AssessmentState.DRAFT:
        return
    values = {"indicator": place.indicator.code, "last_seen": now()}
    key = {"assessment_id": place.assessment.id, "user_id": user.id}
    statement = update(Presence).filter_by(**key).values(values).execution_options(synchronize_session=False)
    if not db.session.connection().execute(statement).rowcount:
        try:
            with db.session.begin_nested():
                db.session.execute(insert(Presence).values(key | values))
        except IntegrityError:
            pass  # the same person's other window was quicker, which says the same
