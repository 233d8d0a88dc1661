"""The proposal on its page: whom it names, why a seat stays empty, and what taking it over does."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from labelapp.accounts.models import RoleName, User
from labelapp.assessments.interview.interviewing import declare
from labelapp.assessments.models import Interview, Submission
from labelapp.clock import now, today
from labelapp.clusters.models import Cluster, TeamRole
from labelapp.events.models import OutboxMail
from labelapp.extensions import db
from labelapp.reviews.models import AssessorProfile, AssessorRole, Assignment, Review
from labelapp.reviews.operations import nominate
from labelapp.reviews.proposal.plan import CaseProposal, plan
from tests.factories.accounts import make_user, sign_in
from tests.factories.assessments import make_submission
from tests.factories.clusters import add_member, make_cluster
from tests.factories.reviews import (
    declare_as_officer,
    declare_conflict,
    make_assessor,
    make_review,
    qualify,
)
from tests.statements import count_statements

LEAD, CO_ASSESSOR = AssessorRole.LEAD, AssessorRole.CO_ASSESSOR


@pytest.fixture
def secretariat(app: object) -> User:
    return make_user("Elin Vesterby", roles=[RoleName.SECRETARIAT])


def _cluster() -> Cluster:
    return make_cluster(country="DK", language="da")


def _profile(user: User) -> AssessorProfile:
    return db.session.get_one(AssessorProfile, user.id)


def _names(found: CaseProposal) -> list[str | None]:
    return [seat.person.user.name if seat.person else None for seat in found.seats]


def _plan(user: User) -> list[CaseProposal]:
    """The proposal for an officer who declared in every case that is not shut to them."""
    declare_as_officer(user)
    return plan(user)


def _only(user: User) -> CaseProposal:
    (found,) = _plan(user)
    return found


def test_proposal_names_two_people_of_whom_one_comes_from_another_country(secretariat: User) -> None:
    make_submission(_cluster())
    for name in ("Asta", "Birk"):
        make_assessor(name, country="DK", languages=["da"])
    make_assessor("Chiara", country="IT", languages=["da"])
    names = _names(_only(secretariat))
    assert "Chiara" in names
    assert None not in names


def test_proposal_leaves_out_who_is_tied_to_the_case_not_qualified_or_away(secretariat: User) -> None:
    cluster = _cluster()
    make_submission(cluster)
    member, away, full = (make_assessor(name, "PT") for name in ("Mia", "Ana", "Fia"))
    make_assessor("Ola", "PT", qualifications=["cme-bronze"])
    add_member(cluster, member, TeamRole.VIEWER)
    _profile(away).away_until = today()
    _profile(full).most_cases = 0
    back = make_assessor("Bea", "PT")
    _profile(back).away_until = today() - timedelta(days=1)
    db.session.flush()
    assert _names(_only(secretariat)) == ["Bea", None]


def test_person_who_declared_an_interest_in_the_cluster_is_proposed_for_none_of_its_cases(
    secretariat: User,
) -> None:
    cluster = _cluster()
    biased = make_assessor("Bo", "PT")
    declare_conflict(make_review(make_submission(cluster)), biased)
    make_submission(cluster, scheme="cme-silver")
    offered = {name for found in _plan(secretariat) for name in _names(found)}
    assert offered
    assert "Bo" not in offered


def test_person_who_declared_an_interest_before_an_interview_is_proposed_for_no_case_of_the_cluster(
    secretariat: User,
) -> None:
    submission = make_submission(_cluster())
    biased, _other = make_assessor("Bo", "PT"), make_assessor("Bea", "PT")
    interview = Interview(
        assessment_id=submission.assessment_id,
        expert_id=biased.id,
        opened_at=now(),
        opened_by_id=submission.confirmed_by_id,
        declared_at=None,
    )
    db.session.add(interview)
    db.session.flush()
    declare(interview, biased, interest=True)
    db.session.flush()
    assert _names(_only(secretariat)) == ["Bea", None]


@pytest.mark.parametrize(("country", "most_cases", "reason"), [
    ("DK", 4, "one must come from elsewhere"),
    ("PT", 0, "away or have as many cases as they take"),
])  # fmt: skip
def test_seat_that_stays_empty_is_explained(
    secretariat: User, country: str, most_cases: int, reason: str
) -> None:
    make_submission(_cluster())
    for name in ("Asta", "Birk"):
        _profile(make_assessor(name, country)).most_cases = most_cases
    db.session.flush()
    assert reason in _only(secretariat).shortage


def test_seat_without_qualified_people_is_explained(secretariat: User) -> None:
    make_submission(_cluster())
    make_assessor("Asta", "PT", qualifications=["cme-bronze"])
    assert "Not enough independent assessors are qualified" in _only(secretariat).shortage


def test_each_seat_goes_to_somebody_who_is_qualified_for_it_today(secretariat: User) -> None:
    make_submission(_cluster())
    people = [make_assessor(name, "PT", ["da"], qualifications=[]) for name in ("Asta", "Birk", "Caro")]
    for person, role in zip(people, (CO_ASSESSOR, LEAD, LEAD), strict=True):
        ends_on = today() - timedelta(days=1 if person.name == "Caro" else 0)
        qualify(person, role=role, granted_on=today() - timedelta(days=9), ends_on=ends_on)
    assert _names(_only(secretariat)) == ["Birk", "Asta"]


def test_seat_for_which_nobody_is_qualified_is_named(secretariat: User) -> None:
    make_submission(_cluster())
    for name in ("Asta", "Birk"):
        qualify(make_assessor(name, "PT", qualifications=[]), role=LEAD)
    found = _only(secretariat)
    assert _names(found) == ["Asta", None]
    assert found.shortage == "Nobody independent is qualified for: Gold label, co-assessor."


def test_advice_that_is_not_followed_is_named(secretariat: User) -> None:
    make_submission(_cluster())
    make_assessor("Asta", "PT", ["pt"], sectors=["food"])
    make_assessor("Birk", "PT", ["da"], sectors=[])
    assert _only(secretariat).compromises == [
        "Not everybody reads Danish.",
        "Nobody works in a field of the cluster: Maritime technologies and water.",
    ]


def test_somebody_who_knows_the_field_is_preferred_at_the_same_load(secretariat: User) -> None:
    make_submission(_cluster(), scheme="cme-silver")
    make_assessor("Asta", "PT", ["da"], sectors=["food"])
    make_assessor("Birk", "PT", ["da"], sectors=["maritime"])
    found = _only(secretariat)
    assert (_names(found), found.compromises) == (["Birk"], [])


def test_seat_that_is_taken_already_counts_for_the_rule_of_countries(secretariat: User) -> None:
    foreign = make_assessor("Chiara", "IT")
    review = make_review(make_submission(_cluster()), nominated=False)
    nominate(review, foreign, AssessorRole.LEAD, by=None)
    make_assessor("Asta", "DK", languages=["da"])
    found = _only(secretariat)
    assert [(seat.role, seat.person and seat.person.user.name) for seat in found.seats] == [
        (AssessorRole.CO_ASSESSOR, "Asta")
    ]


def test_case_in_which_the_reader_has_an_interest_is_not_proposed(secretariat: User) -> None:
    cluster = _cluster()
    add_member(cluster, secretariat, TeamRole.VIEWER)
    make_submission(cluster)
    assert _plan(secretariat) == []


def _form(submission: Submission, **people: User) -> dict[str, object]:
    seats = {f"seat.{submission.id}.{role}": str(person.id) for role, person in people.items()}
    return {"case": [str(submission.id)], **seats}


def test_taking_over_opens_the_review_and_asks_both_by_mail(client: FlaskClient, secretariat: User) -> None:
    submission = make_submission(_cluster())
    lead, co = make_assessor("Asta", "DK"), make_assessor("Chiara", "IT")
    declare_as_officer(secretariat)
    sign_in(client, secretariat)
    answer = client.post("/cases/proposal", data=_form(submission, lead=lead, co_assessor=co))
    assert answer.status_code == 303
    assigned = db.session.scalars(select(Assignment).order_by(Assignment.role)).all()
    assert {(one.role, one.user_id) for one in assigned} == {
        (AssessorRole.LEAD, lead.id),
        (AssessorRole.CO_ASSESSOR, co.id),
    }
    mails = db.session.scalars(select(OutboxMail.recipient).order_by(OutboxMail.id)).all()
    assert {lead.email, co.email} <= set(mails)


def test_case_that_breaks_a_rule_stays_as_it_was_and_the_others_go_on(
    client: FlaskClient, secretariat: User
) -> None:
    good, bad = (
        make_submission(_cluster()),
        make_submission(make_cluster("Nordlys", country="DK", language="da")),
    )
    asta, birk, chiara = (
        make_assessor("Asta", "DK"),
        make_assessor("Birk", "DK"),
        make_assessor("Chiara", "IT"),
    )
    declare_as_officer(secretariat)
    sign_in(client, secretariat)
    form = _form(good, lead=asta, co_assessor=chiara) | _form(bad, lead=asta, co_assessor=birk)
    answer = client.post("/cases/proposal", data=form | {"case": [str(good.id), str(bad.id)]})
    assert answer.status_code == 200
    assert "this seat needs somebody from another country" in answer.text
    assert db.session.scalar(select(Review.submission_id)) == good.id
    assert db.session.scalar(select(func.count(Assignment.id))) == 2


def test_cases_that_are_not_ticked_and_odd_values_change_nothing(
    client: FlaskClient, secretariat: User
) -> None:
    submission = make_submission(_cluster())
    declare_as_officer(secretariat)
    sign_in(client, secretariat)
    for data in (
        {},
        {"case": ["x", "99999"]},
        {"case": [str(submission.id)], f"seat.{submission.id}.lead": "²"},
    ):
        assert client.post("/cases/proposal", data=data).status_code == 303
    assert db.session.scalar(select(func.count(Review.id))) == 0


def test_page_needs_as_many_statements_for_three_cases_as_for_one(
    client: FlaskClient, secretariat: User
) -> None:
    sign_in(client, secretariat)
    make_assessor("Asta", "IT")
    make_submission(_cluster())
    declare_as_officer(secretariat)
    with count_statements() as one:
        assert client.get("/cases/proposal").status_code == 200
    make_submission(make_cluster("Nordlys"))
    make_review(make_submission(make_cluster("Sundet")), nominated=False)
    declare_as_officer(secretariat)
    with count_statements() as three:
        client.get("/cases/proposal")
    assert len(three) <= len(one) + 1  # the seats of those that are open already
