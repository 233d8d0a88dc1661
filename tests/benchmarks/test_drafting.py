"""What stands out is drafted by the rules of the scheme: of disclosed figures only, in order, and not too much."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labelapp.benchmarks.cells import cells
from labelapp.benchmarks.columns.table import Row, Table
from labelapp.benchmarks.disclosure.asking import Group, Reader, Selection, ask_for
from labelapp.benchmarks.drafting import Statement, draft, next_bound
from labelapp.benchmarks.report import Breakdown, Position, composition, position, report
from labelapp.benchmarks.values import Contribution, Topic, topics_of
from labelapp.schemes.definition import Scheme
from labelapp.schemes.drafting import SECTIONS, Drafting, DraftingRule
from tests.schemes.small import SHIPPED

GOLD = SHIPPED.get("cme-gold")
BRONZE = SHIPPED.get("cme-bronze")
MET = next(topic for topic in topics_of(GOLD) if topic.code == "met-in-person")
OF_FIGURE = {
    "median": "median",
    "n": "median",
    "low": "q1",
    "high": "q3",
    "percentile": "standing",
    "from": "standing",
    "to": "standing",
}
NO_JUDGEMENT = re.compile(
    r"\b(good|bad|better|worse|best|worst|poor|weak|strong|excellent|rank|top|leader|fail|behind|ahead|should|must)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Held:
    contribution: Contribution
    earlier: Contribution | None = None


def _group(values: Sequence[Contribution | Held]) -> Group:
    held = [one if isinstance(one, Held) else Held(one) for one in values]
    rows = [Row(number, (), cells(one.contribution, one.earlier)) for number, one in enumerate(held)]
    return ask_for(Table.of([(1, rows)] if rows else []), Selection(), Reader())


def _met(value: int) -> Contribution:
    return Contribution({MET.code: Fraction(value)})


def _rules(*rules: dict[str, Any], most: dict[str, int] | None = None) -> Scheme:
    drafting = Drafting.model_validate({"most": most or {}, "rules": rules})
    return GOLD.model_copy(update={"drafting": drafting})


def _rule(
    *when: dict[str, Any], section: str = "differences", text: str = "%(own)s", **more: Any
) -> dict[str, Any]:
    return {"section": section, "when": when, "text": text, "kinds": ["value"], **more}


def _said(
    scheme: Scheme, own: Contribution, group: Group, earlier: Contribution | None = None
) -> list[Statement]:
    found = position(MET, own, group, earlier)
    return [one for some in draft(scheme, [found]).values() for one in some]


def _found(
    scheme: Scheme, own: Contribution, group: Group, earlier: Contribution | None = None
) -> list[Position | Breakdown]:
    found = (report(topic, own, group, earlier) for topic in topics_of(scheme))
    return [one for one in found if isinstance(one, Position | Breakdown)]


TWENTY = _group([_met(number) for number in range(10, 30)])  # middle half from 14.75 to 24.25


@pytest.mark.parametrize(("own", "above", "below"), [(24, 0, 0), (25, 1, 0), (14, 0, 1), (15, 0, 0)])
def test_value_outside_the_middle_half_is_spoken_of_on_its_side(own: int, above: int, below: int) -> None:
    for side, count in (("above", above), ("below", below), ("either", above + below)):
        scheme = _rules(_rule({"kind": "middle_half", "side": side}))
        assert len(_said(scheme, _met(own), TWENTY)) == count


def test_value_at_the_end_of_the_middle_half_lies_in_it() -> None:
    group = _group([_met(number) for number in range(13)])
    scheme = _rules(_rule({"kind": "middle_half"}))
    assert [len(_said(scheme, _met(own), group)) for own in (2, 3, 9, 10)] == [1, 0, 0, 1]


def test_percentile_counts_when_its_whole_interval_lies_beyond_the_bound() -> None:
    high = _said(_rules(_rule({"kind": "percentile", "at_least": "80"})), _met(99), TWENTY)
    assert [(one.figures["own"]) for one in high] == [99]
    assert _said(_rules(_rule({"kind": "percentile", "at_least": "90"})), _met(99), TWENTY) == []
    low = _rules(_rule({"kind": "percentile", "at_most": "20"}, text="%(percentile)s %(from)s %(to)s"))
    assert [dict(one.figures) for one in _said(low, _met(1), TWENTY)] == [
        {"percentile": 0, "from": 0, "to": 17}
    ]


def _moving(by: int) -> Group:
    return _group([Held(_met(20 + by), _met(20)) for _number in range(10)])


@pytest.mark.parametrize(
    ("own", "group", "also", "apart"),
    [(16, 0, 0, 1), (15, 0, 0, 0), (16, 6, 1, 0), (16, 5, 0, 1), (4, 6, 0, 1), (4, -6, 1, 0)],
)
def test_change_is_seen_beside_what_the_group_did(own: int, group: int, also: int, apart: int) -> None:
    for did, count in (("also", also), ("not", apart)):
        scheme = _rules(_rule({"kind": "changed", "by_more_than": "5", "group": did}))
        assert len(_said(scheme, _met(own), _moving(group), earlier=_met(10))) == count


def test_change_of_one_direction_only() -> None:
    up = _rules(_rule({"kind": "changed", "direction": "up", "by_more_than": "5", "group": "not"}))
    assert len(_said(up, _met(16), _moving(0), earlier=_met(10))) == 1
    assert _said(up, _met(4), _moving(0), earlier=_met(10)) == []


def test_nothing_is_said_about_a_change_when_that_of_the_group_is_withheld() -> None:
    scheme = _rules(_rule({"kind": "changed", "by_more_than": "5", "group": "not"}))
    assert _said(scheme, _met(90), TWENTY, earlier=_met(10)) == []
    assert _said(scheme, _met(90), _moving(0)) == []


TYPES = Topic(
    "composition", "Who takes part", "percent", "composition", "1", (("a", "A"), ("b", "B"), ("c", "C"))
)


def test_part_that_differs_most_is_spoken_of() -> None:
    scheme = _rules(
        _rule(
            {"kind": "part", "by_more_than": "10"},
            text="%(part)s %(own)s %(of_group)s",
            kinds=["composition"],
        )
    )
    thirds = Contribution(parts={"composition": {"a": Fraction(1), "b": Fraction(1), "c": Fraction(1)}})
    own = Contribution(parts={"composition": {"a": Fraction(8), "b": Fraction(1), "c": Fraction(1)}})
    found = [composition(TYPES, own, _group([thirds] * 6))]
    (said,) = draft(scheme, found)["differences"]
    assert (said.part, dict(said.figures)) == ("A", {"own": Fraction(80), "of_group": Fraction(3333, 100)})
    near = Contribution(parts={"composition": {"a": Fraction(4), "b": Fraction(3), "c": Fraction(3)}})
    assert draft(scheme, [composition(TYPES, near, _group([thirds] * 6))])["differences"] == ()


def test_topic_without_an_answer_is_spoken_of_only_beside_a_group() -> None:
    scheme = _rules(_rule({"kind": "unanswered"}, text="%(median)s %(n)s"))
    (said,) = _said(scheme, Contribution(), TWENTY)
    assert dict(said.figures) == {"median": Fraction(39, 2), "n": 20}
    assert _said(scheme, Contribution(), _group([_met(number) for number in range(4)])) == []
    assert _said(scheme, _met(1), TWENTY) == []


@pytest.mark.parametrize(
    ("code", "own", "bound"),
    [("2.8", "64.99", 65), ("2.8", "65", 80), ("2.8", "80", None), ("2.6", "3", None), ("2.6", "3.1", 3),
     ("2.6", "99", 25), ("1.1", "3", None), ("2.7", "3", None)],
)  # fmt: skip
def test_next_level_begins_at_its_bound_upwards_and_downwards(code: str, own: str, bound: int | None) -> None:
    assert next_bound(GOLD.indicators[code], Fraction(own)) == bound


def test_all_conditions_of_a_rule_have_to_hold() -> None:
    scheme = _rules(_rule({"kind": "middle_half", "side": "above"}, {"kind": "next_level"}, text="%(next)s"))
    assert [one.figures["next"] for one in _said(scheme, _met(30), TWENTY)] == [35]
    assert _said(scheme, _met(90), TWENTY) == []


def test_highest_priority_speaks_for_a_topic() -> None:
    either = {"kind": "middle_half"}
    scheme = _rules(_rule(either, text="low", priority=10), _rule(either, text="high", priority=20))
    assert [one.text for one in _said(scheme, _met(90), TWENTY)] == ["high"]


def test_place_without_a_figure_keeps_the_rule_silent() -> None:
    small = _group([_met(number) for number in range(7)])  # a median, and no quartiles
    unanswered = {"kind": "unanswered"}
    assert len(_said(_rules(_rule(unanswered, text="%(median)s")), Contribution(), small)) == 1
    assert _said(_rules(_rule(unanswered, text="%(median)s %(low)s")), Contribution(), small) == []


VALUES = st.lists(st.integers(0, 100), max_size=25)


def _contribution(scheme: Scheme, numbers: Sequence[int]) -> Contribution:
    """An answer to every topic, made of a few numbers."""
    single, parts = {}, {}
    for index, topic in enumerate(topics_of(scheme)):
        number = numbers[index % len(numbers)]
        if topic.kind == "value":
            single[topic.code] = Fraction(number)
        else:
            parts[topic.code] = {
                code: Fraction((number + place) % 5) for place, (code, _) in enumerate(topic.parts)
            }
    return Contribution(single, parts)


@st.composite
def comparisons(draw: st.DrawFn) -> tuple[Scheme, list[Position | Breakdown]]:
    """A shipped scheme, and all of its topics beside a group of up to 25, some of them unanswered."""
    scheme = draw(st.sampled_from([GOLD, BRONZE]))
    answers = st.lists(st.integers(0, 100), min_size=3, max_size=3)
    members = draw(st.lists(answers, max_size=25))
    group = _group([Held(_contribution(scheme, one), _contribution(scheme, one[::-1])) for one in members])
    mine = _contribution(scheme, draw(answers))
    left_out = draw(st.sets(st.sampled_from([topic.code for topic in topics_of(scheme)]), max_size=5))
    own = replace(mine, single={code: value for code, value in mine.single.items() if code not in left_out})
    earlier = draw(st.none() | answers.map(lambda one: _contribution(scheme, one)))
    return scheme, _found(scheme, own, group, earlier)


@given(comparisons())
@settings(max_examples=40, deadline=None)
def test_drafts_never_speak_of_a_withheld_figure_nor_too_much_and_keep_their_order(
    compared: tuple[Scheme, list[Position | Breakdown]],
) -> None:
    scheme, found = compared
    said = draft(scheme, found)
    assert said == draft(scheme, list(found))
    by_code = {one.topic.code: one for one in found}
    for section, statements in said.items():
        codes = [one.topic.code for one in statements]
        assert codes == [code for code in by_code if code in codes]
        assert len(codes) <= getattr(scheme.drafting.most, section)
        for one in statements:
            shown = by_code[one.topic.code]
            rule = DraftingRule(section=section, when=[{"kind": "unanswered"}], text=one.text)
            assert rule.places - {"group", "part"} == set(one.figures)
            if isinstance(shown, Position):
                assert not {OF_FIGURE.get(name) for name in one.figures} & set(shown.withheld)
            else:
                assert shown.has_group


@given(
    st.lists(st.integers(0, 100), max_size=4), st.lists(st.integers(0, 100), max_size=4), st.integers(0, 100)
)
@settings(max_examples=25, deadline=None)
def test_what_a_group_that_is_too_small_answered_changes_no_word(
    one: list[int], other: list[int], own: int
) -> None:
    mine = _contribution(GOLD, [own, 3, 7])
    drafts = []
    for numbers in (one, other):
        group = _group([_contribution(GOLD, [number, number + 1]) for number in numbers])
        drafts.append(draft(GOLD, _found(GOLD, mine, group, mine)))
    assert drafts[0] == drafts[1]


@pytest.mark.parametrize("scheme", [one for one in SHIPPED.all() if topics_of(one)], ids=lambda one: one.key)
def test_shipped_scheme_drafts_every_section_without_judging(scheme: Scheme) -> None:
    assert {rule.section for rule in scheme.drafting.rules} == set(SECTIONS)
    assert [rule.text for rule in scheme.drafting.rules if NO_JUDGEMENT.search(rule.text)] == []
