"""What a cluster organisation can be asked: the typed input fields of an indicator."""

from fractions import Fraction
from typing import Annotated, ClassVar, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PrivateAttr,
    StrictBool,
    StrictInt,
    StringConstraints,
    WithJsonSchema,
)

from labelapp.schemes.numbers import exact, parse_exact

Text = Annotated[str, StringConstraints(strict=True, strip_whitespace=True, min_length=1)]
Code = Annotated[str, StringConstraints(strict=True, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=40)]
Name = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Number = Annotated[
    Fraction,
    BeforeValidator(parse_exact),
    PlainSerializer(exact),
    WithJsonSchema({"type": ["string", "integer"], "pattern": r"^[+-]?\d+(\.\d+|/[1-9]\d*)?$"}),
]
Count = Annotated[StrictInt, Field(ge=1)]


class Definition(BaseModel):
    """The base of every part of a definition: immutable, and without room for unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class FieldDefinition(Definition):
    """What all fields share. A field with `from_` is looked up in another indicator and never answered."""

    # What a field is worth in a measure; None when it is no number.
    numeric: ClassVar[bool] = False

    code: Name
    label: Text
    hint: Text | None = None
    required: StrictBool = True
    from_: Text | None = Field(
        None, alias="from", description="indicator.field that holds the value, such as 1.3.committed"
    )
    figure: Text | None = Field(
        None, description="figure of the data room that gives the value, such as members.committed"
    )


class IntegerField(FieldDefinition):
    """A whole number within optional bounds."""

    numeric = True
    type: Literal["integer"]
    unit: Text | None = None
    at_least: StrictInt = 0
    at_most: StrictInt | None = None


class DecimalField(FieldDefinition):
    """An exact decimal number within optional bounds."""

    numeric = True
    type: Literal["decimal"]
    unit: Text | None = None
    at_least: Number = Fraction(0)
    at_most: Number | None = None


class MoneySource(Definition):
    """Where money comes from; `private` sources can be shared out by a measure."""

    code: Name
    label: Text
    private: StrictBool = False


class MoneyField(FieldDefinition):
    """Amounts of money, one for each source."""

    numeric = True
    type: Literal["money"]
    currency: Annotated[str, StringConstraints(strict=True, pattern="^[A-Z]{3}$")] = "EUR"
    sources: tuple[MoneySource, ...] = Field(min_length=1)


class DateField(FieldDefinition):
    """A calendar date."""

    type: Literal["date"]


class Option(Definition):
    """One answer of a choice; `points` make the choice a number."""

    code: Name
    label: Text
    points: Number | None = None


class ChoiceField(FieldDefinition):
    """One of several answers."""

    numeric = True
    type: Literal["choice"]
    options: tuple[Option, ...] = Field(min_length=2)


class Item(Definition):
    """One item of a checklist and what it is worth."""

    code: Name
    label: Text
    points: Number = Fraction(1)


class ChecklistField(FieldDefinition):
    """Any number of items that are fulfilled."""

    numeric = True
    type: Literal["checklist"]
    items: tuple[Item, ...] = Field(min_length=1)


class RubricField(FieldDefinition):
    """One of the levels of the indicator, chosen by its description; its value is the level's points."""

    numeric = True
    type: Literal["rubric"]

    # The indicator lends its levels, so that a value can be read with the field alone.
    _steps: tuple[Fraction, ...] = PrivateAttr(default=())

    @property
    def steps(self) -> tuple[Fraction, ...]:
        """The points of the levels that can be chosen, high to low."""
        return self._steps

    def lend(self, steps: tuple[Fraction, ...]) -> None:
        """Take the points of the indicator's levels; called once, when the indicator is built."""
        self._steps = steps


class Category(Definition):
    """One category of a count."""

    code: Name
    label: Text


class CountsField(FieldDefinition):
    """A whole number for each category, each at most `at_most`."""

    numeric = True
    type: Literal["counts"]
    unit: Text | None = None
    at_most: Count | None = None
    categories: tuple[Category, ...] = Field(min_length=1)


class TextField(FieldDefinition):
    """Free text of at most `words` words."""

    type: Literal["text"]
    words: Count | None = None


class LinkField(FieldDefinition):
    """A web address."""

    type: Literal["link"]


AnyField = Annotated[
    IntegerField
    | DecimalField
    | MoneyField
    | DateField
    | ChoiceField
    | ChecklistField
    | RubricField
    | CountsField
    | TextField
    | LinkField,
    Field(discriminator="type"),
]


def parts(field: FieldDefinition) -> tuple[MoneySource | Category | Item | Option, ...]:
    """The coded parts a field is made of: sources, categories, items or options; none for other fields."""
    if isinstance(field, MoneyField):
        return field.sources
    if isinstance(field, CountsField):
        return field.categories
    if isinstance(field, ChecklistField):
        return field.items
    return field.options if isinstance(field, ChoiceField) else ()
