"""Taking over an earlier register from the command line."""

import sys
from collections.abc import Iterable
from pathlib import Path

import click

import labelapp.app
from labelapp.certificates.imports import operations
from labelapp.certificates.imports.checking import Checked
from labelapp.certificates.imports.models import ImportState
from labelapp.dataroom.tables import read_table
from labelapp.extensions import db
from labelapp.web.errors import DomainError


def register(group: click.Group) -> None:
    """Add the commands of this module."""
    group.add_command(register_)


@click.group("register")
def register_() -> None:
    """The public register of certificates."""


@register_.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--check", is_flag=True, help="Say what would be made, and write nothing.")
@click.option("--leave-out", is_flag=True, help="Take over the other lines when some are refused.")
@click.option(
    "--organisation",
    "answers",
    multiple=True,
    metavar="LINE=ID",
    help="Which cluster organisation a line means, by its number, or 0 for a new one; may be repeated.",
)
def import_(file: Path, check: bool, leave_out: bool, answers: tuple[str, ...]) -> None:
    """Take over an earlier register: CSV or XLSX, with the columns of docs/register.md.

    Prints each problem as `file:line: column: what is wrong`. Exit status 1 when nothing was written because of one,
    or, with --check, would not be.
    """
    with labelapp.app.create_app().app_context():
        try:
            with file.open("rb") as content:
                kept = operations.prepare_import(file.name, read_table(content), by=None)
            checked = operations.check_import(kept)
            numbers = dict(_numbers(answers))
            questions = checked.holders.questions
            chosen = {one.key: numbers[one.line] for one in questions if one.line in numbers}
            operations.choose_holders(kept, chosen)
            checked = operations.check_import(kept)
            _tell(file, checked)
            if check:
                db.session.rollback()
                sys.exit(0 if checked.is_clear else 1)
            if checked.new:
                operations.take_over_now(kept, leave_out=leave_out)
                click.echo(f"{kept.outcome['new']} certificates were taken over")
                assert kept.state is ImportState.DONE
            db.session.commit()
        except DomainError as error:
            raise click.ClickException(error.message) from error
        finally:
            db.session.remove()
            db.engine.dispose()


def _numbers(answers: Iterable[str]) -> Iterable[tuple[int, int]]:
    for answer in answers:
        line, equals, number = answer.partition("=")
        if not (equals and line.isdecimal() and number.isdecimal()):
            raise click.BadParameter(f"{answer} is not LINE=ID", param_hint="--organisation")
        yield int(line), int(number)


def _tell(file: Path, checked: Checked) -> None:
    for problem in checked.problems:
        click.echo(f"{file}:{problem.line}: {problem.column}: {problem.wrong} {problem.mend}", err=True)
    for holder in checked.holders.questions:
        known = ", ".join(f"{cluster.id} is {cluster.name} in {cluster.place}" for cluster in holder.asked)
        click.echo(
            f"{file}:{holder.line}: organisation: who is {holder.name} ({holder.country})? {known}. "
            f"Say --organisation {holder.line}=ID, or {holder.line}=0 for a new one.",
            err=True,
        )
    click.echo(
        f"{len(checked.new)} new certificates, {len(checked.holders.new)} new cluster organisations, "
        f"{checked.unchanged} lines unchanged, {checked.refused} refused"
    )
