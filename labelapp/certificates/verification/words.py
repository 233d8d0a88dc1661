"""What the page says about a file, in the reader's language: the verdict first, then what it rests on."""

from dataclasses import dataclass
from datetime import date

from flask_babel import format_date
from flask_babel import gettext as _

from labelapp.certificates import presentation
from labelapp.certificates.verification.examining import Examined, Kind
from labelapp.documents.sealing import SealCheck, SealState


@dataclass(frozen=True)
class FileVerdict:
    """`state` as the macro of the verification page asks; the line is the verdict, the sentence says what to do."""

    state: str
    title: str
    line: str
    sentence: str


def file_verdict(found: Examined, day: date) -> FileVerdict:
    """The verdict on a file on a day."""
    if found.kind is Kind.GENUINE and found.certificate is not None:
        of_register = presentation.verdict(found.certificate, day)
        return FileVerdict(
            of_register.state,
            str(_("Genuine: %(title)s", title=of_register.title)),
            str(_("Genuine file. %(verdict)s", verdict=of_register.line)),
            of_register.sentence,
        )
    state = "withdrawn" if found.kind in _FORGED else "expired"
    line, sentence = _refusals(found)[found.kind]
    return FileVerdict(state, line, line, sentence)


_FORGED = frozenset(
    {Kind.ALTERED, Kind.EXTENDED, Kind.REWRITTEN, Kind.OTHER_SEAL, Kind.OTHER_KEY, Kind.ALTERED_CREDENTIAL}
)


def _refusals(found: Examined) -> dict[Kind, tuple[str, str]]:
    signer = (found.seal.signer if found.seal else None) or "–"
    truth = _("What the register says stands below.") if found.certificate else ""
    ask = _("Ask whoever sent it for the original file, or check the code that is printed on it.")
    texts = {
        Kind.ALTERED: (
            _("Altered after it was sealed"),
            _("This file is not as it was sealed: some of its bytes were changed. Do not rely on it."),
            truth or ask,
        ),
        Kind.EXTENDED: (
            _("Something was added after it was sealed"),
            _(
                "The sealed document is in this file unchanged, but somebody added to it, and what you see may be "
                "what was added. Do not rely on it."
            ),
            truth or ask,
        ),
        Kind.REWRITTEN: (
            _("Written anew, the seal is missing"),
            _(
                "This file names one of our certificates but does not carry our seal: a program saved or printed it "
                "anew, or somebody made it. Its text may have been changed."
            ),
            truth or ask,
        ),
        Kind.OTHER_SEAL: (
            _("Sealed by somebody else"),
            _("This file is sealed by “%(signer)s”, whose seals are not ours.", signer=signer),
            truth or ask,
        ),
        Kind.OTHER_ISSUER: (
            _("A credential of another issuer"),
            _(
                "This credential names “%(issuer)s” as its issuer. That is not us.",
                issuer=found.issuer or "–",
            ),
            _("Ask that issuer."),
        ),
        Kind.OTHER_KEY: (
            _("Signed by somebody else"),
            _("This credential names us as its issuer, but it is signed with a key that is not ours."),
            truth or ask,
        ),
        Kind.ALTERED_CREDENTIAL: (
            _("Altered after it was signed"),
            _("This credential is not as it was signed. Do not rely on it."),
            truth or ask,
        ),
        Kind.UNREGISTERED: (
            _("From us, but not a certificate in the register"),
            _(
                "This file carries our seal or signature unchanged. The register has no certificate for it: it may be "
                "a letter or a report."
            ),
            _("Ask us if it is meant to be a certificate."),
        ),
        Kind.UNKNOWN: (
            _("Not one of our certificates"),
            _("The register does not know this file, and it carries no seal of ours."),
            _(
                "If it shows a code, check the code. A certificate from before this register carries neither: look for "
                "its holder in the register."
            ),
        ),
        Kind.UNREADABLE: (
            _("Neither a PDF nor a credential"),
            _(
                "This file cannot be a certificate. Choose the PDF or the credential (JSON) that you were sent."
            ),
            "",
        ),
    }
    return {kind: (line, f"{what} {then}".strip()) for kind, (line, what, then) in texts.items()}


def grounds(found: Examined) -> list[tuple[str, str]]:
    """What the verdict rests on, as the macro of checks takes it: state and sentence."""
    reasons: list[tuple[str, str]] = []
    if found.registered:
        reasons.append(("good", _("The register knows this file, byte for byte.")))
    elif found.seal is not None:
        reasons.append(("open", _("The register does not know the bytes of this file.")))
    if found.seal is not None:
        reasons.append(
            {
                SealState.INTACT: ("good", _("Our seal covers every byte of the file.")),
                SealState.EXTENDED: ("bad", _("Our seal ends before the end of the file.")),
                SealState.ALTERED: ("bad", _("The seal in the file does not fit its bytes.")),
                SealState.UNKNOWN_ISSUER: ("bad", _("The seal on the file is not ours.")),
            }.get(found.seal.state, ("open", _("The file carries no seal.")))
        )
    signature = {
        Kind.ALTERED_CREDENTIAL: ("bad", _("The signature does not fit what the credential says.")),
        Kind.OTHER_KEY: ("bad", _("The signature is made with a key that is not ours.")),
    }
    if found.issuer and found.kind is not Kind.OTHER_ISSUER:
        reasons.append(signature.get(found.kind, ("good", _("Our signature holds for every word of it."))))
    return [(state, str(text)) for state, text in reasons]


def seal_words(seal: SealCheck | None) -> str:
    """Who sealed it and when, as far as that is known; an empty text when there is nothing to tell."""
    if seal is None or seal.signer is None:
        return ""
    words = {"signer": seal.signer, "date": format_date(seal.sealed_at, "long") if seal.sealed_at else "–"}
    if seal.test_authority:
        return str(_("Sealed by %(signer)s on %(date)s, with a key of a test authority", **words))
    return str(_("Sealed by %(signer)s on %(date)s", **words))
