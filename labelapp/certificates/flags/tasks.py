"""What waits because of flags: decisions of the secretariat, and assessments that were asked of holders."""

from collections.abc import Iterator
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from labelapp.assessments.models import AssessmentState
from labelapp.certificates.flags.policy import may_see_flags
from labelapp.certificates.flags.queries import assessments_asked_of, count_flags
from labelapp.certificates.renewal.queries import under_way
from labelapp.clusters.queries import is_cluster_person
from labelapp.web.locale import scheme_text
from labelapp.web.tasks import Task


def tasks(user: Any) -> Iterator[Task]:
    """The tasks of a person."""
    if may_see_flags(user) and (count := count_flags(user)):
        yield Task(
            title=ngettext(
                "%(num)s certificate is flagged: decide what follows",
                "%(num)s certificates are flagged: decide what follows",
                count,
            ),
            detail=_("Changes that holders reported, and conditions that were not met."),
            url=url_for("flags.index"),
            action=_("Open the list"),
        )
    if is_cluster_person(user):
        yield from _of_holder(user)


def _of_holder(user: Any) -> Iterator[Task]:
    for flag in assessments_asked_of(user):
        started = under_way(flag.certificate)
        if started is not None and started.state is AssessmentState.SUBMITTED:
            continue
        yield Task(
            title=_("New assessment asked for: %(label)s", label=scheme_text(flag.certificate.scheme_name)),
            detail=flag.told,
            url=url_for("renewal.show", code=flag.certificate.code),
            action=_("Continue") if started else _("Start it"),
            due=flag.reassess_by,
            started=started is not None,
        )
