"""What the secretariat has to look at soon."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from labelapp.certificates.surveillance.policy import may_see_surveillance
from labelapp.certificates.surveillance.queries import count_due
from labelapp.clock import today
from labelapp.web.tasks import Task

SOON = timedelta(days=30)


def tasks(user: Any) -> Iterator[Task]:
    """One line for all that is due within a month."""
    if not may_see_surveillance(user):
        return
    count = count_due(user, today() + SOON)
    if count:
        yield Task(
            title=ngettext(
                "Surveillance: %(num)s certificate is due",
                "Surveillance: %(num)s certificates are due",
                count,
            ),
            detail=_("What is to be looked at within a month."),
            url=url_for("surveillance.index"),
            action=_("Open the list"),
        )
