"""What waits because of hearings."""

from collections.abc import Iterator
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from labelapp.certificates.hearings.models import Act
from labelapp.certificates.hearings.operations import was_heard
from labelapp.certificates.hearings.policy import may_see_hearings
from labelapp.certificates.hearings.presentation import state_tag
from labelapp.certificates.hearings.queries import hearings_of, open_hearings
from labelapp.clock import today
from labelapp.clusters.queries import is_cluster_person
from labelapp.web.tasks import Task


def tasks(user: Any) -> Iterator[Task]:
    """The answer of the holder, and then the decision of the secretariat."""
    if is_cluster_person(user):
        yield from _of_holder(user)
    if may_see_hearings(user):
        yield from _of_secretariat(user)


def _of_holder(user: Any) -> Iterator[Task]:
    for hearing in hearings_of(user):
        serial = hearing.certificate.serial
        yield Task(
            title=(
                _("Your certificate %(serial)s may be suspended: answer", serial=serial)
                if hearing.act is Act.SUSPEND
                else _("Your certificate %(serial)s may be withdrawn: answer", serial=serial)
            ),
            detail=_("Read the reasons. Your answer is heard before anything is decided.")
            if not hearing.urgency
            else _("It was suspended at once. Your answer is heard before it is decided whether that stays."),
            url=url_for("hearings.of_holder", hearing_id=hearing.id),
            action=_("Read and answer"),
            due=hearing.due_on,
        )


def _of_secretariat(user: Any) -> Iterator[Task]:
    for hearing in open_hearings(user):
        if was_heard(hearing, today()):
            yield Task(
                title=_("Decide after the hearing: %(holder)s", holder=hearing.certificate.holder),
                detail=state_tag(hearing, today())[2],
                url=url_for("hearings.show", hearing_id=hearing.id),
                action=_("Read and decide"),
            )
