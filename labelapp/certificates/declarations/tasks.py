"""What waits because of declarations."""

from collections.abc import Iterator
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from labelapp.certificates.declarations.policy import may_see_declarations
from labelapp.certificates.declarations.queries import Which, count_declarations, declarations_asked_of
from labelapp.clock import today
from labelapp.clusters.queries import is_cluster_person
from labelapp.web.locale import scheme_text
from labelapp.web.tasks import Task


def tasks(user: Any) -> Iterator[Task]:
    """Each declaration of a holder; one line for what the secretariat has to read, and one for what is overdue."""
    if is_cluster_person(user):
        yield from _of_holder(user)
    if may_see_declarations(user):
        yield from _of_secretariat(user)


def _of_holder(user: Any) -> Iterator[Task]:
    for declaration in declarations_asked_of(user, today()):
        yield Task(
            title=_("Yearly declaration: %(label)s", label=scheme_text(declaration.certificate.scheme_name)),
            detail=_("A few questions on what changed in the last twelve months."),
            url=url_for("declarations.fill", declaration_id=declaration.id),
            action=_("Continue") if declaration.answers else _("Fill it in"),
            due=declaration.due_on,
            started=bool(declaration.answers),
        )


def _of_secretariat(user: Any) -> Iterator[Task]:
    if count := count_declarations(user, Which.SENT, today()):
        yield Task(
            title=ngettext(
                "%(num)s yearly declaration came in", "%(num)s yearly declarations came in", count
            ),
            detail=_("Accept them, or leave something to the surveillance."),
            url=url_for("declarations.index"),
            action=_("Open the list"),
        )
    if count := count_declarations(user, Which.OVERDUE, today()):
        yield Task(
            title=ngettext(
                "%(num)s yearly declaration is overdue", "%(num)s yearly declarations are overdue", count
            ),
            detail=_("Their holders were reminded by mail."),
            url=url_for("declarations.index", which=Which.OVERDUE.value),
            action=_("Open the list"),
        )
