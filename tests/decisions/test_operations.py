"""Deciding once, by the rules, with reasons; what follows happens in the same transaction."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from labelapp.clusters.models import TeamRole
from labelapp.decisions.following import follow_awards
from labelapp.decisions.models import Decision, Outcome
from labelapp.decisions.operations import record_decision
from labelapp.events.log import timeline
from labelapp.events.models import OutboxMail
from labelapp.extensions import db
from labelapp.reviews.case import cluster_of
from labelapp.reviews.models import Review
from labelapp.web.errors import DomainError, InvalidInput
from tests.factories.accounts import make_user
from tests.factories.clusters import add_member
from tests.factories.decisions import make_board_member, make_decision
from tests.factories.reviews import make_report, make_review

pytestmark = pytest.mark.usefixtures("app")

FULL = "5"


@pytest.fixture
def reported() -> Review:
    """A Gold case whose report reaches all points and every minimum requirement."""
    return make_report(points=FULL).review


@pytest.fixture
def one_minimum_failed() -> Review:
    """A Gold case at 95 % and more, with one minimum requirement that is not met."""
    return make_report(points=FULL, minimums={"2.2": False}).review


def mails(template_word: str) -> list[OutboxMail]:
    found = db.session.scalars(select(OutboxMail).order_by(OutboxMail.id))
    return [mail for mail in found if template_word in mail.body]


def test_award_is_recorded_with_reasons(reported: Review) -> None:
    member = make_board_member(review=reported)
    decision = record_decision(reported, Outcome.AWARD, "  All rules hold. ", by=member)
    assert decision.reasons == "All rules hold."
    assert decision.decided_by is member
    assert [event.action for event in timeline(decision)] == ["decision.recorded"]


def test_award_with_a_failed_minimum_is_refused_by_the_rules_at_95_percent(
    one_minimum_failed: Review,
) -> None:
    member = make_board_member(review=one_minimum_failed)
    with pytest.raises(InvalidInput, match=r"2\.2"):
        record_decision(one_minimum_failed, Outcome.AWARD, "They are so good.", by=member)
    assert db.session.scalar(select(Decision)) is None


def test_refusal_names_the_failed_minimum_to_the_managers_in_their_language(
    one_minimum_failed: Review,
) -> None:
    cluster = cluster_of(one_minimum_failed)
    manager = make_user("Anaïs Morvan", locale="en")
    viewer = make_user("Viola Wer")
    add_member(cluster, manager, TeamRole.MANAGER)
    add_member(cluster, viewer, TeamRole.VIEWER)
    make_decision(one_minimum_failed, Outcome.REFUSE, "Indicator 2.2 falls short.")
    told = mails("Indicator 2.2 falls short.")
    assert manager.email in [mail.recipient for mail in told]
    assert viewer.email not in [mail.recipient for mail in told]
    mail = next(mail for mail in told if mail.recipient == manager.email)
    assert "the minimum requirement is not met" in mail.body
    assert "2.2" in mail.body
    assert "/decisions/" in mail.body


def test_second_decision_is_refused_and_names_who_decided_when(reported: Review) -> None:
    make_decision(reported, by=make_board_member("Ilse Marenholt", reported))
    other = make_board_member("Paul Devigne", reported)
    with pytest.raises(DomainError, match="Ilse Marenholt recorded the award on") as refused:
        record_decision(reported, Outcome.REFUSE, "No.", by=other)
    assert refused.value.status == 409


def test_decision_without_reasons_is_refused(reported: Review) -> None:
    with pytest.raises(InvalidInput, match="reasons"):
        record_decision(reported, Outcome.AWARD, " \n ", by=make_board_member(review=reported))


def test_decision_before_the_report_is_refused() -> None:
    review = make_review()
    with pytest.raises(DomainError, match="not final"):
        record_decision(review, Outcome.REFUSE, "Too early.", by=make_board_member())


@pytest.fixture
def follower(app: Flask) -> Iterator[list[Decision]]:
    """Decisions that a follower was told of."""
    told: list[Decision] = []
    before = list(app.extensions.get("award followers", []))
    follow_awards(app, lambda decision, _by: told.append(decision))
    yield told
    app.extensions["award followers"] = before


def test_follower_is_told_of_awards_only(follower: list[Decision], reported: Review) -> None:
    refused = make_decision(make_report(points="1").review, Outcome.REFUSE, "Too few points.")
    awarded = make_decision(reported)
    assert follower == [awarded]
    assert refused not in follower
