"""What a submission says about a computed answer, as assessors read it beside the answer."""

from flask_babel import gettext as _

from labelapp.assessments.answers import content_text
from labelapp.assessments.snapshot import Snapshot
from labelapp.dataroom.presentation import rows_text
from labelapp.schemes.definition import Indicator
from labelapp.web.formats import date_long


def figure_note(snapshot: Snapshot, indicator: Indicator, field: str) -> str:
    """How the value of a field came of the data room, or why it did not; empty when it has no figure."""
    facts = snapshot.figures.get(indicator.code, {}).get(field)
    if facts is None:
        return ""
    rows = rows_text(facts.figure, facts.rows)
    if facts.overruled is None:
        return str(_("(computed from %(rows)s, as of %(date)s)", rows=rows, date=date_long(facts.on)))
    text = content_text(indicator, field, {"value": facts.value})
    if not facts.overruled.reason:
        return str(_("(typed; the data room gives %(value)s from %(rows)s)", value=text, rows=rows))
    return str(
        _(
            "(overruled: the data room gives %(value)s from %(rows)s; %(name)s because: %(reason)s)",
            value=text,
            rows=rows,
            name=facts.overruled.by,
            reason=facts.overruled.reason,
        )
    )
