"""Every change to partners, programmes, remits and public reports."""

from collections.abc import Collection
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from labelapp.accounts.models import User
from labelapp.accounts.policy import is_partner
from labelapp.accounts.queries import find_by_email
from labelapp.clock import now
from labelapp.clusters.models import Cluster
from labelapp.consortium.models import (
    CountryReport,
    Partner,
    PartnerPerson,
    Programme,
    ProgrammeCluster,
)
from labelapp.consortium.notices import tell_clusters, tell_team
from labelapp.consortium.remit import partner_of
from labelapp.events.log import record
from labelapp.extensions import db
from labelapp.web.errors import DomainError, InvalidInput


@dataclass(frozen=True)
class PartnerFacts:
    """A partner with the countries and programmes of its remit."""

    name: str
    countries: Collection[str] = ()
    programmes: Collection[int] = ()


def save_partner(partner: Partner | None, facts: PartnerFacts, by: User | None = None) -> Partner:
    """Enter a partner, or change one. Clusters of programmes that are new to its remit are told.

    Raises InvalidInput when another partner has the name.
    """
    _refuse_taken_name(Partner, facts.name, partner)
    is_new = partner is None
    partner = partner or Partner()
    partner.name, partner.countries = facts.name, sorted(facts.countries)
    before = set() if is_new else {one.id for one in partner.programmes}
    known = select(Programme).where(Programme.id.in_(facts.programmes))
    partner.programmes = list(db.session.scalars(known.order_by(Programme.name)))
    db.session.add(partner)
    record(
        "partner.created" if is_new else "partner.changed",
        partner,
        actor=by,
        name=partner.name,
        countries=", ".join(partner.countries) or "–",
        programmes=", ".join(one.name for one in partner.programmes) or "–",
    )
    for programme in partner.programmes:
        if programme.id not in before:
            tell_clusters(programme)
    return partner


def add_person(partner: Partner, email: str, by: User | None = None) -> PartnerPerson:
    """Let somebody with the role of a partner work for this one, and for no other.

    Raises InvalidInput otherwise: roles are an administrator's to give.
    """
    user = find_by_email(email)
    if user is None or not is_partner(user):
        raise InvalidInput(
            _(
                "Nobody with this address has the role of a partner. An administrator invites people and gives it."
            )
        )
    if (other := partner_of(user)) is not None:
        raise InvalidInput(_("%(name)s works for %(partner)s already.", name=user.name, partner=other.name))
    person = PartnerPerson(partner=partner, user=user)
    db.session.add(person)
    record("partner.person_added", partner, actor=by, person=user.id)
    return person


def remove_person(person: PartnerPerson, by: User | None = None) -> None:
    """From now on the person sees nothing of the remit."""
    record("partner.person_removed", person.partner, actor=by, person=person.user_id)
    db.session.delete(person)
    db.session.flush()


def save_programme(
    programme: Programme | None, name: str, country: str | None, by: User | None = None
) -> Programme:
    """Enter a programme, or change one. Raises InvalidInput when another has the name."""
    _refuse_taken_name(Programme, name, programme)
    is_new = programme is None
    programme = programme or Programme()
    programme.name, programme.country = name, country
    db.session.add(programme)
    record("programme.created" if is_new else "programme.changed", programme, actor=by, name=name)
    return programme


def add_cluster(programme: Programme, cluster: Cluster, by: User | None = None) -> None:
    """Put a cluster organisation into a programme and tell its managers which partners look at it now."""
    if db.session.get(ProgrammeCluster, (programme.id, cluster.id)) is not None:
        raise DomainError(_("This cluster organisation is in the programme already."))
    db.session.add(ProgrammeCluster(programme_id=programme.id, cluster_id=cluster.id))
    record("programme.cluster_added", programme, actor=by, cluster=cluster.name)
    tell_team(programme, cluster)


def remove_cluster(member: ProgrammeCluster, by: User | None = None) -> None:
    """Take a cluster organisation out of a programme."""
    record("programme.cluster_removed", member.programme, actor=by, cluster=member.cluster.name)
    db.session.delete(member)
    db.session.flush()


def publish_report(partner: Partner, country: str, year: int, by: User) -> CountryReport:
    """Make the report of a country about a year public. Raises DomainError when it is public already."""
    taken = select(CountryReport.id).where(CountryReport.country == country, CountryReport.year == year)
    if db.session.scalar(taken) is not None:
        raise DomainError(_("This report is public already."))
    report = CountryReport(
        country=country, year=year, partner_id=partner.id, published_at=now(), published_by_id=by.id
    )
    db.session.add(report)
    record("country_report.published", report, actor=by, country=country, year=year)
    return report


def withdraw_report(report: CountryReport, by: User) -> None:
    """Take a report back; its address then leads nowhere. It can be published again."""
    record("country_report.withdrawn", report, actor=by, country=report.country, year=report.year)
    db.session.delete(report)
    db.session.flush()


def _refuse_taken_name(
    kind: type[Partner] | type[Programme], name: str, own: Partner | Programme | None
) -> None:
    taken = select(kind.id).where(kind.name == name)
    if own is not None:
        taken = taken.where(kind.id != own.id)
    if db.session.scalar(taken) is not None:
        raise InvalidInput(_("This name is taken."))
