"""The rules by which a benchmark drafts what stands out: when something is said, in which section, in which words.

Data of a scheme, but nothing that decides about a label: the content hash leaves it out, as it does `procedure`.
"""

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from labelapp.schemes.field_types import Definition, Number, Text

TopicCode = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
Kind = Literal["value", "composition", "profile"]
Section = Literal["strengths", "differences", "actions"]
Side = Literal["above", "below", "either"]
Words = Annotated[Text, StringConstraints(max_length=240)]
Most = Annotated[int, Field(ge=0, le=6, strict=True)]
Percentile = Annotated[Number, Field(ge=0, le=100)]

SECTIONS: tuple[Section, ...] = ("strengths", "differences", "actions")
_PLACES = re.compile(r"%\((?P<name>[^)]*)\)s|%%|(?P<stray>%)")


class MiddleHalf(Definition):
    """The own value lies outside the middle half of the group."""

    kind: Literal["middle_half"]
    side: Side = "either"


class PercentileBeyond(Definition):
    """The whole interval of the own percentile lies at a bound or beyond it; exactly one bound is stated."""

    kind: Literal["percentile"]
    at_least: Percentile | None = None
    at_most: Percentile | None = None


class Changed(Definition):
    """The own value moved by more than an amount since the last submission, in its own unit.

    `group` is what the clusters that answered in both cycles did: in `also` the median of their changes goes the
    same way by more than the amount, in `not` it does not.
    """

    kind: Literal["changed"]
    direction: Literal["up", "down", "either"] = "either"
    by_more_than: Annotated[Number, Field(ge=0)]
    group: Literal["also", "not"]


class PartDiffers(Definition):
    """A part lies further from that of the group than an amount: percentage points of a composition, or levels."""

    kind: Literal["part"]
    side: Side = "either"
    by_more_than: Annotated[Number, Field(ge=0)]


class Unanswered(Definition):
    """The cluster organisation gave no answer that has a value."""

    kind: Literal["unanswered"]


class BelowNextLevel(Definition):
    """The own value does not reach the highest level of its indicator, whose next level is a band."""

    kind: Literal["next_level"]


Condition = Annotated[
    MiddleHalf | PercentileBeyond | Changed | PartDiffers | Unanswered | BelowNextLevel,
    Field(discriminator="kind"),
]

# What a text can name of topics of each kind, and what a condition adds to that.
PLACES: dict[str, frozenset[str]] = {
    "value": frozenset({"group", "n", "own", "median", "low", "high", "percentile", "from", "to"}),
    "composition": frozenset({"group", "n"}),
    "profile": frozenset({"group", "n"}),
}
ADDED_PLACES: dict[str, frozenset[str]] = {
    "changed": frozenset({"before", "group_before", "group_now"}),
    "part": frozenset({"part", "own", "of_group"}),
    "next_level": frozenset({"next"}),
}
# The kinds of topics about which a condition says something.
CONCERNS: dict[str, frozenset[str]] = {
    "middle_half": frozenset({"value"}),
    "percentile": frozenset({"value"}),
    "changed": frozenset({"value"}),
    "next_level": frozenset({"value"}),
    "part": frozenset({"composition", "profile"}),
    "unanswered": frozenset({"value", "composition", "profile"}),
}


class DraftingRule(Definition):
    """One rule: about which topics, under which conditions (all of them), what is said and where.

    Topics are named by their benchmark codes, or by unit and kind; what is left empty leaves all. The text has
    places such as `%(own)s` for figures; without a figure for each of them nothing is said. Of several rules for one
    topic and section the one with the highest priority speaks.
    """

    section: Section
    topics: tuple[TopicCode, ...] = ()
    units: tuple[Text, ...] = ()
    kinds: tuple[Kind, ...] = ()
    when: tuple[Condition, ...] = Field(min_length=1)
    priority: Annotated[int, Field(ge=0, le=100, strict=True)] = 50
    text: Words

    def is_about(self, code: str, unit: str, kind: str) -> bool:
        """Whether the rule speaks of such a topic."""
        return (
            (not self.topics or code in self.topics)
            and (not self.units or unit in self.units)
            and (not self.kinds or kind in self.kinds)
        )

    @property
    def places(self) -> frozenset[str]:
        """The figures that the text names."""
        return frozenset(name for name in _places(self.text) if name is not None)

    @property
    def has_stray_percent(self) -> bool:
        """Whether a percent sign stands alone; in a text with places it is written twice."""
        return None in _places(self.text)


def _places(text: str) -> Iterator[str | None]:
    """The names of places in a text, None for a percent sign that is none."""
    for found in _PLACES.finditer(text):
        if found["stray"]:
            yield None
        elif found["name"] is not None:
            yield found["name"]


class MostStatements(Definition):
    """How many statements a section holds at most."""

    strengths: Most = 4
    differences: Most = 4
    actions: Most = 4


class Drafting(Definition):
    """All rules of a scheme, and how much they may say."""

    most: MostStatements = MostStatements()
    rules: tuple[DraftingRule, ...] = ()
