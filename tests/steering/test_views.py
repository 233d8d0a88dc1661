"""The pages of the steering, and the files for the board."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from pypdf import PdfReader

from labelapp.accounts.models import RoleName, User
from labelapp.clock import today
from labelapp.extensions import db
from labelapp.reviews.models import Interest, Review
from labelapp.reviews.operations import declare_as_officer
from tests.factories.accounts import make_user, sign_in
from tests.factories.appeals import make_appeal
from tests.factories.assessments import make_submission
from tests.factories.certificates import make_certificate
from tests.factories.clusters import make_cluster
from tests.factories.decisions import make_decision
from tests.factories.reviews import make_assessor, make_officer, make_review, start_scoring
from tests.statements import count_statements

pytestmark = pytest.mark.usefixtures("app")
PARTS = ("", "/overdue", "/experts", "/agreement", "/renewals")
WILD = "?from=%00&to=2026-99&label=%27&kind=x&sort=%00&order=1&at=%25%00&month=9999-99&level=tin&state=%00"


def _administrator() -> User:
    return make_user("Ada Winter", roles=[RoleName.ADMINISTRATOR])


def _late_case(name: str = "Havnsund") -> Review:
    review = make_review(make_submission(make_cluster(name=name)), nominated=False)
    review.due_on = today() - timedelta(days=5)
    db.session.commit()
    return review


@pytest.mark.parametrize("part", PARTS)
def test_page_takes_any_value_and_is_there_without_any_case(client: FlaskClient, part: str) -> None:
    sign_in(client, make_officer())
    assert client.get(f"/steering{part}").status_code == 200
    assert client.get(f"/steering{part}{WILD}").status_code == 200


def test_officer_sees_late_cases_and_an_administrator_only_their_number(client: FlaskClient) -> None:
    review = _late_case()
    for user, listed in ((make_officer(review), True), (_administrator(), False)):
        sign_in(client, user)
        page = client.get("/steering/overdue").text
        assert "Most days late" in page
        assert ("Havnsund" in page) is listed
        assert (f"/reviews/{review.id}/assignment" in page) is listed


def test_administrator_sees_no_case_on_any_page(client: FlaskClient) -> None:
    make_certificate(make_cluster(name="Havnsund"))
    _late_case()
    sign_in(client, _administrator())
    for part in PARTS:
        answer = client.get(f"/steering{part}")
        assert answer.status_code == (403 if part == "/agreement" else 200)
        assert "Havnsund" not in answer.text


def test_longest_running_case_is_named_to_an_officer_who_declared_only(client: FlaskClient) -> None:
    review = _late_case()
    for user, named in ((make_officer(review), True), (make_officer(name="Ida Frei"), False)):
        sign_in(client, user)
        assert ("Havnsund" in client.get("/steering").text) is named


def test_page_says_how_many_cases_an_interest_leaves_out(client: FlaskClient) -> None:
    review = _late_case()
    officer = make_officer()
    declare_as_officer(review.submission, officer, [Interest.FAMILY])
    sign_in(client, officer)
    for part in PARTS:
        page = client.get(f"/steering{part}").text
        assert "1 case in which you have an interest is in no figure." in page
        assert "Havnsund" not in page


@pytest.mark.parametrize("part", [*PARTS, "/board.xlsx"])
def test_page_takes_the_same_statements_for_few_and_many_cases(client: FlaskClient, part: str) -> None:
    def statements() -> int:
        client.get(f"/steering{part}")
        with count_statements() as found:
            assert client.get(f"/steering{part}").status_code == 200
        return len(found)

    officer = make_officer(_late_case("a"), start_scoring())
    make_certificate()
    sign_in(client, officer)
    few = statements()
    for name in "bcd":
        review = _late_case(name)
        declare_as_officer(review.submission, officer, [])
        make_certificate(make_cluster(name=name))
        make_assessor(f"Expert {name}")
    assert statements() == few


def test_workbook_has_a_sheet_a_table_marked_confidential_and_no_case(client: FlaskClient) -> None:
    start_scoring()
    review = _late_case("=Havnsund")
    sign_in(client, make_officer(review))
    answer = client.get("/steering/board.xlsx?label=gold")
    assert answer.mimetype == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert f'filename="steering-{today().isoformat()}.xlsx"' in answer.headers["Content-Disposition"]
    book = load_workbook(BytesIO(answer.data))
    assert book.sheetnames == [
        "Throughput",
        "Days per step",
        "Overdue",
        "Experts by country",
        "Renewals to come",
        "Agreement",
        "Experts",
    ]
    for sheet in book:
        texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert "Confidential: for the board and the secretariat." in texts
        assert not any("Havnsund" in text for text in texts)
    assert book["Throughput"].cell(3, 1).value.startswith("Gold. ")
    assert book["Overdue"].cell(7, 1).value == "Report"
    assert (book["Overdue"].cell(7, 2).value, book["Overdue"].cell(7, 3).value) == (1, 5)


def test_name_of_an_expert_is_a_text_in_the_workbook_whatever_it_is(client: FlaskClient) -> None:
    start_scoring(make_review(lead=make_assessor("=1+1", country="DK")))
    sign_in(client, make_officer())
    book = load_workbook(BytesIO(client.get("/steering/board.xlsx").data))
    cell = next(row[0] for row in book["Experts"].iter_rows(min_row=7) if row[0].value == "=1+1")
    assert cell.data_type == "s"


def test_paper_for_the_board_names_no_case_and_no_expert_and_says_what_an_interest_left_out(
    client: FlaskClient,
) -> None:
    decision = make_decision()
    name = decision.review.submission.assessment.cluster.name
    officer = make_officer(decision.review, name="Olga Amtmann")
    declare_as_officer(_late_case().submission, officer, [Interest.FAMILY])
    sign_in(client, officer)
    answer = client.get("/steering/board.pdf?from=2026-01&to=2026-03")
    assert answer.mimetype == "application/pdf"
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)
    text = " ".join(text.split())
    assert "1 January 2026" in text
    assert "Confidential" in text
    assert "Olga Amtmann" in text
    assert "Agreement" in text
    assert "1 case is left out of every figure" in text
    for hidden in (name, "Havnsund", "Annika Rauhala", "Tomás Ferreira"):
        assert hidden not in text


def test_start_page_of_an_officer_leads_to_what_is_late(client: FlaskClient) -> None:
    appeal = make_appeal()
    appeal.due_on = date(2026, 1, 1)
    sign_in(client, make_officer(appeal.decision.review))
    assert 'href="/steering/overdue?kind=appeal"' in client.get("/tasks").text
    sign_in(client, _administrator())
    assert "/steering/overdue" not in client.get("/tasks").text
