"""Certificates by their verification codes, and those of one's own cluster organisations."""

from sqlalchemy import select

from labelapp.accounts.policy import is_signed_in
from labelapp.api.blueprint import api
from labelapp.api.core.endpoints import Call, Guard
from labelapp.api.core.paging import addresses
from labelapp.api.core.reading import PagedQuery, Query
from labelapp.api.scopes import Scope
from labelapp.api.shapes.certificates import (
    CertificateFacts,
    CertificateStatus,
    RegisterPage,
    certificate_facts,
    certificate_status,
    register_entry,
)
from labelapp.certificates.models import Certificate
from labelapp.certificates.queries import find_certificate
from labelapp.clock import today
from labelapp.clusters.models import TeamMember
from labelapp.web.paging import Page, read_page

OWN = Guard(Scope.CERTIFICATES_READ, is_signed_in)
BY_CODE = Guard(load=find_certificate)


@api.read("/certificates", "Certificates", RegisterPage, OWN, PagedQuery)
def certificates(call: Call[None, PagedQuery]) -> RegisterPage:
    """List the certificates of one's own cluster organisations.

    Of every cluster organisation in whose team the person is, the longest valid first, renewals that have not begun
    yet included.
    """
    mine = select(TeamMember.cluster_id).where(TeamMember.user_id == call.person.id)
    page: Page[Certificate] = read_page(
        select(Certificate).where(Certificate.cluster_id.in_(mine)),
        Certificate.valid_until.expression,
        Certificate.id.expression,
        call.query.position,
        descending=True,
        size=call.query.limit,
    )
    items = [register_entry(certificate, today()) for certificate in page.items]
    return RegisterPage(items=items, **addresses(page, call.query))


@api.read("/certificates/<code>", "Certificates", CertificateFacts, BY_CODE)
def certificate(call: Call[Certificate, Query]) -> CertificateFacts:
    """Read every certified fact of one certificate.

    With its status of the day, its history, and the addresses of PDF, credential, badge and page. Wrong codes are
    counted together with those on the page; more than 30 in a minute are refused.
    """
    return certificate_facts(call.found, today())


@api.read("/status/<code>", "Certificates", CertificateStatus, BY_CODE)
def status(call: Call[Certificate, Query]) -> CertificateStatus:
    """Check one certificate.

    What it is worth on this day, and no more. Case, spaces and hyphens of the code do not matter. Wrong codes are
    counted together with those on the page.
    """
    return certificate_status(call.found, today())
