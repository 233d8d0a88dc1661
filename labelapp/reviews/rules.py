"""The rules by which assessors are chosen (`assessors` of a scheme). Pure; texts in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from labelapp.accounts.models import User
from labelapp.clock import today
from labelapp.clusters.models import Cluster
from labelapp.clusters.portfolios import portfolio_name
from labelapp.reviews.interests.signs import Sign
from labelapp.reviews.interests.words import sign_text
from labelapp.reviews.models import AssessorProfile, AssessorRole
from labelapp.reviews.register.models import Qualification
from labelapp.reviews.register.standing import DAYS_BEFORE, SEATS, ended_on, holding, part_name
from labelapp.schemes.definition import Scheme
from labelapp.web.formats import country_name, language_label


@dataclass(frozen=True)
class Candidate:
    """A person with the facts that the rules look at.

    `load` counts the open cases they score, `member` says that they belong to the cluster organisation,
    `conflicted` that they once declared an interest in it, `taking_part` that they have a part in this case already,
    `compared` that they had one and saw the sheets of others, `declined` that they did not want one, `barred` that this
    is a re-examination and they know or judged what came before. `qualifications` are all that they ever had, `signs`
    the ties that the data reveal.
    """

    user: User
    profile: AssessorProfile | None
    load: int = 0
    qualifications: Sequence[Qualification] = ()
    member: bool = False
    conflicted: bool = False
    taking_part: bool = False
    compared: bool = False
    barred: bool = False
    declined: bool = False
    signs: tuple[Sign, ...] = ()


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
            RuleCheck("others", False, _("Had a part in the first examination or the appeal, or may read it"))
        )
    if candidate.member:
        checks.append(RuleCheck("independent", False, _("Belongs to the team of this cluster organisation")))
    elif candidate.conflicted:
        checks.append(
            RuleCheck("independent", False, _("Declared an interest in this cluster organisation before"))
        )
    elif not candidate.signs:
        checks.append(RuleCheck("independent", True, _("No known interest in this cluster organisation")))
    return checks + _sign_checks(candidate)


def _sign_checks(candidate: Candidate) -> list[RuleCheck]:
    """Signs are proposals: the secretariat weighs them, the person confirms or refutes them."""
    said = {Sign.TEAM} if candidate.member else {Sign.DECLARED} if candidate.conflicted else set()
    return [
        RuleCheck("sign", False, sign_text(sign), blocks=False)
        for sign in candidate.signs
        if sign not in said
    ]


def candidate_checks(
    scheme: Scheme,
    cluster: Cluster,
    candidate: Candidate,
    others: Sequence[AssessorProfile],
    roles: Sequence[AssessorRole],
) -> list[RuleCheck]:
    """How a person fits one of the free seats. `others` are the profiles of those who hold the other seats."""
    checks = independence_checks(candidate)
    if candidate.compared:
        checks.append(RuleCheck("blind", False, _("Has seen the score sheets of this case")))
    profile = candidate.profile
    if profile is None:
        return [
            *checks,
            RuleCheck("profile", False, _("Has no assessor profile yet: country and languages are unknown")),
        ]
    checks.extend(_qualifications(scheme, candidate, roles))
    checks.extend(_country(scheme, cluster, profile, others))
    checks.append(_language(cluster, profile))
    checks.extend(_sectors(cluster, profile))
    checks.extend(_availability(candidate, profile))
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


def is_qualified(scheme: Scheme, candidate: Candidate, role: AssessorRole) -> bool:
    """Whether a person may take a part under a scheme today."""
    return holding(candidate.qualifications, scheme.code, role, today()) is not None


def knows_sector(cluster: Cluster, profile: AssessorProfile) -> bool:
    """Whether a person works in one of the fields of a cluster organisation."""
    return bool(set(cluster.portfolio_codes) & set(profile.sectors))


def free_places(load: int, profile: AssessorProfile) -> int:
    """How many more cases a person takes today."""
    return 0 if profile.is_away(today()) else max(0, profile.most_cases - load)


def _availability(candidate: Candidate, profile: AssessorProfile) -> list[RuleCheck]:
    checks = []
    if candidate.declined:
        checks.append(RuleCheck("declined", False, _("Declined this case before"), blocks=False))
    if profile.away_until is not None and profile.away_until >= today():
        checks.append(RuleCheck("away", False, _absence(profile), blocks=False))
    if candidate.load >= profile.most_cases:
        checks.append(RuleCheck("load", False, _("Has as many cases as they take at once"), blocks=False))
    return checks


def _absence(profile: AssessorProfile) -> str:
    until = format_date(profile.away_until, "long")
    if profile.away_from is None or profile.away_from <= today():
        return str(_("Away until %(date)s", date=until))
    return str(_("Away from %(start)s to %(end)s", start=format_date(profile.away_from, "long"), end=until))


def _qualifications(scheme: Scheme, candidate: Candidate, roles: Sequence[AssessorRole]) -> list[RuleCheck]:
    """One check for each seat; they block only whoever may take none of them."""
    none = not any(is_qualified(scheme, candidate, role) for role in roles)
    return [_qualification(scheme, candidate, role, blocks=none) for role in roles]


def _qualification(scheme: Scheme, candidate: Candidate, role: AssessorRole, blocks: bool) -> RuleCheck:
    label = part_name(scheme, role)
    held = holding(candidate.qualifications, scheme.code, role, today())
    if held is None:
        ended = ended_on(candidate.qualifications, scheme.code, role, today())
        text = (
            _("Not qualified for: %(label)s", label=label)
            if ended is None
            else _("Qualified until %(date)s for: %(label)s", label=label, date=format_date(ended, "long"))
        )
        return RuleCheck("qualified", False, text, blocks)
    if (held.ends_on - today()).days <= DAYS_BEFORE:
        ends = format_date(held.ends_on, "long")
        text = _("Qualified for: %(label)s, to %(date)s only", label=label, date=ends)
        return RuleCheck("qualified", True, text)
    return RuleCheck("qualified", True, _("Qualified for: %(label)s", label=label))


def _sectors(cluster: Cluster, profile: AssessorProfile) -> list[RuleCheck]:
    if not cluster.portfolio_codes:
        return []
    fields = ", ".join(portfolio_name(code) for code in cluster.portfolio_codes)
    if knows_sector(cluster, profile):
        return [
            RuleCheck("sector", True, _("Works in a field of the cluster: %(fields)s", fields=fields), False)
        ]
    return [RuleCheck("sector", False, _("Works in other fields than: %(fields)s", fields=fields), False)]


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
