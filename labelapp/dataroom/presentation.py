"""Figures and cells as people read them."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from flask_babel import format_currency, format_decimal
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from labelapp.dataroom.columns import Column
from labelapp.dataroom.figures import RULES, Figure
from labelapp.dataroom.kinds import SOURCES
from labelapp.schemes.figures import FIGURES
from labelapp.web.formats import country_name, date_short

NAMES = {
    "members.listed": _l("Members"),
    "members.committed": _l("Committed members"),
    "members.types": _l("Committed members by type"),
    "members.year_before": _l("Committed members twelve months before"),
    "members.joined": _l("Joined in the last twelve months"),
    "members.left": _l("Left in the last twelve months"),
    "members.abroad": _l("Committed members from abroad"),
    "members.counted_on": _l("Day of counting"),
    "staff.fte": _l("Management team in full-time equivalents"),
    "staff.persons": _l("Persons in the management team"),
    "staff.left": _l("Left the team in the last 24 months"),
    "staff.training_days": _l("Training days a year"),
    "finances.income": _l("Income of the last closed year"),
    "events.held": _l("Events in the last twelve months"),
    "groups.active": _l("Active working groups"),
    "projects.joint": _l("Joint projects in the last 24 months"),
    "press.regional": _l("Reports in regional media, twelve months"),
    "press.wider": _l("Reports in other media, twelve months"),
    "press.stories": _l("Success stories in the last 24 months"),
}
RULE_TEXTS = {
    "members.listed": _l("Every member who has joined and not left on the day."),
    "members.committed": _l("Members on the day who are marked as committed."),
    "members.types": _l("Committed members on the day by kind; research with education, and the rest as others."),
    "members.year_before": _l("Members marked as committed who were members twelve months before the day."),
    "members.joined": _l("Committed members who joined within the twelve months up to the day."),
    "members.left": _l("Committed members who left within the twelve months up to the day."),
    "members.abroad": _l("Committed members on the day with their site in another country."),
    "members.counted_on": _l("The day on which the committed members were counted."),
    "staff.fte": _l("The full-time equivalents of the posts that run on the day, without single projects."),
    "staff.persons": _l("Posts that run on the day, without those for single projects only."),
    "staff.left": _l("Posts whose last day lies in the 24 months before the day, without single projects."),
    "staff.training_days": _l("The training days a year of the posts that run on the day are added up."),
    "finances.income": _l("The amounts of the calendar year before the day, added up by source."),
    "events.held": _l("Events within the twelve months up to the day; services are not counted."),
    "groups.active": _l("Groups that run on the day, have a leading participant and met at least three times."),
    "projects.joint": _l("Projects with at least two participants that ran within the 24 months up to the day."),
    "press.regional": _l("Reports in regional media within the twelve months up to the day."),
    "press.wider": _l("Other reports within the twelve months up to the day."),
    "press.stories": _l("Success stories within the 24 months up to the day."),
}  # fmt: skip
PARTS = SOURCES | {
    "sme": _l("Small and medium firms"),
    "large": _l("Large firms"),
    "research": _l("Research and education"),
    "public": _l("Public bodies"),
    "finance_others": _l("Finance and others"),
    "participants": _l("Event for participants"),
    "open": _l("Event open to others"),
    "international": _l("International event"),
}


def figure_name(code: str) -> str:
    """What a figure is called."""
    return str(NAMES[code])


def money(amount: Any) -> str:
    """An amount in EUR, without cents when there are none."""
    value = Decimal(str(amount))
    if value == value.to_integral_value():
        return str(format_currency(value, "EUR", format="¤#,##0", currency_digits=False))
    return str(format_currency(value, "EUR"))


def number(value: Any) -> str:
    """A number in the reader's language."""
    return str(format_decimal(Decimal(str(value)), format="#,##0.######"))


def figure_parts(figure: Figure) -> list[tuple[str, str]]:
    """The parts of a figure as (label, text); none for one that is a single value."""
    if not isinstance(figure.value, dict):
        return []
    show = money if FIGURES[figure.code].type == "money" else number
    return [(str(PARTS[part]), show(amount)) for part, amount in figure.value.items()]


def figure_text(figure: Figure) -> str:
    """The value of a figure in one line; of parts their sum."""
    known = FIGURES[figure.code].type
    if known == "date":
        return date_short(date.fromisoformat(figure.value))
    if isinstance(figure.value, dict):
        total = sum((Fraction(amount) for amount in figure.value.values()), Fraction(0))
        whole = Decimal(total.numerator) / Decimal(total.denominator)
        return money(whole) if known == "money" else number(whole)
    return number(figure.value)


def rows_text(figure_code: str, rows: int) -> str:
    """How many rows of its list a figure was counted from, such as "84 members"."""
    return RULES[figure_code].kind.counted(rows)


def cell_text(column: Column, value: Any) -> str:
    """A cell of a list as people read it."""
    if value is None or value == "":
        return "–"
    if isinstance(value, date):
        return date_short(value)
    if column.numeric and column.name != "year":
        return money(value) if column.name == "amount" else number(value)
    if column.type == "flag":
        return str(_("yes") if value else _("no"))
    return country_name(value) if column.type == "country" else str(column.choices.get(str(value), value))
