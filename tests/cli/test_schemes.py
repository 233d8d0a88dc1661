"""The commands `schemes` and `score`: what they print, and exit status 1 with the path of every error."""

import json
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from labelapp.cli.schemes import register
from labelapp.schemes.json_schema import definition_schema
from tests.schemes.small import DATA, PROJECT, SMALL, changed, line_of, write

GOLD_ANSWERS = json.loads((PROJECT / "labelapp/demo/answers/gold-complete.json").read_text("utf-8"))
FAILED_MINIMUM = json.loads(
    (PROJECT / "labelapp/demo/answers/gold-95-percent-minimum-failed.json").read_text("utf-8")
)


def run(*arguments: str | Path, schemes: Path | None = None) -> Result:
    group = click.Group()
    register(group)
    directory = {"LABELAPP_SCHEMES": str(schemes or PROJECT / "assessments")}
    return CliRunner().invoke(group, [str(argument) for argument in arguments], env=directory)


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """A scheme directory with one published scheme."""
    write(tmp_path, changed("status: draft", "status: published"))
    return tmp_path


def score_file(tmp_path: Path, document: object) -> Path:
    path = tmp_path / "file.json"
    path.write_text(document if isinstance(document, str) else json.dumps(document), "utf-8")
    return path


def scored(tmp_path: Path, document: object, scheme: str = "cme-gold@2026.1") -> dict[str, Any]:
    result = run("score", scheme, score_file(tmp_path, document), "--on", "2026-11-23")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def gold_points(points: str, **exceptions: str) -> dict[str, str]:
    codes = [
        f"{n}.{i}" for n, count in ((1, 4), (2, 10), (3, 2), (4, 12), (5, 3)) for i in range(1, count + 1)
    ]
    given = {code: points for code in codes if code != "1.1"}
    return given | {code.strip("_").replace("_", "."): value for code, value in exceptions.items()}


def test_list_names_every_version_with_status_and_points() -> None:
    result = run("schemes", "list")
    assert result.exit_code == 0
    line = next(line for line in result.stdout.splitlines() if line.startswith("cme-gold@2026.1"))
    assert "published" in line
    assert "31 indicators" in line
    assert "150 points" in line
    assert "illustrative" in line


def test_check_of_valid_files_exits_with_0() -> None:
    result = run("schemes", "check", *sorted(DATA.glob("*.yaml")))
    assert result.exit_code == 0, result.stderr
    assert "regional-gold@2026.1 is valid, 34 indicators" in result.stdout


def test_check_of_a_broken_file_names_file_line_and_path_and_exits_with_1(tmp_path: Path) -> None:
    text = changed("of: met, to: all", "of: seen, to: all").replace("status: draft", "state: draft")
    path = write(tmp_path, text)
    result = run("schemes", "check", path)
    assert result.exit_code == 1
    assert f"{path}:{line_of('state:', text)}: state: unknown key" in result.stderr


def test_check_without_a_file_checks_the_whole_directory(directory: Path) -> None:
    write(directory, "a: [", "broken-2026.1.yaml")
    result = run("schemes", "check", schemes=directory)
    assert result.exit_code == 1
    assert "small@2026.1 is valid" in result.stdout
    assert "broken-2026.1.yaml" in result.stderr


def test_publish_locks_a_version_and_check_then_refuses_a_change(directory: Path) -> None:
    path = directory / "small-2026.1.yaml"
    assert run("schemes", "publish", path, schemes=directory).exit_code == 0
    assert run("schemes", "check", path, schemes=directory).exit_code == 0
    write(directory, path.read_text("utf-8").replace("40 % minimum", "at least 40 %"))
    result = run("schemes", "check", path, schemes=directory)
    assert result.exit_code == 1
    assert "give the new content a new version" in result.stderr


def test_publish_of_a_draft_exits_with_1(tmp_path: Path) -> None:
    result = run("schemes", "publish", write(tmp_path))
    assert result.exit_code == 1
    assert "status" in result.stderr


def test_schema_prints_the_json_schema() -> None:
    assert json.loads(run("schemes", "schema").stdout) == definition_schema()


def test_validity_prints_expiry_and_how_it_was_derived(directory: Path) -> None:
    result = run("schemes", "validity", "small", "--assessed", "2024-02-29", schemes=directory)
    assert result.stdout.splitlines() == [
        "valid from 2024-02-29 until 2026-02-28 (first award)",
        "renewable until 2027-02-28",
        "- assessed on 2024-02-29: first award",
        "- 24 months from the assessment: valid until 2026-02-28",
        "- 12 months after expiry: renewable until 2027-02-28",
    ]


def test_validity_of_a_renewal_counts_from_the_previous_expiry(directory: Path) -> None:
    dates = ("--assessed", "2022-07-25", "--previous-expiry", "2021-07-25")
    result = run("schemes", "validity", "small@2026.1", *dates, schemes=directory)
    assert "until 2024-07-25 (renewal award)" in result.stdout


def test_validity_with_a_date_that_does_not_exist_is_refused() -> None:
    result = run("schemes", "validity", "cme-gold", "--assessed", "2026-02-30")
    assert result.exit_code != 0
    assert "2026-02-30 is not a date" in result.stderr


def test_score_of_120_of_150_points_awards(tmp_path: Path) -> None:
    found = scored(tmp_path, {"answers": GOLD_ANSWERS, "points": gold_points("4")})
    assert found["total"] == {"points": "120", "max": "150", "percent": "80.00"}
    assert found["awarded"] is True
    assert found["missing"] == []
    assert found["indicators"]["1.1"] == {"points": None, "max": "0", "minimum_met": True, "scored": False}
    assert found["indicators"]["1.4"] == {"points": "4", "max": "5", "minimum_met": None, "scored": True}
    assert found["dimensions"]["1"] == {"points": "12", "max": "15", "percent": "80.00"}
    assert (found["scheme"], found["version"]) == ("cme-gold", "2026.1")


def test_score_of_119_99_of_150_points_does_not_award_and_says_why(tmp_path: Path) -> None:
    found = scored(tmp_path, {"answers": GOLD_ANSWERS, "points": gold_points("4", _1_4="3.99")})
    assert found["total"] == {"points": "119.99", "max": "150", "percent": "79.99"}
    assert found["awarded"] is False
    assert found["reasons"][0]["code"] == "percent_not_reached"
    assert "119.99 of 150" in found["reasons"][0]["text"]


def test_score_of_all_points_with_a_failed_minimum_does_not_award_and_says_which(tmp_path: Path) -> None:
    found = scored(tmp_path, {"answers": FAILED_MINIMUM, "points": gold_points("5")})
    assert found["total"]["points"] == "150"
    assert found["awarded"] is False
    assert found["indicators"]["2.8"]["minimum_met"] is False
    assert [reason["code"] for reason in found["reasons"]] == ["percent_reached", "minimum_not_met"]


def test_score_of_an_empty_file_awards_nothing_and_names_what_is_missing(tmp_path: Path) -> None:
    found = scored(tmp_path, {})
    assert found["awarded"] is None
    assert len(found["missing"]) == 31


def test_score_of_points_and_minimums_needs_no_answers(tmp_path: Path) -> None:
    minimums = dict.fromkeys(
        ["1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "2.7", "2.8", "3.1", "4.1", "4.2", "4.3", "4.8", "4.12"],
        True,
    )
    assert scored(tmp_path, {"points": gold_points("4"), "minimums": minimums})["awarded"] is True


def test_score_prints_a_quotient_where_no_decimal_is_exact(tmp_path: Path) -> None:
    document = {"answers": {}, "points": gold_points("4", _1_4="1/3")}
    assert scored(tmp_path, document)["indicators"]["1.4"]["points"] == "1/3"


def test_score_of_the_ten_point_checklist_needs_no_code(tmp_path: Path) -> None:
    write(tmp_path, (DATA / "ten-points-2026.1.yaml").read_text("utf-8"), "ten-points-2026.1.yaml")
    answers = {f"c{number}": {"met": "yes"} for number in range(1, 9)}
    file = score_file(tmp_path, {"answers": answers})
    result = run("score", "ten-points@2026.1", file, schemes=tmp_path)
    assert json.loads(result.stdout)["awarded"] is True


WRONG = [
    ({"points": {"1.2": "5.01"}}, "points[1.2]"),
    ({"points": {"1.2": 4.5}}, "points[1.2]"),
    ({"points": {"9.9": "1"}}, "points[9.9]"),
    ({"points": ["1"]}, "points: "),
    ({"answers": {"9.9": {}}}, "answers[9.9]"),
    ({"answers": {"1.3": {"colour": 1}}}, "answers[1.3].colour"),
    ({"answers": {"1.3": {"committed": "84"}}}, "answers[1.3].committed"),
    ({"answers": {"1.3": {"committed": 84.0}}}, "answers[1.3].committed"),
    ({"answers": {"1.3": {"not_applicable": "none"}}}, "answers[1.3].not_applicable"),
    ({"minimums": {"1.4": True}}, "minimums[1.4]"),
    ({"minimums": {"1.1": "yes"}}, "minimums[1.1]"),
    ({"answer": {}}, "answer: "),
    ([], "write an object"),
    ('{"points": {"1.2": "4", "1.2": "5"}}', "1.2 stands twice"),
    ('{"points": {"1.2": ' + "9" * 5000 + "}}", "not valid JSON"),
    ('{"points": ', "file.json:1: not valid JSON"),
]


@pytest.mark.parametrize(("document", "named"), WRONG)
def test_score_of_a_wrong_file_names_the_path_and_exits_with_1(
    tmp_path: Path, document: object, named: str
) -> None:
    result = run("score", "cme-gold", score_file(tmp_path, document))
    assert result.exit_code == 1
    assert named in result.stderr
    assert result.stdout == ""


def test_score_reports_all_errors_of_a_file(tmp_path: Path) -> None:
    result = run("score", "cme-gold", score_file(tmp_path, {"points": {"9.9": "1"}, "answers": {"8.8": {}}}))
    assert "points[9.9]" in result.stderr
    assert "answers[8.8]" in result.stderr


@pytest.mark.parametrize("scheme", ["cme-platinum", "cme-gold@1999.1"])
def test_score_of_an_unknown_scheme_exits_with_1(tmp_path: Path, scheme: str) -> None:
    result = run("score", scheme, score_file(tmp_path, {}))
    assert result.exit_code == 1
    assert scheme in result.stderr


def test_score_of_a_missing_file_exits_with_1(tmp_path: Path) -> None:
    result = run("score", "cme-gold", tmp_path / "none.json")
    assert result.exit_code == 1
    assert "none.json" in result.stderr


def test_score_with_a_broken_scheme_directory_names_the_error(tmp_path: Path) -> None:
    write(tmp_path, SMALL.replace("status: draft", "status: none"))
    result = run("score", "small@2026.1", score_file(tmp_path, {}), schemes=tmp_path)
    assert result.exit_code == 1
    assert "small-2026.1.yaml:4: status" in result.stderr
