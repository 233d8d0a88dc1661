"""Fees of cases."""

from labelapp.accounts.models import RoleName, User
from labelapp.assessments.models import Submission
from labelapp.extensions import db
from labelapp.fees.models import Fee
from labelapp.fees.queries import fee_of
from labelapp.reviews.operations import declare_none_in, open_review
from tests.factories.accounts import make_user
from tests.factories.assessments import make_submission


def make_fee(submission: Submission | None = None, scheme: str = "cme-bronze") -> Fee:
    """The fee of a case that was accepted; a Bronze case unless one is given."""
    submission = submission or make_submission(scheme=scheme)
    fee = fee_of(submission.id)
    if fee is None:
        open_review(submission, by=None)
        fee = fee_of(submission.id)
    assert fee is not None
    db.session.commit()
    return fee


def make_officer(*fees: Fee) -> User:
    """An officer who declared to have no interest in the cases of these fees."""
    officer = make_user("Elin Vesterby", roles=[RoleName.SECRETARIAT])
    declare_none_in([fee.submission for fee in fees], officer)
    db.session.commit()
    return officer
