"""What the surveillance of a certificate deals with: its holder's people, declarations, changes, flags, hearings."""

from datetime import UTC, date, datetime, time

from flask import current_app

from labelapp.accounts.models import RoleName, User
from labelapp.certificates.changes.models import ChangeKind
from labelapp.certificates.changes.operations import Change, report_change
from labelapp.certificates.daily import do_what_is_due
from labelapp.certificates.declarations.models import Declaration
from labelapp.certificates.declarations.operations import ask_for_declaration
from labelapp.certificates.flags.models import Flag
from labelapp.certificates.flags.queries import flags_on
from labelapp.certificates.hearings.models import Act, Hearing
from labelapp.certificates.hearings.operations import Notice, open_hearing
from labelapp.certificates.members import Members
from labelapp.certificates.models import Certificate
from labelapp.clock import set_clock, today
from labelapp.clusters.models import TeamRole
from labelapp.extensions import db
from tests.factories.accounts import make_user
from tests.factories.certificates import make_certificate
from tests.factories.clusters import add_member, make_cluster
from tests.factories.reviews import declare_as_officer

COMPLETE = {
    "operating": {"answer": "yes", "words": ""},
    "management": {"answer": "no", "words": ""},
    "membership": {"then": "40", "joined": "3", "left": "2"},
    "identity": {"answer": "no", "words": ""},
    "label_use": {"answer": "yes", "words": ""},
}


def go_to(day: date) -> None:
    """Let the clock stand at noon of a day."""
    moment = datetime.combine(day, time(12), tzinfo=UTC)
    set_clock(current_app._get_current_object(), lambda: moment)  # type: ignore[attr-defined]


def run_day(day: date) -> None:
    """Go to a day and do what is due on it."""
    go_to(day)
    do_what_is_due(day)


def make_held(
    assessed_on: date | None = None, level: str = "gold", locale: str = "en"
) -> tuple[Certificate, User]:
    """A certificate whose holder has a manager."""
    cluster = make_cluster()
    manager = make_user("Vera Holm", locale=locale)
    add_member(cluster, manager, TeamRole.MANAGER)
    db.session.expire(cluster)
    return make_certificate(cluster, level=level, assessed_on=assessed_on), manager


def make_officer(name: str = "Olga Amtmann", locale: str = "en") -> User:
    """An officer who declared to have no interest in any case that there is."""
    officer = make_user(name, roles=[RoleName.SECRETARIAT], locale=locale)
    declare_as_officer(officer)
    return officer


def make_declaration(certificate: Certificate) -> Declaration:
    """The declaration of today, which the holder has not begun."""
    declaration = ask_for_declaration(certificate, today())
    assert declaration is not None
    db.session.commit()
    return declaration


def make_flag(certificate: Certificate, by: User, members: Members | None = None) -> Flag:
    """A flag because of a reported change: of the membership when `members` are given."""
    kind = ChangeKind.MEMBERSHIP if members else ChangeKind.NAME
    report_change(certificate, Change(kind, today(), f"Reported by {by.name}.", members), by)
    db.session.commit()
    return flags_on(certificate)[-1]


def make_hearing(
    certificate: Certificate, officer: User, act: Act = Act.WITHDRAW, reasons: str = "", urgency: str = ""
) -> Hearing:
    """A hearing that waits for the holder."""
    notice = Notice(act, reasons or "The label was used for products.", urgency=urgency)
    hearing = open_hearing(certificate, notice, officer)
    db.session.commit()
    return hearing
