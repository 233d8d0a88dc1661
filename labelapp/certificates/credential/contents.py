"""What the credential of a certificate says: the award, its holder and issuer, and where its status is told.

It follows from the facts of the row alone, so it is the same whenever it is made with the same key. No person is named
in it, and no score.
"""

from datetime import UTC, date, datetime, time
from typing import Any

from flask_babel import gettext as _

from labelapp.certificates import presentation
from labelapp.certificates.credential.issuer import CREDENTIALS, OPEN_BADGES, profile, signing_method
from labelapp.certificates.credential.keys import issuer_keys
from labelapp.certificates.credential.lists import Purpose, list_address
from labelapp.certificates.credential.places import place_of
from labelapp.certificates.credential.proof import Document, add_proof, moment_text
from labelapp.certificates.models import Certificate, Origin
from labelapp.extensions import schemes
from labelapp.web.links import public_link
from labelapp.web.locale import scheme_text, speaking, speaking_on_certificate

_LAST_SECOND = time(23, 59, 59)


def has_credential(certificate: Certificate) -> bool:
    """Whether we sign for it: not for one taken over from an earlier register, which somebody else issued then."""
    return certificate.origin is Origin.ISSUED


def credential_of(certificate: Certificate) -> Document:
    """The credential with its proof, in the language of the certificate as far as its texts are translated."""
    scheme = schemes().get(certificate.scheme_code, certificate.scheme_version)
    with speaking_on_certificate(certificate.language):
        label, summary = scheme_text(certificate.scheme_name), scheme_text(scheme.summary)
    with speaking(certificate.language):
        content = _content(certificate, label, summary)
    return add_proof(content, issuer_keys().signing, signing_method(), certificate.issued_at)


def _content(certificate: Certificate, label: str, summary: str) -> Document:
    return {
        "@context": [CREDENTIALS, OPEN_BADGES],
        "id": public_link("credential.show", code=certificate.code),
        "type": ["VerifiableCredential", "AchievementCredential"],
        "name": str(_("%(label)s: %(holder)s", label=label, holder=certificate.holder)),
        "description": _description(certificate),
        "issuer": profile(certificate.issuer),
        "awardedDate": moment_text(certificate.issued_at),
        "validFrom": _moment(certificate.valid_from),
        "validUntil": _moment(certificate.valid_until, _LAST_SECOND),
        "credentialSubject": _subject(certificate, _achievement(certificate, label, summary)),
        "credentialStatus": _status(certificate),
        "evidence": [
            {
                "id": public_link("certificates.show", code=certificate.code),
                "type": ["Evidence"],
                "name": str(_("Verification page")),
            }
        ],
    }


def _subject(certificate: Certificate, achievement: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": public_link("certificates.show", code=certificate.code) + "#holder",
        "type": ["AchievementSubject", "Profile"],
        "name": certificate.holder,
        "address": {
            "type": ["Address"],
            "addressLocality": certificate.place,
            "addressCountryCode": certificate.country,
        },
        "identifier": [
            {
                "type": "IdentityObject",
                "hashed": False,
                "identityHash": certificate.holder,
                "identityType": "name",
            }
        ],
        "licenseNumber": certificate.serial,
        "activityEndDate": _moment(certificate.assessed_on),
        "narrative": _narrative(certificate),
        "achievement": achievement,
    }


def _achievement(certificate: Certificate, label: str, summary: str) -> dict[str, Any]:
    return {
        "id": f"{public_link('credential.issuer')}#{certificate.scheme_code}-{certificate.scheme_version}",
        "type": ["Achievement"],
        "achievementType": "Certification",
        "name": label,
        "description": summary,
        "criteria": {"id": public_link("pages.how_it_works"), "narrative": summary},
        "creator": profile(certificate.issuer),
        "humanCode": certificate.scheme_code,
        "version": certificate.scheme_version,
        "tag": [certificate.level, *certificate.portfolios],
        "inLanguage": certificate.language,
    }


def _status(certificate: Certificate) -> dict[str, Any]:
    """One entry, since Open Badges 3.0 allows no more: of the list that also tells of withdrawals."""
    number, place = place_of(certificate)
    address = list_address(Purpose.SUSPENSION, number)
    return {
        "id": f"{address}#{place}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": Purpose.SUSPENSION.value,
        "statusListIndex": str(place),
        "statusListCredential": address,
    }


def _description(certificate: Certificate) -> str:
    place = presentation.place_of(certificate)
    notes = [_("%(holder)s, %(place)s", holder=certificate.holder, place=place)]
    if certificate.demonstration:
        notes.append(_("Demonstration. Every organisation, person and figure is invented."))
    if certificate.illustrative:
        notes.append(
            _(
                "This scheme is illustrative: its indicators and thresholds were written for this software "
                "and are not those of any labelling body."
            )
        )
    return "\n\n".join(str(note) for note in notes)


def _narrative(certificate: Certificate) -> str:
    """The facts that the data model has no field for."""
    facts = [
        _("Assessed: %(words)s", words=presentation.assessors_words(certificate)),
        _("Award: %(words)s", words=presentation.award_words(certificate)),
    ]
    if certificate.portfolios:
        facts.append(_("Field: %(words)s", words=presentation.fields_of(certificate)))
    return "\n\n".join(str(fact) for fact in facts)


def _moment(day: date, of_day: time = time()) -> str:
    return moment_text(datetime.combine(day, of_day, UTC))
