"""A cluster stands beside its group, which does not hold it, and small groups stay silent part by part."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from labelapp.benchmarks.disclosure.asking import Group, Member, Reader, Selection, ask_for
from labelapp.benchmarks.disclosure.reasons import Reason
from labelapp.benchmarks.report import choices, composition, position, profile
from labelapp.benchmarks.statistics import Trend
from labelapp.benchmarks.values import Contribution, Topic

MET = Topic("met-in-person", "Met in person", "percent", "value", "2")
TYPES = Topic(
    "composition", "Who takes part", "percent", "composition", "1", (("sme", "SMEs"), ("large", "Large"))
)
SERVICES = Topic(
    "service-intensity", "Services", "level", "profile", "4", (("rd", "R&D"), ("hr", "Training")), 4
)

FORM = Topic(
    "form", "Legal form", "", "choice", "1", (("a", "Association"), ("c", "Company"), ("f", "Foundation"))
)
LINKS = Topic("links", "Partners", "", "checklist", "1", (("uni", "Universities"), ("school", "Schools")))
PLAN = Topic("plan", "Strategy", "", "rubric", "4", (("0", "none"), ("2", "some"), ("5", "all")))


@dataclass(frozen=True)
class Held:
    contribution: Contribution
    earlier: Contribution | None = None


def _group(*blocks: Sequence[Contribution | Held]) -> Group[Held]:
    numbers = iter(range(1000))
    members = [
        [Member(next(numbers), frozenset(), one if isinstance(one, Held) else Held(one)) for one in block]
        for block in blocks
    ]
    return ask_for(members, Selection(), Reader())


def _with(**single: int) -> Contribution:
    return Contribution({code.replace("_", "-"): Fraction(value) for code, value in single.items()})


def _parts(code: str, **parts: int) -> Contribution:
    return Contribution(parts={code: {part: Fraction(value) for part, value in parts.items()}})


def test_position_of_a_cluster_that_did_not_answer_has_no_own_value() -> None:
    found = position(MET, Contribution(), _group([_with(met_in_person=n) for n in range(10)]))
    assert (found.own, found.group.n, found.group.median) == (None, 10, Fraction(9, 2))
    assert found.withheld["standing"] == Reason.NO_ANSWER


def test_position_counts_only_blocks_of_which_enough_answered() -> None:
    few = [_with(met_in_person=50)] * 4 + [_with(events=3)] * 20
    found = position(MET, _with(met_in_person=60), _group(few, [_with(met_in_person=n) for n in range(6)]))
    assert (found.own, found.group.n, found.group.median) == (Fraction(60), 6, Fraction(5, 2))


def test_every_figure_that_is_missing_has_its_reason() -> None:
    own = _with(met_in_person=60)
    small = position(MET, own, _group([_with(met_in_person=n) for n in range(4)])).withheld
    assert set(small.values()) == {Reason.SMALL_GROUP}
    few = position(MET, own, _group([_with(events=3)] * 9)).withheld
    assert set(few.values()) == {Reason.FEW_ANSWERS}
    some = position(MET, own, _group([_with(met_in_person=7)] * 6)).withheld
    assert some == {
        "q1": Reason.QUARTILES,
        "q3": Reason.QUARTILES,
        "p10": Reason.PERCENTILES,
        "p90": Reason.PERCENTILES,
        "standing": Reason.QUARTILES,
        "mean": Reason.DOMINANCE,
    }
    assert position(MET, own, _group([_with(met_in_person=n) for n in range(20)])).withheld == {}


def test_standing_is_said_from_ten_answers_on() -> None:
    own = _with(met_in_person=8)
    assert position(MET, own, _group([_with(met_in_person=n) for n in range(9)])).standing is None
    found = position(MET, own, _group([_with(met_in_person=n) for n in range(10)])).standing
    assert found is not None
    assert found.percentile == 85


def test_trend_is_of_those_who_answered_in_both_cycles_and_silent_for_few() -> None:
    both = [Held(_with(met_in_person=n + 10), _with(met_in_person=n)) for n in range(6)]
    newcomers = [Held(_with(met_in_person=90)), Held(_with(met_in_person=91), Contribution())]
    found = position(MET, Contribution(), _group([*both, *newcomers]))
    assert found.trend == Trend(6, Fraction(5, 2), Fraction(25, 2), Fraction(10))
    assert position(MET, Contribution(), _group([*both[:4], *newcomers])).trend == Trend(0)


def test_composition_of_a_small_group_shows_the_own_shares_only() -> None:
    own = _parts("composition", sme=3, large=1)
    found = composition(TYPES, own, _group([_parts("composition", sme=1, large=1)] * 4))
    assert [(part.own, part.group) for part in found.parts] == [
        (Fraction(3, 4), None),
        (Fraction(1, 4), None),
    ]
    assert found.n == 0


def test_composition_without_participants_is_left_out_of_the_mean() -> None:
    group = [_parts("composition", sme=1, large=1)] * 5 + [_parts("composition", sme=0, large=0)]
    found = composition(TYPES, _parts("composition", sme=1, large=0), _group(group))
    assert (found.n, [part.group for part in found.parts]) == (5, [Fraction(1, 2), Fraction(1, 2)])


def test_profile_withholds_the_part_that_few_answered() -> None:
    group = [_parts("service-intensity", rd=3)] * 6 + [_parts("service-intensity", rd=1, hr=4)] * 4
    found = profile(SERVICES, _parts("service-intensity", rd=2, hr=2), _group(group))
    assert [(part.code, part.group) for part in found.parts] == [("rd", Fraction(3)), ("hr", None)]


def test_position_is_outside_only_where_the_quartiles_are_disclosed() -> None:
    ten, nine = (_group([_with(met_in_person=n) for n in range(count)]) for count in (10, 9))
    outside = position(MET, _with(met_in_person=90), ten)
    inside = position(MET, _with(met_in_person=5), ten)
    small = position(MET, _with(met_in_person=90), nine)
    silent = position(MET, Contribution(), ten)
    assert [one.is_outside for one in (outside, inside, small, silent)] == [True, False, False, False]


def test_topic_without_any_figure_says_nothing() -> None:
    group = _group([_with(met_in_person=50)] * 4 + [_parts("composition", sme=1)] * 4)
    assert not position(MET, Contribution(), group).says_something
    assert not composition(TYPES, Contribution(), group).says_something
    assert composition(TYPES, _parts("composition", sme=1), group).says_something


def _chose(code: str, *answers: str) -> list[Contribution]:
    """One answer for each; the letters of an answer to a checklist are parted by commas."""
    return [Contribution(chosen={code: tuple(filter(None, answer.split(",")))}) for answer in answers]


def test_shares_of_a_choice_are_cut_and_its_own_option_is_marked() -> None:
    found = choices(FORM, _chose("form", "f")[0], _group(_chose("form", *"aaaccf")))
    assert [(one.code, one.own, one.share) for one in found.options] == [
        ("a", False, (50, 50)),
        ("c", False, (33, 33)),
        ("f", True, (16, 16)),
    ]
    assert (found.n, found.median, found.withheld) == (6, None, None)


def test_shares_of_a_block_that_chose_alike_leave_one_answer_open() -> None:
    alike, nearly = (
        choices(FORM, Contribution(), _group(_chose("form", *chosen))) for chosen in ("aaaaaa", "aaaaac")
    )
    assert [one.share for one in alike.options] == [(83, 100), (0, 17), (0, 17)]
    assert alike == nearly


def test_items_of_a_checklist_are_questions_of_their_own() -> None:
    group = _group(_chose("links", "uni", "uni", "uni,school", "uni,school", "", "school"))
    found = choices(LINKS, _chose("links", "")[0], group)
    assert [(one.code, one.own, one.share) for one in found.options] == [
        ("uni", False, (66, 66)),
        ("school", False, (50, 50)),
    ]
    assert found.has_own


def test_levels_have_a_middle_one_made_of_the_answers_that_are_not_open() -> None:
    found = choices(PLAN, Contribution(), _group(_chose("plan", *"000255"), _chose("plan", *"555552")))
    assert found.median == "5"
    assert choices(PLAN, Contribution(), _group(_chose("plan", *"000225"))).median == "0"


def test_choices_of_few_are_withheld_with_their_reason() -> None:
    small = choices(FORM, _chose("form", "a")[0], _group(_chose("form", *"aacf")))
    few = choices(FORM, Contribution(), _group([*_chose("form", *"aacf"), _with(events=3), _with(events=4)]))
    assert (small.withheld, few.withheld) == (Reason.SMALL_GROUP, Reason.FEW_ANSWERS)
    assert {one.share for one in (*small.options, *few.options)} == {None}
    assert (small.says_something, few.says_something) == (True, False)
