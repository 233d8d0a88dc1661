"""What a scheme asks, as people read it on paper and in a workbook: sections, indicators, questions, in order."""

from collections.abc import Set
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from labelapp.assessments.answers import NONE_OF_THESE
from labelapp.schemes.answers import NOT_APPLICABLE
from labelapp.schemes.definition import AnyField, Dimension, Indicator, Level, Scheme
from labelapp.schemes.field_types import parts
from labelapp.schemes.numbers import exact
from labelapp.web.formats import points as points_text
from labelapp.web.locale import scheme_text

# Indicator and field of each answer that the data room counts.
Counted = Set[tuple[str, str]]


@dataclass(frozen=True)
class Part:
    """One line of a question: a source, a category, an item, an option or a level of a rubric."""

    code: str
    label: str


@dataclass(frozen=True)
class Question:
    """One field of an indicator; `field` is None for the reason why the indicator does not apply.

    `taken_from` names the indicator, or the data room, from which a computed value comes.
    """

    indicator: Indicator
    field: AnyField | None
    label: str
    hint: str
    unit: str
    parts: tuple[Part, ...]
    taken_from: str
    counted: bool = False

    @property
    def code(self) -> str:
        """The code under which the answer is stored."""
        return self.field.code if self.field else NOT_APPLICABLE

    @property
    def kind(self) -> str:
        """The type of the field; a reason is a text."""
        return self.field.type if self.field else "text"

    @property
    def required(self) -> bool:
        """Whether the self-assessment is incomplete without it."""
        return self.field is not None and self.field.required

    @property
    def words(self) -> int | None:
        """How many words a text may have."""
        return getattr(self.field, "words", None)

    @property
    def computed(self) -> bool:
        """Whether its value comes from facts that stand elsewhere, so that nobody answers it."""
        return self.field is not None and (self.field.from_ is not None or self.counted)


@dataclass(frozen=True)
class Block:
    """One indicator. `levels` are (points, text), high to low."""

    indicator: Indicator
    name: str
    why: str
    points: str
    minimum: str
    levels: tuple[tuple[str, str], ...]
    guidance: str
    evidence: tuple[str, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Section:
    """One dimension with its indicators."""

    code: str
    name: str
    summary: str
    blocks: tuple[Block, ...]


def questionnaire(scheme: Scheme, counted: Counted = frozenset()) -> list[Section]:
    """Everything a scheme asks, in the language that is spoken. `counted` are answers of the data room."""
    return [_section(scheme, dimension, counted) for dimension in scheme.dimensions]


def questions_of(
    scheme: Scheme, indicator: Indicator, counted: Counted = frozenset()
) -> tuple[Question, ...]:
    """The questions of one indicator, the reason why it does not apply last."""
    asked = [_question(scheme, indicator, field, counted) for field in indicator.fields]
    return (*asked, _reason(indicator)) if indicator.not_applicable.allowed else tuple(asked)


def _section(scheme: Scheme, dimension: Dimension, counted: Counted) -> Section:
    return Section(
        code=dimension.code,
        name=scheme_text(dimension.name),
        summary=scheme_text(dimension.summary or ""),
        blocks=tuple(_block(scheme, scheme.indicators[code], counted) for code in dimension.indicators),
    )


def _block(scheme: Scheme, indicator: Indicator, counted: Counted) -> Block:
    return Block(
        indicator=indicator,
        name=scheme_text(indicator.name),
        why=scheme_text(indicator.why),
        points=_most(indicator),
        minimum=scheme_text(indicator.minimum.text) if indicator.minimum else "",
        levels=tuple((points_text(level.points), scheme_text(level.text)) for level in indicator.levels),
        guidance=scheme_text(indicator.guidance or ""),
        evidence=tuple(scheme_text(kind) for kind in indicator.evidence),
        questions=questions_of(scheme, indicator, counted),
    )


def _most(indicator: Indicator) -> str:
    if not indicator.max_points:
        return str(_("carries no points"))
    most = indicator.max_points
    text = ngettext(
        "%(points)s point at most", "%(points)s points at most", int(most), points=points_text(most)
    )
    return str(text)


def _question(scheme: Scheme, indicator: Indicator, field: AnyField, counted: Counted) -> Question:
    here = (indicator.code, field.code) in counted
    unit = getattr(field, "unit", None) or getattr(field, "currency", None)
    return Question(
        indicator=indicator,
        field=field,
        label=scheme_text(field.label),
        hint=scheme_text(field.hint or ""),
        unit=scheme_text(unit) if unit else "",
        parts=_parts(indicator, field),
        taken_from=_("the data room") if here else _source(scheme, field),
        counted=here,
    )


def _reason(indicator: Indicator) -> Question:
    return Question(
        indicator=indicator,
        field=None,
        label=_("If this does not apply to you, say why"),
        hint=scheme_text(indicator.not_applicable.when or ""),
        unit="",
        parts=(),
        taken_from="",
    )


def _parts(indicator: Indicator, field: AnyField) -> tuple[Part, ...]:
    if field.type == "rubric":
        return tuple(_level(level) for level in indicator.levels)
    found = tuple(Part(part.code, scheme_text(part.label)) for part in parts(field))
    return (*found, Part(NONE_OF_THESE, _("None of these"))) if field.type == "checklist" else found


def _level(level: Level) -> Part:
    return Part(exact(level.points), scheme_text(level.text))


def _source(scheme: Scheme, field: AnyField) -> str:
    if field.from_ is None:
        return ""
    source = field.from_.rpartition(".")[0]
    return f"{source} {scheme_text(scheme.indicators[source].name)}"
