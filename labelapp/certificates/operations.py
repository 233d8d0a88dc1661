"""Issuing certificates, and ending or suspending their validity."""

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy import select

from labelapp.accounts.models import User
from labelapp.certificates import notices
from labelapp.certificates.codes import new_code
from labelapp.certificates.credential.places import give_place
from labelapp.certificates.facts import certified_facts
from labelapp.certificates.models import Certificate, Origin
from labelapp.certificates.printing import print_soon
from labelapp.certificates.queries import certificate_of_decision, reissue_of
from labelapp.certificates.serials import take_serial
from labelapp.certificates.status import status_of
from labelapp.clock import now, today
from labelapp.clusters.models import Cluster
from labelapp.decisions.models import Decision, Outcome
from labelapp.events.log import record
from labelapp.extensions import db, settings
from labelapp.reviews.case import cluster_of, scheme_of
from labelapp.reviews.record import load_record
from labelapp.schemes.definition import Scheme
from labelapp.schemes.validity import Status, validity
from labelapp.web.errors import DomainError, InvalidInput
from labelapp.web.locale import document_languages, speaking

RANKS = {"bronze": 1, "silver": 2, "gold": 3}


@dataclass(frozen=True)
class Award:
    """What a certificate is issued for. `holder` and the facts after it are those of the frozen submission."""

    cluster: Cluster
    scheme: Scheme
    assessed_on: date
    assessors: int
    holder: str
    holder_language: str
    language: str
    place: str
    country: str
    portfolios: tuple[str, ...]
    decision: Decision | None = None

    @property
    def shorter_validity(self) -> int | None:
        """Months for which the board awarded the label, when fewer than the scheme gives."""
        return self.decision.validity_months if self.decision else None


def issue_on_award(decision: Decision, by: User) -> None:
    """Follow an award of the board: issue, print, tell the cluster organisation.

    When the file cannot be made now (an authority of time stamps or the storage does not answer, no font has a letter
    of the name) the award stands, no serial is taken, and the certificate waits for a batch.
    """
    try:
        with db.session.begin_nested():
            certificate = issue_certificate(award_of(decision), by)
            print_soon(certificate)
            notices.tell_of_issue(certificate)
    except DomainError as error:
        record("certificate.postponed", decision, actor=by, problem=error.message)


def award_of(decision: Decision) -> Award:
    """What an award of the board is a certificate for."""
    review = decision.review
    assert review.report is not None
    report = load_record(review.report.content)
    facts = review.submission.content["cluster"]
    return Award(
        cluster=cluster_of(review),
        scheme=scheme_of(review),
        assessed_on=report.assessed_on,
        assessors=len(report.assessors),
        holder=facts["name"],
        holder_language=facts["name_language"],
        language=facts["language"],
        place=facts["place"],
        country=facts["country"],
        portfolios=tuple(facts["portfolios"]),
        decision=decision,
    )


def follow_replacement(decision: Decision, by: User) -> None:
    """A refusal after a re-examination ends the certificate that followed the first award."""
    earlier = _of_replaced_award(decision)
    if earlier is not None and decision.outcome is Outcome.REFUSE and earlier.withdrawn_on is None:
        with speaking(earlier.language):
            reason = _("The award was replaced by another decision after an appeal.")
        withdraw_certificate(earlier, reason, by)


def _issued_on(decision_id: int | None) -> list[Certificate]:
    """The certificate that followed an award and its re-issues, the one that holds now at the end."""
    found = certificate_of_decision(decision_id) if decision_id else None
    chain = []
    while found is not None:
        chain.append(found)
        found = reissue_of(found)
    return chain


def _of_replaced_award(decision: Decision | None) -> Certificate | None:
    """The certificate that followed the award which this decision replaces, as it was issued last."""
    return next(reversed(_issued_on(decision.replaces_id if decision else None)), None)


@dataclass(frozen=True)
class Stamp:
    """What chance and the clock add to a certificate, drawn before it is entered so that it can be printed ahead."""

    code: str
    place: int
    at: datetime


def issue_certificate(award: Award, by: User | None, stamp: Stamp | None = None) -> Certificate:
    """Write a certificate with serial, code and validity into the register, and the log.

    An earlier certificate of the same level makes it a renewal by the rule of the scheme; lower levels, and the
    earlier one, are superseded from the day on which this one holds. A certificate whose award an appeal replaced
    is superseded too, but renewed it is not. The file is printed apart.
    """
    certificate, replaced = drafted(award)
    return enter(certificate, award.scheme.serial_letter, replaced, by, stamp)


def drafted(award: Award) -> tuple[Certificate, list[Certificate]]:
    """The certificate of an award as it would be issued today, without serial and stamp, and those that it replaces.

    It is not in the session.
    """
    scheme = award.scheme
    earlier = _earlier(award)
    span = validity(
        scheme.validity,
        award.assessed_on,
        earlier.valid_until if earlier else None,
        award.shorter_validity,
        promised=earlier.renewable_until if earlier else None,
    )
    replaced = _replaced(award, earlier)
    certificate = Certificate(
        origin=Origin.ISSUED,
        cluster=award.cluster,
        decision=award.decision,
        supersedes_id=replaced[0].id if replaced else None,
        scheme_code=scheme.code,
        scheme_version=scheme.version,
        scheme_name=scheme.name,
        level=scheme.level,
        illustrative=scheme.illustrative,
        award=span.award,
        holder=award.holder,
        holder_language=award.holder_language,
        place=award.place,
        country=award.country,
        portfolios=list(award.portfolios),
        language=award.language if award.language in document_languages() else "en",
        assessors=award.assessors,
        assessed_on=award.assessed_on,
        valid_from=span.valid_from,
        valid_until=span.valid_until,
        renewable_until=span.renewable_until,
    )
    return certificate, replaced


def put_stamp(certificate: Certificate, serial: str, stamp: Stamp | None) -> None:
    """Complete a draft: its number, its code, when and by whom it is issued."""
    certificate.serial = serial
    certificate.code = stamp.code if stamp else new_code()
    certificate.status_index = stamp.place if stamp else None
    certificate.issued_at = stamp.at if stamp else now()
    certificate.issuer, certificate.demonstration = settings().issuer_name, settings().demo


def enter(
    certificate: Certificate,
    letter: str,
    replaced: list[Certificate],
    by: User | None,
    stamp: Stamp | None,
) -> Certificate:
    """Give a draft the next serial and write it into register and log; those that it replaces are superseded."""
    day = today()
    put_stamp(certificate, take_serial(letter, day.year), stamp)
    db.session.add(certificate)
    db.session.flush()
    give_place(certificate)
    record("certificate.issued", certificate, actor=by, facts=certified_facts(certificate))
    for old in replaced:
        old.superseded_on = max(day, certificate.valid_from)
        how = {"reissue": True} if certificate.reissue else {}
        record("certificate.superseded", old, actor=by, by=certificate.serial, **how)
    return certificate


def _earlier(award: Award) -> Certificate | None:
    """The certificate that this award would renew: the same level, or the same scheme where it has none."""
    query = select(Certificate).where(
        Certificate.cluster_id == award.cluster.id,
        Certificate.withdrawn_on.is_(None),
        Certificate.level == award.scheme.level,
    )
    if award.decision is not None:
        replaced = [one.id for one in _issued_on(award.decision.replaces_id)]
        query = query.where(Certificate.id.not_in(replaced))
    if award.scheme.level not in RANKS:
        query = query.where(Certificate.scheme_code == award.scheme.code)
    return db.session.scalars(query.order_by(Certificate.valid_until.desc(), Certificate.id.desc())).first()


def _replaced(award: Award, earlier: Certificate | None) -> list[Certificate]:
    """The one replaced on appeal, the earlier certificate of this level, then lower levels, the highest first."""
    rank = RANKS.get(award.scheme.level, 0)
    lower = [level for level, other in RANKS.items() if other < rank]
    query = select(Certificate).where(
        Certificate.cluster_id == award.cluster.id,
        Certificate.level.in_(lower),
        Certificate.withdrawn_on.is_(None),
        Certificate.superseded_on.is_(None),
        Certificate.renewable_until >= today(),
    )
    found = sorted(db.session.scalars(query), key=lambda one: (-RANKS[one.level], -one.id))
    if earlier is not None and earlier.superseded_on is None:
        found.insert(0, earlier)
    on_appeal = _of_replaced_award(award.decision)
    if on_appeal is not None and on_appeal.withdrawn_on is None and on_appeal.superseded_on is None:
        found.insert(0, on_appeal)
    return found


def suspend_certificate(certificate: Certificate, reason: str, by: User, until: date | None = None) -> None:
    """Suspend up to and including a day, or until it is reinstated.

    Raises DomainError (409) unless it is in force, InvalidInput (422) without a reason or for a day that is past.
    """
    _require(certificate, (Status.VALID, Status.EXPIRING))
    check_suspension_end(until)
    certificate.suspended_on, certificate.suspended_until = today(), until
    certificate.status_reason = _reasoned(reason)
    end = {"until": until.isoformat()} if until else {}
    record("certificate.suspended", certificate, actor=by, reason=certificate.status_reason, **end)
    notices.tell_of_status(certificate, "certificate_suspended")


def reinstate_certificate(certificate: Certificate, reason: str, by: User) -> None:
    """End a suspension.

    Raises DomainError (409) when there is none, InvalidInput (422) without a reason.
    """
    _require(certificate, (Status.SUSPENDED,))
    given = _reasoned(reason)
    certificate.suspended_on, certificate.suspended_until, certificate.status_reason = None, None, ""
    record("certificate.reinstated", certificate, actor=by, reason=given)
    notices.tell_of_status(certificate, "certificate_reinstated")


def withdraw_certificate(certificate: Certificate, reason: str, by: User) -> None:
    """Withdraw for good.

    Raises DomainError (409) when it is withdrawn already, InvalidInput (422) without a reason.
    """
    _require(certificate, tuple(set(Status) - {Status.WITHDRAWN}))
    certificate.withdrawn_on, certificate.status_reason = today(), _reasoned(reason)
    record("certificate.withdrawn", certificate, actor=by, reason=certificate.status_reason)
    notices.tell_of_status(certificate, "certificate_withdrawn")


def check_suspension_end(until: date | None) -> None:
    """Raise InvalidInput (422) when a suspension would end before it begins."""
    if until is not None and until < today():
        raise InvalidInput(_("The last day of the suspension must not be past."))


def _require(certificate: Certificate, allowed: tuple[Status, ...]) -> None:
    """Lock the row and read it afresh, so that two people do not end it in two ways."""
    db.session.flush()
    db.session.execute(select(Certificate.id).where(Certificate.id == certificate.id).with_for_update())
    db.session.refresh(certificate)
    if status_of(certificate, today()) not in allowed:
        raise DomainError(
            _("The status of certificate %(serial)s does not allow this.", serial=certificate.serial)
        )


def _reasoned(reason: str) -> str:
    if not reason.strip():
        raise InvalidInput(_("Write the reason. It is published with the certificate."))
    return reason.strip()
