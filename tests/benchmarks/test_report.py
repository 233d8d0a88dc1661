"""A cluster stands beside its group, which does not hold it, and small groups stay silent part by part."""

from fractions import Fraction

from labelapp.benchmarks.report import composition, position, profile
from labelapp.benchmarks.values import Contribution, Topic

MET = Topic("met-in-person", "Met in person", "percent", "value", "2")
TYPES = Topic(
    "composition", "Who takes part", "percent", "composition", "1", (("sme", "SMEs"), ("large", "Large"))
)
SERVICES = Topic(
    "service-intensity", "Services", "level", "profile", "4", (("rd", "R&D"), ("hr", "Training")), 4
)


def _with(**single: int) -> Contribution:
    return Contribution({code.replace("_", "-"): Fraction(value) for code, value in single.items()})


def _parts(code: str, **parts: int) -> Contribution:
    return Contribution(parts={code: {part: Fraction(value) for part, value in parts.items()}})


def test_position_of_a_cluster_that_did_not_answer_has_no_own_value() -> None:
    found = position(MET, Contribution(), [_with(met_in_person=n) for n in range(5)], 5)
    assert (found.own, found.group.n, found.group.median) == (None, 5, Fraction(2))


def test_position_counts_only_those_who_answered() -> None:
    group = [_with(met_in_person=50)] * 4 + [_with(events=3)] * 20
    found = position(MET, _with(met_in_person=60), group, 5)
    assert (found.own, found.group.n, found.group.median) == (Fraction(60), 4, None)


def test_composition_of_a_small_group_shows_the_own_shares_only() -> None:
    own = _parts("composition", sme=3, large=1)
    found = composition(TYPES, own, [_parts("composition", sme=1, large=1)] * 4, 5)
    assert [(part.own, part.group) for part in found.parts] == [
        (Fraction(3, 4), None),
        (Fraction(1, 4), None),
    ]
    assert found.n == 4


def test_composition_without_participants_is_left_out_of_the_mean() -> None:
    group = [_parts("composition", sme=1, large=1)] * 5 + [_parts("composition", sme=0, large=0)]
    found = composition(TYPES, _parts("composition", sme=1, large=0), group, 5)
    assert (found.n, [part.group for part in found.parts]) == (5, [Fraction(1, 2), Fraction(1, 2)])


def test_profile_withholds_the_part_that_few_answered() -> None:
    group = [_parts("service-intensity", rd=3)] * 6 + [_parts("service-intensity", rd=1, hr=4)] * 4
    found = profile(SERVICES, _parts("service-intensity", rd=2, hr=2), group, 5)
    assert [(part.code, part.group) for part in found.parts] == [("rd", Fraction(3)), ("hr", None)]


def test_position_is_outside_only_where_the_quartiles_are_disclosed() -> None:
    outside = position(MET, _with(met_in_person=90), [_with(met_in_person=n) for n in range(10)], 5)
    inside = position(MET, _with(met_in_person=5), [_with(met_in_person=n) for n in range(10)], 5)
    small = position(MET, _with(met_in_person=90), [_with(met_in_person=n) for n in range(9)], 5)
    silent = position(MET, Contribution(), [_with(met_in_person=n) for n in range(10)], 5)
    assert [one.is_outside for one in (outside, inside, small, silent)] == [True, False, False, False]


def test_topic_without_any_figure_says_nothing() -> None:
    group = [_with(met_in_person=50)] * 4 + [_parts("composition", sme=1)] * 4
    assert not position(MET, Contribution(), group, 5).says_something
    assert not composition(TYPES, Contribution(), group, 5).says_something
    assert composition(TYPES, _parts("composition", sme=1), group, 5).says_something
