"""The register: filters, order, pages, and inviting an expert in one go."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from labelapp.accounts.models import Invitation, RoleName, User
from labelapp.accounts.operations import accept_invitation
from labelapp.clock import now, today
from labelapp.events.models import OutboxMail
from labelapp.extensions import db
from labelapp.reviews.models import AssessorProfile, AssessorRole
from labelapp.reviews.register.queries import (
    Account,
    Asked,
    Availability,
    Load,
    Sort,
    count_experts,
    list_experts,
)
from labelapp.web.paging import read_position
from tests.factories.accounts import make_user, sign_in
from tests.factories.assessments import make_submission
from tests.factories.reviews import make_assessor, make_review, qualify
from tests.statements import count_statements


@pytest.fixture
def office(app: Flask) -> User:
    return make_user("Ines Kovač", roles=[RoleName.SECRETARIAT])


def _profile(user: User) -> AssessorProfile:
    return db.session.get_one(AssessorProfile, user.id)


def _names(**asked: Any) -> list[str]:
    return [one.user.name for one in list_experts(Asked(**asked)).items]


@pytest.fixture
def experts(app: Flask) -> None:
    """Asta is free; Birk has one case; Caro is away and full; Dana is invited, Egon's link ran out."""
    busy = make_assessor("Birk", "DK", ["da"], sectors=["food"])
    make_review(make_submission(scheme="cme-bronze"), lead=busy, co_assessor=busy)
    make_assessor("Asta", "FI", ["fi", "en"], ["cme-bronze"], sectors=["food", "health"])
    away = _profile(make_assessor("Caro", "PT", ["pt"], []))
    away.most_cases, away.away_until = 0, today()
    for name in ("Dana", "Egon"):
        user = make_assessor(name, "PT", ["pt"], [], password=None)
        db.session.add(
            Invitation(
                user=user,
                token_hash=name,
                created_at=now(),
                expires_at=now() + timedelta(days=1 if name == "Dana" else -1),
            )
        )
    qualify(_expert("Caro"), granted_on=today() - timedelta(days=9), ends_on=today() - timedelta(days=1))
    qualify(_expert("Dana"), ends_on=today())
    db.session.commit()


def _expert(name: str) -> User:
    return db.session.scalars(select(User).where(User.name == name)).one()


FILTERS: list[tuple[dict[str, Any], list[str]]] = [
    ({}, ["Asta", "Birk", "Caro", "Dana", "Egon"]),
    ({"search": "BIR"}, ["Birk"]),
    ({"country": "PT"}, ["Caro", "Dana", "Egon"]),
    ({"language": "en"}, ["Asta"]),
    ({"sector": "food"}, ["Asta", "Birk"]),
    ({"part": ("cme-bronze", AssessorRole.LEAD)}, ["Asta", "Birk"]),
    ({"part": ("cme-gold", AssessorRole.LEAD)}, ["Birk", "Dana"]),
    ({"part": ("cme-gold", AssessorRole.CO_ASSESSOR)}, ["Birk"]),
    ({"availability": Availability.AWAY}, ["Caro"]),
    ({"availability": Availability.FREE}, ["Asta", "Birk", "Dana", "Egon"]),
    ({"availability": Availability.FULL}, []),
    ({"load": Load.SOME}, ["Birk"]),
    ({"load": Load.NONE, "country": "FI"}, ["Asta"]),
    ({"account": Account.INVITED}, ["Dana"]),
    ({"account": Account.EXPIRED}, ["Egon"]),
    ({"account": Account.ACCEPTED}, ["Asta", "Birk", "Caro"]),
    ({"sort": Sort.LOAD, "descending": True, "country": "DK"}, ["Birk"]),
    ({"sort": Sort.ENDS, "part": ("cme-gold", AssessorRole.LEAD)}, ["Dana", "Birk"]),
    ({"sort": Sort.COUNTRY}, ["Birk", "Asta", "Caro", "Dana", "Egon"]),
]  # fmt: skip


def test_register_shows_whom_the_filters_leave_in_order(experts: None) -> None:
    found = [(asked, _names(**asked), count_experts(Asked(**asked))) for asked, _expected in FILTERS]
    assert found == [(asked, names, len(names)) for asked, names in FILTERS]


def test_full_is_who_has_as_many_cases_as_they_take(experts: None) -> None:
    _profile(_expert("Birk")).most_cases = 1
    db.session.flush()
    assert _names(availability=Availability.FULL) == ["Birk"]
    assert "Birk" not in _names(availability=Availability.FREE)


def test_pages_go_on_where_the_one_before_ended_in_every_order(app: Flask) -> None:
    for number in range(27):
        make_assessor(f"Expert {number:02}", qualifications=[], password=None)
    for sort in Sort:
        first = list_experts(Asked(sort=sort))
        second = list_experts(Asked(sort=sort, position=read_position(first.after)))
        names = [one.user.name for one in (*first.items, *second.items)]
        assert (len(first.items), len(second.items), len(set(names))) == (25, 2, 27), sort
        back = list_experts(Asked(sort=sort, position=read_position(second.before)))
        assert [one.user.name for one in back.items] == [one.user.name for one in first.items], sort


def test_register_needs_as_many_statements_for_five_as_for_one(client: FlaskClient, office: User) -> None:
    sign_in(client, office)
    make_assessor("Asta")
    with count_statements() as one:
        assert client.get("/assessors").status_code == 200
    for name in ("Birk", "Caro", "Dana", "Egon"):
        make_assessor(name)
    with count_statements() as five:
        client.get("/assessors?sort=ends&part=cme-gold.lead&availability=free&language=en")
    assert len(five) == len(one)


@pytest.mark.parametrize("query", [
    "?part=cme-gold.judge&sort=x&availability=y&load=z&account=w&country=%00&language=abc&sector=none&at=!!",
    "?search=%00%25_&order=up",
])  # fmt: skip
def test_odd_values_in_the_address_are_ignored(client: FlaskClient, office: User, query: str) -> None:
    sign_in(client, office)
    assert client.get(f"/assessors{query}").status_code == 200


def _form(**more: Any) -> dict[str, Any]:
    return {
        "name": "Nora Vik",
        "email": "Nora.Vik@people.example",
        "locale": "fr",
        "country": "NO",
        "languages": ["nb", "en"],
        "sectors": ["energy"],
        "most_cases": "3",
        "parts": ["cme-silver.lead"],
        "granted_on": today().isoformat(),
    } | more


def test_expert_is_invited_with_profile_and_qualification_in_one_go(
    client: FlaskClient, office: User
) -> None:
    sign_in(client, office)
    assert client.get("/assessors/invite").status_code == 200
    answer = client.post("/assessors/invite", data=_form())
    assert answer.status_code == 303
    (expert,) = list_experts(Asked()).items
    assert (expert.account, expert.user.holds(RoleName.ASSESSOR)) == (Account.INVITED, True)
    assert expert.profile
    assert (expert.profile.country, expert.profile.sectors, expert.profile.most_cases) == (
        "NO",
        ["energy"],
        3,
    )
    assert [(one.scheme_code, one.role) for one in expert.qualifications] == [
        ("cme-silver", AssessorRole.LEAD)
    ]
    mail = db.session.scalars(select(OutboxMail).order_by(OutboxMail.id)).one()
    assert (mail.recipient, mail.language) == ("nora.vik@people.example", "fr")
    assert "Invited" in client.get(answer.location).text


@pytest.mark.parametrize("wrong", [
    {"email": "nobody"}, {"email": ""}, {"name": " "}, {"country": ""}, {"parts": []}, {"granted_on": "2099-01-01"},
])  # fmt: skip
def test_invitation_that_lacks_something_makes_no_account_and_loses_nothing(
    client: FlaskClient, office: User, wrong: dict[str, Any]
) -> None:
    sign_in(client, office)
    answer = client.post("/assessors/invite", data=_form(**wrong))
    assert answer.status_code == 422
    assert "energy" in answer.text
    assert count_experts(Asked()) == 0


def test_address_that_has_an_account_is_refused_at_its_field(client: FlaskClient, office: User) -> None:
    sign_in(client, office)
    answer = client.post("/assessors/invite", data=_form(email=office.email))
    assert (answer.status_code, "There is an account with this e-mail address already." in answer.text) == (
        422,
        True,
    )


def test_invitation_is_sent_again_until_it_is_accepted(client: FlaskClient, office: User) -> None:
    sign_in(client, office)
    client.post("/assessors/invite", data=_form())
    expert = db.session.scalars(select(User).where(User.email == "nora.vik@people.example")).one()
    first = db.session.scalars(select(Invitation)).one()
    assert client.post(f"/assessors/{expert.id}/invitation").status_code == 303
    second = db.session.scalars(select(Invitation).order_by(Invitation.id.desc())).first()
    assert second
    assert (first.expires_at <= now(), second.expires_at > now()) == (True, True)
    accept_invitation(second, "seven quiet harbours")
    db.session.commit()
    assert client.post(f"/assessors/{expert.id}/invitation").status_code == 404
    assert list_experts(Asked()).items[0].account is Account.ACCEPTED


def test_absence_that_ends_before_it_begins_is_refused_at_its_field(client: FlaskClient, app: Flask) -> None:
    person = make_assessor()
    sign_in(client, person)
    page = f"/assessors/{person.id}"
    data = {"country": "ES", "languages": ["es"], "sectors": ["food"], "most_cases": "2"}
    wrong = client.post(page, data=data | {"away_from": "2026-12-24", "away_until": "2026-12-23"})
    assert (wrong.status_code, "on or after the first" in wrong.text) == (422, True)
    assert (
        client.post(page, data=data | {"away_from": "2026-12-24", "away_until": "2026-12-24"}).status_code
        == 303
    )
    assert (_profile(person).sectors, _profile(person).most_cases) == (["food"], 2)
