"""What search engines are told, in the vocabulary of schema.org. Only what the pages say themselves; never a score."""

from datetime import date
from typing import Any

from flask_babel import gettext as _

from labelapp.certificates.models import Certificate
from labelapp.certificates.printing import public_address
from labelapp.certificates.status import IN_FORCE, has_begun, status_of
from labelapp.extensions import settings
from labelapp.web.links import public_link
from labelapp.web.locale import scheme_text

_FORMATS = {
    "certificates.register_csv": "text/csv",
    "certificates.register_json": "application/json",
    "certificates.register_feed": "application/atom+xml",
}


def issuer() -> dict[str, Any]:
    """The labelling body."""
    return {"@type": "Organization", "name": settings().issuer_name, "url": public_link("certificates.home")}


def site() -> dict[str, Any]:
    """The home page: whose site this is, and how the register is searched."""
    search = public_link("certificates.register") + "?q={words}"
    return {
        "@type": "WebSite",
        "name": _("Quality label for cluster management"),
        "url": public_link("certificates.home"),
        "publisher": issuer(),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": search},
            "query-input": "required name=words",
        },
    }


def dataset(day: date) -> dict[str, Any]:
    """The register as data that others may use."""
    return {
        "@type": "Dataset",
        "name": _("Register of labels"),
        "description": _(
            "Every certificate of the quality label for cluster management, with its holder, level and status."
        ),
        "url": public_link("certificates.register"),
        "dateModified": day.isoformat(),
        "isAccessibleForFree": True,
        "creator": issuer(),
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": public_link(endpoint)}
            for endpoint, kind in _FORMATS.items()
        ],
    }


def certification(certificate: Certificate, day: date) -> dict[str, Any]:
    """One certificate and what it is worth on a day."""
    holds = has_begun(certificate, day) and status_of(certificate, day) in IN_FORCE
    return {
        "@type": "Certification",
        "name": scheme_text(certificate.scheme_name),
        "certificationIdentification": certificate.serial,
        "certificationStatus": f"https://schema.org/Certification{'Active' if holds else 'Inactive'}",
        "url": public_address(certificate),
        "issuedBy": {"@type": "Organization", "name": certificate.issuer},
        "datePublished": certificate.issued_at.date().isoformat(),
        "auditDate": certificate.assessed_on.isoformat(),
        "validFrom": certificate.valid_from.isoformat(),
        "expires": certificate.valid_until.isoformat(),
        "about": {
            "@type": "Organization",
            "name": certificate.holder,
            "address": {
                "@type": "PostalAddress",
                "addressLocality": certificate.place,
                "addressCountry": certificate.country,
            },
        },
    }
