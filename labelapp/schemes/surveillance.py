"""What happens between the award of a label and its end: renewal, yearly declaration, changes of the holder.

Data of a scheme, but nothing that decides about points: the content hash leaves it out, as it does `procedure`.
"""

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field, model_validator

from labelapp.schemes.field_types import Count, Definition, Name, Number, Text
from labelapp.schemes.messages import mark
from labelapp.schemes.procedure import Period

Months = tuple[Count, ...]


class Question(Definition):
    """A question of the yearly declaration.

    `yes_no` is answered in words too when the answer is `explain`: that is what the secretariat looks at.
    `membership` asks for three numbers: members when the label was awarded, joined and left since. `text` is free.
    """

    code: Name
    kind: Literal["yes_no", "membership", "text"]
    label: Text
    hint: Text | None = None
    explain: Literal["yes", "no"] | None = None


# What every scheme asks that does not say otherwise.
STANDARD_QUESTIONS = (
    Question(
        code="operating",
        kind="yes_no",
        label=mark("Does the cluster organisation still operate?"),
        hint=mark("It has members, activities and a budget as it had when the label was awarded."),
        explain="no",
    ),
    Question(
        code="management",
        kind="yes_no",
        label=mark("Has the management team changed in the last twelve months?"),
        hint=mark("Who manages the cluster, and how many people work in its management."),
        explain="yes",
    ),
    Question(
        code="membership",
        kind="membership",
        label=mark("How many members are there, and how many came and went?"),
        hint=mark("Committed members, counted since the assessment for the label."),
    ),
    Question(
        code="identity",
        kind="yes_no",
        label=mark("Has the name, the legal form or the region of the organisation changed?"),
        explain="yes",
    ),
    Question(
        code="label_use",
        kind="yes_no",
        label=mark("Is the label used only for the organisation, and as the certificate says?"),
        hint=mark("On the web site, in brochures and letters; never for members or for products."),
        explain="no",
    ),
)


class Surveillance(Definition):
    """Rules of the time in which a certificate holds.

    - `renewal_opens`: months before expiry from which on the holder is invited to renew. `renewal_reminders`: months
      before expiry, `grace_reminders`: months before the last day of a seamless renewal. There is one more on the
      day after expiry. Months before the opening are left out.
    - `declaration_months`: how far the declarations of the holder are apart, counted from the first day of validity
      (0: none). `declaration_days`: working days in which it answers.
    - `changed_members`: percent of the members of the award; when more than that joined or left since, the secretariat
      is asked to look.
    """

    renewal_opens: Count = 12
    renewal_reminders: Months = (12, 6, 3, 1)
    grace_reminders: Months = (6, 3, 1)
    declaration_months: Annotated[int, Field(ge=0, le=60, strict=True)] = 12
    declaration_days: Period = 20
    changed_members: Annotated[Number, Field(gt=0)] = Field(default="50", validate_default=True)
    questions: tuple[Question, ...] = Field(default=STANDARD_QUESTIONS, min_length=1)

    @model_validator(mode="after")
    def _questions_are_told_apart(self) -> "Surveillance":
        codes = [question.code for question in self.questions]
        if len(set(codes)) != len(codes):
            raise ValueError("each question needs a code of its own")
        if sum(question.kind == "membership" for question in self.questions) > 1:
            raise ValueError("members are asked for once")
        return self

    def too_many_changed(self, then: int, joined: int, left: int) -> bool:
        """Whether more than the share of `changed_members` came or went; exactly that share is not too many."""
        return Fraction(100 * (joined + left)) > self.changed_members * then
