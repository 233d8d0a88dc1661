"""Agreement by indicator, pair and assessor: what counts, and from how many cases on."""

from fractions import Fraction

from labelapp.reviews.reliability.ratings import Given, Rating, Ratings
from labelapp.reviews.reliability.summary import KAPPA_FROM, MEAN_FROM, summarise
from tests.schemes.small import SHIPPED

ANNA, BORIS, CARLA = 1, 2, 3
GOLD = SHIPPED.get("cme-gold", "2026.1")
NAMES = {ANNA: "Anna", BORIS: "Boris", CARLA: "Carla"}


def _rating(
    case: int,
    lead: str,
    co: str,
    agreed: str = "1",
    code: str = "2.1",
    people: tuple[int, int] = (ANNA, BORIS),
) -> Rating:
    one, other = (Given(person, Fraction(share)) for person, share in zip(people, (lead, co), strict=True))
    return Rating(case, code, one, other, Fraction(agreed))


def _ratings(*rows: Rating) -> Ratings:
    return Ratings(list(rows), NAMES, len({row.review for row in rows}))


def test_indicator_gets_kappa_from_ten_cases_on() -> None:
    shares = ["1", "4/5"] * KAPPA_FROM
    enough = [_rating(case, share, share) for case, share in enumerate(shares[:KAPPA_FROM])]
    (found,) = summarise(_ratings(*enough), GOLD).indicators
    assert found.kappa is not None
    assert (found.code, found.cases, found.equal, found.kappa.value) == ("2.1", KAPPA_FROM, 1, 1)
    (few,) = summarise(_ratings(*enough[1:]), GOLD).indicators
    assert few.kappa is None


def test_indicators_stand_in_the_order_of_the_scheme() -> None:
    rows = [_rating(1, "1", "1", code=code) for code in ("2.10", "1.3", "2.9")]
    found = summarise(_ratings(*rows), GOLD).indicators
    assert [one.code for one in found] == ["1.3", "2.9", "2.10"]


def test_indicator_on_which_assessors_differ_by_chance_needs_guidance() -> None:
    cycle = [("1", "0"), ("0", "1"), ("1", "1"), ("0", "0")] * 10
    (found,) = summarise(_ratings(*(_rating(n, *pair) for n, pair in enumerate(cycle))), GOLD).indicators
    assert found.needs_guidance
    agreed = [("1", "1"), ("0", "0")] * 20
    (found,) = summarise(_ratings(*(_rating(n, *pair) for n, pair in enumerate(agreed))), GOLD).indicators
    assert not found.needs_guidance


def test_pair_is_one_pair_whoever_leads() -> None:
    rows = [
        _rating(case, "1", "4/5") if case % 2 else _rating(case, "4/5", "1", people=(BORIS, ANNA))
        for case in range(MEAN_FROM)
    ]
    (found,) = summarise(_ratings(*rows), GOLD).pairs
    assert found.difference is not None
    assert (found.first, found.second, found.cases) == ("Anna", "Boris", MEAN_FROM)
    assert round(found.difference.value, 10) == 0.2


def test_mean_counts_a_case_once_however_many_indicators_it_has() -> None:
    many = [_rating(0, "1", "0", code=code) for code in ("2.1", "2.2", "2.3", "2.4", "2.5")]
    equal = [_rating(case, "1", "1") for case in range(1, MEAN_FROM)]
    (found,) = summarise(_ratings(*many, *equal), GOLD).pairs
    assert found.difference is not None
    assert (found.difference.value, found.difference.n) == (1 / MEAN_FROM, MEAN_FROM)


def test_mean_of_fewer_than_five_cases_is_not_told() -> None:
    rows = [_rating(case, "1", "0", code=code) for case in range(MEAN_FROM - 1) for code in ("2.1", "2.2")]
    summary = summarise(_ratings(*rows), GOLD)
    assert [pair.difference for pair in summary.pairs] == [None]
    assert [one.difference for one in summary.assessors] == [None, None]


def test_assessor_below_what_was_agreed_is_severe_and_above_is_lenient() -> None:
    rows = [_rating(case, "3/5", "1", agreed="4/5") for case in range(MEAN_FROM)]
    severe, lenient = summarise(_ratings(*rows), GOLD).assessors
    assert severe.difference is not None
    assert lenient.difference is not None
    assert (severe.name, round(severe.difference.value, 10)) == ("Anna", -0.2)
    assert (lenient.name, round(lenient.difference.value, 10)) == ("Boris", 0.2)


def test_nothing_to_compare_gives_no_figures() -> None:
    summary = summarise(_ratings(), GOLD)
    assert (summary.overall, summary.indicators, summary.pairs, summary.assessors) == (None, [], [], [])
