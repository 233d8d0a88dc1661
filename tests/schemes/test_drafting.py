"""Drafting rules are part of a definition: checked with path and line, inherited, and no reason for a new version."""

from pathlib import Path

import pytest

from labelapp.schemes.loading import DefinitionErrors, load_scheme
from tests.schemes.small import SMALL, write

COMPARED = SMALL.replace(
    '    minimum: {at_least: "40"',
    '    benchmark: {code: met, label: Met, unit: percent}\n    minimum: {at_least: "40"',
)
RULES = """\
drafting:
  most: {strengths: 2}
  rules:
    - {section: strengths, topics: [met], when: [{kind: middle_half, side: above}], text: "%(own)s, median %(median)s"}
"""


def test_drafting_leaves_the_content_hash_alone(tmp_path: Path) -> None:
    without = load_scheme(write(tmp_path, COMPARED))
    drafting = load_scheme(write(tmp_path, COMPARED + RULES))
    assert drafting.drafting.most.strengths == 2
    assert drafting.content_hash == without.content_hash


def test_texts_of_rules_are_for_translators(tmp_path: Path) -> None:
    texts = {path: text for path, _line, text in load_scheme(write(tmp_path, COMPARED + RULES)).texts()}
    assert texts["drafting.rules[0].text"] == "%(own)s, median %(median)s"


@pytest.mark.parametrize(
    ("written", "wrong", "path", "message"),
    [
        ("[met]", "[mett]", "topics[0]", "no value or part has the benchmark code mett"),
        ("topics: [met]", "units: [EUR]", "", "speaks of no topic of this scheme"),
        ("middle_half, side: above", "part, by_more_than: 1", "when[0]", "cannot be asked of a value"),
        ("middle_half, side: above", "percentile", "when[0]", "exactly one of at_least and at_most"),
        ("side: above}", "side: above}, {kind: middle_half}", "when[1]", "middle_half stands here twice"),
        ("side: above}", "side: above}, {kind: unanswered}", "when", "unanswered stands alone"),
        ("%(own)s", "%(before)s", "text", "there is no figure before here"),
        ("%(own)s", "%(own)s %", "text", "a percent sign that is no place is written twice"),
        ("middle_half, side: above", "rank", "when[0]", "rank"),
        ("strengths, topics", "weaknesses, topics", "section", "must be"),
    ],
)
def test_wrong_rule_is_named_with_path_and_line(
    tmp_path: Path, written: str, wrong: str, path: str, message: str
) -> None:
    text = COMPARED + RULES.replace(written, wrong, 1)
    with pytest.raises(DefinitionErrors) as raised:
        load_scheme(write(tmp_path, text))
    place = f"drafting.rules[0].{path}" if path else "drafting.rules[0]"
    found = [error for error in raised.value.errors if error.path.startswith(place)]
    assert message in found[0].message
    assert text.splitlines()[found[0].line - 1].strip().startswith("- {section")


def test_next_level_needs_levels_that_are_bands(tmp_path: Path) -> None:
    wrong = COMPARED.replace("unit: percent}", "unit: percent, of: met}") + RULES.replace(
        "middle_half, side: above", "next_level"
    )
    with pytest.raises(DefinitionErrors, match="none of these indicators has levels"):
        load_scheme(write(tmp_path, wrong))


def test_variant_takes_over_the_rules_without_what_it_omits(tmp_path: Path) -> None:
    both = COMPARED.replace(
        '  - code: "1.2"', '  - code: "1.2"\n    benchmark: {code: plan, label: Plan, unit: level}'
    )
    more = RULES.replace("[met]", "[met, plan]")
    alone = '    - {section: actions, topics: [met], when: [{kind: next_level}], text: "%(next)s"}\n'
    write(tmp_path, both + more + alone)
    variant = """\
format: 1
code: narrow
version: "2026.1"
status: draft
name: Narrow label
effective: {from: 2026-01-01}
extends: small@2026.1
omit: ["1.1"]
awarding: [{rule: no_pass_mark}]
"""
    narrow = load_scheme(write(tmp_path, variant, "narrow-2026.1.yaml"))
    assert [rule.topics for rule in narrow.drafting.rules] == [("plan",)]
