"""What happens to a certificate, in the words of the log."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select

from labelapp.certificates.models import Certificate
from labelapp.decisions.told import decisions_of
from labelapp.events.telling import Readers, Topic, Words

_KIND, _BOTH = Topic.CERTIFICATE, Readers.BOTH

WORDS = {
    "certificate.issued": Words(_KIND, _l("The certificate was issued."), _BOTH),
    "certificate.imported": Words(
        _KIND, _l("The certificate was taken over from an earlier register."), _BOTH
    ),
    "certificate.suspended": Words(_KIND, _l("The certificate was suspended: %(reason)s"), _BOTH),
    "certificate.reinstated": Words(_KIND, _l("The certificate was reinstated: %(reason)s"), _BOTH),
    "certificate.suspension_ended": Words(_KIND, _l("The suspension of the certificate ended."), _BOTH),
    "certificate.withdrawn": Words(_KIND, _l("The certificate was withdrawn: %(reason)s"), _BOTH),
    "certificate.postponed": Words(_KIND, _l("The certificate could not be issued yet: %(problem)s")),
    "certificate.printed_again": Words(_KIND, _l("The certificate was printed and sealed again."), _BOTH),
    "certificate.superseded": Words(_KIND, _l("Certificate %(by)s took the place of this one."), _BOTH),
}


def certificates_of(assessment_id: int) -> Select[int]:
    """The certificates that followed the decisions of a case."""
    return select(Certificate.id).where(Certificate.decision_id.in_(decisions_of(assessment_id)))
