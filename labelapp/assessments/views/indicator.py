"""The page of one indicator."""

from collections.abc import Sequence

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from labelapp.assessments import policy, queries
from labelapp.assessments.benchmarkings import progress_so_far
from labelapp.assessments.conflicts import conflict_of
from labelapp.assessments.cycle.moved import Homeless
from labelapp.assessments.cycle.page import cycle_view
from labelapp.assessments.evidence_rows import EvidenceRow, frozen_rows, live_rows
from labelapp.assessments.forms import LinkDocumentForm
from labelapp.assessments.indicator_page import (
    Posted,
    answer_pairs,
    field_views,
    last_cycle,
    neighbours,
    reason_view,
    used_also,
)
from labelapp.assessments.interview.interviewing import read_note
from labelapp.assessments.live_score import live_score
from labelapp.assessments.models import EvidenceLink, Submission
from labelapp.assessments.overview import Overview, is_open
from labelapp.assessments.progress_lines import ProgressLine, progress_lines
from labelapp.assessments.queries import Place
from labelapp.assessments.saving import Clash
from labelapp.assessments.snapshot import load
from labelapp.assessments.together.forms import CommentForm
from labelapp.assessments.together.talk import talk_on
from labelapp.assessments.views import bp
from labelapp.assessments.views.overview import standing
from labelapp.clock import today
from labelapp.schemes.improvement_areas import is_improvement_area
from labelapp.web.access import requires_on


@bp.get("/assessments/<int:assessment_id>/indicators/<code>")
@requires_on(queries.find_place, policy.may_see)
def indicator(place: Place) -> ResponseReturnValue:
    """Questions, live score, guidance and evidence of one indicator."""
    return render_page(place)


def render_page(
    place: Place,
    clashes: Sequence[Clash] = (),
    posted: Posted | None = None,
    *,
    offer: LinkDocumentForm | None = None,
    refusals: Sequence[str] = (),
    comment: CommentForm | None = None,
    moved: str = "",
    homeless: Sequence[Homeless] = (),
) -> str:
    """The page of an indicator, also after a clash, refused files (`refusals`), a wrong form for evidence (`offer`)
    or a wrong `comment`.

    `moved` says that the scheme's version changed under a posted page, `homeless` is what had no place there.
    """
    links = queries.evidence_links(place.assessment)
    whole = standing(place.assessment, links=links)
    here = [link for link in links if link.indicator == place.indicator.code]
    submission = queries.previous_submission(place.assessment)
    editable = is_open(place.assessment) and policy.may_answer(current_user, place)
    return render_template(
        "assessments/indicator.html",
        place=place,
        whole=whole,
        score=live_score(place.indicator, whole.result.indicators[place.indicator.code]),
        fields=field_views(place, whole, posted),
        reason=reason_view(place, whole, posted),
        pairs=answer_pairs(place.scheme, place.indicator, whole.answers),
        conflicts=[conflict_of(place, clash, current_user) for clash in clashes],
        around=neighbours(place.scheme, place.indicator.code),
        last=last_cycle(place, submission),
        cycle=cycle_view(place, whole, here, submission),
        interview_note=read_note(place, current_user),
        moved=moved,
        homeless=homeless,
        evidence=_evidence_rows(place, here, used_also(links, place.indicator.code), submission),
        offer=_offer(place, {link.document_id for link in here}, offer) if editable else None,
        refusals=refusals,
        talk=talk_on(place, current_user, comment),
        progress=_progress(place, whole),
        editable=editable,
        today=today(),
    )


def _progress(place: Place, whole: Overview) -> list[ProgressLine]:
    """The two benchmarkings of an improvement area; nothing on the page of any other indicator."""
    if not is_improvement_area(place.scheme, place.indicator.code):
        return []
    found = progress_so_far(place.assessment, place.scheme, whole.answers, whole.result.indicators, today())
    return progress_lines([one for one in found if one.area == place.indicator.code])


def _offer(place: Place, linked: set[int], posted: LinkDocumentForm | None) -> LinkDocumentForm | None:
    """The form for documents that are there and not offered here; None when there are none."""
    form = posted or LinkDocumentForm(formdata=None)
    form.document.choices = document_choices(place, linked)
    return form if form.document.choices else None


def document_choices(place: Place, linked: set[int]) -> list[tuple[str, str]]:
    """The documents of the library that are not offered for the indicator yet, and each file of those with several."""
    found = []
    for document in queries.documents_of(place.cluster):
        if document.id in linked:
            continue
        found.append((str(document.id), document.title))
        if len(document.files) > 1:
            found += [
                (
                    f"{document.id}.{one.file}",
                    _("%(title)s: only %(name)s", title=document.title, name=one.filename),
                )
                for one in document.files
            ]
    return found


def chosen_file(value: str) -> tuple[int, int | None]:
    """The document and the file that a choice names."""
    document, _dot, file = value.partition(".")
    return int(document), int(file) if file else None


def _evidence_rows(
    place: Place, links: Sequence[EvidenceLink], also: dict[int, list[str]], last: Submission | None
) -> list[EvidenceRow]:
    """What is offered, and what came to it since the `last` submission; after this one, what it froze."""
    submission = queries.submission_of(place.assessment) if not is_open(place.assessment) else None
    if submission is not None:
        return frozen_rows(place, load(submission).indicators[place.indicator.code].evidence)
    return live_rows(place, links, also, last.submitted_at if last else None)
