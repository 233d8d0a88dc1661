"""The command `labelapp register import`."""

from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select

from labelapp.certificates.models import Certificate
from labelapp.cli.register import register
from labelapp.extensions import db
from tests.factories.clusters import make_cluster
from tests.factories.register import a_line, csv_of


@pytest.fixture
def run(app: Flask, database_url: str, tmp_path: Path):
    """Run the command on a file with these lines."""
    group = click.Group()
    register(group)
    environment = {
        "LABELAPP_SECRET_KEY": "a key that only tests use, long enough",
        "LABELAPP_PASSWORD_SALT": "a salt only for tests",
        "LABELAPP_DATABASE_URL": database_url,
        "LABELAPP_STORAGE": str(tmp_path),
        "LABELAPP_ANCHORS": str(tmp_path / "anchors"),
    }

    def command(lines: list[dict[str, str]], *options: str) -> Result:
        db.session.commit()
        file = tmp_path / "old.csv"
        file.write_bytes(csv_of(*lines))
        return CliRunner().invoke(group, ["register", "import", str(file), *options], env=environment)

    return command


def _serials() -> list[str]:
    return list(db.session.scalars(select(Certificate.serial).order_by(Certificate.serial)))


def test_check_names_each_problem_with_its_place_and_writes_nothing(run) -> None:
    result = run([a_line(1), a_line(2, country="Atlantis")], "--check")
    assert result.exit_code == 1
    assert "old.csv:3: country: “Atlantis” is no country." in result.output
    assert "1 new certificates, 1 new cluster organisations, 0 lines unchanged, 1 refused" in result.output
    assert _serials() == []
    assert run([a_line(1)], "--check").exit_code == 0
    assert _serials() == []


def test_faulty_lines_are_left_out_only_when_told_so_and_a_second_run_changes_nothing(run) -> None:
    lines = [a_line(1), a_line(2, level="platinum")]
    assert run(lines).exit_code == 1
    assert _serials() == []
    result = run(lines, "--leave-out")
    assert (result.exit_code, _serials()) == (0, ["2024-001"])
    assert "1 certificates were taken over" in result.output
    again = run([a_line(1)])
    assert again.exit_code == 0
    assert "1 lines unchanged" in again.output


def test_organisation_that_could_be_several_is_asked_for_and_told(run) -> None:
    near = make_cluster(name="Cluster-of line 1")
    asked = run([a_line(1)])
    assert asked.exit_code == 1
    assert f"{near.id} is Cluster-of line 1 in Havnsund" in asked.output
    assert run([a_line(1)], "--organisation", f"2={near.id}").exit_code == 0
    assert db.session.scalars(select(Certificate.cluster_id)).one() == near.id
    assert run([a_line(1)], "--organisation", "two").exit_code == 2
