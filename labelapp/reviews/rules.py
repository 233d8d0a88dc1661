"""The rules by which assessors are chosen (`assessors` of a scheme). Pure; texts in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from labelapp.accounts.models import User
from labelapp.clock import today
from labelapp.clusters.models import Cluster
from labelapp.reviews.models import AssessorProfile, AssessorRole
from labelapp.schemes.definition import Scheme
from labelapp.web.formats import country_name, language_label
from labelapp.web.locale import scheme_text

SEATS = (AssessorRole.LEAD, AssessorRole.CO_ASSESSOR)


@dataclass(frozen=True)
class Candidate:
    """A person with the facts that the rules look at.

    `load` counts the open cases they score, `member` says that they belong to the cluster organisation,
    `conflicted` that they once declared an interest in it, `taking_part` that they have a part in this case already,
    `compared` that they had one and saw the sheets of others, `barred` that this is a re-examination and they know or
    judged what came before.
    """

    user: User
    profile: AssessorProfile | None
    load: int = 0
    member: bool = False
    conflicted: bool = False
    taking_part: bool = False
    compared: bool = False
    barred: bool = False


@dataclass(frozen=True)
class RuleCheck:
    """Whether a rule holds, in a sentence. A rule that does not block is advice."""

    rule: str
    holds: bool
    text: str
    blocks: bool = True


def seats(scheme: Scheme) -> tuple[AssessorRole, ...]:
    """The parts that score, as many as the scheme asks for (one or two)."""
    return SEATS[: scheme.assessors.count]


def independence_checks(candidate: Candidate) -> list[RuleCheck]:
    """What holds for everybody who is to see a case, observers included."""
    checks = []
    if candidate.taking_part:
        checks.append(RuleCheck("once", False, _("Takes part in this case already")))
    if candidate.barred:
        checks.append(
            RuleCheck("others", False, _("Had a part in the first examination, its decision or the appeal"))
        )
    if candidate.member:
        checks.append(RuleCheck("independent", False, _("Belongs to the team of this cluster organisation")))
    elif candidate.conflicted:
        checks.append(
            RuleCheck("independent", False, _("Declared an interest in this cluster organisation before"))
        )
    else:
        checks.append(RuleCheck("independent", True, _("No known interest in this cluster organisation")))
    return checks


def candidate_checks(
    scheme: Scheme, cluster: Cluster, candidate: Candidate, others: Sequence[AssessorProfile]
) -> list[RuleCheck]:
    """How a person fits a free seat. `others` are the profiles of those who hold the other seats."""
    checks = independence_checks(candidate)
    if candidate.compared:
        checks.append(RuleCheck("blind", False, _("Has seen the score sheets of this case")))
    profile = candidate.profile
    if profile is None:
        return [
            *checks,
            RuleCheck(
                "profile", False, _("Has no assessor profile yet: country and qualifications are unknown")
            ),
        ]
    checks.append(_qualification(scheme, profile))
    checks.extend(_country(scheme, cluster, profile, others))
    checks.append(_language(cluster, profile))
    checks.extend(_availability(candidate.load, profile))
    return checks


def is_independent(candidate: Candidate) -> bool:
    """Whether nothing ties a person to a case: neither team nor interest nor a part in it, now or before."""
    return not (
        candidate.taking_part
        or candidate.member
        or candidate.conflicted
        or candidate.compared
        or candidate.barred
    )


def is_qualified(scheme: Scheme, profile: AssessorProfile) -> bool:
    """Whether a person may assess under a scheme."""
    return scheme.code in profile.qualifications


def free_places(load: int, profile: AssessorProfile) -> int:
    """How many more cases a person takes today."""
    if profile.away_until is not None and profile.away_until >= today():
        return 0
    return max(0, profile.most_cases - load)


def _availability(load: int, profile: AssessorProfile) -> list[RuleCheck]:
    if profile.away_until is not None and profile.away_until >= today():
        text = _("Away until %(date)s", date=format_date(profile.away_until, "long"))
        return [RuleCheck("away", False, text, blocks=False)]
    if load >= profile.most_cases:
        return [RuleCheck("load", False, _("Has as many cases as they take at once"), blocks=False)]
    return []


def _qualification(scheme: Scheme, profile: AssessorProfile) -> RuleCheck:
    label = scheme_text(scheme.name)
    if is_qualified(scheme, profile):
        return RuleCheck("qualified", True, _("Qualified for: %(label)s", label=label))
    return RuleCheck("qualified", False, _("Not qualified for: %(label)s", label=label))


def _country(
    scheme: Scheme, cluster: Cluster, profile: AssessorProfile, others: Sequence[AssessorProfile]
) -> list[RuleCheck]:
    if not scheme.assessors.from_another_country:
        return []
    if profile.country != cluster.country:
        return [RuleCheck("country", True, _("From another country"))]
    free = scheme.assessors.count - len(others) - 1
    foreign = sum(other.country != cluster.country for other in others)
    possible = foreign + free >= scheme.assessors.from_another_country
    country = country_name(cluster.country)
    if possible:
        return [RuleCheck("country", True, _("From %(country)s, as the cluster", country=country))]
    return [
        RuleCheck(
            "country",
            False,
            _("From %(country)s: this seat needs somebody from another country", country=country),
        )
    ]


def _language(cluster: Cluster, profile: AssessorProfile) -> RuleCheck:
    language = language_label(cluster.language)
    if cluster.language in profile.languages:
        return RuleCheck("language", True, _("Reads %(language)s", language=language), blocks=False)
    return RuleCheck("language", False, _("Does not read %(language)s", language=language), blocks=False)


def team_checks(
    scheme: Scheme, cluster: Cluster, profiles: Sequence[AssessorProfile], declared_clear: int
) -> list[RuleCheck]:
    """Whether a review can start: seats, countries, declarations. `profiles` are those of the people on the seats."""
    needed, abroad = scheme.assessors.count, scheme.assessors.from_another_country
    checks = [_seats_check(needed, len(profiles))]
    if abroad:
        foreign = sum(profile.country != cluster.country for profile in profiles)
        country = country_name(cluster.country)
        text = (
            _("One comes from another country than %(country)s", country=country)
            if foreign >= abroad
            else _("One must come from another country than %(country)s", country=country)
        )
        checks.append(RuleCheck("country", foreign >= abroad, text))
    if declared_clear == needed == len(profiles):
        checks.append(RuleCheck("interests", True, _("All have declared to have no interest in the case")))
    else:
        checks.append(RuleCheck("interests", False, _("Not all have declared their interests yet")))
    return checks


def _seats_check(needed: int, nominated: int) -> RuleCheck:
    if nominated == needed:
        text = ngettext("%(num)s assessor is nominated", "%(num)s assessors are nominated", needed)
        return RuleCheck("seats", True, text)
    text = ngettext(
        "%(num)s more assessor has to be nominated",
        "%(num)s more assessors have to be nominated",
        needed - nominated,
    )
    return RuleCheck("seats", False, text)


def sentences(checks: Sequence[RuleCheck]) -> list[str]:
    """The rules that are broken and block."""
    return [check.text for check in checks if check.blocks and not check.holds]
