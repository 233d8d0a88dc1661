"""An earlier register is checked line by line, and every problem is named with its line and column."""

from datetime import date

import pytest
from flask import Flask

from labelapp.clock import today
from labelapp.web.errors import InvalidInput
from tests.factories.certificates import make_certificate
from tests.factories.clusters import make_cluster
from tests.factories.register import a_line, check_lines, take_over

pytestmark = pytest.mark.usefixtures("app")


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"certificate": ""}, "certificate"),
        ({"certificate": "-12"}, "certificate"),
        ({"certificate": "x" * 31}, "certificate"),
        ({"holder": ""}, "holder"),
        ({"holder": "Cluster \u202eretsulC"}, "holder"),
        ({"country": "Atlantis"}, "country"),
        ({"fields": "maritime alchemy"}, "fields"),
        ({"level": "platinum"}, "level"),
        ({"scheme": "cme-gold@1999.1"}, "scheme"),
        ({"level": "silver", "scheme": "cme-gold"}, "scheme"),
        ({"valid_from": "2012-03-01", "valid_until": "2014-02-28"}, "scheme"),
        ({"valid_from": "1 March"}, "valid_from"),
        ({"valid_until": "2024-02-29"}, "valid_until"),
        ({"renewable_until": "2026-02-27"}, "renewable_until"),
        ({"assessed_on": "2026-03-01"}, "assessed_on"),
        ({"withdrawn_on": "2024-02-29"}, "withdrawn_on"),
        ({"status": "withdrawn"}, "status"),
        ({"status": "valid", "suspended_on": "2025-01-01"}, "status"),
        ({"supersedes": "2020-999"}, "supersedes"),
    ],
)
def test_line_with_a_fault_is_refused_and_the_fault_named(changes: dict[str, str], column: str) -> None:
    checked = check_lines(a_line(1), a_line(2, **changes))
    assert [(problem.line, problem.column) for problem in checked.problems] == [(3, column)]
    assert [line.serial for line in checked.new] == ["2024-001"]
    assert checked.refused == 1


def test_day_to_come_is_refused_where_it_must_have_been() -> None:
    line = a_line(1, valid_until="2199-01-01", withdrawn_on="2198-01-01", issued_on="2197-01-01")
    assert {problem.column for problem in check_lines(line).problems} == {"withdrawn_on", "issued_on"}


def test_line_that_stands_there_twice_is_told_from_a_serial_that_does() -> None:
    checked = check_lines(a_line(1), a_line(1), a_line(1, holder="Another"), a_line(2))
    twice, other = checked.problems
    assert "stands in line 2 already" in twice.wrong
    assert "Line 2 has this serial number" in other.wrong
    assert len(checked.new) == 2


def test_serials_that_people_would_take_for_each_other_count_as_the_same() -> None:
    checked = check_lines(a_line(1, certificate="G-2024-0012"), a_line(2, certificate="g-2024-12"))
    assert [problem.column for problem in checked.problems] == ["certificate"]


def test_scheme_without_version_is_the_one_in_force_at_the_assessment() -> None:
    old, new = check_lines(
        a_line(1, scheme="cme-gold", assessed_on="2024-02-01"),
        a_line(
            2, level="bronze", valid_from="2026-02-01", valid_until="2028-01-31", assessed_on="2026-01-15"
        ),
    ).new
    assert (old.scheme.key, new.scheme.key) == ("cme-gold@2023.1", "cme-bronze@2026.1")


def test_missing_days_follow_from_the_scheme_and_the_first_day() -> None:
    (line,) = check_lines(a_line(1)).new
    assert (line.assessed_on, line.issued_on) == (date(2024, 3, 1), date(2024, 3, 1))
    assert line.renewable_until == date(2027, 2, 28)


def _chain(**second: str) -> list[dict[str, str]]:
    first = a_line(1, valid_from="2022-03-01", valid_until="2024-02-29", scheme="cme-gold@2023.1")
    follows = {"holder": first["holder"], "supersedes": "2024-001", "scheme": "cme-gold@2023.1"}
    return [first, a_line(2, **(follows | second))]


def test_replaced_line_ends_when_its_successor_begins_wherever_it_stands_in_the_file() -> None:
    first, second = check_lines(*reversed(_chain())).new
    assert (first.serial, first.superseded_on) == ("2024-001", date(2024, 3, 1))
    assert (second.supersedes, second.superseded_on) == ("2024-001", None)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"holder": "Somebody else"}, "another holder"),
        ({"valid_from": "2022-03-01"}, "does not begin earlier"),
        ({"supersedes": "2024-002"}, "does not begin earlier"),
        ({"supersedes": "2024-003"}, "neither here nor in the register"),
    ],
)
def test_chain_that_cannot_be_is_refused(changes: dict[str, str], words: str) -> None:
    (problem,) = check_lines(*_chain(**changes)).problems
    assert (problem.line, problem.column) == (3, "supersedes")
    assert words in problem.wrong


def test_certificate_has_one_successor() -> None:
    first, second = _chain()
    checked = check_lines(first, second, second | {"certificate": "2024-009"})
    assert [problem.line for problem in checked.problems] == [4]


def test_successor_of_a_refused_line_is_refused_too_and_so_on() -> None:
    first, second = _chain()
    third = second | {"certificate": "2024-003", "supersedes": "2024-002", "valid_from": "2025-03-01"}
    checked = check_lines(first | {"country": "Atlantis"}, second, third)
    assert checked.refused == 3
    assert checked.new == []


def test_serial_of_ours_is_not_taken_by_an_imported_line() -> None:
    ours = make_certificate()
    (problem,) = check_lines(a_line(1, certificate=ours.serial.lower())).problems
    assert "other facts" in problem.wrong
    assert ours.holder in problem.wrong


def test_line_that_was_imported_is_unchanged_the_second_time_and_refused_with_other_facts() -> None:
    take_over(*_chain())
    again = check_lines(*_chain())
    assert (again.new, again.unchanged, again.problems) == ([], 2, [])
    changed = check_lines(a_line(1) | {"valid_until": "2026-01-31"})
    assert changed.refused == 1


def test_holder_is_known_by_name_and_country_and_asked_for_when_it_could_be_several() -> None:
    known = make_cluster(name="Cluster of line 1", country="DK")
    make_cluster(name="Cluster of line 1", country="FI")
    near = make_cluster(name="Clüster of Line-2", country="DK")
    checked = check_lines(a_line(1), a_line(2), a_line(3))
    assert [checked.holders.of(line).found for line in checked.new] == [known, None, None]
    (question,) = checked.holders.questions
    assert (question.line, question.asked) == (3, (near,))
    assert [holder.name for holder in checked.holders.new] == ["Cluster of line 3"]
    assert not checked.is_clear
    for number, found in ((near.id, near), (0, None)):
        answered = check_lines(a_line(1), a_line(2), choices={question.key: number})
        assert answered.is_clear
        assert answered.holders.of(answered.new[1]).found is found


def test_two_organisations_of_one_name_are_asked_for_even_where_the_name_is_the_very_same() -> None:
    make_cluster(name="Cluster of line 1")
    make_cluster(name="Cluster of line 1")
    assert len(check_lines(a_line(1)).holders.questions) == 1


@pytest.mark.parametrize(
    ("headings", "words"),
    [
        ({"valid_until": None}, "These columns are missing: valid_until"),
        ({"level": None}, "level” or “scheme” is needed"),
        ({"points": "143"}, "points” is not known"),
        ({"Serial": "12"}, "stands there twice"),
    ],
)
def test_table_with_other_columns_is_refused_as_a_whole(headings: dict[str, str | None], words: str) -> None:
    line = {name: text for name, text in (a_line(1) | headings).items() if text is not None}
    with pytest.raises(InvalidInput) as caught:
        check_lines(line)
    assert words in caught.value.message


def test_own_download_can_be_read_again(app: Flask) -> None:
    made = [make_certificate(make_cluster(name=name)) for name in ("Ålborg Klynge", "=Formula Cluster")]
    text = app.test_client().get("/register.csv").data
    for certificate in made:
        assert certificate.valid_from <= today()
    table_lines = [line for line in text.decode("utf-8-sig").split("\r\n") if line]
    names, *rows = (line.split(",") for line in table_lines)
    lines = [dict(zip(names, row, strict=True)) for row in rows]
    checked = check_lines(*({**line, "certificate": f"OLD-{at}"} for at, line in enumerate(lines)))
    assert checked.problems == []
    assert {line.holder for line in checked.new} == {"Ålborg Klynge", "=Formula Cluster"}
