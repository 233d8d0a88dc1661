"""What a self-assessment asks of a person: on the start page, and in the navigation."""

from collections.abc import Iterator, Mapping
from datetime import date
from textwrap import shorten

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from labelapp.accounts.models import User
from labelapp.accounts.policy import is_assessor
from labelapp.assessments import policy, queries
from labelapp.assessments.interview.interviewing import interviews_of
from labelapp.assessments.models import Assessment, AssessmentState
from labelapp.assessments.overview import DimensionRow, Overview, make_overview
from labelapp.assessments.together.queries import Waiting, mentions_of, own_sections
from labelapp.clock import today
from labelapp.dataroom.figures import figures_of_each
from labelapp.extensions import schemes
from labelapp.web.formats import points
from labelapp.web.locale import scheme_text
from labelapp.web.tasks import Task


def tasks(user: User) -> Iterator[Task]:
    """Answer what is open, read the comments of colleagues, ask for the confirmation, confirm.

    Whoever has sections of their own is asked for those; the whole is the managers' and whoever has none.
    """
    under_way = queries.open_assessments_of(user)
    given = queries.given_answers_of_each(under_way)
    sections = own_sections(user, under_way)
    yield from map(_comment, mentions_of(user))
    links = queries.links_to_confirm(under_way)
    figures = figures_of_each((assessment.cluster for assessment in under_way), today())
    for assessment in under_way:
        whole = make_overview(
            assessment,
            given[assessment.id],
            today(),
            links[assessment.id],
            figures[assessment.cluster_id],
        )
        if assessment.state is AssessmentState.AWAITING_CONFIRMATION:
            if policy.may_confirm(user, assessment):
                yield _confirm(whole)
        elif (whole.unanswered or whole.to_confirm) and policy.may_answer(user, assessment):
            yield from _sections(whole, sections[assessment.id])
            if not sections[assessment.id] or policy.may_manage(user, assessment):
                yield _answer(whole, queries.note_of_return(assessment))
        elif not whole.unanswered and not whole.to_confirm and policy.may_manage(user, assessment):
            yield _finish(whole, queries.note_of_return(assessment))


def _sections(whole: Overview, due: Mapping[str, date | None]) -> Iterator[Task]:
    """A task for each own section with open indicators."""
    waiting = {indicator.code for indicator in whole.unanswered}
    for row in whole.dimensions:
        code = row.dimension.code
        left = [one for one in row.dimension.indicators if one in waiting]
        if code in due and left:
            yield _section(whole, row, left, due[code])


def _section(whole: Overview, row: DimensionRow, left: list[str], due: date | None) -> Task:
    name = f"{row.dimension.code} {scheme_text(row.dimension.name)}"
    return Task(
        title=ngettext(
            "Answer the last indicator of %(dimension)s",
            "Answer the last %(num)s indicators of %(dimension)s",
            len(left),
            dimension=name,
        ),
        detail=_("%(cluster)s, %(scheme)s.", **_about(whole.assessment, whole)),
        url=url_for("assessments.indicator", assessment_id=whole.assessment.id, code=left[0]),
        action=_("Go to %(code)s", code=left[0]),
        due=due,
        started=row.answered > 0,
    )


def _comment(waiting: Waiting) -> Task:
    indicator = schemes().get(*waiting.scheme).indicators.get(waiting.indicator)
    name = f"{waiting.indicator} {scheme_text(indicator.name) if indicator else ''}".rstrip()
    return Task(
        title=_("Read the comment of %(name)s on %(indicator)s", name=waiting.author, indicator=name),
        detail=shorten(waiting.text, 160, placeholder=" …"),
        url=url_for(
            "assessments.indicator",
            assessment_id=waiting.assessment_id,
            code=waiting.indicator,
            _anchor=f"comment-{waiting.comment_id}",
        ),
        action=_("Read and answer"),
        started=None,
    )


def tasks_of_expert(user: User) -> Iterator[Task]:
    """Declare before an interview, and hold it."""
    if not is_assessor(user):
        return
    for interview in interviews_of(user):
        assessment = interview.assessment
        scheme = scheme_text(queries.scheme_of(assessment).name)
        declared = interview.declared_at is not None
        yield Task(
            title=_("Interview with %(cluster)s", cluster=assessment.cluster.name),
            detail=_("%(scheme)s. Fill the questionnaire together with the manager.", scheme=scheme)
            if declared
            else _("%(scheme)s. Say first whether you are independent.", scheme=scheme),
            url=url_for("interviews.show", interview_id=interview.id),
            action=_("Go to the interview") if declared else _("Declare your interests"),
            due=assessment.due_on,
            started=declared,
        )


def _about(assessment: Assessment, whole: Overview) -> dict[str, str]:
    return {"cluster": assessment.cluster.name, "scheme": scheme_text(whole.scheme.name)}


def _answer(whole: Overview, note: str | None) -> Task:
    assessment, count = whole.assessment, len(whole.unanswered)
    title = ngettext("Answer the last indicator", "Answer the last %(num)s indicators", count)
    if whole.to_confirm:
        title = ngettext(
            "Confirm one indicator from before",
            "Confirm %(num)s indicators from before",
            len(whole.to_confirm),
        )
    if not whole.given:
        title = _("Begin the self-assessment")
    elif note is not None:
        title = _("The self-assessment came back to you")
    return Task(
        title=str(title),
        detail=note or _standing(whole),
        url=url_for("assessments.show", assessment_id=assessment.id),
        action=_("Continue the self-assessment") if whole.given else _("Begin the self-assessment"),
        due=assessment.due_on,
        started=bool(whole.given),
        chart=whole.chart,
    )


def _standing(whole: Overview) -> str:
    """Where the total stands and what is missing, in whole sentences."""
    about = _("%(cluster)s, %(scheme)s.", **_about(whole.assessment, whole))
    missing = whole.to_threshold
    total = whole.result.total
    sentences = [about]
    if whole.chart is None or not whole.given:
        return str(about)
    if missing is None:
        sentences.append(_("%(points)s points so far.", points=points(total.points)))
    elif missing == 0:
        sentences.append(
            _("%(points)s points so far. The threshold is reached.", points=points(total.points))
        )
    elif whole.below_threshold:
        sentences.append(
            _(
                "%(points)s points so far. The threshold cannot be reached any more.",
                points=points(total.points),
            )
        )
    else:
        sentences.append(
            _(
                "%(points)s points so far. %(missing)s more of the %(open)s still open reach the threshold.",
                points=points(total.points),
                missing=points(missing),
                open=points(whole.still_open),
            )
        )
    if whole.missed:
        sentences.append(
            ngettext(
                "One minimum requirement is not met yet.",
                "%(num)s minimum requirements are not met yet.",
                len(whole.missed),
            )
        )
    return " ".join(str(sentence) for sentence in sentences)


def _finish(whole: Overview, note: str | None) -> Task:
    return Task(
        title=_("The self-assessment came back to you")
        if note
        else _("Check and submit the self-assessment"),
        detail=note
        or _("%(cluster)s, %(scheme)s. Every indicator is answered.", **_about(whole.assessment, whole)),
        url=url_for("assessments.check", assessment_id=whole.assessment.id),
        action=_("Check and submit"),
        due=whole.assessment.due_on,
        started=True,
        chart=whole.chart,
    )


def _confirm(whole: Overview) -> Task:
    return Task(
        title=_("Confirm the submission"),
        detail=_(
            "%(cluster)s, %(scheme)s. The team has finished and asks you to confirm as legal representative.",
            **_about(whole.assessment, whole),
        ),
        url=url_for("assessments.confirm", assessment_id=whole.assessment.id),
        action=_("Read and confirm"),
        due=whole.assessment.due_on,
        started=False,
        chart=whole.chart,
    )
