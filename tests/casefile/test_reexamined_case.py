"""A case that was examined a second time after an upheld appeal: both reviews stand in its file, side by side."""

import json
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from flask import Flask

from labelapp.casefile.verifying import check_case_file
from labelapp.events.telling import Readers
from labelapp.extensions import db
from labelapp.reviews.models import Review
from tests.casefile.world import lines_for, packed_for, relisted, unpacked
from tests.databases import empty
from tests.factories.appeals import GROUNDS, make_appeal, make_refusal, make_upheld, seat_others
from tests.factories.reviews import make_report


@pytest.fixture(scope="module")
def review(_app: Flask) -> Iterator[Review]:
    """The second review, with its final report. Nothing here writes but the export, so all tests read one case."""
    with _app.app_context():
        appeal = make_upheld(make_appeal(make_refusal(assessed=True), files=True))
        assert appeal.reexamination
        yield make_report(seat_others(appeal.reexamination), points="4").review
        db.session.rollback()
        empty(db.engine)


def test_both_reviews_stand_in_the_file_and_both_scores_are_computed_again(
    review: Review, tmp_path: Path
) -> None:
    packed = packed_for(Readers.OFFICE, review)
    files = unpacked(packed)
    first, second = (json.loads(files[f"{folder}report.json"]) for folder in ("", "reexamination/"))
    assert [second["review"], first["submission"]] == [review.id, second["submission"]]
    path = tmp_path / "case.zip"
    path.write_bytes(packed)
    checked = check_case_file(path)
    assert checked.problems == []
    assert len([fact for fact in checked.facts if "assessed:" in fact and "self" not in fact]) == 2


def test_a_second_report_that_was_changed_is_named(review: Review, tmp_path: Path) -> None:
    files = unpacked(packed_for(Readers.OFFICE, review))
    report = json.loads(files["reexamination/report.json"])
    report["total"]["points"] = "150"
    path = tmp_path / "case.zip"
    with ZipFile(path, "w") as archive:
        forged = relisted(files | {"reexamination/report.json": json.dumps(report).encode()})
        for name, data in forged.items():
            archive.writestr(name, data)
    problems = check_case_file(path).problems
    assert "reexamination/report.json: is not what the log fixed when it became final" in problems
    assert any(one.startswith("reexamination/report.json: total: computed") for one in problems)


def test_appeal_stands_in_the_file_of_the_team_with_what_was_attached(review: Review) -> None:
    files = unpacked(packed_for(Readers.TEAM, review))
    (appeal,) = json.loads(files["appeals.json"])
    assert (appeal["grounds"], appeal["state"]) == (GROUNDS.text, "upheld")
    assert any(name.startswith(f"evidence/{appeal['attached'][0]}/") for name in files)
    assert "reexamination/sheets.json" not in files
    told = [line.text for line in lines_for(Readers.TEAM, review)]
    assert "The appeal was decided." in told
    assert not any("Nora Fjeld" in text for text in told)
