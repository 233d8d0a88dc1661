"""Importing lists: reading files, guessing columns, matching rows, refusing what cannot be read."""

import io
import zipfile
from datetime import date

import pytest
from flask import Flask
from openpyxl import Workbook
from sqlalchemy import func, select

from labelapp.accounts.models import User
from labelapp.clusters.models import Cluster
from labelapp.dataroom.importing import check_rows, guess_mapping, run_import, start_import
from labelapp.dataroom.kinds import KINDS
from labelapp.dataroom.models import Import, ImportState, Member
from labelapp.dataroom.tables import MOST_ROWS, read_table
from labelapp.events.jobs import run_waiting
from labelapp.extensions import db
from labelapp.web.errors import DomainError, InvalidInput
from tests.factories.accounts import make_user
from tests.factories.clusters import make_cluster
from tests.factories.dataroom import make_import, make_member

GERMAN = (
    "Firma;Land;Art;Eintritt;Verpflichtet\n"
    "Virkholm;Dänemark;KMU;01.02.2020;ja\nØstersø;Schweden;Großunternehmen;;nein\n"
)


@pytest.fixture
def cluster(app: Flask) -> Cluster:
    return make_cluster()


@pytest.fixture
def manager(app: Flask) -> User:
    return make_user("Mette Lindholt")


def read(content: bytes) -> list[list[str]]:
    table = read_table(io.BytesIO(content))
    return [table.headings, *table.rows]


def workbook(*rows: list[object]) -> bytes:
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def done(prepared: Import, by: User, *, without_refused: bool = False) -> dict[str, int]:
    start_import(prepared, by, without_refused=without_refused)
    db.session.commit()
    assert run_waiting() == 1
    db.session.refresh(prepared)
    assert prepared.state is ImportState.DONE
    return prepared.outcome


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_is_read_in_any_usual_encoding_and_with_any_delimiter(
    app: Flask, encoding: str, delimiter: str
) -> None:
    text = "Name;Land\r\nÅrhus Værft;Dänemark\r\n".replace(";", delimiter)
    assert read(text.encode(encoding)) == [["Name", "Land"], ["Århus Værft", "Dänemark"]]


def test_workbook_gives_texts_and_never_formulas(app: Flask) -> None:
    content = workbook(["Name", "Joined", "Number"], ["Virkholm", date(2020, 2, 1), 7], ["=1+1", None, 1.5])
    assert read(content) == [["Name", "Joined", "Number"], ["Virkholm", "2020-02-01", "7"], ["", "", "1.5"]]


def bomb() -> bytes:
    file = io.BytesIO(workbook(["Name"], ["x"]))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeros.bin", b"\0" * 30_000_000)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"<html><table>", "mark-up"),
        (b"%PDF-1.7 x", "no table"),
        (b"MZ\x90\x00", "no table"),
        (b"a;b\n\x00\x01;c\n", "no text"),
        (b"PK\x03\x04 nothing", "damaged"),
        (b"Name;Country\n", "no row"),
        (b"Name\n" + b"x" * 1001 + b"\n", "more than 1000 characters"),
        (b"Name\n" + b"x\n" * (MOST_ROWS + 1), "more than 20000 rows"),
        (b";".join([b"h"] * 61) + b"\nx\n", "more than 60 columns"),
    ],
)
def test_what_is_no_list_is_refused_with_words(app: Flask, content: bytes, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        read(content)


def test_archive_that_unpacks_to_far_more_is_refused(app: Flask) -> None:
    with pytest.raises(InvalidInput, match="unpacks"):
        read(bomb())


@pytest.mark.parametrize(
    "headings",
    [
        ["Name", "Country", "Kind", "Joined", "Committed"],
        ["Firma", "Land", "Art", "Mitglied seit", "Verpflichtet"],
        ["Raison sociale", "Pays", "Catégorie", "Date d’adhésion", "Engagé"],
    ],
)
def test_headings_are_guessed_in_three_languages(app: Flask, headings: list[str]) -> None:
    expected = {"name": 0, "country": 1, "kind": 2, "joined_on": 3, "committed": 4}
    assert guess_mapping(KINDS["members"], headings) == expected


def test_german_list_is_imported_and_a_second_time_changes_nothing(cluster: Cluster, manager: User) -> None:
    assert done(make_import(cluster, manager, GERMAN), manager) == {
        "new": 2, "changed": 0, "unchanged": 0, "refused": 0,
    }  # fmt: skip
    row = db.session.scalars(select(Member).where(Member.name == "Virkholm")).one()
    assert (row.country, row.kind, row.joined_on, row.committed) == ("DK", "sme", date(2020, 2, 1), True)
    again = check_rows(make_import(cluster, manager, GERMAN))
    assert (again.good, again.unchanged, again.refused) == (0, 2, 0)


def test_columns_that_are_not_in_the_file_stay_as_they_are(cluster: Cluster, manager: User) -> None:
    member = make_member(cluster, name="Virkholm", country="DK", number="17", region="DK03")
    done(make_import(cluster, manager, "Name;Country;Kind\nVIRKHOLM;DK;large\n"), manager)
    db.session.refresh(member)
    assert (member.kind, member.number, member.region) == ("large", "17", "DK03")


def test_own_number_finds_a_member_that_was_renamed(cluster: Cluster, manager: User) -> None:
    member = make_member(cluster, name="Old name", number="17")
    text = "No;Name;Country;Kind\n17;New name;DK;sme\n18;New name;DK;sme\n"
    assert done(make_import(cluster, manager, text), manager)["new"] == 1
    db.session.refresh(member)
    assert member.name == "New name"


def test_members_of_others_are_neither_found_nor_changed(cluster: Cluster, manager: User) -> None:
    other = make_member(make_cluster(), name="Virkholm", country="DK")
    done(make_import(cluster, manager, "Name;Country;Kind\nVirkholm;DK;large\n"), manager)
    db.session.refresh(other)
    assert other.kind == "sme"
    assert db.session.scalar(select(func.count()).select_from(Member)) == 2


def test_refused_rows_say_line_column_fault_and_remedy(cluster: Cluster, manager: User) -> None:
    text = (
        "Name;Country;Kind;Joined;Left;NUTS\n"
        "A;Atlantis;sme;;;\n;DK;sme;;;\nC;DK;club of friends;;;\nD;DK;sme;31.02.2020;;\n"
        "E;DK;sme;2020-01-01;2019-01-01;\nF;DK;sme;;;SE11\nG;DK;sme;;;\ng;DK;sme;;;\n"
    )
    checked = check_rows(make_import(cluster, manager, text))
    assert [(one.line, one.column) for one in checked.problems] == [
        (2, "Country"), (3, "Name"), (4, "Kind"), (5, "Joined"), (6, "Left"), (7, "NUTS region"), (9, "Member"),
    ]  # fmt: skip
    assert all(one.wrong and one.mend for one in checked.problems)
    assert (len(checked.new), checked.refused) == (1, 7)


def test_import_with_refused_rows_needs_the_word_to_leave_them_out(cluster: Cluster, manager: User) -> None:
    prepared = make_import(cluster, manager, "Name;Country;Kind\nA;DK;sme\nB;Atlantis;sme\n")
    with pytest.raises(InvalidInput, match="left out"):
        start_import(prepared, manager, without_refused=False)
    db.session.rollback()
    assert done(prepared, manager, without_refused=True) == {
        "new": 1, "changed": 0, "unchanged": 0, "refused": 1,
    }  # fmt: skip


def test_import_starts_once(cluster: Cluster, manager: User) -> None:
    prepared = make_import(cluster, manager)
    start_import(prepared, manager, without_refused=False)
    with pytest.raises(DomainError, match="started already"):
        start_import(prepared, manager, without_refused=False)


def test_job_that_is_run_again_enters_nothing_twice(cluster: Cluster, manager: User) -> None:
    prepared = make_import(cluster, manager, GERMAN)
    start_import(prepared, manager, without_refused=False)
    run_import(prepared.id)
    prepared.state = ImportState.RUNNING  # as if the worker had died before the end
    db.session.commit()
    run_import(prepared.id)
    assert prepared.outcome == {"new": 2, "changed": 0, "unchanged": 0, "refused": 0}
    assert db.session.scalar(select(func.count()).select_from(Member)) == 2
