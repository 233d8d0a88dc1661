"""A case from its start to the conditions of its award: what its timeline and its file say for whom.

Everything that is wrong with a file is found without a database. Nothing here writes but the export, so all tests read
one case.
"""

import hashlib
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient

from labelapp.casefile.archive import NoCaseFile
from labelapp.casefile.verifying import check_case_file
from labelapp.cli import group
from labelapp.events.telling import Readers
from labelapp.extensions import db
from labelapp.reviews.models import Review
from tests.casefile.world import (
    ANSWER,
    CONDITION,
    MANAGER,
    QUESTION,
    REMARK,
    Files,
    decided_case,
    packed_for,
    relisted,
    unpacked,
)
from tests.databases import empty
from tests.factories.accounts import sign_in
from tests.factories.reviews import make_officer

ASSESSORS_AND_BOARD = ("Rauhala", "Tomás", "Marenholt", "Devigne", "Montalvão")


@pytest.fixture(scope="module")
def decided(_app: Flask) -> Iterator[Review]:
    """The case; the tests run in its application context."""
    with _app.app_context():
        yield decided_case()
        db.session.rollback()
        empty(db.engine)


@pytest.fixture(scope="module")
def team(decided: Review) -> bytes:
    """The file that the team takes out."""
    return packed_for(Readers.TEAM, decided)


@pytest.fixture(scope="module")
def office(_app: Flask, decided: Review) -> FlaskClient:
    """A browser in which an officer is signed in."""
    client = _app.test_client()
    sign_in(client, make_officer(decided))
    return client


@pytest.fixture(scope="module")
def manager(_app: Flask, decided: Review) -> FlaskClient:
    """A browser in which a manager of the cluster organisation is signed in."""
    client = _app.test_client()
    sign_in(client, decided.submission.confirmed_by)
    return client


@pytest.fixture(scope="module")
def content(office: FlaskClient, decided: Review) -> bytes:
    """The file that the office takes out."""
    answer = office.post(f"/cases/{decided.submission.assessment_id}/file")
    assert answer.mimetype == "application/zip"
    return answer.get_data()


def read(client: FlaskClient, review: Review, query: str = "") -> str:
    answer = client.get(f"/cases/{review.submission.assessment_id}/log{query}")
    assert answer.status_code == 200
    return answer.text


def test_office_reads_everything_by_whom_in_words_but_no_voter(office: FlaskClient, decided: Review) -> None:
    page = read(office, decided, "?order=oldest")
    for text in (
        "The self-assessment was confirmed, submitted and frozen.",
        "Annika Rauhala was asked to take part.",
        "Round 1 of clarifications was sent.",
        "A question about indicator 2.8 was noted for the visit.",
        "The score sheet of Annika Rauhala was locked.",
        "The assessors agreed on indicator 1.1.",
        "A remark on the draft of the report was answered.",
        "The case was put on the agenda of the board.",
        "The certificate was issued.",
        "A condition of the award was answered.",
    ):
        assert text in page
    voted = re.findall(r"A member of the board voted\..*?</tr>", page, re.DOTALL)
    assert len(voted) == 3
    assert not any(name in row for row in voted for name in ASSESSORS_AND_BOARD)
    asked = re.search(r"A question about indicator.*?</tr>", page, re.DOTALL)
    assert asked is not None
    assert "Rauhala" not in asked[0]


def test_team_reads_its_part_and_nobody_elses_name(manager: FlaskClient, decided: Review) -> None:
    page = read(manager, decided)
    for text in ("The decision was recorded.", "The agenda of the visit was sent.", "For the label", MANAGER):
        assert text in page
    hidden = ("score sheet", "agreed on", "Interests", "asked to take part", "voted", "A question about")
    assert [text for text in (*ASSESSORS_AND_BOARD, *hidden) if text in page] == []


def test_topic_and_order_choose_what_is_shown(office: FlaskClient, decided: Review) -> None:
    page = read(office, decided, "?topic=decision")
    assert "The decision was recorded." in page
    assert "The certificate was issued." not in page
    for order in ("oldest", "newest"):
        page = read(office, decided, f"?order={order}&all=1")
        first = page.index("self-assessment was started") < page.index("The decision was recorded.")
        assert first is (order == "oldest")
    assert read(office, decided, "?topic=nonsense&start=x&order=%00")


def test_file_of_the_office_holds_the_whole_case_but_no_voter(content: bytes, decided: Review) -> None:
    files = unpacked(content)
    assert {"README.txt", "sheets.json", "consensus.json", "report.pdf", "writing.json"} <= files.keys()
    for name, text in (
        ("visit.json", QUESTION),
        ("clarifications.json", '"after": 95'),
        ("drafts.json", REMARK),
        ("drafts.json", ANSWER),
        ("conditions.json", CONDITION),
        ("interests.json", "Marenholt"),
        ("objections.json", "Rauhala"),
        ("board.json", '"conditions": 3'),
    ):
        assert text in files[name].decode(), name
    assert not any(b"Secret reasons of a member" in data for data in files.values())
    actions = {json.loads(line)["action"] for line in files["events.jsonl"].splitlines()}
    assert {"board.case_closed", "visit.sent"} <= actions
    assert not {"board.voted", "visit.question_asked"} & actions


def test_file_of_the_team_holds_what_its_pages_show(team: bytes, tmp_path: Path) -> None:
    files = unpacked(team)
    own = {
        "report.pdf",
        "decisions.json",
        "certificates.json",
        "drafts.json",
        "conditions.json",
        "visit.json",
    }
    assert own <= files.keys()
    internal = {"sheets.json", "consensus.json", "report.json", "events.jsonl", "answers.json", "board.json"}
    assert not (internal | {"interests.json", "writing.json"}) & files.keys()
    told = b"".join(data for name, data in files.items() if name.endswith(".json") and name != "visit.json")
    assert [name for name in ASSESSORS_AND_BOARD if name.encode() in told] == []
    path = tmp_path / "case.zip"
    path.write_bytes(team)
    assert check_case_file(path).problems == []


def test_manifest_of_the_file_stands_in_the_log(content: bytes, office: FlaskClient, decided: Review) -> None:
    digest = hashlib.sha256(unpacked(content)["manifest.json"]).hexdigest()
    assert digest in read(office, decided)


def packed(files: Files, path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def test_untouched_file_computes_the_reported_score_without_a_database(
    content: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "case.zip"
    path.write_bytes(content)
    total = json.loads(unpacked(content)["report.json"])["total"]
    done = CliRunner().invoke(group, ["case", "verify", str(path)], env={"LABELAPP_SECRET_KEY": ""})
    assert done.exit_code == 0, done.output
    assert f"assessed: {total['points']} of {total['max']}; awarded by the rules: True" in done.output


def _changed_byte(files: Files) -> Files:
    name = next(name for name in files if name.startswith("evidence/"))
    return files | {name: b"x" + files[name][1:]}


def _forged_points(files: Files) -> Files:
    report = json.loads(files["report.json"])
    scored = next(one for one in report["indicators"].values() if one["consensus"]["points"] == "5")
    scored["consensus"]["points"] = "1"
    return relisted(files | {"report.json": json.dumps(report).encode()})


def _forged_answer(files: Files) -> Files:
    submission = json.loads(files["submission.json"])
    submission["started_at"] = "2020-01-01T00:00:00Z"
    return relisted(files | {"submission.json": json.dumps(submission).encode()})


def _forged_event(files: Files) -> Files:
    lines = files["events.jsonl"].splitlines()
    event = json.loads(lines[0]) | {"action": "test.forged"}
    return relisted(files | {"events.jsonl": b"\n".join([json.dumps(event).encode(), *lines[1:]])})


def _other_scheme(files: Files) -> Files:
    name = next(name for name in files if name.startswith("scheme/cme-gold"))
    return relisted(files | {name: files[name].replace(b"At least 80 %", b"At least 70 %")})


def _swelling_scheme(files: Files) -> Files:
    """Twenty lines that become four thousand million when the aliases are followed."""
    name = next(name for name in files if name.startswith("scheme/cme-gold"))
    lines = ["a0: &a0 [x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}]" for n in range(1, 20))]
    return relisted(files | {name: "\n".join(lines).encode()})


def _forged_round(files: Files) -> Files:
    """What was handed in later is another number, and the answers fit it."""
    rounds = json.loads(files["clarifications.json"])
    rounds[0]["frozen"]["indicators"]["1.1"]["changes"]["listed"]["after"] = 200
    return relisted(files | {"clarifications.json": json.dumps(rounds).encode()})


def _forged_sheet(files: Files) -> Files:
    sheets = json.loads(files["sheets.json"])
    sheets[0]["scores"][0]["points"] = "1"
    return relisted(files | {"sheets.json": json.dumps(sheets).encode()})


def _without(name: str) -> Callable[[Files], Files]:
    return lambda files: {key: data for key, data in files.items() if key != name}


def _problems(files: Files, path: Path) -> str:
    return "\n".join(check_case_file(packed(files, path)).problems)


def test_everything_that_was_tampered_with_is_named(content: bytes, tmp_path: Path) -> None:
    files = _forged_event(_forged_points(_forged_answer(unpacked(content))))
    del files["sheets.json"]
    found = _problems(_changed_byte(files) | {"more.txt": b"x"}, tmp_path / "case.zip")
    for named in (
        ": changed",
        "sheets.json: missing",
        "more.txt: not in the manifest",
        "report.json: was written about another submission",
        "report.json: total: computed",
        "report.json: is not what the log fixed",
        "submission.json: is not what the log fixed",
        "(test.forged) was changed",
    ):
        assert named in found


def test_report_that_rests_on_something_else_is_named(content: bytes, tmp_path: Path) -> None:
    files = _forged_sheet(_forged_round(unpacked(content))) | {"consensus.json": b"[]"}
    found = _problems(relisted(files), tmp_path / "case.zip")
    for named in (
        "clarifications.json: round 1 was changed after it was frozen",
        "clarifications.json: round 1 is not what the log fixed when it ended",
        "answers.json: is not what was submitted, with what was handed in later",
        "report.json: rests on other clarifications than clarifications.json",
        "report.json: indicator 1.1: what was agreed is not in consensus.json",
        "gave is not in sheets.json",
    ):
        assert named in found


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (_without("submission.json"), "submission.json: missing"),
        (_other_scheme, "is not the version under which this was submitted"),
        (_swelling_scheme, "repeats itself too often"),
        (lambda files: relisted(files | {"clarifications.json": b"[5]"}), "a record cannot be read"),
        (lambda files: relisted(files | {"report.json": b"[[[["}), "a record cannot be read"),
        (lambda files: relisted(files | {"events.jsonl": b"5"}), "a record cannot be read"),
        (lambda files: relisted(files | {"answers.json": b'{"1.1": 5}'}), "the score cannot be computed"),
        (
            lambda files: relisted(_changed_byte(files) | {"report.json": b"5"}),
            "not the document that was submitted",
        ),
    ],
)
def test_tampered_file_names_what_is_wrong(
    content: bytes, tmp_path: Path, change: Callable[[Files], Files], named: str
) -> None:
    assert named in _problems(change(unpacked(content)), tmp_path / "case.zip")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (_without("manifest.json"), "has no manifest.json"),
        (lambda files: files | {"manifest.json": b"{}"}, "not one of a case file"),
        (lambda files: files | {"../../etc/passwd": b"x"}, "leads elsewhere"),
        (lambda files: files | {"/etc/passwd": b"x"}, "leads elsewhere"),
        (lambda files: files | {"a\\..\\b": b"x"}, "leads elsewhere"),
        (lambda files: files | {"evidence/.": b"x"}, "leads elsewhere"),
        (lambda files: relisted(files | {"report.json": b"0" * (65 * 1024 * 1024)}), "too large"),
    ],
)
def test_hostile_file_is_refused_with_a_reason(
    content: bytes, tmp_path: Path, change: Callable[[Files], Files], reason: str
) -> None:
    with pytest.raises(NoCaseFile, match=reason):
        check_case_file(packed(change(unpacked(content)), tmp_path / "case.zip"))


def test_cut_off_and_foreign_files_are_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "case.zip"
    for data in (content[: len(content) // 2], b"", b"%PDF-1.7"):
        path.write_bytes(data)
        done = CliRunner().invoke(group, ["case", "verify", str(path)])
        assert done.exit_code == 1
        assert "cannot be read" in done.output
        assert "Traceback" not in done.output
