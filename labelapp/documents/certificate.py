"""The certificate: one page, landscape or portrait, worth framing."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from markupsafe import Markup

from labelapp.documents.fitting import LANDSCAPE, PORTRAIT, fit_column, fit_name, fit_word, microprint
from labelapp.documents.languages import DocumentLanguage, document_language
from labelapp.documents.ornament import certificate_art, heart_width
from labelapp.documents.qr import qr_svg
from labelapp.documents.render import Attachment, OwnTemplate, render_pdf, unprintable
from labelapp.documents.sealing.note import SealNote

MICROPRINT_SIZE = 2.2  # points
MICROPRINT = {"landscape": 237.0, "portrait": 158.0}  # length in mm
COLUMNS = {"landscape": LANDSCAPE, "portrait": PORTRAIT}
LABEL = "%(label)s"  # in a scheme's certificate sentence, where the label is named


class UnprintableName(ValueError):
    """A certified fact has letters that the bundled fonts lack; printing it without them would falsify it."""


class Signatory(NamedTuple):
    """Who stands on a certificate for the issuer, and as what."""

    name: str
    function: str


@dataclass(frozen=True)
class CertificateData:
    """Every fact on a certificate. Texts are already in `language`, except the holder's name (`holder_lang`).

    `level` is the scheme's (gold, silver, bronze, none), `country` an ISO 3166-1 alpha-2 code, `sentence` the
    scheme's certificate sentence with `%(label)s` where `label_name` goes.
    """

    serial: str
    code: str
    verify_url: str
    level: str
    level_name: str
    holder: str
    holder_lang: str
    place: str
    country: str
    sentence: str
    label_name: str
    valid_from: date
    valid_until: date
    assessed: date
    scheme_name: str
    scheme_version: str
    issuer_name: str
    issuer_subtitle: str
    signatories: Sequence[tuple[str, str]]
    issued_on: date
    language: str
    illustrative: bool
    demonstration: bool
    year: int
    orientation: Literal["landscape", "portrait"] = "landscape"
    seal: SealNote | None = None
    sample: bool = False


def certificate_pdf(
    data: CertificateData, attachments: Sequence[Attachment] = (), own: OwnTemplate | None = None
) -> bytes:
    """The certificate as a file of exactly one page, set by the scheme's `own` template if it brings one.

    Raises UnprintableName when the holder or another fact has letters that no bundled font has.
    """
    _require_printable(data)
    spoken = document_language(data.language)
    _ = spoken.gettext
    return render_pdf(
        "certificate",
        _page(data, spoken),
        language=data.language,
        title=_("Certificate %(serial)s") % {"serial": data.serial},
        description=_("%(label)s: %(holder)s") % {"label": data.label_name, "holder": data.holder},
        author=data.issuer_name,
        created=datetime.combine(data.issued_on, time(), UTC),
        attachments=attachments,
        drawings=certificate_art(
            data.level, *ring_phrases(data.level, spoken), data.orientation, data.language
        ),
        own=own,
    )


def level_word(level: str, language: str) -> str:
    """The word in the heart of the seal; empty for a scheme without levels."""
    _ = document_language(language).gettext
    return {"bronze": _("Bronze"), "silver": _("Silver"), "gold": _("Gold")}.get(level, "")


def ring_phrases(level: str, spoken: DocumentLanguage) -> tuple[str, str]:
    """The two phrases round the seal, in capitals as the translator typed them; together 40 to 62 letters."""
    _ = spoken.gettext
    second = {
        "bronze": _("BENCHMARKED AND VERIFIABLE"),
        "silver": _("IMPROVED AND VERIFIABLE"),
    }
    return _("QUALITY OF CLUSTER MANAGEMENT"), second.get(level, _("PROVEN AND VERIFIABLE"))


def grouped_code(code: str) -> str:
    """A verification code in groups of four letters, however it was stored."""
    letters = code.replace("-", "")
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def _page(data: CertificateData, spoken: DocumentLanguage) -> dict[str, object]:
    _ = spoken.gettext
    code = grouped_code(data.code)
    place = _("%(place)s, %(country)s") % {"place": data.place, "country": spoken.country(data.country)}
    room = COLUMNS[data.orientation]
    name = fit_name(data.holder, data.holder_lang, room)
    named = data.sentence.replace(LABEL, data.label_name)
    column = fit_column(name, place, named, data.language, room)
    label = Markup("<strong>{}</strong>").format(data.label_name)
    sentence = label.join(data.sentence.split(LABEL))
    return asdict(data) | {
        "signatories": [Signatory(*signatory) for signatory in data.signatories],
        "code": code,
        "place": place,
        "name_lines": name.lines,
        "name_size": name.size,
        "sentence": sentence,
        "sentence_size": str(column.sentence_size).replace(".", "-"),
        "gap": column.gap,
        "measure": column.measure,
        "word_size": fit_word(data.level_name, heart_width(data.level, data.orientation), data.language),
        "qr": qr_svg(data.verify_url, _("Code with the address %(address)s") % {"address": data.verify_url}),
        "verify_place": _verify_place(data),
        "microprint": microprint(
            f"{data.issuer_name} {data.serial} {code}", MICROPRINT_SIZE, MICROPRINT[data.orientation]
        ),
    }


def _verify_place(data: CertificateData) -> str:
    """The address people type, without scheme and code: the code stands below it."""
    address = urlsplit(data.verify_url)
    tail = address.path.rstrip("/").rpartition("/")
    same = tail[2].replace("-", "").casefold() == data.code.replace("-", "").casefold()
    return address.netloc + (tail[0] if same else address.path)


def _require_printable(data: CertificateData) -> None:
    facts = [value for value in asdict(data).values() if isinstance(value, str)]
    facts += [text for signatory in data.signatories for text in signatory]
    if lacking := unprintable("".join(facts)):
        raise UnprintableName(f"no bundled font has: {' '.join(lacking)}")
