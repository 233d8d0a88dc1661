"""What the secretariat has to do: awards that wait for their certificate."""

from collections.abc import Iterator
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from labelapp.certificates.batches.candidates import count_candidates
from labelapp.certificates.batches.models import BatchKind
from labelapp.certificates.batches.policy import may_run_batches
from labelapp.web.tasks import Task


def tasks(user: Any) -> Iterator[Task]:
    """One line for all of them."""
    if not may_run_batches(user):
        return
    count = count_candidates(BatchKind.ISSUE, user)
    if count:
        yield Task(
            title=ngettext(
                "%(num)s award waits for its certificate", "%(num)s awards wait for their certificate", count
            ),
            detail=_("The file could not be made when the board decided."),
            url=url_for("batches.choose", kind=BatchKind.ISSUE.value),
            action=_("Issue it") if count == 1 else _("Issue them"),
        )
