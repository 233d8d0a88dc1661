"""The command `labelapp users`."""

from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from labelapp.accounts.models import RoleName, User
from labelapp.accounts.queries import find_by_email
from labelapp.cli.users import register
from labelapp.events.models import OutboxMail
from labelapp.extensions import db
from tests.factories.accounts import PASSWORD, make_user

ADA = "ada@people.example"


@pytest.fixture
def run(app: Flask, database_url: str, tmp_path: Path):
    """Run a command on the database of the test."""
    group = click.Group()
    register(group)
    environment = {
        "LABELAPP_SECRET_KEY": "a key that only tests use, long enough",
        "LABELAPP_PASSWORD_SALT": "a salt only for tests",
        "LABELAPP_DATABASE_URL": database_url,
        "LABELAPP_STORAGE": str(tmp_path),
        "LABELAPP_ANCHORS": str(tmp_path / "anchors"),
        "LABELAPP_SEAL": str(tmp_path / "seal"),
    }

    def command(*arguments: str, typed: str = "") -> Result:
        db.session.commit()
        return CliRunner().invoke(group, ["users", *arguments], input=typed, env=environment)

    return command


def _user(email: str = ADA) -> User:
    user = find_by_email(email)
    assert user is not None
    return user


def test_user_created_with_a_password_from_standard_input_can_sign_in(run, client: FlaskClient) -> None:
    result = run(
        "create",
        ADA,
        "--name",
        "Ada Berg",
        "--role",
        "administrator",
        "--password-stdin",
        typed=f"{PASSWORD}\n",
    )
    assert result.exit_code == 0, result.output
    assert PASSWORD not in result.output
    assert client.post("/login", data={"email": ADA, "password": PASSWORD}).location == "/tasks"
    assert _user().holds(RoleName.ADMINISTRATOR)


def test_user_created_with_a_prompt_is_asked_twice(run) -> None:
    different = run("create", ADA, "--name", "Ada Berg", typed=f"{PASSWORD}\nsomething else\n")
    assert different.exit_code == 1
    assert run("create", ADA, "--name", "Ada Berg", typed=f"{PASSWORD}\n{PASSWORD}\n").exit_code == 0


def test_password_is_no_argument(run) -> None:
    assert run("create", ADA, "--name", "Ada Berg", "--password", PASSWORD).exit_code == 2


def test_user_with_a_short_password_is_not_created(run) -> None:
    result = run("create", ADA, "--name", "Ada Berg", "--password-stdin", typed="short\n")
    assert result.exit_code == 1
    assert "at least 12 characters" in result.output
    assert find_by_email(ADA) is None


def test_user_with_an_address_in_use_is_not_created(run) -> None:
    make_user(email=ADA)
    result = run("invite", "ADA@people.example", "--name", "Another")
    assert result.exit_code == 1
    assert "There is an account with this e-mail address already." in result.output


def test_user_invited_gets_a_mail_with_a_link(run) -> None:
    assert run("invite", ADA, "--name", "Ada Berg", "--role", "assessor").exit_code == 0
    [mail] = db.session.scalars(select(OutboxMail).order_by(OutboxMail.id))
    assert mail.recipient == ADA
    assert "/invitations/" in mail.body
    assert _user().holds(RoleName.ASSESSOR)


def test_role_is_set_to_exactly_what_is_named(run) -> None:
    make_user(email=ADA, roles=[RoleName.ASSESSOR])
    assert run("set-role", ADA, "board", "partner").exit_code == 0
    assert {role.name for role in _user().roles} == {"board", "partner"}
    assert run("set-role", ADA).exit_code == 0
    assert _user().roles == []


def test_role_that_does_not_exist_is_refused(run) -> None:
    make_user(email=ADA)
    assert run("set-role", ADA, "emperor").exit_code == 2


def test_user_deactivated_is_listed_as_closed(run) -> None:
    make_user(email=ADA, name="Ada Berg", roles=[RoleName.BOARD])
    make_user(email="per@people.example", name="Per Dahl", password=None)
    assert run("deactivate", ADA).exit_code == 0
    assert run("list").output.splitlines() == [
        "ada@people.example\tAda Berg\tclosed\tboard",
        "per@people.example\tPer Dahl\tinvited\t",
    ]


def test_user_who_does_not_exist_is_named(run) -> None:
    result = run("deactivate", "nobody@people.example")
    assert result.exit_code == 1
    assert "There is no account nobody@people.example." in result.output
