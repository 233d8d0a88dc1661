"""The words of a report as rules draft them from its record, in whatever language is being spoken.

What assessors noted is joined, said once, and attributed to none of them.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from labelapp.reviews.comparison import reason_text
from labelapp.reviews.record import FindingRecord, IndicatorRecord, ReviewRecord, TextsRecord, TotalRecord
from labelapp.schemes.definition import Dimension, Scheme
from labelapp.web.formats import percent_cut
from labelapp.web.formats import points as points_text
from labelapp.web.locale import scheme_text

# How many strengths and priorities the summary of two pages names.
MOST_FINDINGS = 5
# Reasons that stand for one indicator each; the summary lists those apart.
MINIMUM_CODES = ("minimum_not_met", "minimum_open")


def draft_texts(scheme: Scheme, record: ReviewRecord) -> TextsRecord:
    """Every text, from the record alone."""
    return TextsRecord(
        summary=_summary(scheme, record),
        strengths=_strengths(scheme, record)[:MOST_FINDINGS],
        priorities=_priorities(scheme, record)[:MOST_FINDINGS],
        dimensions={one.code: _dimension(scheme, record, one) for one in scheme.dimensions},
        indicators={code: _indicator(one) for code, one in record.indicators.items()},
    )


def joined(texts: Iterable[str], between: str = "\n") -> str:
    """Each text once, however often it was written; capitals, spaces and the last full stop make no difference."""
    found: dict[str, str] = {}
    for text in texts:
        key = " ".join(text.split()).rstrip(".").casefold()
        if key:
            found.setdefault(key, text.strip())
    return between.join(found.values())


def all_findings(scheme: Scheme, record: ReviewRecord, kind: str) -> list[FindingRecord]:
    """Every `strengths` or `improvements` that was noted, in the order in which a draft takes them."""
    return _strengths(scheme, record) if kind == "strengths" else _priorities(scheme, record)


def _noted(record: IndicatorRecord, kind: str, between: str = " ") -> str:
    return joined((getattr(sheet, kind) for sheet in record.sheets), between)


def _strengths(scheme: Scheme, record: ReviewRecord) -> list[FindingRecord]:
    """The highest share of points first, then the order of the scheme."""
    noted = _each(scheme, record, "strengths")
    return sorted(noted, key=lambda one: -_share(record.indicators[one.code]))


def _priorities(scheme: Scheme, record: ReviewRecord) -> list[FindingRecord]:
    """Minimum requirements that are not met first, whether or not anything was noted; then the most points missing."""
    noted = {one.code: one for one in _each(scheme, record, "improvements")}
    for code in _failed(record):
        minimum = scheme.indicators[code].minimum
        if code not in noted and minimum is not None:
            text = _("Meet the minimum requirement: %(text)s.", text=scheme_text(minimum.text).rstrip("."))
            noted[code] = FindingRecord(code=code, text=text)
    order = list(scheme.indicators)
    return sorted(
        noted.values(),
        key=lambda one: (
            one.code not in _failed(record),
            -_missing(record.indicators[one.code]),
            order.index(one.code),
        ),
    )


def _each(scheme: Scheme, record: ReviewRecord, kind: str) -> list[FindingRecord]:
    codes = [code for dimension in scheme.dimensions for code in dimension.indicators]
    texts = {code: _noted(record.indicators[code], kind) for code in codes}
    return [FindingRecord(code=code, text=text) for code, text in texts.items() if text]


def _failed(record: ReviewRecord) -> list[str]:
    return [code for code, one in record.indicators.items() if one.consensus.minimum_met is False]


def _share(record: IndicatorRecord) -> Fraction:
    maximum = Fraction(record.max)
    return Fraction(record.consensus.points or 0) / maximum if maximum else Fraction(0)


def _missing(record: IndicatorRecord) -> Fraction:
    if record.consensus.points is None:
        return Fraction(0)
    return Fraction(record.max) - Fraction(record.consensus.points)


def _summary(scheme: Scheme, record: ReviewRecord) -> str:
    return "\n\n".join(
        part for part in (_opening(scheme, record), _rules(record), _spread(scheme, record)) if part
    )


def _opening(scheme: Scheme, record: ReviewRecord) -> str:
    values = {
        "cluster": record.cluster,
        "label": scheme_text(scheme.name),
        "date": format_date(record.assessed_on, "long"),
    }
    sentence = ngettext(
        "%(cluster)s was assessed for this label by one independent assessor: %(label)s. The assessment ended on "
        "%(date)s.",
        "%(cluster)s was assessed for this label by %(num)s independent assessors: %(label)s. The assessment ended on "
        "%(date)s.",
        scheme.assessors.count,
        **values,
    )
    return str(sentence)


def _rules(record: ReviewRecord) -> str:
    """The rules of the scheme in their own words; minimum requirements that are not met are counted."""
    said = [reason_text(one.message, one.params) for one in record.reasons if one.code not in MINIMUM_CODES]
    failed = [one for one in record.reasons if one.code in MINIMUM_CODES]
    if failed:
        codes = ", ".join(one.params["indicator"] for one in failed)
        said.append(
            ngettext(
                "One minimum requirement is not met: %(codes)s.",
                "%(num)s minimum requirements are not met: %(codes)s.",
                len(failed),
                codes=codes,
            )
        )
    return " ".join(said)


def _spread(scheme: Scheme, record: ReviewRecord) -> str:
    """Which dimension came out best and which has most to gain; nothing when they do not differ."""
    shares = [
        (Fraction(total.percent), dimension)
        for dimension in scheme.dimensions
        if (total := record.dimensions[dimension.code]).percent is not None
    ]
    if len(shares) < 2:
        return ""
    least, most = min(shares, key=lambda one: one[0]), max(shares, key=lambda one: one[0])
    if least[0] == most[0]:
        return ""
    return str(
        _(
            "The largest share of points was reached in “%(best)s” (%(best_share)s), the smallest in “%(least)s” "
            "(%(least_share)s).",
            best=scheme_text(most[1].name),
            best_share=percent_cut(most[0]),
            least=scheme_text(least[1].name),
            least_share=percent_cut(least[0]),
        )
    )


def _dimension(scheme: Scheme, record: ReviewRecord, dimension: Dimension) -> str:
    return " ".join(_sentences(scheme, record, dimension, record.dimensions[dimension.code]))


def _sentences(
    scheme: Scheme, record: ReviewRecord, dimension: Dimension, total: TotalRecord
) -> Iterator[str]:
    kept = {code: record.indicators[code] for code in dimension.indicators}
    if total.percent is not None:
        yield str(
            _(
                "%(points)s of %(maximum)s points (%(share)s).",
                points=points_text(Fraction(total.points)),
                maximum=points_text(Fraction(total.max)),
                share=percent_cut(Fraction(total.percent)),
            )
        )
        full = [code for code, one in kept.items() if Fraction(one.max) and _share(one) == 1]
        if full:
            yield str(_("Full points: %(names)s.", names=_names(scheme, full)))
        weak = [
            code
            for code, one in kept.items()
            if one.consensus.points is not None and _share(one) < Fraction(1, 2)
        ]
        if weak:
            yield str(_("Less than half of the points: %(names)s.", names=_names(scheme, weak)))
    failed = [code for code in _failed(record) if code in kept]
    if failed:
        yield str(_("Minimum requirement not met: %(names)s.", names=_names(scheme, failed)))
    doubted = [code for code, one in kept.items() if one.consensus.plausible is False]
    if doubted:
        yield str(_("Answers that are not plausible: %(names)s.", names=_names(scheme, doubted)))
    elif total.percent is None and not failed:
        yield str(_("The answers are plausible and the evidence supports them."))


def _names(scheme: Scheme, codes: Iterable[str]) -> str:
    return ", ".join(f"{code} {scheme_text(scheme.indicators[code].name)}" for code in codes)


def _indicator(record: IndicatorRecord) -> str:
    """The reason that was agreed, else what the sheets say; then strengths and areas for improvement."""
    parts = [record.reason or _noted(record, "justification", "\n")]
    strengths, improvements = _noted(record, "strengths"), _noted(record, "improvements")
    if strengths:
        parts.append(_("Strengths: %(text)s", text=strengths))
    if improvements:
        parts.append(_("Areas for improvement: %(text)s", text=improvements))
    return "\n\n".join(part for part in parts if part)
