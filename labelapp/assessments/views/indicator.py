"""The page of one indicator."""

from collections.abc import Sequence

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from labelapp.assessments import policy, queries
from labelapp.assessments.conflicts import conflict_of
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
from labelapp.assessments.live_score import live_score
from labelapp.assessments.overview import is_open
from labelapp.assessments.queries import Place
from labelapp.assessments.saving import Clash
from labelapp.assessments.views import bp
from labelapp.assessments.views.overview import standing
from labelapp.clock import today
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
    offer: LinkDocumentForm | None = None,
    refusal: str = "",
) -> str:
    """The page of an indicator, also after a clash, a refused file (`refusal`) or a wrong `offer` of evidence."""
    whole = standing(place.assessment)
    links = queries.evidence_links(place.assessment)
    here = [link for link in links if link.indicator == place.indicator.code]
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
        last=last_cycle(place, queries.previous_submission(place.assessment)),
        links=here,
        used_also=used_also(links, place.indicator.code),
        offer=_offer(place, {link.document_id for link in here}, offer) if editable else None,
        refusal=refusal,
        editable=editable,
        today=today(),
    )


def _offer(place: Place, linked: set[int], posted: LinkDocumentForm | None) -> LinkDocumentForm | None:
    """The form for documents that are there and not offered here; None when there are none."""
    form = posted or LinkDocumentForm(formdata=None)
    form.document.choices = document_choices(place, linked)
    return form if form.document.choices else None


def document_choices(place: Place, linked: set[int]) -> list[tuple[int, str]]:
    """The documents of the cluster organisation that are not offered for the indicator yet."""
    documents = queries.documents_of(place.cluster)
    return [(one.id, one.title) for one in documents if one.id not in linked]
