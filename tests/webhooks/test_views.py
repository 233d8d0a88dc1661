"""The pages on which endpoints are looked after."""

import html
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from labelapp.accounts.models import RoleName, User
from labelapp.clusters.models import TeamRole
from labelapp.consortium.models import PartnerPerson
from labelapp.events.models import Event
from labelapp.extensions import db
from labelapp.webhooks.kinds import OF_CASES, Kind
from labelapp.webhooks.models import Delivery, Endpoint
from labelapp.webhooks.operations import MOST_ENDPOINTS, send_test
from labelapp.webhooks.signing import take_out
from tests.factories.accounts import make_user, sign_in
from tests.factories.clusters import add_member, make_cluster
from tests.factories.consortium import make_partner
from tests.factories.webhooks import ADDRESS, make_endpoint
from tests.statements import count_statements

SECRET = re.compile(r'value="(whsec_[^"]+)"')


@pytest.fixture
def office(app: Flask, client: FlaskClient) -> User:
    """Somebody of the secretariat, signed in."""
    user = make_user("Elin Vesterby", roles=[RoleName.SECRETARIAT])
    sign_in(client, user)
    return user


def endpoints() -> list[Endpoint]:
    return list(db.session.scalars(select(Endpoint).order_by(Endpoint.id)))


def _secret_in(page: str) -> str:
    found = SECRET.search(page)
    assert found
    return html.unescape(found[1])


def test_partner_adds_an_endpoint_and_sees_its_secret_once(client: FlaskClient) -> None:
    partner, user = make_partner()
    sign_in(client, user)
    form = {"address": ADDRESS, "owner": f"partner-{partner.id}", "kinds": ["certificate.issued"]}
    answer = client.post("/webhooks/new", data=form)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    (endpoint,) = endpoints()
    secret = _secret_in(answer.text)
    assert take_out(endpoint.secret) == secret
    assert (endpoint.partner_id, endpoint.kinds) == (partner.id, ["certificate.issued"])
    for page in ("/webhooks", f"/webhooks/{endpoint.id}", f"/webhooks/{endpoint.id}/secret"):
        shown = client.get(page).text
        assert "hooks.example" in shown or page.endswith("secret")
        assert "whsec_" not in shown
        assert endpoint.secret not in shown


def test_log_tells_who_added_it_and_neither_secret_nor_path(client: FlaskClient, office: User) -> None:
    client.post("/webhooks/new", data={"address": ADDRESS, "owner": "office", "kinds": ["register.changed"]})
    event = db.session.scalars(select(Event).where(Event.action == "webhook.added")).one()
    assert event.details == {"host": "hooks.example", "kinds": ["register.changed"]}
    assert event.actor_id == office.id


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    "wrong",
    [
        {"address": ""},
        {"address": "http://hooks.example/"},
        {"address": "https://10.0.0.1/"},
        {"address": "https://hooks.example/" + "a" * 600},
        {"kinds": []},
        {"kinds": ["assessment.submitted"]},
        {"kinds": ["no.such"]},
        {"owner": "partner-1"},
        {"owner": "\0"},
        {"owner": ""},
    ],
)
def test_wrong_form_comes_back_with_an_error_and_adds_nothing(
    client: FlaskClient, wrong: dict[str, object]
) -> None:
    form = {"address": ADDRESS, "owner": "office", "kinds": ["register.changed"]} | wrong
    answer = client.post("/webhooks/new", data=form)
    assert answer.status_code == 422
    assert "error-summary" in answer.text
    assert endpoints() == []


def test_manager_chooses_on_whose_behalf_and_only_clusters_are_told_of_cases(client: FlaskClient) -> None:
    user = make_user(roles=[RoleName.SECRETARIAT])
    own, foreign, viewed = make_cluster(), make_cluster(), make_cluster()
    add_member(own, user, TeamRole.MANAGER)
    add_member(viewed, user, TeamRole.VIEWER)
    sign_in(client, user)
    page = client.get("/webhooks/new").text
    offered = set(re.findall(r'name="owner"[^>]* value="([^"]+)"', page))
    assert offered == {"office", f"cluster-{own.id}"}
    form = {"address": ADDRESS, "kinds": [kind.value for kind in OF_CASES]}
    answers = [
        client.post("/webhooks/new", data=form | {"owner": owner}).status_code
        for owner in ("office", f"cluster-{foreign.id}", f"cluster-{viewed.id}", f"cluster-{own.id}")
    ]
    assert answers == [422, 422, 422, 200]
    assert [one.cluster_id for one in endpoints()] == [own.id]


def test_colleagues_look_after_it_too_and_others_find_nothing(client: FlaskClient) -> None:
    partner, user = make_partner()
    colleague = make_user(roles=[RoleName.PARTNER])
    db.session.add(PartnerPerson(partner=partner, user=colleague))
    _other, stranger = make_partner()
    endpoint = make_endpoint(partner=partner, by=user)
    delivery = send_test(endpoint)
    db.session.commit()
    pages = (f"/webhooks/{endpoint.id}", f"/webhooks/deliveries/{delivery.id}")
    for person, expected in ((colleague, 200), (stranger, 404), (make_user(), 404)):
        sign_in(client, person)
        assert [client.get(page).status_code for page in pages] == [expected] * 2
    sign_in(client, stranger)
    assert endpoint.host not in client.get("/webhooks").text


def test_partner_who_lost_the_role_looks_after_nothing(client: FlaskClient) -> None:
    partner, user = make_partner()
    endpoint = make_endpoint(partner=partner, by=user)
    user.roles = []
    db.session.commit()
    sign_in(client, user)
    assert client.get(f"/webhooks/{endpoint.id}").status_code == 404
    assert client.get("/webhooks").status_code == 403


@pytest.mark.usefixtures("office")
def test_endpoint_is_changed_switched_off_and_on_and_removed(client: FlaskClient) -> None:
    endpoint = make_endpoint()
    send_test(endpoint)
    db.session.commit()
    address = f"/webhooks/{endpoint.id}"
    form = {"address": "https://other.example/", "kinds": ["certificate.withdrawn"]}
    assert client.post(f"{address}/change", data=form).status_code == 303
    assert (endpoint.host, endpoint.wanted) == ("other.example", [Kind.WITHDRAWN])
    client.post(f"{address}/off")
    assert "Switched off" in client.get(address).text
    assert client.post(f"{address}/test").status_code == 409
    client.post(f"{address}/on")
    assert client.post(f"{address}/test").status_code == 303
    assert client.get(f"{address}/remove").status_code == 200
    assert client.post(f"{address}/remove").status_code == 303
    assert endpoints() == []
    assert db.session.scalars(select(Delivery)).all() == []


@pytest.mark.usefixtures("office")
def test_new_secret_is_shown_once_and_keeps_the_earlier_one_for_a_while(client: FlaskClient) -> None:
    endpoint = make_endpoint()
    old = take_out(endpoint.secret)
    answer = client.post(f"/webhooks/{endpoint.id}/secret")
    assert answer.headers["Cache-Control"] == "no-store"
    assert _secret_in(answer.text) == take_out(endpoint.secret) != old
    assert endpoint.old_secret is not None
    assert take_out(endpoint.old_secret) == old


@pytest.mark.usefixtures("office")
def test_answer_of_a_receiver_is_text_and_never_markup(client: FlaskClient) -> None:
    delivery = send_test(make_endpoint())
    delivery.answer = "<script>alert(1)</script>"
    db.session.commit()
    page = client.get(f"/webhooks/deliveries/{delivery.id}").text
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)" not in page
    assert delivery.message_id in page


@pytest.mark.usefixtures("office")
def test_an_owner_has_ten_endpoints_at_most(client: FlaskClient) -> None:
    for _number in range(MOST_ENDPOINTS):
        make_endpoint()
    form = {"address": ADDRESS, "owner": "office", "kinds": ["register.changed"]}
    assert client.post("/webhooks/new", data=form).status_code == 409


@pytest.mark.usefixtures("office")
def test_tests_and_repetitions_are_limited(client: FlaskClient) -> None:
    endpoint = make_endpoint()
    codes = [client.post(f"/webhooks/{endpoint.id}/test").status_code for _try in range(31)]
    assert (codes[:30], codes[30]) == ([303] * 30, 429)


@pytest.mark.usefixtures("office")
def test_statements_of_lists_do_not_grow_with_them(client: FlaskClient) -> None:
    endpoint = make_endpoint()

    def statements(address: str) -> int:
        db.session.expire_all()
        with count_statements() as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    def measure() -> list[int]:
        return [statements(address) for address in ("/webhooks", f"/webhooks/{endpoint.id}")]

    send_test(endpoint)
    db.session.commit()
    client.get("/webhooks")
    few = measure()
    for _number in range(30):
        send_test(endpoint)
    for _number in range(5):
        make_endpoint(by=make_user())
    db.session.commit()
    assert measure() == few
    page = client.get(f"/webhooks/{endpoint.id}").text
    assert page.count("/webhooks/deliveries/") == 25
    further = re.search(r'rel="next" href="([^"]+)"', page)
    assert further
    assert client.get(html.unescape(further[1])).text.count("/webhooks/deliveries/") == 6


def test_account_leads_to_webhooks_for_those_who_may_have_some(client: FlaskClient) -> None:
    for user, leads in ((make_partner()[1], True), (make_user(roles=[RoleName.BOARD]), False)):
        sign_in(client, user)
        assert ("/webhooks" in client.get("/account").text) is leads
