"""What happens while labels hold: a renewal that is open, declarations, a flagged certificate, a hearing under way."""

from datetime import date, timedelta

from sqlalchemy import select

from labelapp.accounts.models import User
from labelapp.assessments.models import Assessment, Submission
from labelapp.certificates.changes.models import ChangeKind
from labelapp.certificates.changes.operations import Change, report_change
from labelapp.certificates.daily import do_what_is_due
from labelapp.certificates.declarations.asking import ask, find_to_ask
from labelapp.certificates.declarations.models import Declaration, Verdict
from labelapp.certificates.declarations.operations import (
    Judgement,
    judge_declaration,
    save_draft,
    send_declaration,
)
from labelapp.certificates.declarations.queries import still_holds
from labelapp.certificates.hearings.models import Act
from labelapp.certificates.hearings.operations import Notice, open_hearing
from labelapp.certificates.members import Members
from labelapp.certificates.models import Certificate
from labelapp.certificates.renewal.queries import under_way, waiting_on
from labelapp.certificates.surveillance.operations import mark_certificate
from labelapp.clusters.models import TeamRole
from labelapp.clusters.operations import add_member
from labelapp.demo.people import account
from labelapp.demo.travel import travel_to
from labelapp.demo.world import World
from labelapp.extensions import db
from labelapp.reviews.operations import declare_none_in
from labelapp.schemes.months import add_months

SILENT, TO_LOOK_AT = 2, 3
REASONS = (
    "Two members of your cluster print the label on their own products. It stands for the management of the "
    "cluster and must not be used for members. Our letter of last month was not answered."
)
LEFT = (
    "The regional programme ended and with it the contributions of its members. 27 of 44 left at the end of the "
    "half-year; nine new ones joined."
)


def make_surveillance(world: World, showcase: str) -> None:
    """The holder with a password of its own has a renewal to start and is heard; others declared, one lost members."""
    holder = _with_an_open_renewal(world)
    _declared(world, {showcase, holder.cluster.name})
    _marked(world)
    travel_to(world.today - timedelta(days=5))
    _heard(holder, world.cast.secretariat)
    _lost_members(world)
    travel_to(world.today)
    do_what_is_due(world.today)
    _begun(world, showcase)


def _with_an_open_renewal(world: World) -> Certificate:
    """The first Gold certificate that may be renewed and is not, with an account for its manager."""
    soon = add_months(world.today, 9)
    query = select(Certificate).where(*waiting_on(world.today), Certificate.valid_until <= soon)
    for certificate in db.session.scalars(query.order_by(Certificate.level, Certificate.id)):
        holds = world.today <= certificate.valid_until and certificate.suspended_on is None
        if holds and certificate.cluster.name not in world.busy and under_way(certificate) is None:
            world.busy.add(certificate.cluster.name)
            manager = account("Signe Aalund", "manager.label")
            for role in (TeamRole.MANAGER, TeamRole.LEGAL_REPRESENTATIVE):
                add_member(certificate.cluster, manager, role)
            return certificate
    raise LookupError("no certificate waits for its renewal")


def _declared(world: World, not_asked: set[str]) -> None:
    """Asked seven weeks ago: most holders answered and were accepted, some are late, some wait to be looked at."""
    day = world.today - timedelta(days=49)
    travel_to(day)
    for number in list(find_to_ask(day)):
        if db.session.get_one(Certificate, number).cluster.name not in not_asked:
            ask(number, day)
    travel_to(world.today - timedelta(days=30))
    holding = select(Declaration).join(Declaration.certificate).where(*still_holds(world.today))
    asked = list(db.session.scalars(holding.order_by(Declaration.id)))
    for number, declaration in enumerate(asked[SILENT:]):
        manager = world.managers[declaration.certificate.cluster.name]
        save_draft(declaration, _answers(number), manager)
        send_declaration(declaration, manager)
        if number >= TO_LOOK_AT:
            _declare_in_cases(declaration.certificate, world.cast.secretariat)
            judge_declaration(declaration, Judgement(Verdict.ACCEPTED, ""), world.cast.secretariat)


def _answers(number: int) -> dict[str, dict[str, str]]:
    changed = number % 4 == 1
    return {
        "operating": {"answer": "yes"},
        "management": {
            "answer": "yes" if changed else "no",
            "words": "The director retired; her deputy follows her." if changed else "",
        },
        "membership": {"then": str(38 + number), "joined": str(number % 5), "left": str(number % 3)},
        "identity": {"answer": "no"},
        "label_use": {"answer": "yes"},
    }


def _heard(certificate: Certificate, officer: User) -> None:
    """A notice of five days ago, which the holder has not answered."""
    _declare_in_cases(certificate, officer)
    open_hearing(certificate, Notice(Act.SUSPEND, REASONS), officer)


def _marked(world: World) -> None:
    """Something that the secretariat should have looked at eight days ago."""
    certificate = _held(world)
    _declare_in_cases(certificate, world.cast.secretariat)
    note = "The website still names the former director as the contact of the label."
    mark_certificate(certificate, note, world.today - timedelta(days=8), world.cast.secretariat)


def _lost_members(world: World) -> None:
    """A holder reports that most of its members left."""
    certificate = _held(world)
    _declare_in_cases(certificate, world.cast.secretariat)
    manager = world.managers[certificate.cluster.name]
    happened_on: date = world.today - timedelta(days=20)
    report_change(certificate, Change(ChangeKind.MEMBERSHIP, happened_on, LEFT, Members(44, 9, 27)), manager)


def _held(world: World) -> Certificate:
    """A certificate of a cluster organisation without an open case, which holds for another year."""
    query = select(Certificate).where(
        Certificate.valid_until > add_months(world.today, 12),
        Certificate.superseded_on.is_(None),
        Certificate.withdrawn_on.is_(None),
        Certificate.suspended_on.is_(None),
    )
    found = db.session.scalars(query.order_by(Certificate.id))
    return next(one for one in found if one.cluster.name not in world.busy)


def _begun(world: World, showcase: str) -> None:
    """The showcase was asked today and has a draft."""
    query = select(Declaration).join(Declaration.certificate)
    cluster = world.clusters[showcase]
    declaration = db.session.scalars(query.where(Certificate.cluster_id == cluster.id)).first()
    if declaration is not None:
        save_draft(declaration, {"operating": {"answer": "yes"}}, world.managers[showcase])


def _declare_in_cases(certificate: Certificate, officer: User) -> None:
    cases = select(Submission).join(Submission.assessment)
    found = db.session.scalars(cases.where(Assessment.cluster_id == certificate.cluster_id))
    declare_none_in(found.all(), officer)
