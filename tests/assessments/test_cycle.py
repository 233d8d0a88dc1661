"""The next cycle: what is carried over counts only after somebody has said that it still holds."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from labelapp.assessments import operations, queries
from labelapp.assessments.cycle.carrying import sources
from labelapp.assessments.cycle.confirming import Seen, confirm
from labelapp.assessments.linking import change_evidence, link_evidence
from labelapp.assessments.models import Answer, AnswerChange, AnswerOrigin, Assessment
from labelapp.assessments.saving import Saved, save_answer
from labelapp.assessments.views.overview import standing
from labelapp.clock import now
from labelapp.extensions import db, schemes
from labelapp.web.errors import DomainError
from tests.assessments.conftest import Team
from tests.assessments.test_form import form_of
from tests.factories.accounts import sign_in
from tests.factories.assessments import answer_all, complete_answers, make_submission
from tests.factories.clusters import make_cluster
from tests.factories.cycles import make_carried, newer_gold, publish
from tests.factories.evidence import make_document
from tests.statements import count_statements


@pytest.fixture
def carried(team: Team) -> Team:
    """The team's Gold draft began from a complete submission with two documents, one of them removed since."""
    kept, removed = (
        make_document(team.cluster, title="Register"),
        make_document(team.cluster, title="Minutes"),
    )
    answer_all(team.assessment, complete_answers(), team.manager)
    for code, document in (("2.8", kept), ("2.8", removed)):
        place = queries.find_place(team.assessment.id, code)
        assert place
        link_evidence(place, document, None, "Page of the visits", team.manager)
    operations.submit_assessment(team.assessment, team.representative)
    removed.removed_at = now()
    db.session.commit()
    assessment = make_carried(team.cluster, team.manager)
    db.session.commit()
    return Team(team.cluster, team.manager, team.contributor, team.viewer, team.representative, assessment)


def _given(team: Team, code: str = "2.8", field: str = "met") -> queries.Given:
    db.session.expire_all()
    found = queries.given_answer(team.assessment, code, field)
    assert found
    return found


def _confirm_all(assessment: Assessment, by: Team) -> None:
    given = queries.given_answers(assessment)
    seen = Seen(
        {key: one.version for key, one in given.items()},
        frozenset(link.id for link in queries.evidence_links(assessment)),
    )
    confirm(assessment, seen, by.manager)


def test_carried_answers_are_versioned_and_marked_and_nothing_counts_as_done(carried: Team) -> None:
    met = _given(carried)
    assert (met.content, met.version, met.origin, met.to_confirm) == (
        {"value": 54},
        1,
        AnswerOrigin.CARRIED,
        True,
    )
    answers = db.session.scalar(select(func.count()).where(Answer.assessment_id == carried.assessment.id))
    history = db.session.scalar(
        select(func.count()).where(AnswerChange.assessment_id == carried.assessment.id)
    )
    assert answers == history == sum(map(len, complete_answers().values()))
    whole = standing(carried.assessment)
    assert whole.answered == 0
    assert len(whole.to_confirm) == len(whole.scheme.indicators)


def test_removed_document_is_not_offered_again_but_named(client: FlaskClient, carried: Team) -> None:
    links = queries.evidence_links(carried.assessment)
    assert [(link.document.title, link.note, link.to_confirm) for link in links] == [
        ("Register", "Page of the visits", True)
    ]
    sign_in(client, carried.manager)
    page = client.get(f"{carried.page}/indicators/2.8").text
    assert "Offered in the last cycle and not now: Minutes." in page
    assert "From the submission of" in page


@pytest.mark.parametrize("step", [operations.request_confirmation, operations.submit_assessment])
def test_submission_is_refused_while_an_answer_is_not_confirmed(carried: Team, step: object) -> None:
    _confirm_all(carried.assessment, carried)
    db.session.execute(db.update(Answer).where(Answer.indicator == "4.3").values(to_confirm=True))
    with pytest.raises(DomainError, match=r"confirm it: 4\.3\."):
        step(carried.assessment, by=carried.manager)  # type: ignore[operator]


def test_submission_is_refused_while_a_document_is_not_confirmed_and_works_after(carried: Team) -> None:
    given = queries.given_answers(carried.assessment)
    confirm(carried.assessment, Seen({key: one.version for key, one in given.items()}), carried.manager)
    with pytest.raises(DomainError, match=r"2\.8"):
        operations.submit_assessment(carried.assessment, carried.representative)
    db.session.rollback()
    _confirm_all(carried.assessment, carried)
    assert operations.submit_assessment(carried.assessment, carried.representative).sha256


def test_still_true_confirms_the_page_and_goes_to_the_next(client: FlaskClient, carried: Team) -> None:
    sign_in(client, carried.contributor)
    page = f"{carried.page}/indicators/2.8"
    form = form_of(client.get(page).text)
    answer = client.post(page, data=form | {"go": "still-true"})
    assert answer.status_code == 303
    assert answer.location == f"{carried.page}/indicators/2.9?after=confirmed"
    assert (_given(carried).to_confirm, _given(carried).version) == (False, 1)
    assert not queries.evidence_links(carried.assessment)[0].to_confirm
    assert "2.8" not in standing(carried.assessment).waiting


def test_still_true_keeps_what_was_typed_on_the_same_page(client: FlaskClient, carried: Team) -> None:
    sign_in(client, carried.contributor)
    page = f"{carried.page}/indicators/2.8"
    form = form_of(client.get(page).text) | {"met": "61", "go": "still-true"}
    client.post(page, data=form)
    assert (_given(carried).content, _given(carried).origin) == ({"value": 61}, AnswerOrigin.TYPED)
    assert not _given(carried, field="how").to_confirm


def test_typed_save_confirms_its_field_alone(client: FlaskClient, carried: Team) -> None:
    sign_in(client, carried.contributor)
    client.post(f"{carried.page}/indicators/2.8/autosave", json={"field": "met", "value": "55", "version": 1})
    assert not _given(carried).to_confirm
    assert _given(carried, field="how").to_confirm
    page = client.get(f"{carried.page}/indicators/2.8").text
    assert "Last cycle: 54 participants" in page


def test_answer_that_changed_since_it_was_seen_is_not_confirmed(carried: Team) -> None:
    place = queries.find_place(carried.assessment.id, "2.8")
    assert place
    outcome = save_answer(
        place, "met", "57", 1, carried.manager, origin=AnswerOrigin.INTERVIEW, to_confirm=True
    )
    assert isinstance(outcome, Saved)
    assert confirm(carried.assessment, Seen({("2.8", "met"): 1}), carried.manager) == 0
    assert _given(carried).to_confirm
    assert confirm(carried.assessment, Seen({("2.8", "met"): 2}), carried.manager) == 1


def test_confirming_reaches_no_other_self_assessment(carried: Team) -> None:
    other = make_carried(carried.cluster, carried.manager, "cme-silver")
    foreign = [link.id for link in queries.evidence_links(other)]
    assert foreign
    seen = Seen({("2.8", "met"): 1}, frozenset(foreign))
    assert confirm(carried.assessment, seen, carried.manager) == 1
    assert all(link.to_confirm for link in queries.evidence_links(other))


def test_editing_page_and_note_confirms_a_document(carried: Team) -> None:
    place = queries.find_place(carried.assessment.id, "2.8")
    link = queries.evidence_links(carried.assessment)[0]
    assert place
    change_evidence(place, link, None, "The table", carried.manager)
    db.session.flush()
    assert not queries.links_to_confirm([carried.assessment])[carried.assessment.id]


def test_dimension_is_listed_and_confirmed_at_once(client: FlaskClient, carried: Team) -> None:
    sign_in(client, carried.manager)
    page = f"{carried.page}/dimensions/1/confirm"
    shown = client.get(page)
    assert "84 participants" in shown.text
    assert "54 participants" not in shown.text, "2.8 is in another dimension"
    posted = [part.split('"')[0] for part in shown.text.split('name="answer" value="')[1:]]
    answer = client.post(page, data={"answer": posted})
    assert answer.status_code == 303
    waiting = standing(carried.assessment).waiting
    assert not any(code.startswith("1.") for code in waiting)
    assert "2.8" in waiting


@pytest.mark.parametrize("wrong", [{"answer": "1.3/committed"}, {"answer": "1.3"}, {"link": "x"}])
def test_list_that_cannot_be_read_is_refused(
    client: FlaskClient, carried: Team, wrong: dict[str, str]
) -> None:
    sign_in(client, carried.manager)
    assert client.post(f"{carried.page}/dimensions/1/confirm", data=wrong).status_code == 422


def test_viewer_cannot_confirm(client: FlaskClient, carried: Team) -> None:
    sign_in(client, carried.viewer)
    assert client.get(f"{carried.page}/dimensions/1/confirm").status_code == 404
    assert client.post(f"{carried.page}/dimensions/1/confirm", data={}).status_code == 404
    assert "Still true" not in client.get(f"{carried.page}/indicators/2.8").text


def test_pages_count_answered_to_confirm_and_open(client: FlaskClient, carried: Team) -> None:
    sign_in(client, carried.manager)
    overview = client.get(carried.page).text
    assert "0 of 31 indicators answered. 31 are to confirm." in overview
    assert "To confirm" in client.get(f"{carried.page}/check").text
    assert "Confirm 31 indicators from before" in client.get("/tasks").text


def test_start_page_offers_the_last_cycle_by_default_and_starts_from_it(
    client: FlaskClient, team: Team
) -> None:
    make_submission(team.cluster, "cme-silver", by=team.representative)
    sign_in(client, team.manager)
    operations.cancel_assessment(team.assessment, team.manager)
    db.session.commit()
    page = f"/clusters/{team.cluster.id}/assessments/start/cme-gold"
    shown = client.get(page).text
    submission = queries.newest_submissions_of(team.cluster)[0]
    assert f'name="from" value="{submission.id}" checked' in shown
    confirmed = [one.code for one in schemes().get("cme-gold").eligibility]
    answer = client.post(page, data={"confirmed": confirmed, "from": str(submission.id)})
    started = queries.find_assessment(int(answer.location.rsplit("/", 1)[1]))
    assert started
    given = queries.given_answers(started)
    assert len(given) == sum(map(len, complete_answers("cme-gold").values()))
    assert all(one.to_confirm for one in given.values())


def test_start_from_a_foreign_submission_starts_empty(client: FlaskClient, team: Team) -> None:
    foreign = make_submission(make_cluster("Undisclosed Cluster"))
    operations.cancel_assessment(team.assessment, team.manager)
    sign_in(client, team.manager)
    page = f"/clusters/{team.cluster.id}/assessments/start/cme-gold"
    confirmed = [one.code for one in schemes().get("cme-gold").eligibility]
    answer = client.post(page, data={"confirmed": confirmed, "from": str(foreign.id)})
    started = queries.find_assessment(int(answer.location.rsplit("/", 1)[1]))
    assert started
    assert queries.given_answers(started) == {}


def test_same_scheme_comes_before_a_related_one_and_bronze_shares_nothing_with_gold(team: Team) -> None:
    for scheme in ("cme-bronze", "cme-silver"):
        make_submission(team.cluster, scheme, by=team.representative)
    gold = schemes().get("cme-gold")
    assert [one.scheme.code for one in sources(team.cluster, gold)] == ["cme-silver"]
    answer_all(team.assessment, complete_answers(), team.manager)
    operations.submit_assessment(team.assessment, team.representative)
    make_submission(make_cluster(), "cme-gold")
    assert [one.scheme.code for one in sources(team.cluster, gold)] == ["cme-gold", "cme-silver"]


def test_newer_version_says_what_it_asks_differently_and_what_does_not_fit(
    app: Flask, client: FlaskClient, team: Team
) -> None:
    answer_all(team.assessment, complete_answers(), team.manager)
    operations.submit_assessment(team.assessment, team.representative)
    library = schemes()
    publish(app, newer_gold())
    try:
        draft = make_carried(team.cluster, team.manager)
        assert draft.scheme_version == "2026.2"
        assert queries.given_answer(draft, "1.3", "committed") is None
        sign_in(client, team.manager)
        contacts = client.get(f"/assessments/{draft.id}/indicators/2.8").text
        assert "Asked differently then: “Participants met in person in the last twelve months”" in contacts
        assert "The levels of this indicator changed since" in contacts
        assert "Last cycle: 84 participants" in client.get(f"/assessments/{draft.id}/indicators/1.3").text
        listed = client.get(f"/assessments/{draft.id}/dimensions/2/confirm").text
        assert "2.8/met/1" not in listed, "a changed question is confirmed on its own page"
        assert "2.7/level/1" in listed
    finally:
        app.extensions["schemes"] = library


def test_list_of_a_dimension_needs_few_statements(client: FlaskClient, carried: Team) -> None:
    sign_in(client, carried.manager)
    with count_statements() as statements:
        assert client.get(f"{carried.page}/dimensions/4/confirm").status_code == 200
    assert len(statements) <= 12, statements
