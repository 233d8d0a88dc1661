"""The proposal in words: who could take which seat, who else, and why a seat stays empty."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from labelapp.accounts.models import User
from labelapp.clusters.portfolios import portfolio_name
from labelapp.reviews.models import AssessorRole
from labelapp.reviews.proposal.openings import (
    Market,
    OpenCase,
    independent,
    opening_of,
    persons,
    qualified,
    read_market,
)
from labelapp.reviews.proposal.solving import Opening, propose
from labelapp.reviews.register.standing import part_name
from labelapp.reviews.rules import Candidate
from labelapp.web.formats import country_name, language_label
from labelapp.web.locale import scheme_text

# How many others are offered for a seat.
_ALTERNATIVES = 8


@dataclass(frozen=True)
class SeatProposal:
    """A free seat, who is proposed for it (None: nobody), and who else would fit, the best first."""

    role: AssessorRole
    person: Candidate | None
    others: list[Candidate]


@dataclass(frozen=True)
class CaseProposal:
    """One case with a proposal for each free seat; `shortage` says why one stays empty.

    `compromises` say which advice the people proposed do not follow, though every rule is kept.
    """

    case: OpenCase
    seats: list[SeatProposal]
    shortage: str
    compromises: list[str]

    @property
    def complete(self) -> bool:
        """Whether somebody is proposed for every free seat."""
        return all(seat.person is not None for seat in self.seats)


def plan(user: User) -> list[CaseProposal]:
    """A proposal for every case that looks for assessors and that the reader may know of, the oldest first."""
    market = read_market(user)
    openings = [opening_of(market, case) for case in market.cases]
    chosen = propose(openings, persons(market))
    return [
        _proposal(market, case, opening, chosen[opening.case])
        for case, opening in zip(market.cases, openings, strict=True)
    ]


def _proposal(market: Market, case: OpenCase, opening: Opening, chosen: Sequence[int]) -> CaseProposal:
    def suits(person: int) -> tuple[bool, int, str]:
        candidate = market.people[person]
        return person in opening.unsuitable, candidate.load, candidate.user.name

    ranked = sorted(opening.candidates, key=suits)
    roles = {person: qualified(market, case, person) for person in ranked}
    seated = _seated(case.free, [person for person in ranked if person in chosen], roles)
    free = [person for person in ranked if person not in chosen and person in market.free]
    seats = [
        SeatProposal(
            role,
            None if person is None else market.people[person],
            [market.people[other] for other in free if role in roles[other]][:_ALTERNATIVES],
        )
        for role, person in zip(case.free, seated, strict=True)
    ]
    return CaseProposal(
        case,
        seats,
        _shortage(market, case, opening) if None in seated else "",
        _compromises(case, opening, [person for person in seated if person is not None]),
    )


def _seated(
    free: Sequence[AssessorRole], chosen: Sequence[int], roles: dict[int, list[AssessorRole]]
) -> list[int | None]:
    """The chosen people on seats for which they are qualified, the best on the first."""
    padded = [*chosen, *[None] * (len(free) - len(chosen))]
    for order in itertools.permutations(padded):
        if all(person is None or role in roles[person] for role, person in zip(free, order, strict=True)):
            return list(order)
    raise AssertionError("the solver seats nobody who is qualified for no free seat")


def _compromises(case: OpenCase, opening: Opening, seated: Sequence[int]) -> list[str]:
    """What could not be satisfied for a case: its language, and its field."""
    found = []
    if any(person in opening.unsuitable for person in seated):
        language = language_label(case.cluster.language)
        found.append(_("Not everybody reads %(language)s.", language=language))
    if seated and case.cluster.portfolio_codes and set(seated) <= opening.unfamiliar:
        fields = ", ".join(portfolio_name(code) for code in case.cluster.portfolio_codes)
        found.append(_("Nobody works in a field of the cluster: %(fields)s.", fields=fields))
    return found


def _shortage(market: Market, case: OpenCase, opening: Opening) -> str:
    """The first thing that keeps a seat empty, from the hardest to the softest."""
    label, country = scheme_text(case.scheme.name), country_name(case.cluster.country)
    with_room = opening.candidates & market.free
    if not independent(market, case):
        return str(_("Every assessor has an interest in this cluster organisation or a part in this case."))
    if opening.candidates:
        roles = {role for person in opening.candidates for role in qualified(market, case, person)}
        for role in case.free:
            if role not in roles:
                part = part_name(case.scheme, role)
                return str(_("Nobody independent is qualified for: %(label)s.", label=part))
    if len(opening.candidates) < opening.seats:
        return str(_("Not enough independent assessors are qualified for: %(label)s.", label=label))
    if len(opening.candidates - opening.at_home_people) < opening.seats - opening.at_home:
        return str(_("All who fit come from %(country)s; one must come from elsewhere.", country=country))
    if len(with_room) < opening.seats:
        return str(_("All who fit are away or have as many cases as they take."))
    return str(_("Those who fit are needed for other cases."))
