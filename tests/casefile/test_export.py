"""The file of a case: what is in it for whom, and that everything wrong with one is found without a database."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient

from labelapp.accounts.models import RoleName
from labelapp.casefile.archive import NoCaseFile
from labelapp.casefile.verifying import check_case_file
from labelapp.cli import group
from labelapp.clusters.models import TeamRole
from labelapp.extensions import db
from labelapp.reviews.case import cluster_of
from labelapp.reviews.models import Review
from tests.factories.accounts import make_user, sign_in
from tests.factories.assessments import make_submission
from tests.factories.clusters import add_member, make_cluster
from tests.factories.decisions import make_decision
from tests.factories.evidence import make_document
from tests.factories.reviews import make_report, make_review, score_all, sheets_of, start_scoring

SECRET_REMARK = "Only the lead wrote this."
_made: dict[str, bytes] = {}
Files = dict[str, bytes]


def _reported() -> Review:
    cluster = make_cluster()
    manager = make_user("Vera Holm")
    for role in (TeamRole.MANAGER, TeamRole.LEGAL_REPRESENTATIVE):
        add_member(cluster, manager, role)
    submission = make_submission(cluster, by=manager, offered=make_document(cluster, by=manager))
    return make_report(make_review(submission), points="4.5", minimums={"2.2": False}).review


def _export(client: FlaskClient, review: Review) -> bytes:
    answer = client.post(f"/cases/{review.submission.assessment_id}/file")
    assert answer.status_code == 200
    content = answer.get_data()
    answer.close()
    return content


@pytest.fixture
def content(app: Flask, client: FlaskClient) -> bytes:
    """The file of a reported case as the office takes it out; made once."""
    if not _made:
        review = _reported()
        db.session.commit()
        sign_in(client, make_user("Elin Vesterby", roles=[RoleName.SECRETARIAT]))
        _made["office"] = _export(client, review)
    return _made["office"]


def unpacked(content: bytes) -> Files:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: Files, path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def relisted(files: Files) -> Files:
    """What a forger does: the manifest fits the files again."""
    manifest = json.loads(files["manifest.json"])
    manifest["files"] = {
        name: {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
        for name, data in files.items()
        if name != "manifest.json"
    }
    return files | {"manifest.json": json.dumps(manifest).encode()}


def test_untouched_file_computes_the_reported_score_without_a_database(
    content: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "case.zip"
    path.write_bytes(content)
    files = unpacked(content)
    reported = json.loads(files["report.json"])
    done = CliRunner().invoke(group, ["case", "verify", str(path)], env={"LABELAPP_SECRET_KEY": ""})
    assert done.exit_code == 0, done.output
    total = reported["total"]
    assert f"assessed: {total['points']} of {total['max']}; awarded by the rules: False" in done.output
    assert [name for name in files if name.startswith("evidence/")]
    assert {"README.txt", "sheets.json", "consensus.json", "report.pdf", "events.jsonl"} <= files.keys()


def _changed_byte(files: Files) -> Files:
    name = next(name for name in files if name.startswith("evidence/"))
    return files | {name: b"x" + files[name][1:]}


def _forged_points(files: Files) -> Files:
    report = json.loads(files["report.json"])
    scored = next(one for one in report["indicators"].values() if one["consensus"]["points"] == "4.5")
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


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (_without("submission.json"), "submission.json: missing"),
        (_other_scheme, "is not the version under which this was submitted"),
        (_swelling_scheme, "repeats itself too often"),
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


def test_file_before_the_report_holds_no_score(app: Flask, client: FlaskClient) -> None:
    review = start_scoring()
    score_all(sheets_of(review)[0], justification=SECRET_REMARK)
    db.session.commit()
    sign_in(client, make_user("Elin Vesterby", roles=[RoleName.SECRETARIAT]))
    files = unpacked(_export(client, review))
    assert not {"sheets.json", "consensus.json", "report.json", "report.pdf"} & files.keys()
    assert all(SECRET_REMARK.encode() not in data for data in files.values())


def test_file_of_the_team_holds_its_own_part_and_the_report_after_the_decision(
    app: Flask, client: FlaskClient, tmp_path: Path
) -> None:
    review = _reported_by_team(client)
    before = unpacked(_export(client, review))
    assert not {"report.pdf", "decisions.json"} & before.keys()
    make_decision(review)
    content = _export(client, review)
    after = unpacked(content)
    assert {"report.pdf", "decisions.json", "certificates.json", "submission.json"} <= after.keys()
    assert not {"sheets.json", "consensus.json", "report.json", "events.jsonl", "answers.json"} & after.keys()
    path = tmp_path / "case.zip"
    path.write_bytes(content)
    assert check_case_file(path).problems == []


def _reported_by_team(client: FlaskClient) -> Review:
    review = make_report(points="5").review
    person = make_user("Mia Manager")
    add_member(cluster_of(review), person)
    db.session.commit()
    sign_in(client, person)
    return review
