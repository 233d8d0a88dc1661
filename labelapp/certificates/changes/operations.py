"""Reporting a change of the holder."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from labelapp.accounts.models import User
from labelapp.certificates.changes.models import ChangeKind, ChangeReport
from labelapp.certificates.flags.models import FlagKind
from labelapp.certificates.flags.operations import raise_flag
from labelapp.certificates.members import Members, counted_members
from labelapp.certificates.models import Certificate
from labelapp.certificates.status import may_be_reported_on
from labelapp.clock import now, today
from labelapp.events.log import record
from labelapp.extensions import db
from labelapp.web.errors import DomainError, InvalidInput


@dataclass(frozen=True)
class Change:
    """What changed, when, and in words; `members` for a change of the membership, and only for that."""

    kind: ChangeKind
    happened_on: date
    text: str
    members: Members | None = None


def report_change(certificate: Certificate, change: Change, by: User) -> ChangeReport:
    """Take a report in, for good, and flag the certificate for the secretariat.

    Raises DomainError (409) when the certificate is over, InvalidInput (422) for a day to come, or missing words or
    numbers.
    """
    _check(certificate, change)
    members = change.members if change.kind is ChangeKind.MEMBERSHIP else None
    report = ChangeReport(
        certificate=certificate,
        kind=change.kind,
        happened_on=change.happened_on,
        text=change.text.strip(),
        members_then=members.then if members else None,
        members_joined=members.joined if members else None,
        members_left=members.left if members else None,
        reported_at=now(),
        reported_by=by,
    )
    db.session.add(report)
    db.session.flush()
    record("change.reported", report, actor=by, kind=change.kind.value, certificate=certificate.id)
    figures, too_many = compare_members(certificate, members) if members else ({}, False)
    kind = FlagKind.MEMBERS if too_many else FlagKind.CHANGE
    raise_flag(certificate, kind, f"change:{report.id}", figures, change_id=report.id)
    return report


def compare_members(certificate: Certificate, reported: Members) -> tuple[dict[str, dict[str, int]], bool]:
    """The figures of a flag, reported and counted where a data room is kept, and whether either is too many."""
    counted = counted_members(certificate, today())
    figures = {"reported": reported.as_json()} | ({"counted": counted.as_json()} if counted else {})
    too_many = [one.are_too_many(certificate) for one in (reported, counted) if one is not None]
    return figures, any(too_many)


def check_members(members: Members) -> None:
    """Raise InvalidInput (422) for numbers that cannot be."""
    if min(members.then, members.joined, members.left) < 0 or members.left > members.then:
        raise InvalidInput(_("Not more members can have left than there were."))


def _check(certificate: Certificate, change: Change) -> None:
    if not may_be_reported_on(certificate, today()):
        raise DomainError(_("This certificate is over, so that no change has to be reported."))
    if not change.text.strip():
        raise InvalidInput(_("Write what changed."))
    if change.happened_on > today():
        raise InvalidInput(_("Enter the day on which it changed; it must not be still to come."))
    if change.kind is ChangeKind.MEMBERSHIP:
        if change.members is None:
            raise InvalidInput(_("Enter the three numbers of members."))
        check_members(change.members)
