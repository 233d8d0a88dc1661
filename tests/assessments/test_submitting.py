"""Check, confirmation and submission: only complete, only once, by the right person, and frozen."""

import json
import re
import threading
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from labelapp.assessments import operations, queries
from labelapp.assessments.linking import link_evidence
from labelapp.assessments.models import AssessmentState, Submission
from labelapp.assessments.snapshot import content_hash, load
from labelapp.clusters.models import TeamRole
from labelapp.events.log import timeline
from labelapp.events.models import OutboxMail
from labelapp.events.verifying import verify_log
from labelapp.evidence.operations import replace_file
from labelapp.extensions import db, schemes
from labelapp.schemes.scoring import score
from labelapp.web.errors import DomainError, InvalidInput
from tests.assessments.conftest import Team
from tests.factories.accounts import make_user, sign_in
from tests.factories.assessments import complete_answers, make_assessment, make_submission
from tests.factories.clusters import add_member
from tests.factories.dataroom import make_member
from tests.factories.evidence import make_document, upload

CONFIRMED = {"true": "y", "entitled": "y"}


def _state(team: Team) -> AssessmentState:
    db.session.refresh(team.assessment)
    return team.assessment.state


def _mails_to(person_email: str) -> list[str]:
    return list(
        db.session.scalars(
            select(OutboxMail.subject).where(OutboxMail.recipient == person_email).order_by(OutboxMail.id)
        )
    )


def test_scheme_version_and_hash_are_kept_from_the_start(team: Team) -> None:
    scheme = schemes().get("cme-gold")
    assert team.assessment.scheme_version == scheme.version
    assert team.assessment.scheme_hash == scheme.content_hash


def test_second_open_assessment_under_a_scheme_is_refused(team: Team) -> None:
    with pytest.raises(DomainError, match="open already"):
        make_assessment(team.cluster, team.manager)
    make_assessment(team.cluster, team.manager, scheme="cme-silver")


def test_new_assessment_can_start_after_the_open_one_was_cancelled(team: Team) -> None:
    operations.cancel_assessment(team.assessment, by=team.manager)
    assert make_assessment(team.cluster, team.manager).id != team.assessment.id


def test_start_without_every_statement_is_refused(team: Team) -> None:
    scheme = schemes().get("cme-silver")
    codes = [statement.code for statement in scheme.eligibility]
    with pytest.raises(InvalidInput):
        operations.start_assessment(team.cluster, scheme, codes[1:], by=team.manager)


def test_due_date_that_is_over_is_refused(team: Team) -> None:
    with pytest.raises(InvalidInput):
        operations.set_due_date(team.assessment, date(2020, 1, 1), by=team.manager)


def test_incomplete_answers_are_not_submitted(answered: Team) -> None:
    db.session.execute(
        db.text('UPDATE answer SET content = \'{"value": null, "raw": "many"}\' WHERE field = \'met\'')
    )
    with pytest.raises(DomainError, match=r"2\.8 Direct personal contacts"):
        operations.request_confirmation(answered.assessment, by=answered.manager)
    db.session.rollback()
    db.session.execute(db.text("DELETE FROM answer WHERE field = 'met'"))
    with pytest.raises(DomainError, match="missing"):
        operations.submit_assessment(answered.assessment, by=answered.representative)


def test_failed_minimum_warns_and_does_not_hinder(answered: Team, client: FlaskClient) -> None:
    db.session.execute(db.text("UPDATE answer SET content = '{\"value\": 1}' WHERE field = 'met'"))
    sign_in(client, answered.manager)
    page = client.get(f"{answered.page}/check").text
    assert "misses its minimum requirement" in page
    assert client.post(f"{answered.page}/confirmation").status_code == 303
    assert _state(answered) is AssessmentState.AWAITING_CONFIRMATION


def test_check_page_names_what_is_missing_and_changes_nothing(client: FlaskClient, team: Team) -> None:
    sign_in(client, team.viewer)
    page = client.get(f"{team.page}/check").text
    assert "Participants met in person" in page
    assert _state(team) is AssessmentState.DRAFT


def test_confirmation_goes_from_manager_to_representative_and_freezes(
    client: FlaskClient, app: Flask, answered: Team
) -> None:
    sign_in(client, answered.manager)
    assert client.post(f"{answered.page}/confirmation").status_code == 303
    assert _mails_to(answered.representative.email) == [
        "Please confirm the self-assessment of Havnsund Maritime Cluster"
    ]
    closed = client.post(
        f"{answered.page}/indicators/2.8/autosave", json={"field": "met", "value": "1", "version": 1}
    )
    assert closed.status_code == 409
    representative = app.test_client()
    sign_in(representative, answered.representative)
    assert representative.get(f"{answered.page}/confirm").status_code == 200
    assert representative.post(f"{answered.page}/confirm", data={}).status_code == 422
    assert representative.post(f"{answered.page}/confirm", data=CONFIRMED).status_code == 303
    assert _state(answered) is AssessmentState.SUBMITTED
    assert _mails_to(answered.manager.email)[-1].endswith("was submitted")
    actions = [event.action for event in timeline(answered.assessment)]
    assert actions == ["assessment.started", "assessment.confirmation_requested", "assessment.submitted"]
    assert verify_log() == []


def test_request_can_be_taken_back(client: FlaskClient, answered: Team) -> None:
    sign_in(client, answered.manager)
    client.post(f"{answered.page}/confirmation")
    assert client.post(f"{answered.page}/take-back").status_code == 303
    assert _state(answered) is AssessmentState.DRAFT


def test_representative_returns_with_a_note_that_the_team_sees(
    client: FlaskClient, app: Flask, answered: Team
) -> None:
    operations.request_confirmation(answered.assessment, by=answered.manager)
    sign_in(client, answered.representative)
    assert client.post(f"{answered.page}/return", data={"note": " "}).status_code == 422
    note = "The budget of <2027> is missing."
    assert client.post(f"{answered.page}/return", data={"note": note}).status_code == 303
    assert _state(answered) is AssessmentState.DRAFT
    manager = app.test_client()
    sign_in(manager, answered.manager)
    assert "The budget of &lt;2027&gt; is missing." in manager.get(answered.page).text
    assert _mails_to(answered.manager.email) == [
        "The self-assessment of Havnsund Maritime Cluster came back to you"
    ]


def test_representative_cannot_submit_a_draft_unasked(client: FlaskClient, answered: Team) -> None:
    sign_in(client, answered.representative)
    assert client.get(f"{answered.page}/confirm").status_code == 409
    assert client.post(f"{answered.page}/confirm", data=CONFIRMED).status_code == 409
    assert _state(answered) is AssessmentState.DRAFT


def test_manager_who_is_the_representative_submits_in_one_go(client: FlaskClient, answered: Team) -> None:
    add_member(answered.cluster, answered.manager, TeamRole.LEGAL_REPRESENTATIVE)
    sign_in(client, answered.manager)
    assert client.post(f"{answered.page}/confirm", data=CONFIRMED).status_code == 303
    assert _state(answered) is AssessmentState.SUBMITTED


def _seen(client: FlaskClient, page: str) -> str:
    (found,) = re.findall(r'name="seen"[^>]*value="(\w+)"', client.get(page).text)
    return str(found)


@pytest.mark.parametrize("what", ["file", "figure"])
def test_what_changed_while_the_representative_read_is_shown_again_before_it_is_confirmed(
    client: FlaskClient, answered: Team, what: str
) -> None:
    document = make_document(answered.cluster)
    place = queries.find_place(answered.assessment.id, "2.8")
    assert place
    link_evidence(place, document, None, "", answered.manager)
    db.session.execute(db.text("DELETE FROM answer WHERE indicator = '1.3' AND field = 'committed'"))
    make_member(answered.cluster)
    operations.request_confirmation(answered.assessment, by=answered.manager)
    db.session.commit()
    sign_in(client, answered.representative)
    page = f"{answered.page}/confirm"
    stale = CONFIRMED | {"seen": _seen(client, page)}
    if what == "file":
        replace_file(document.files[0], upload(b"Other words", "plan.txt"), answered.manager)
    else:
        make_member(answered.cluster)
    db.session.commit()
    answer = client.post(page, data=stale)
    assert answer.status_code == 409
    assert "have changed since you opened this page" in answer.text
    assert _state(answered) is AssessmentState.AWAITING_CONFIRMATION
    assert client.post(page, data=CONFIRMED | {"seen": _seen(client, page)}).status_code == 303


def test_request_without_a_representative_is_refused(answered: Team) -> None:
    db.session.execute(db.text("DELETE FROM team_member WHERE role = 'legal_representative'"))
    with pytest.raises(DomainError, match="Nobody is named"):
        operations.request_confirmation(answered.assessment, by=answered.manager)


def test_second_submission_is_a_conflict_and_leaves_one(client: FlaskClient, answered: Team) -> None:
    operations.request_confirmation(answered.assessment, by=answered.manager)
    sign_in(client, answered.representative)
    assert client.post(f"{answered.page}/confirm", data=CONFIRMED).status_code == 303
    again = client.post(f"{answered.page}/confirm", data=CONFIRMED)
    assert again.status_code == 409
    assert "has been submitted already" in again.text
    assert db.session.scalar(select(func.count()).select_from(Submission)) == 1


def test_two_submissions_at_once_leave_one(app: Flask, answered: Team) -> None:
    assessment_id, person = answered.assessment.id, answered.representative.id
    db.session.commit()
    start, outcomes = threading.Barrier(2), list[str]()

    def submit() -> None:
        with app.app_context():
            start.wait()
            try:
                assessment = queries.find_assessment(assessment_id)
                by = db.session.get(type(answered.representative), person)
                assert assessment
                assert by
                operations.submit_assessment(assessment, by)
                db.session.commit()
                outcomes.append("submitted")
            except DomainError:
                db.session.rollback()
                outcomes.append("refused")

    threads = [threading.Thread(target=submit) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) == ["refused", "submitted"]
    assert db.session.scalar(select(func.count()).select_from(Submission)) == 1


@pytest.mark.parametrize(
    ("state", "action"),
    [
        (AssessmentState.SUBMITTED, "cancel"),
        (AssessmentState.SUBMITTED, "take_back"),
        (AssessmentState.CANCELLED, "submit"),
        (AssessmentState.AWAITING_CONFIRMATION, "cancel"),
        (AssessmentState.DRAFT, "return"),
    ],
)
def test_way_that_the_table_does_not_know_is_refused(team: Team, state: AssessmentState, action: str) -> None:
    db.session.execute(db.update(type(team.assessment)).values(state=state))
    with pytest.raises(DomainError):
        operations.transition(team.assessment, action)


def test_snapshot_holds_answers_points_evidence_and_facts(answered: Team) -> None:
    place = queries.find_place(answered.assessment.id, "2.8")
    assert place
    document = make_document(answered.cluster, by=answered.manager)
    link_evidence(place, document, None, "The register", answered.manager)
    submission = operations.submit_assessment(answered.assessment, by=answered.representative)
    frozen = load(submission)
    expected = score(schemes().get("cme-gold"), complete_answers(), on=frozen.confirmed_at.date())
    assert frozen.answers == complete_answers()
    assert frozen.total.points == str(expected.total.points)
    assert frozen.cluster.name == "Havnsund Maritime Cluster"
    assert frozen.scheme.hash == answered.assessment.scheme_hash
    assert frozen.confirmed_by.name == "Erik Dam"
    (evidence,) = frozen.indicators["2.8"].evidence
    assert (evidence.sha256, evidence.filename, evidence.note) == (
        document.files[0].sha256,
        document.files[0].filename,
        "The register",
    )


def test_snapshot_hash_is_over_what_the_database_gives_back(answered: Team) -> None:
    submission = operations.submit_assessment(answered.assessment, by=answered.representative)
    db.session.commit()
    db.session.expire_all()
    assert content_hash(submission.content) == submission.sha256
    assert content_hash(submission.content | {"format": 0}) != submission.sha256


def test_snapshot_stays_when_cluster_and_documents_change(answered: Team) -> None:
    place = queries.find_place(answered.assessment.id, "2.8")
    assert place
    document = make_document(answered.cluster, by=answered.manager)
    link_evidence(place, document, None, "", answered.manager)
    submission = operations.submit_assessment(answered.assessment, by=answered.representative)
    db.session.commit()
    before = json.dumps(submission.content, sort_keys=True)
    answered.cluster.name = "Another name"
    document.title = "Another title"
    db.session.commit()
    db.session.expire_all()
    assert json.dumps(submission.content, sort_keys=True) == before
    assert load(submission).cluster.name == "Havnsund Maritime Cluster"


def test_definition_that_changed_meanwhile_is_not_submitted(answered: Team) -> None:
    answered.assessment.scheme_hash = "0" * 64
    with pytest.raises(DomainError, match="definition"):
        operations.submit_assessment(answered.assessment, by=answered.representative)


def test_page_shows_the_answer_of_the_last_cycle(client: FlaskClient, team: Team) -> None:
    operations.cancel_assessment(team.assessment, by=team.manager)
    make_submission(team.cluster, by=team.manager)
    assessment = make_assessment(team.cluster, team.manager)
    sign_in(client, team.manager)
    page = client.get(f"/assessments/{assessment.id}/indicators/2.8").text
    assert "Last cycle" in page
    assert f"{complete_answers()['2.8']['met']} participants" in page


def test_submitted_answers_are_read_only(client: FlaskClient, answered: Team) -> None:
    operations.submit_assessment(answered.assessment, by=answered.representative)
    sign_in(client, answered.manager)
    page = client.get(f"{answered.page}/indicators/2.8").text
    assert "data-autosave-url" not in page
    assert (
        client.post(f"{answered.page}/indicators/2.8", data={"met": "1", "version.met": "1"}).status_code
        == 409
    )
    assert answers_are_those_submitted(answered)


def answers_are_those_submitted(team: Team) -> bool:
    return queries.answers_of(team.assessment) == complete_answers()


def test_unknown_person_in_a_mail_address_never_matters(answered: Team) -> None:
    make_user("Nobody Else")
    operations.request_confirmation(answered.assessment, by=answered.manager)
    recipients = set(db.session.scalars(select(OutboxMail.recipient).order_by(OutboxMail.id)))
    assert recipients == {answered.representative.email}
