"""The certificate in the words of schema.org, for search engines. What counts is the signed credential."""

from datetime import date
from typing import Any

from labelapp.certificates.models import Certificate
from labelapp.certificates.printing import public_address
from labelapp.certificates.status import IN_FORCE, has_begun, status_of
from labelapp.web.locale import scheme_text


def structured_data(certificate: Certificate, day: date) -> dict[str, Any]:
    """A Certification, active only while it is in force."""
    active = status_of(certificate, day) in IN_FORCE and has_begun(certificate, day)
    return {
        "@context": "https://schema.org",
        "@type": "Certification",
        "@id": public_address(certificate),
        "url": public_address(certificate),
        "name": scheme_text(certificate.scheme_name),
        "certificationIdentification": certificate.serial,
        "certificationStatus": f"https://schema.org/Certification{'Active' if active else 'Inactive'}",
        "issuedBy": {"@type": "Organization", "name": certificate.issuer},
        "about": {
            "@type": "Organization",
            "name": certificate.holder,
            "address": {
                "@type": "PostalAddress",
                "addressLocality": certificate.place,
                "addressCountry": certificate.country,
            },
        },
        "auditDate": certificate.assessed_on.isoformat(),
        "datePublished": certificate.issued_at.date().isoformat(),
        "validFrom": certificate.valid_from.isoformat(),
        "expires": certificate.valid_until.isoformat(),
    }
