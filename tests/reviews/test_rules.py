"""Who may take a seat: each rule of assignment and the sentence that refuses."""

from fractions import Fraction

import pytest
from flask import Flask

from labelapp.clusters.models import Cluster
from labelapp.extensions import schemes
from labelapp.reviews.judging import Gap, Judgement, Question, gaps, parse_points, relevant
from labelapp.reviews.models import MOST_CASES, AssessorProfile, AssessorRole
from labelapp.reviews.rules import Candidate, candidate_checks, seats, sentences, team_checks
from labelapp.schemes.definition import Scheme


@pytest.fixture
def gold(app: Flask) -> Scheme:
    return schemes().get("cme-gold")


def _cluster(country: str = "DK") -> Cluster:
    return Cluster(country=country, language="da")


def _profile(country: str = "PT", languages: tuple[str, ...] = ("da",)) -> AssessorProfile:
    return AssessorProfile(
        country=country, languages=list(languages), qualifications=["cme-gold"], most_cases=MOST_CASES
    )


def _broken(scheme: Scheme, candidate: Candidate, *others: AssessorProfile) -> list[str]:
    return [
        check.rule
        for check in candidate_checks(scheme, _cluster(), candidate, others)
        if check.blocks and not check.holds
    ]


def test_candidate_who_fits_every_rule_breaks_none(gold: Scheme) -> None:
    assert _broken(gold, Candidate(None, _profile())) == []


@pytest.mark.parametrize(("facts", "rule"), [
    ({"member": True}, "independent"),
    ({"conflicted": True}, "independent"),
    ({"taking_part": True}, "once"),
    ({"compared": True}, "blind"),
])  # fmt: skip
def test_candidate_with_a_tie_to_the_case_is_refused(gold: Scheme, facts: dict[str, bool], rule: str) -> None:
    assert _broken(gold, Candidate(None, _profile(), **facts)) == [rule]


def test_candidate_without_profile_is_refused(gold: Scheme) -> None:
    assert _broken(gold, Candidate(None, None)) == ["profile"]


def test_candidate_qualified_for_another_label_is_refused(gold: Scheme) -> None:
    profile = _profile("PT")
    profile.qualifications = ["cme-bronze"]
    assert _broken(gold, Candidate(None, profile)) == ["qualified"]


def test_first_seat_may_be_taken_from_the_country_of_the_cluster(gold: Scheme) -> None:
    assert _broken(gold, Candidate(None, _profile("DK"))) == []


def test_second_seat_from_the_same_country_is_refused(gold: Scheme) -> None:
    assert _broken(gold, Candidate(None, _profile("DK")), _profile("DK")) == ["country"]
    assert _broken(gold, Candidate(None, _profile("DK")), _profile("PT")) == []


def test_scheme_without_country_rule_does_not_ask_for_one(app: Flask) -> None:
    bronze = schemes().get("cme-bronze")
    profile = _profile("DK")
    profile.qualifications = ["cme-bronze"]
    assert _broken(bronze, Candidate(None, profile)) == []


def test_foreign_language_is_advice_and_does_not_refuse(gold: Scheme) -> None:
    checks = candidate_checks(gold, _cluster(), Candidate(None, _profile(languages=("pt",))), [])
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
