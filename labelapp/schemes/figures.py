"""The figures of a data room that a field of a scheme may name: a stable code and the type of its value.

What a figure counts is computed by `labelapp.dataroom.figures`; here stands only what a definition may rely on.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from labelapp.schemes.field_types import CountsField, FieldDefinition, MoneyField, parts


@dataclass(frozen=True)
class KnownFigure:
    """`type` is that of the fields that may name the figure, `parts` the codes of its categories or sources."""

    code: str
    type: str
    parts: tuple[str, ...] = ()


_INCOME = ("fees", "services", "sponsoring", "other_private", "regional", "national", "european")
FIGURES = {
    figure.code: figure
    for figure in (
        KnownFigure("members.listed", "integer"),
        KnownFigure("members.committed", "integer"),
        KnownFigure("members.types", "counts", ("sme", "large", "research", "public", "finance_others")),
        KnownFigure("members.year_before", "integer"),
        KnownFigure("members.joined", "integer"),
        KnownFigure("members.left", "integer"),
        KnownFigure("members.abroad", "integer"),
        KnownFigure("members.counted_on", "date"),
        KnownFigure("staff.fte", "decimal"),
        KnownFigure("staff.persons", "integer"),
        KnownFigure("staff.left", "integer"),
        KnownFigure("staff.training_days", "decimal"),
        KnownFigure("finances.income", "money", _INCOME),
        KnownFigure("events.held", "counts", ("participants", "open", "international")),
        KnownFigure("groups.active", "integer"),
        KnownFigure("projects.joint", "integer"),
        KnownFigure("press.regional", "integer"),
        KnownFigure("press.wider", "integer"),
        KnownFigure("press.stories", "integer"),
    )
}


def figure_findings(field: FieldDefinition, kind: str) -> Iterator[str]:
    """Yield what is wrong with the figure that a field of type `kind` names."""
    known = FIGURES.get(field.figure or "")
    if known is None:
        yield f"there is no figure {field.figure}; known are {', '.join(FIGURES)}"
        return
    if field.from_ is not None:
        yield "a field that is taken from another indicator has no figure of its own"
    if known.type != kind:
        yield f"{known.code} is a figure of type {known.type}, this field is {kind}"
    elif isinstance(field, CountsField | MoneyField) and {part.code for part in parts(field)} != set(
        known.parts
    ):
        yield f"{known.code} has the parts {', '.join(known.parts)}, this field has others"
    elif isinstance(field, MoneyField) and field.currency != "EUR":
        yield f"{known.code} is in EUR, this field is in {field.currency}"
