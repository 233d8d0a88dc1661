"""What an import writes: certificates that verify, facts in the log, organisations; each once."""

from collections import Counter
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from labelapp.accounts.models import RoleName
from labelapp.certificates.facts import is_unchanged
from labelapp.certificates.imports import operations
from labelapp.certificates.imports.models import ImportState, RegisterImport
from labelapp.certificates.models import Certificate, Origin
from labelapp.certificates.queries import successor_of
from labelapp.certificates.serials import take_serial
from labelapp.clock import today
from labelapp.clusters.models import Cluster
from labelapp.events.jobs import run_waiting
from labelapp.events.log import timeline
from labelapp.events.verifying import frozen_breaks
from labelapp.extensions import db
from labelapp.web.errors import DomainError, InvalidInput
from tests.factories.accounts import make_user, sign_in
from tests.factories.certificates import make_certificate
from tests.factories.clusters import make_cluster
from tests.factories.register import a_line, begin_and_die, csv_of, table_of, take_over

pytestmark = pytest.mark.usefixtures("app")


def _count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def _imported(serial: str) -> Certificate:
    return db.session.scalars(select(Certificate).where(Certificate.serial == serial)).one()


def test_taken_over_certificate_verifies_and_says_where_it_comes_from(client: FlaskClient) -> None:
    take_over(a_line(1, withdrawn_on="2025-02-01", reason="It merged.", issuer="The Old Council"))
    certificate = _imported("2024-001")
    assert certificate.origin is Origin.IMPORTED
    assert is_unchanged(certificate, timeline(certificate))
    page = client.get(f"/verify/{certificate.code}").text
    assert "taken over from an earlier register" in page
    assert "Withdrawn, not valid" in page
    assert "It merged." in page
    assert "The Old Council" in page
    assert "Certificate (PDF)" not in page
    assert page.index("1 Mar 2024") < page.index("1 Feb 2025")
    assert client.get(f"/verify/{certificate.code}/certificate.pdf").status_code == 404
    answer = client.get(f"/verify/{certificate.code}", headers={"Accept": "application/json"}).json
    assert answer is not None
    assert (answer["origin"], answer["unchanged_since_issue"]) == ("imported", True)


def test_taken_over_certificate_that_was_changed_breaks_the_log() -> None:
    take_over(a_line(1))
    assert list(frozen_breaks()) == []
    _imported("2024-001").holder = "Somebody else"
    db.session.commit()
    assert len(list(frozen_breaks())) == 1


def test_second_import_of_the_same_lines_writes_nothing() -> None:
    lines = [a_line(number) for number in range(1, 4)]
    assert take_over(*lines).outcome == {"new": 3, "organisations": 3, "unchanged": 0, "refused": 0}
    before = (_count(Certificate), _count(Cluster))
    again = operations.prepare_import("again.csv", table_of(*lines, a_line(4)), by=None)
    operations.take_over_now(again, leave_out=False)
    assert again.outcome == {"new": 1, "organisations": 1, "unchanged": 3, "refused": 0}
    assert (_count(Certificate), _count(Cluster)) == (before[0] + 1, before[1] + 1)


def test_job_that_was_cut_off_goes_on_and_neither_repeats_nor_skips() -> None:
    spelled = a_line(3, holder="CLUSTER, of line 1", valid_from="2024-05-01")
    lines = [a_line(1), a_line(2), spelled, a_line(4), a_line(5)]
    kept = operations.prepare_import("register.csv", table_of(*lines), by=None)
    operations.start_import(kept, None, leave_out=False)
    begin_and_die(kept, after=2)
    assert (_count(Certificate), kept.done) == (2, 2)
    assert run_waiting() == 1
    assert kept.state is ImportState.DONE
    assert kept.outcome == {"new": 5, "organisations": 4, "unchanged": 0, "refused": 0}
    serials = db.session.scalars(select(Certificate.serial).order_by(Certificate.serial)).all()
    assert list(serials) == [f"2024-{number:03}" for number in range(1, 6)]
    holders = Counter(db.session.scalars(select(Certificate.cluster_id)))
    assert sorted(holders.values()) == [1, 1, 1, 2], "two spellings of one name are one organisation"


def test_counter_goes_on_after_the_highest_imported_number_of_its_letter_and_year() -> None:
    take_over(
        a_line(1, certificate="G-2024-0007"),
        a_line(2, certificate="G-2024-0003"),
        a_line(3, certificate="G-2023-0099"),
        a_line(4, certificate="old/2024/500"),
    )
    assert take_serial("G", 2024) == "G-2024-0008"
    assert take_serial("S", 2024) == "S-2024-0001"
    take_over(a_line(5, certificate="G-2024-0005"))
    assert take_serial("G", 2024) == "G-2024-0009"


def test_next_certificate_of_ours_has_a_serial_of_its_own_and_renews_the_one_taken_over() -> None:
    year = today().year
    take_over(a_line(1, certificate=f"G-{year}-0041"))
    earlier = _imported(f"G-{year}-0041")
    renewal = make_certificate(earlier.cluster)
    assert renewal.serial == f"G-{year}-0042"
    assert renewal.supersedes_id == earlier.id


def test_chain_is_linked_and_its_end_told(client: FlaskClient) -> None:
    first = a_line(1, valid_from="2022-03-01", valid_until="2024-02-29", scheme="cme-gold@2023.1")
    take_over(first)
    take_over(a_line(2, holder=first["holder"], supersedes="2024-001"))
    earlier, later = _imported("2024-001"), _imported("2024-002")
    assert (later.supersedes_id, later.award, successor_of(earlier)) == (earlier.id, "renewal", later)
    assert earlier.superseded_on == later.valid_from
    assert later.cluster_id == earlier.cluster_id


def test_nothing_is_written_unless_all_is_well_or_faulty_lines_are_left_out() -> None:
    lines = [a_line(1), a_line(2, country="Atlantis")]
    kept = operations.prepare_import("register.csv", table_of(*lines), by=None)
    with pytest.raises(InvalidInput):
        operations.start_import(kept, None, leave_out=False)
    assert _count(Certificate) == 0
    operations.start_import(kept, None, leave_out=True)
    db.session.commit()
    with pytest.raises(DomainError):
        operations.start_import(kept, None, leave_out=True)
    assert run_waiting() == 1
    assert _count(Certificate) == 1


def test_open_question_keeps_an_import_from_starting() -> None:
    near = make_cluster(name="Cluster-of line 1")
    kept = operations.prepare_import("register.csv", table_of(a_line(1)), by=None)
    with pytest.raises(InvalidInput):
        operations.start_import(kept, None, leave_out=True)
    (question,) = operations.check_import(kept).holders.questions
    operations.choose_holders(kept, {question.key: 999_999})
    assert operations.check_import(kept).holders.questions != [], "only what was offered can be chosen"
    operations.choose_holders(kept, {question.key: near.id})
    operations.take_over_now(kept, leave_out=False)
    assert _imported("2024-001").cluster_id == near.id


def test_secretariat_uploads_looks_and_starts(client: FlaskClient) -> None:
    sign_in(client, make_user("Elin Vesterby", roles=[RoleName.SECRETARIAT]))
    template = client.get("/register/imports/template.csv")
    assert template.data.decode("utf-8-sig").startswith("certificate,holder")
    content = csv_of(a_line(1), a_line(2, level="platinum"))
    answer = client.post("/register/imports", data={"file": (BytesIO(content), "old.csv")})
    assert answer.status_code == 303
    page = client.get(answer.location).text
    assert "platinum" in page
    assert "Take over one certificate" in page
    assert "is no level" in client.get(f"{answer.location}/report.csv").text
    assert client.post(answer.location).status_code == 422
    assert _count(Certificate) == 0
    assert client.post(answer.location, data={"leave_out": "1"}).status_code == 303
    assert "waits" in client.get(answer.location).text or "starts" in client.get(answer.location).text
    run_waiting()
    assert "The import has ended" in client.get(answer.location).text
    assert "Cluster of line 1" in client.get("/register?status=renewable&status=past").text


def test_template_is_a_register_that_can_be_taken_over(client: FlaskClient) -> None:
    sign_in(client, make_user("Elin Vesterby", roles=[RoleName.SECRETARIAT]))
    template = client.get("/register/imports/template.csv").data
    answer = client.post("/register/imports", data={"file": (BytesIO(template), "template.csv")})
    kept = db.session.get_one(RegisterImport, int(answer.location.rsplit("/", 1)[1]))
    checked = operations.check_import(kept)
    assert (len(checked.new), checked.problems) == (2, [])
