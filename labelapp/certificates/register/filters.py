"""The conditions that a wish puts on certificates."""

from datetime import date

from sqlalchemy import ColumnElement, String, cast, func, or_

from labelapp.certificates.models import Certificate
from labelapp.certificates.register.wishes import Wish
from labelapp.certificates.status import status_expression


def listed(day: date) -> ColumnElement[bool]:
    """A certificate that has not begun is not listed yet."""
    return Certificate.valid_from <= day


def searched(text: str) -> list[ColumnElement[bool]]:
    """Each word stands in the name, the place or the serial."""
    columns = (Certificate.holder, Certificate.place, Certificate.serial)
    return [
        or_(*(func.lower(column).contains(word, autoescape=True) for column in columns))
        for word in text.lower().split()
    ]


def conditions(wish: Wish, day: date) -> list[ColumnElement[bool]]:
    """All that a wish asks."""
    found: list[ColumnElement[bool]] = [listed(day), *searched(wish.text)]
    if wish.levels:
        found.append(Certificate.level.in_(wish.levels))
    if not wish.is_for_every_status:
        found.append(status_expression(day).in_([status.value for status in wish.statuses]))
    if wish.country:
        found.append(Certificate.country == wish.country)
    if wish.portfolio:
        found.append(cast(Certificate.portfolios, String).contains(f'"{wish.portfolio}"', autoescape=True))
    return found
