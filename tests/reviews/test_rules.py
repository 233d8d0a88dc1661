"""Who may take a seat: each rule of assignment and the sentence that refuses."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from flask import Flask

from labelapp.clock import today
from labelapp.clusters.models import Cluster, ClusterPortfolio
from labelapp.extensions import schemes
from labelapp.reviews.judging import Gap, Judgement, Question, gaps, parse_points, relevant
from labelapp.reviews.models import MOST_CASES, AssessorProfile, AssessorRole
from labelapp.reviews.register.models import Qualification
from labelapp.reviews.rules import (
    Candidate,
    candidate_checks,
    free_places,
    seats,
    sentences,
    team_checks,
)
from labelapp.schemes.definition import Scheme


@pytest.fixture
def gold(app: Flask) -> Scheme:
    return schemes().get("cme-gold")


def _cluster(country: str = "DK") -> Cluster:
    return Cluster(country=country, language="da")


def _profile(
    country: str = "PT", languages: tuple[str, ...] = ("da",), sectors: tuple[str, ...] = ()
) -> AssessorProfile:
    return AssessorProfile(
        country=country, languages=list(languages), sectors=list(sectors), most_cases=MOST_CASES
    )


def _held(
    scheme_code: str = "cme-gold",
    role: AssessorRole = AssessorRole.LEAD,
    granted: int = -30,
    ends: int = 1000,
    withdrawn: int | None = None,
) -> Qualification:
    """A qualification whose days are counted from today."""
    return Qualification(
        scheme_code=scheme_code,
        role=role,
        granted_on=_day(granted),
        ends_on=_day(ends),
        withdrawn_on=None if withdrawn is None else _day(withdrawn),
    )


def _day(distance: int) -> date:
    return today() + timedelta(days=distance)


def _candidate(profile: AssessorProfile | None, *held: Qualification, **facts: bool) -> Candidate:
    return Candidate(None, profile, qualifications=held or (_held(),), **facts)


def _broken(
    scheme: Scheme,
    candidate: Candidate,
    *others: AssessorProfile,
    roles: tuple[AssessorRole, ...] = (AssessorRole.LEAD,),
) -> list[str]:
    return [
        check.rule
        for check in candidate_checks(scheme, _cluster(), candidate, others, roles)
        if check.blocks and not check.holds
    ]


def test_candidate_who_fits_every_rule_breaks_none(gold: Scheme) -> None:
    assert _broken(gold, _candidate(_profile())) == []


@pytest.mark.parametrize(("facts", "rule"), [
    ({"member": True}, "independent"),
    ({"conflicted": True}, "independent"),
    ({"taking_part": True}, "once"),
    ({"compared": True}, "blind"),
])  # fmt: skip
def test_candidate_with_a_tie_to_the_case_is_refused(gold: Scheme, facts: dict[str, bool], rule: str) -> None:
    assert _broken(gold, _candidate(_profile(), **facts)) == [rule]


def test_candidate_without_profile_is_refused(gold: Scheme) -> None:
    assert _broken(gold, _candidate(None)) == ["profile"]


def test_candidate_qualified_for_another_label_is_refused(gold: Scheme) -> None:
    assert _broken(gold, _candidate(_profile(), _held("cme-bronze"))) == ["qualified"]


@pytest.mark.parametrize(("facts", "broken"), [
    ({"granted": 0, "ends": 0}, []),
    ({"ends": -1}, ["qualified"]),
    ({"granted": 1}, ["qualified"]),
    ({"withdrawn": 0}, ["qualified"]),
    ({"withdrawn": 1}, []),
    ({"role": AssessorRole.CO_ASSESSOR}, ["qualified"]),
])  # fmt: skip
def test_qualification_counts_for_its_part_from_its_first_to_its_last_day(
    gold: Scheme, facts: dict[str, Any], broken: list[str]
) -> None:
    assert _broken(gold, _candidate(_profile(), _held(**facts))) == broken


def test_who_is_qualified_for_one_of_the_free_seats_may_be_asked_for_it(gold: Scheme) -> None:
    candidate = _candidate(_profile(), _held(role=AssessorRole.CO_ASSESSOR))
    checks = candidate_checks(gold, _cluster(), candidate, [], seats(gold))
    assert [check.holds for check in checks if check.rule == "qualified"] == [False, True]
    assert sentences(checks) == []


def test_end_of_a_qualification_is_told_beforehand_and_afterwards(gold: Scheme) -> None:
    def text(held: Qualification) -> str:
        checks = candidate_checks(gold, _cluster(), _candidate(_profile(), held), [], seats(gold)[:1])
        return next(check.text for check in checks if check.rule == "qualified")

    assert "Qualified until" in text(_held(ends=-1))
    assert "only" in text(_held(ends=60))
    assert text(_held(ends=61)) == "Qualified for: Gold label, lead assessor"


@pytest.mark.parametrize(
    ("sectors", "holds"), [(("maritime", "food"), True), (("food",), False), ((), False)]
)
def test_field_of_the_cluster_is_advice_and_does_not_refuse(
    gold: Scheme, sectors: tuple[str, ...], holds: bool
) -> None:
    cluster = _cluster()
    cluster.portfolios = [ClusterPortfolio(portfolio="maritime")]
    candidate = _candidate(_profile(sectors=sectors))
    checks = candidate_checks(gold, cluster, candidate, [], seats(gold)[:1])
    assert [check.holds for check in checks if check.rule == "sector"] == [holds]
    assert sentences(checks) == []


@pytest.mark.parametrize(("start", "end", "away"), [
    (None, 0, True), (None, -1, False), (0, 0, True), (1, 5, False), (-2, -1, False),
])  # fmt: skip
def test_absence_counts_from_its_first_to_its_last_day(
    app: Flask, start: int | None, end: int, away: bool
) -> None:
    profile = _profile()
    profile.away_from, profile.away_until = None if start is None else _day(start), _day(end)
    assert free_places(0, profile) == (0 if away else MOST_CASES)


def test_first_seat_may_be_taken_from_the_country_of_the_cluster(gold: Scheme) -> None:
    assert _broken(gold, _candidate(_profile("DK"))) == []


def test_second_seat_from_the_same_country_is_refused(gold: Scheme) -> None:
    assert _broken(gold, _candidate(_profile("DK")), _profile("DK")) == ["country"]
    assert _broken(gold, _candidate(_profile("DK")), _profile("PT")) == []


def test_scheme_without_country_rule_does_not_ask_for_one(app: Flask) -> None:
    bronze = schemes().get("cme-bronze")
    assert _broken(bronze, _candidate(_profile("DK"), _held("cme-bronze"))) == []


def test_foreign_language_is_advice_and_does_not_refuse(gold: Scheme) -> None:
    checks = candidate_checks(
        gold, _cluster(), _candidate(_profile(languages=("pt",))), [], [AssessorRole.LEAD]
    )
    advice = [check for check in checks if check.rule == "language"]
    assert [check.holds for check in advice] == [False]
    assert sentences(checks) == []


def test_scheme_says_how_many_seats_there_are(app: Flask) -> None:
    assert seats(schemes().get("cme-gold")) == (AssessorRole.LEAD, AssessorRole.CO_ASSESSOR)
    assert seats(schemes().get("cme-bronze")) == (AssessorRole.LEAD,)


@pytest.mark.parametrize(("countries", "clear", "broken"), [
    (["DK", "PT"], 2, []),
    (["DK", "PT"], 1, ["interests"]),
    (["PT"], 1, ["seats", "interests"]),
    (["DK", "DK"], 2, ["country"]),
    ([], 0, ["seats", "country", "interests"]),
])  # fmt: skip
def test_review_starts_only_when_every_rule_holds(
    gold: Scheme, countries: list[str], clear: int, broken: list[str]
) -> None:
    checks = team_checks(gold, _cluster(), [_profile(country) for country in countries], clear)
    assert [check.rule for check in checks if not check.holds] == broken


def _asked(scheme: Scheme, code: str, excused: str = "") -> Question:
    return Question(scheme.indicators[code], excused)


def test_scored_indicator_asks_for_points_and_justification(gold: Scheme) -> None:
    asked = _asked(gold, "2.4")
    assert gaps(asked, Judgement(), "") == [Gap.POINTS, Gap.JUSTIFICATION]
    assert gaps(asked, Judgement(points=Fraction(0)), "Nothing was found.") == []


def test_minimum_requirement_asks_for_a_judgement(gold: Scheme) -> None:
    asked = _asked(gold, "2.8")
    assert gaps(asked, Judgement(points=Fraction(3)), "Seen.") == [Gap.MINIMUM]
    assert gaps(asked, Judgement(points=Fraction(3), minimum_met=False), " ") == [Gap.JUSTIFICATION]


def test_indicator_without_points_needs_a_justification_only_against_the_cluster(gold: Scheme) -> None:
    asked = _asked(gold, "1.1")
    assert gaps(asked, Judgement(minimum_met=True), "") == []
    assert gaps(asked, Judgement(minimum_met=False), "") == [Gap.JUSTIFICATION]


def test_unscored_indicator_without_minimum_asks_whether_the_answer_is_plausible(app: Flask) -> None:
    asked = _asked(schemes().get("cme-bronze"), "B1.1")
    assert gaps(asked, Judgement(), "") == [Gap.PLAUSIBLE]
    assert gaps(asked, Judgement(plausible=True), "") == []
    assert gaps(asked, Judgement(plausible=False), "") == [Gap.JUSTIFICATION]


def test_accepted_reason_for_not_applying_asks_for_no_points(gold: Scheme) -> None:
    asked = _asked(gold, "1.4", excused="The whole country is its area.")
    assert gaps(asked, Judgement(), "") == [Gap.PLAUSIBLE]
    assert gaps(asked, Judgement(plausible=True), "") == []
    assert relevant(asked, Judgement(points=Fraction(3), plausible=True)).points is None


def test_refused_reason_for_not_applying_asks_for_points(gold: Scheme) -> None:
    asked = _asked(gold, "1.4", excused="The whole country is its area.")
    assert gaps(asked, Judgement(plausible=False), "") == [Gap.POINTS, Gap.JUSTIFICATION]


@pytest.mark.parametrize("raw", ["-1", "5.01", "1e3", "five", "", "nan"])
def test_points_off_the_scale_are_refused(gold: Scheme, raw: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_points(_asked(gold, "2.8"), raw)


def test_points_are_read_exactly(gold: Scheme) -> None:
    assert parse_points(_asked(gold, "2.8"), "4.99") == Fraction(499, 100)
    assert parse_points(_asked(gold, "2.8"), "1/3") == Fraction(1, 3)
