"""Who sees and notes what about fees, the list with its totals, and the table for accounting."""

from datetime import date

import pytest
from flask.testing import FlaskClient

from labelapp.accounts.models import RoleName
from labelapp.clock import today
from labelapp.clusters.models import TeamRole
from labelapp.extensions import db
from labelapp.fees import operations
from labelapp.fees.accounting import COLUMNS
from labelapp.fees.models import Fee, FeeState
from labelapp.reviews.models import Interest
from labelapp.reviews.operations import declare_as_officer, declare_none_in
from tests.factories.accounts import make_user, sign_in
from tests.factories.assessments import make_submission
from tests.factories.clusters import add_member, make_cluster
from tests.factories.fees import make_fee, make_officer
from tests.statements import count_statements

pytestmark = pytest.mark.usefixtures("app")


def _two_fees() -> tuple[Fee, Fee]:
    dane = make_fee(make_submission(make_cluster(name="=Dane", country="DK"), scheme="cme-bronze"))
    finn = make_fee(make_submission(make_cluster(name="Finn", country="FI"), scheme="cme-gold"))
    return dane, finn


def test_list_is_filtered_and_totals_follow(client: FlaskClient) -> None:
    dane, finn = _two_fees()
    officer = make_officer(dane, finn)
    operations.invoice(finn, "2026-17", today(), officer)
    db.session.commit()
    sign_in(client, officer)
    page = client.get("/fees").text
    assert "€2,250" in page
    assert "€8,250" in page
    invoiced = client.get("/fees?state=invoiced").text
    assert "Finn" in invoiced
    assert "=Dane" not in invoiced
    assert "=Dane" not in client.get("/fees?country=FI").text
    assert "No fee fits" in client.get("/fees?kind=renewal").text
    assert "No fee fits" in client.get("/fees?year=2001").text
    assert client.get("/fees?year=0000&state=x&at=%25").status_code == 200


def test_table_for_accounting_has_exact_amounts_and_no_formula(client: FlaskClient) -> None:
    dane, finn = _two_fees()
    officer = make_officer(dane, finn)
    operations.invoice(dane, "2026-17", date(2026, 1, 5), officer)
    operations.pay(dane, date(2026, 2, 1), officer)
    operations.waive(finn, "A pilot case.", officer)
    db.session.commit()
    sign_in(client, officer)
    rows = client.get("/fees.csv").data.decode("utf-8-sig").split("\r\n")
    assert rows[0] == ",".join(COLUMNS)
    first, second = (dict(zip(COLUMNS, row.split(","), strict=True)) for row in rows[1:3])
    assert (first["holder"], first["amount"], first["currency"]) == ("'=Dane", "2250.00", "EUR")
    assert (first["state"], first["invoiced_on"], first["paid_on"]) == ("paid", "2026-01-05", "2026-02-01")
    assert (second["state"], second["reason"], second["scheme"]) == (
        "waived",
        "A pilot case.",
        "cme-gold@2026.1",
    )
    assert len(client.get("/fees.csv?state=paid").text.strip().split("\n")) == 2


def test_officer_with_an_interest_or_without_declaration_sees_no_fee_and_no_total(
    client: FlaskClient,
) -> None:
    dane, finn = _two_fees()
    officer = make_officer(finn)
    sign_in(client, officer)
    assert "€2,250" not in client.get("/fees").text
    assert client.get(f"/fees/{dane.id}").status_code == 404
    assert client.post(f"/fees/{dane.id}/waive", data={"reason": "x"}).status_code == 404
    assert "Dane" not in client.get("/fees.csv").text
    declare_as_officer(finn.submission, officer, [Interest.EMPLOYMENT])
    db.session.commit()
    assert "€8,250" not in client.get("/fees").text


def test_secretariat_notes_a_payment_after_a_question(client: FlaskClient) -> None:
    fee = make_fee()
    sign_in(client, make_officer(fee))
    assert "1,650" in client.get(f"/fees/{fee.id}").text
    assert client.post(f"/fees/{fee.id}/mode", data={"mode": "video"}).status_code == 303
    assert client.post(f"/fees/{fee.id}/mode", data={"mode": "moon"}).status_code == 422
    assert "Was the invoice sent?" in client.get(f"/fees/{fee.id}/invoice").text
    assert client.post(f"/fees/{fee.id}/pay", data={"on": today().isoformat()}).status_code == 409
    assert client.post(f"/fees/{fee.id}/invoice", data={"on": "2199-01-01"}).status_code == 422
    sent = {"on": today().isoformat(), "number": "2026-17"}
    assert client.post(f"/fees/{fee.id}/invoice", data=sent).status_code == 303
    assert client.post(f"/fees/{fee.id}/pay", data={"on": today().isoformat()}).status_code == 303
    db.session.refresh(fee)
    assert (fee.state, fee.invoice, str(fee.amount)) == (FeeState.PAID, "2026-17", "1650.00")
    assert client.post(f"/fees/{fee.id}/take-back", data={"reason": ""}).status_code == 422
    page = client.get(f"/fees/{fee.id}").text
    assert "The fee was paid on" in page


def test_manager_and_legal_representative_see_fee_and_state_and_others_of_the_team_do_not(
    client: FlaskClient,
) -> None:
    fee = make_fee()
    other = make_fee(scheme="cme-gold")
    cluster = fee.submission.assessment.cluster
    for role, sees in (
        (TeamRole.MANAGER, True),
        (TeamRole.LEGAL_REPRESENTATIVE, True),
        (TeamRole.CONTRIBUTOR, False),
        (TeamRole.VIEWER, False),
    ):
        person = make_user(f"Person {role.value}")
        add_member(cluster, person, role)
        sign_in(client, person)
        assert ("€2,250" in client.get("/fees/own").text) is sees
        assert ("€2,250" in client.get("/tasks").text) is sees
        assert "€8,250" not in client.get("/fees/own").text
        assert client.get(f"/fees/{fee.id}").status_code == 404
        assert client.get("/fees").status_code == 403
    assert other.state is FeeState.OPEN


@pytest.mark.parametrize(
    "role", [RoleName.ASSESSOR, RoleName.BOARD, RoleName.PARTNER, RoleName.ADMINISTRATOR]
)
def test_other_roles_see_no_fee(client: FlaskClient, role: RoleName) -> None:
    fee = make_fee()
    sign_in(client, make_user(roles=[role]))
    assert client.get("/fees").status_code == 403
    assert client.get("/fees.csv").status_code == 403
    assert client.get("/fees/own").status_code == 403
    assert client.get(f"/fees/{fee.id}").status_code == 404


def test_list_takes_the_same_statements_for_few_and_many_fees(client: FlaskClient) -> None:
    fees = [make_fee() for _number in range(2)]
    officer = make_officer(*fees)
    sign_in(client, officer)

    def statements() -> int:
        client.get("/fees")
        with count_statements() as found:
            assert client.get("/fees").status_code == 200
        return len(found)

    few = statements()
    more = [make_fee() for _number in range(4)]
    declare_none_in([fee.submission for fee in more], officer)
    db.session.commit()
    assert statements() == few
