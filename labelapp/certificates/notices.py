"""Mails about certificates, to the managers of the cluster organisation."""

from labelapp.certificates.models import Certificate
from labelapp.clusters.models import TeamRole
from labelapp.clusters.queries import people_with
from labelapp.events.outbox import queue_mail
from labelapp.web.links import public_link


def tell_of_issue(certificate: Certificate) -> None:
    """The certificate is there, with its address and its file."""
    _tell(certificate, "certificate_issued")


def tell_of_reissue(certificate: Certificate) -> None:
    """It was issued again under the present name and place, and takes the place of the earlier one."""
    _tell(certificate, "certificate_reissued")


def tell_of_new_file(certificate: Certificate) -> None:
    """The same certificate has a new file; earlier ones stay genuine."""
    _tell(certificate, "certificate_printed_again")


def tell_of_status(certificate: Certificate, template: str) -> None:
    """The secretariat suspended, reinstated or withdrew it, or its suspension ended."""
    _tell(certificate, template)


def _tell(certificate: Certificate, template: str) -> None:
    for person in people_with(certificate.cluster, TeamRole.MANAGER):
        queue_mail(
            person.email,
            person.locale,
            template,
            person=person,
            certificate=certificate,
            url=public_link("certificates.show", code=certificate.code),
            file_url=public_link("certificates.file", code=certificate.code),
        )
