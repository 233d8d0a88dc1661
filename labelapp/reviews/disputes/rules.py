"""Who may decide what two assessors could not agree on. Pure; texts in the reader's language."""

from flask_babel import gettext as _

from labelapp.reviews.rules import Candidate, RuleCheck, independence_checks, is_qualified, seats
from labelapp.schemes.definition import Scheme
from labelapp.web.locale import scheme_text


def third_checks(scheme: Scheme, candidate: Candidate) -> list[RuleCheck]:
    """Qualified for a part under the label, independent, and blind to the sheets. Countries are no matter here."""
    checks = independence_checks(candidate)
    if candidate.compared:
        checks.append(RuleCheck("blind", False, _("Has seen the score sheets of this case")))
    label = scheme_text(scheme.name)
    qualified = any(is_qualified(scheme, candidate, role) for role in seats(scheme))
    text = (
        _("Qualified for: %(label)s", label=label)
        if qualified
        else _("Not qualified for: %(label)s", label=label)
    )
    return [*checks, RuleCheck("qualified", qualified, text)]
