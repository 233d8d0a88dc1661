"""Silver and Bronze through all operations to a decision, and what an improvement is measured from."""

from datetime import date, timedelta

import pytest
from flask import Flask

from labelapp.assessments.benchmarkings import Earlier, check_earlier
from labelapp.assessments.cycle.confirming import Seen, confirm
from labelapp.assessments.interview.interviewing import declare, enter_answer
from labelapp.assessments.operations import start_assessment, submit_assessment
from labelapp.assessments.queries import find_place
from labelapp.clock import now, set_clock
from labelapp.clusters.models import TeamRole
from labelapp.decisions.models import Outcome
from labelapp.decisions.rules import may_be_awarded
from labelapp.extensions import db, schemes
from labelapp.reviews import policy
from labelapp.reviews.operations import ScoreContent, give_score, open_interview
from labelapp.reviews.record import load_record
from labelapp.schemes.improvement_areas import counterpart, improved_indicator
from labelapp.schemes.scoring import score
from labelapp.web.errors import DomainError
from tests.factories.accounts import make_user
from tests.factories.assessments import answer_all, complete_answers, make_assessment, make_submission
from tests.factories.clusters import add_member, make_cluster
from tests.factories.decisions import make_decision
from tests.factories.reviews import (
    lock,
    make_assessor,
    make_report,
    make_review,
    score_all,
    sheets_of,
    start_scoring,
)

AREA = "2.8"


def _two_years_ago(app: Flask) -> None:
    moment = now() - timedelta(days=730)
    set_clock(app, lambda: moment)


def _back(app: Flask) -> None:
    moment = now() + timedelta(days=730)
    set_clock(app, lambda: moment)


def _silver_answers() -> dict[str, dict[str, object]]:
    answers = complete_answers("cme-silver")
    answers["A1"]["area"] = "i2_8"
    return answers


def test_silver_goes_from_two_benchmarkings_to_an_award(app: Flask) -> None:
    cluster, by = make_cluster(), make_user("Vera Holm")
    for role in (TeamRole.MANAGER, TeamRole.LEGAL_REPRESENTATIVE):
        add_member(cluster, by, role)
    earlier = complete_answers("cme-bronze")
    earlier["B5.1"]["met"] = 12
    _two_years_ago(app)
    before = make_submission(cluster, "cme-bronze", earlier, by)
    _back(app)
    report = make_report(make_review(make_submission(cluster, "cme-silver", _silver_answers(), by)))
    record = load_record(report.content)
    assert len(record.assessors) == 1
    area = next(one for one in record.areas if one.area == "A1")
    assert (area.indicator, area.before is not None, area.after is not None) == (AREA, True, True)
    assert area.before is not None
    assert area.after is not None
    assert (area.before.indicator, area.before.on) == ("B5.1", before.submitted_at.date())
    assert area.before.measure == before.content["indicators"]["B5.1"]["measure"]
    assert area.after.measure == report.review.submission.content["indicators"][AREA]["measure"]
    assert area.before.measure != area.after.measure
    assert record.total.percent is not None
    assert record.awarded is True
    assert make_decision(report.review).outcome is Outcome.AWARD


def test_bronze_goes_from_the_interview_to_an_award_without_points(app: Flask) -> None:
    cluster, by, expert = make_cluster(), make_user("Vera Holm"), make_assessor("Ivo Marinov")
    for role in (TeamRole.MANAGER, TeamRole.LEGAL_REPRESENTATIVE):
        add_member(cluster, by, role)
    assessment = make_assessment(cluster, by, "cme-bronze")
    declare(open_interview(assessment, expert.email, by), expert, interest=False)
    answers = complete_answers("cme-bronze")
    del answers["B5.1"]["met"]
    answer_all(assessment, answers, by)
    place = find_place(assessment.id, "B5.1")
    assert place is not None
    enter_answer(place, "met", "38", 0, expert)
    confirm(assessment, Seen({("B5.1", "met"): 1}), by)
    report = make_report(make_review(submit_assessment(assessment, by)))
    record = load_record(report.content)
    assert len(policy.scoring_assignments(report.review)) == 1
    assert (record.awarded, record.total.percent, record.areas) == (True, None, [])
    assert report.review.submission.content["answers"]["B5.1"]["met"] == 38
    assert make_decision(report.review).outcome is Outcome.AWARD


def test_improvement_that_is_judged_without_effect_refuses_silver(app: Flask) -> None:
    review = start_scoring(make_review(make_submission(scheme="cme-silver")))
    (sheet,) = sheets_of(review)
    score_all(sheet)
    judged = ScoreContent(minimum_met=False, justification="No participant noticed a difference.")
    give_score(sheet, "A2", judged)
    lock(sheet)
    record = load_record(make_report(review).content)
    assert not may_be_awarded(record)
    assert "improvements_not_shown" in [one.code for one in record.reasons]


def test_area_without_points_and_minimum_is_not_shown_once_it_is_not_plausible(app: Flask) -> None:
    silver = schemes().get("cme-silver")
    bare = [
        one.model_copy(update={"minimum": None}) if one.code.startswith("A") else one
        for one in silver.indicator_list
    ]
    scheme = silver.model_copy(update={"indicator_list": tuple(bare)})
    scheme.__dict__.pop("indicators", None)
    answers = complete_answers("cme-silver")
    shown = score(scheme, answers, on=date(2026, 11, 25))
    refused = score(scheme, answers, on=date(2026, 11, 25), refused=["A2"])
    assert "improvements_shown" in [one.code for one in shown.reasons]
    assert "improvements_not_shown" in [one.code for one in refused.reasons]


def test_area_names_its_indicator_by_the_option_and_bronze_measures_the_same(app: Flask) -> None:
    silver, bronze = schemes().get("cme-silver"), schemes().get("cme-bronze")
    indicator = improved_indicator(silver, "A1", {"A1": {"area": "i2_8"}})
    assert indicator is not None
    same = counterpart(indicator, bronze)
    assert (indicator.code, same.code if same else None) == (AREA, "B5.1")
    assert improved_indicator(silver, "A1", {}) is None


def test_earlier_benchmarking_is_missing_too_recent_or_found(app: Flask) -> None:
    silver, cluster = schemes().get("cme-silver"), make_cluster()
    none = check_earlier(cluster, silver, now())
    make_submission(cluster, "cme-bronze")
    recent = check_earlier(cluster, silver, now())
    found = check_earlier(cluster, silver, now() + timedelta(days=600))
    assert [one and one.state for one in (none, recent, found)] == [
        Earlier.NONE,
        Earlier.TOO_RECENT,
        Earlier.FOUND,
    ]
    assert check_earlier(cluster, schemes().get("cme-gold"), now()) is None


def test_scheme_that_requires_an_earlier_benchmarking_does_not_start_without(app: Flask) -> None:
    silver = schemes().get("cme-silver")
    areas = silver.improvement_areas
    assert areas is not None
    strict = silver.model_copy(
        update={"improvement_areas": areas.model_copy(update={"earlier_required": True})}
    )
    assert areas.earlier_required is False
    codes = [one.code for one in silver.eligibility]
    with pytest.raises(DomainError, match="no earlier benchmarking"):
        start_assessment(make_cluster(), strict, codes, make_user())
    db.session.rollback()
