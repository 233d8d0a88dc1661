"""A small valid definition to break in tests, and the test schemes of the folder data."""

from datetime import date
from pathlib import Path

from labelapp.schemes.definition import Scheme
from labelapp.schemes.loading import Library, load_scheme

PROJECT = Path(__file__).parents[2]
DATA = Path(__file__).parent / "data"
SHIPPED = Library.load(PROJECT / "assessments")
DAY = date(2026, 11, 23)

SMALL = """\
format: 1
code: small
version: "2026.1"
status: draft
name: Small label
subject: A small subject
summary: Small, but complete.
certificate_sentence: holds the %(label)s.
effective: {from: 2026-01-01}
dimensions:
  - {code: "1", name: All, indicators: ["1.1", "1.2"]}
indicators:
  - code: "1.1"
    name: Contacts
    why: People who know each other work together.
    fields:
      - {code: met, type: integer, label: Met in person}
      - {code: all, type: integer, label: All}
    measure: {kind: ratio, of: met, to: all}
    levels:
      - {points: "5", at_least: "80", text: 80 % or more}
      - {points: "3", at_least: "40", text: 40 % or more}
      - {points: "0", text: less than 40 %}
    minimum: {at_least: "40", text: 40 % minimum}
  - code: "1.2"
    name: Strategy
    why: A cluster knows where it goes.
    fields:
      - {code: level, type: rubric, label: Which level fits?}
      - {code: note, type: text, label: Note, words: 5, required: false}
    levels:
      - {points: "5", text: written and used}
      - {points: "2", text: written}
      - {points: "0", text: missing}
    not_applicable: {allowed: true, when: the cluster is younger than a year}
awarding:
  - {rule: percent_of_maximum, at_least: "80"}
  - {rule: all_minimums}
assessors: {count: 1}
validity: {first_months: 24, renewal_months: 36, renewal_within_months: 12}
"""


def write(directory: Path, text: str = SMALL, name: str = "small-2026.1.yaml") -> Path:
    """Write a definition and return its path."""
    path = directory / name
    path.write_text(text, "utf-8")
    return path


def changed(old: str, new: str) -> str:
    """The small definition with one passage replaced."""
    assert SMALL.count(old) == 1, f"{old!r} must stand in the small definition exactly once"
    return SMALL.replace(old, new)


def line_of(passage: str, text: str) -> int:
    """The line (from 1) in which a passage of a definition starts."""
    return text[: text.index(passage)].count("\n") + 1


def data_scheme(code: str) -> Scheme:
    """A test scheme of the folder data; variants find what they extend among the shipped schemes."""
    return load_scheme(DATA / f"{code}-2026.1.yaml", SHIPPED)
