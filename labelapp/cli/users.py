"""Accounts from the command line, e.g. the first administrator. Passwords are never arguments."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy import func, select

import labelapp.app
from labelapp.accounts import operations
from labelapp.accounts.models import RoleName, User
from labelapp.accounts.queries import find_by_email
from labelapp.extensions import db
from labelapp.web.errors import DomainError

ROLES = click.Choice([role.value for role in RoleName])
role_option = click.option(
    "--role", "roles", multiple=True, type=ROLES, help="A scheme-wide role; may be repeated."
)
language_option = click.option(
    "--language", default="en", show_default=True, help="Language of pages and mails."
)


def register(group: click.Group) -> None:
    """Add the commands of this module."""
    group.add_command(users)


@click.group()
def users() -> None:
    """Accounts and their scheme-wide roles."""


@contextmanager
def _transaction() -> Iterator[None]:
    """An app with its database; all or nothing. An operation that is refused ends with its sentence."""
    with labelapp.app.create_app().app_context():
        try:
            yield
            db.session.commit()
        except DomainError as error:
            raise click.ClickException(error.message) from error
        finally:
            db.session.remove()
            db.engine.dispose()


def _account(email: str) -> User:
    user = find_by_email(email)
    if user is None:
        raise click.ClickException(f"There is no account {email}.")
    return user


@users.command("list")
def list_users() -> None:
    """List all accounts: address, name, state and roles, parted by tabs."""
    with _transaction():
        for user in db.session.scalars(select(User).order_by(func.lower(User.name), User.id)):
            state = "closed" if not user.active else "active" if user.password else "invited"
            click.echo("\t".join((user.email, user.name, state, ",".join(role.name for role in user.roles))))


@users.command()
@click.argument("email")
@click.option("--name", required=True)
@language_option
@role_option
def invite(email: str, name: str, language: str, roles: tuple[str, ...]) -> None:
    """Create an account and mail its owner a link to choose a password."""
    with _transaction():
        operations.invite_person(email, name, language, [RoleName(role) for role in roles])
    click.echo(f"The invitation to {email} waits in the outbox.")


@users.command()
@click.argument("email")
@click.option("--name", required=True)
@language_option
@role_option
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def create(email: str, name: str, language: str, roles: tuple[str, ...], password_stdin: bool) -> None:
    """Create an account that can be signed in to at once."""
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else _ask()
    with _transaction():
        chosen = [RoleName(role) for role in roles]
        operations.create_account(name, email, locale=language, roles=chosen, password=password)
    click.echo(f"{email} can sign in.")


def _ask() -> str:
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))


@users.command("set-role")
@click.argument("email")
@click.argument("roles", nargs=-1, type=ROLES)
def set_role(email: str, roles: tuple[str, ...]) -> None:
    """Give an account exactly these scheme-wide roles; none takes all."""
    with _transaction():
        operations.set_roles(_account(email), [RoleName(role) for role in roles])
    click.echo(f"{email}: {', '.join(roles) or 'no role'}")


@users.command()
@click.argument("email")
def deactivate(email: str) -> None:
    """Close an account and end its sessions."""
    with _transaction():
        operations.deactivate(_account(email))
    click.echo(f"{email} is closed.")
