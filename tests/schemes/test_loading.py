"""A wrong definition is refused with file, line and path of every error."""

from pathlib import Path

import pytest

from labelapp.schemes.loading import DefinitionError, DefinitionErrors, Library, UnknownScheme, load_scheme
from labelapp.schemes.publishing import publish
from tests.schemes.small import PROJECT, SHIPPED, SMALL, changed, line_of, write


def errors_of(path: Path) -> list[DefinitionError]:
    with pytest.raises(DefinitionErrors) as raised:
        load_scheme(path)
    return raised.value.errors


# passage replaced, replacement, path of the error, part of the message, text whose line is named
BROKEN = [
    ("subject: A small subject", "subject: {", "", "not valid YAML", None),
    ("subject: A small subject", "subject: 3", "subject", "must be text", "subject: 3"),
    ("subject: A small subject", "topic: x", "topic", "unknown key", "topic: x"),
    ("subject: A small subject", "name: Again", "name", "stands here twice", "name: Again"),
    ("status: draft", "status: ready", "status", "must be 'draft'", "status: ready"),
    ('version: "2026.1"', "version: 2026.1", "version", "in quotes", "version: 2026.1"),
    ('version: "2026.1"', 'version: "26.1"', "version", "has not the form", 'version: "26.1"'),
    ("from: 2026-01-01", "from: 2026-02-30", "effective.from", "not a date", "effective:"),
    (
        "from: 2026-01-01",
        "from: 2026-01-01, until: 2025-12-31",
        "effective.until",
        "before the first",
        "effective:",
    ),
    (
        '["1.1", "1.2"]',
        '["1.1", "1.3"]',
        "dimensions[1].indicators[1]",
        "no indicator 1.3",
        "dimensions:\n  -",
    ),
    ('["1.1", "1.2"]', '["1.1"]', "indicators[1.2]", "in no dimension", '  - code: "1.2"'),
    ('["1.1", "1.2"]', '["1.1", "1.2", "1.1"]', "dimensions[1].indicators[2]", "already in dimension", None),
    ('- code: "1.2"', '- code: "1.1"', "indicators[1.1].code", "used twice", None),
    (
        "{code: all, type: integer, label: All}",
        "{code: met, type: integer, label: All}",
        "fields[met].code",
        "twice",
        None,
    ),
    (
        "code: met, type: integer",
        "code: met, type: number",
        "fields[met]",
        "number is not one of",
        "{code: met",
    ),
    ("of: met, to: all", "of: seen, to: all", "indicators[1.1].measure.of", "no field seen", "measure:"),
    ("of: met, to: all", "of: met, to: all.part", "indicators[1.1].measure.to", "no part part", "measure:"),
    ("of: met, to: all", "of: met", "indicators[1.1].measure.to", "missing", "measure:"),
    ("kind: ratio", "kind: formula", "indicators[1.1].measure", "formula is not one of", "measure:"),
    (
        "{kind: ratio, of: met, to: all}",
        "{kind: years_since, of: met}",
        "measure.of",
        "type date",
        "measure:",
    ),
    (
        "status: draft",
        'status: draft\nfees: [{kind: new, mode: on_site, amount: "10.005"}]',
        "fees[0].amount",
        "two decimal places at most",
        "fees:",
    ),
    ('points: "3"', 'points: "6"', "levels[1].points", "highest points to the lowest", '{points: "6"'),
    ('points: "3"', "points: 3.5", "levels[1].points", "in quotes", "{points: 3.5"),
    ('points: "3"', 'points: "-3"', "levels[1].points", "greater than or equal to 0", '{points: "-3"'),
    (
        'points: "3", at_least: "40"',
        'points: "3", at_least: "80"',
        "levels[1].at_least",
        "must go down",
        None,
    ),
    ('points: "3", at_least: "40"', 'points: "3", at_most: "40"', "levels[1]", "needs at_least", None),
    (
        'points: "0", text: less',
        'points: "0", at_least: "1", text: less',
        "levels[2]",
        "all other values",
        None,
    ),
    ('minimum: {at_least: "40",', "minimum: {", "indicators[1.1].minimum", "exactly one", "minimum:"),
    (
        'minimum: {at_least: "40",',
        'minimum: {points_at_least: "6",',
        "minimum.points_at_least",
        "never be met",
        None,
    ),
    ('minimum: {at_least: "40",', "minimum: {items: [a],", "minimum.items[0]", "no checklist", "minimum:"),
    (
        '{at_least: "40", text: 40 % minimum}',
        '{at_least: "40", text: x}\n    weight: "0"',
        "weight",
        "greater than 0",
        "weight",
    ),
    ("label: All}", 'label: All, from: "1.2.none"}', "fields[all].from", "no field 1.2.none", "label: All,"),
    ("label: All}", 'label: All, from: "1.2.note"}', "fields[all].from", "of type text", "label: All,"),
    (
        "label: All}",
        'label: All, from: "1.1.all"}',
        "fields[all].from",
        "leads back to itself",
        "label: All,",
    ),
    (
        "type: text, label: Note, words: 5",
        "type: text, label: Note, words: many",
        "fields[note].words",
        "whole number",
        None,
    ),
    (
        'at_least: "80"}\n  -',
        'at_least: "101"}\n  -',
        "awarding[0].at_least",
        "at most 100",
        'at_least: "101"',
    ),
    ("{rule: all_minimums}", "{rule: luck}", "awarding[1]", "luck is not one of", "{rule: luck}"),
    (
        "{rule: all_minimums}",
        "{rule: all_minimums, indicators: [x]}",
        "awarding[1].indicators[0]",
        "no indicator x",
        None,
    ),
    (
        "{rule: all_minimums}",
        '{rule: all_minimums, indicators: ["1.2"]}',
        "indicators[0]",
        "states no minimum",
        None,
    ),
    (
        "{rule: all_minimums}",
        "{rule: checklist_at_least, count: 3}",
        "awarding[1].count",
        "fewer indicators",
        None,
    ),
    (
        "{rule: all_minimums}",
        "{rule: improvement_areas, count: 3}",
        "awarding[1]",
        "no improvement_areas",
        None,
    ),
    (
        "assessors: {count: 1}",
        "assessors: {count: 1, from_another_country: 2}",
        "from_another_country",
        "more",
        None,
    ),
    (
        "assessors: {count: 1}",
        "assessors: {count: 2, roles: [lead]}",
        "assessors.roles",
        "1 roles for 2",
        None,
    ),
    ("holds the %(label)s.", "holds the label.", "certificate_sentence", "%(label)s", "certificate_sentence"),
    ("renewal_months: 36", 'renewal_months: "36"', "validity.renewal_months", "without quotes", "validity:"),
]


@pytest.mark.parametrize(("old", "new", "path", "message", "passage"), BROKEN)
def test_broken_definition_names_file_line_and_path(
    tmp_path: Path, old: str, new: str, path: str, message: str, passage: str | None
) -> None:
    text = changed(old, new)
    file = write(tmp_path, text)
    found = [error for error in errors_of(file) if error.path.endswith(path) and message in error.message]
    assert found, [str(error) for error in errors_of(file)]
    error = found[0]
    assert error.file == file
    assert str(error).startswith(f"{file}:{error.line}: ")
    if passage is not None:
        first = line_of(passage, text)
        assert first <= error.line <= first + passage.count("\n")


def test_small_definition_as_it_stands_is_valid(tmp_path: Path) -> None:
    assert load_scheme(write(tmp_path)).key == "small@2026.1"


def test_definition_with_several_errors_reports_all_of_them(tmp_path: Path) -> None:
    text = changed("subject: A small subject", "topic: x").replace("status: draft", "status: ready")
    assert {"topic", "status", "subject"} <= {error.path for error in errors_of(write(tmp_path, text))}


def test_definition_with_several_wrong_references_reports_all_of_them(tmp_path: Path) -> None:
    text = changed("of: met, to: all", "of: seen, to: none").replace('["1.1", "1.2"]', '["1.1"]')
    assert len(errors_of(write(tmp_path, text))) == 3


def test_definition_that_is_not_a_mapping_is_refused(tmp_path: Path) -> None:
    assert "mapping" in errors_of(write(tmp_path, "- a\n- b\n"))[0].message


def test_definition_with_an_alias_of_itself_is_refused(tmp_path: Path) -> None:
    text = changed("subject: A small subject", "subject: &a [*a]")
    assert any("alias" in error.message for error in errors_of(write(tmp_path, text)))


def test_definition_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "small-2026.1.yaml"
    path.write_bytes(b"\xff\xfe\x00")
    assert "UTF-8" in errors_of(path)[0].message


def test_missing_file_is_an_error_with_its_name(tmp_path: Path) -> None:
    assert "cannot be read" in str(errors_of(tmp_path / "none-2026.1.yaml")[0])


def test_yes_and_no_are_texts_as_in_yaml_1_2(tmp_path: Path) -> None:
    text = changed("not_applicable: {allowed: true", "not_applicable: {allowed: yes")
    assert errors_of(write(tmp_path, text))[0].message == "must be true or false"


def test_library_finds_latest_published_version_and_any_by_its_number(tmp_path: Path) -> None:
    published = changed("status: draft", "status: published")
    for version in ("2026.2", "2026.10", "2026.9"):
        write(tmp_path, published.replace("2026.1", version), f"small-{version}.yaml")
    write(tmp_path, SMALL.replace("2026.1", "2027.1"), "small-2027.1.yaml")
    library = Library.load(tmp_path)
    assert library.get("small").version == "2026.10"
    assert library.get("small", "2027.1").status == "draft"
    assert [scheme.key for scheme in library.latest()] == ["small@2026.10"]


def test_library_of_a_missing_directory_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DefinitionErrors, match="no such directory"):
        Library.load(tmp_path / "none")


def test_library_without_the_scheme_or_version_says_so(tmp_path: Path) -> None:
    write(tmp_path)
    library = Library.load(tmp_path)
    with pytest.raises(UnknownScheme, match="no published scheme small"):
        library.get("small")
    with pytest.raises(UnknownScheme, match=r"small@2030\.1"):
        library.get("small", "2030.1")


def test_library_refuses_a_file_whose_name_is_not_its_version(tmp_path: Path) -> None:
    write(tmp_path, name="other.yaml")
    with pytest.raises(DefinitionErrors, match=r"is named small-2026\.1\.yaml"):
        Library.load(tmp_path)


def test_published_version_that_changed_is_refused(tmp_path: Path) -> None:
    text = changed("status: draft", "status: published")
    path = write(tmp_path, text)
    publish(load_scheme(path), tmp_path)
    Library.load(tmp_path)
    write(tmp_path, text.replace('points: "3"', 'points: "4"'))
    with pytest.raises(DefinitionErrors, match="give the new content a new version"):
        Library.load(tmp_path)


def test_published_version_that_is_retired_keeps_its_hash(tmp_path: Path) -> None:
    text = changed("status: draft", "status: published")
    publish(load_scheme(write(tmp_path, text)), tmp_path)
    retired = text.replace("status: published", "status: retired")
    write(tmp_path, retired.replace("from: 2026-01-01", "from: 2026-01-01, until: 2027-01-01"))
    assert Library.load(tmp_path).get("small", "2026.1").status == "retired"


def test_published_version_cannot_be_published_again_with_other_content(tmp_path: Path) -> None:
    text = changed("status: draft", "status: published")
    publish(load_scheme(write(tmp_path, text)), tmp_path)
    other = load_scheme(write(tmp_path, text.replace("40 % minimum", "at least 40 %")))
    with pytest.raises(ValueError, match="new version"):
        publish(other, tmp_path)


def test_draft_cannot_be_published(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="status"):
        publish(load_scheme(write(tmp_path)), tmp_path)


def test_published_version_missing_in_the_lock_is_refused(tmp_path: Path) -> None:
    text = changed("status: draft", "status: published")
    publish(load_scheme(write(tmp_path, text)), tmp_path)
    write(tmp_path, text.replace("2026.1", "2026.2"), "small-2026.2.yaml")
    with pytest.raises(DefinitionErrors, match=r"small@2026\.2 is not in published\.lock"):
        Library.load(tmp_path)


def test_content_hash_ignores_layout_and_comments(tmp_path: Path) -> None:
    first = load_scheme(write(tmp_path)).content_hash
    text = "# a comment\n" + changed("effective: {from: 2026-01-01}", 'effective:\n  from: "2026-01-01"')
    assert load_scheme(write(tmp_path, text)).content_hash == first


def test_examples_of_the_documentation_are_valid(tmp_path: Path) -> None:
    page = (PROJECT / "docs" / "scheme-format.md").read_text("utf-8")
    examples = [block.split("```")[0] for block in page.split("```yaml\n")[1:]]
    complete, variant = (text for text in examples if text.startswith("format: 1"))
    assert load_scheme(write(tmp_path, complete, "fair-cluster-2026.1.yaml")).pass_points == 8
    scheme = load_scheme(write(tmp_path, variant, "regional-gold-2026.1.yaml"), SHIPPED)
    assert len(scheme.indicators) == 30
