"""What other parts of reviews add to an indicator on the desk, above the frozen answers.

The desk knows none of them, so they ask to be shown: clarifications, for example, with what changed since.
"""

from collections.abc import Callable

from flask import Flask, current_app
from markupsafe import Markup

from labelapp.reviews.case import Case
from labelapp.schemes.definition import Indicator

Addition = Callable[[Case, Indicator], Markup]
_KEY = "additions to the desk"


def add_to_desk(app: Flask, addition: Addition) -> None:
    """`addition(case, indicator)` gives the block to show, empty when there is nothing. It sees no score sheet."""
    app.extensions.setdefault(_KEY, []).append(addition)


def additions_for(case: Case, indicator: Indicator) -> list[Markup]:
    """The blocks of all who asked, without empty ones."""
    wanted: list[Addition] = current_app.extensions.get(_KEY, [])
    return [block for addition in wanted if (block := addition(case, indicator))]
