"""10,000 overlapping questions isolate nobody; without the control the same questions isolate many.

150 clusters in 20 countries and 14 fields, skewed as in a real portfolio. 40 readers ask 250 questions each: some
know their own cluster only, some are in three teams, some are partners who read all of a country that agreed.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest

from labelapp.benchmarks.disclosure.asking import Member, Reader, Selection
from labelapp.benchmarks.disclosure.blocks import Trait
from labelapp.benchmarks.disclosure.thresholds import cut_digits
from tests.benchmarks.attacking import (
    Attack,
    Count,
    Question,
    Told,
    ask_controlled,
    ask_freely,
    attacks_of,
    certain,
    codes_of,
    count_controlled,
    count_freely,
    count_in_blocks,
    random_question,
)
from tests.factories.portfolio import TOPICS, Market, make_market

READERS, QUESTIONS = 40, 250
MINIMUM = 5
ANYBODY = Reader()
Ask = Callable[[Market, Question, Reader], list[Told]]


@pytest.fixture(scope="module")
def market() -> Market:
    return make_market()


def _known_to(number: int, market: Market, random: Random) -> list[int]:
    everybody = sorted(market.traits)
    if number % 4 == 3:
        country = random.choice(codes_of(market)["country"][:6])
        inside = [one for one in everybody if Trait("country", country) in market.traits[one]]
        return random.sample(inside, max(1, len(inside) * 6 // 10))
    return random.sample(everybody, 3 if number % 4 == 2 else 1)


def _attack(market: Market, ask: Ask, seed: int = 60) -> list[Attack]:
    """Every reader's attack on every topic."""
    random, codes = Random(seed), codes_of(market)
    found = []
    for number in range(READERS):
        known = _known_to(number, market, random)
        questions = (random_question(random, codes) for _number in range(QUESTIONS))
        told = [
            (asked.topic, ask(market, asked, Reader(random.choice(known), frozenset(known))))
            for asked in questions
        ]
        found += attacks_of(market, told, known).values()
    return found


@pytest.fixture(scope="module")
def controlled(market: Market) -> list[Attack]:
    return _attack(market, ask_controlled)


@pytest.fixture(scope="module")
def free(market: Market) -> list[Attack]:
    return _attack(market, ask_freely)


def test_questions_are_answered_with_the_control_on(controlled: list[Attack]) -> None:
    """A control that says nothing at all would be safe, and of no use."""
    answered = [told for attack in controlled for told in attack.told if told.median is not None]
    assert len(answered) > READERS * QUESTIONS // 3
    assert len({told.members for told in answered}) > 500


def test_sums_isolate_nobody(controlled: list[Attack]) -> None:
    assert [found for attack in controlled if (found := attack.isolated())] == []


def test_two_answers_never_differ_by_fewer_than_the_minimum(controlled: list[Attack]) -> None:
    assert [found for attack in controlled if (found := attack.small_differences(MINIMUM))] == []


def test_no_set_of_answers_tells_fewer_than_the_minimum_apart(controlled: list[Attack]) -> None:
    assert min(attack.smallest_class() for attack in controlled) >= MINIMUM


def test_medians_have_no_single_possible_owner(controlled: list[Attack]) -> None:
    assert [found for attack in controlled if (found := attack.owners())] == []


def test_attack_succeeds_without_the_control(market: Market, free: list[Attack]) -> None:
    """And what it says is true: sums give values to the cent, medians give them in the digits that are shown."""
    assert len(_isolated(market, free)) > 50
    claims = [(attack.topic, *claim) for attack in free for claim in attack.owners().items()]
    right = [cut_digits(Fraction(market.values[owner][topic])) == value for topic, value, owner in claims]
    assert len(claims) > 100
    assert sum(right) > 0.9 * len(right)


def test_attack_succeeds_when_only_a_minimum_is_asked_for(market: Market, free: list[Attack]) -> None:
    """What the first version of the benchmark did: nothing below five, everything above."""
    larger = [replace(attack, told=[told for told in attack.told if told.n >= MINIMUM]) for attack in free]
    assert len(_isolated(market, larger)) > 10


def _isolated(market: Market, attacks: list[Attack]) -> set[int]:
    """The clusters that are solved for, each of them rightly."""
    victims = set()
    for attack in attacks:
        for one, value in attack.isolated().items():
            assert abs(value - market.values[one][attack.topic]) < 1
            victims.add(one)
    return victims


def _everything(market: Market, ask: Ask, reader: Reader = ANYBODY) -> Iterator[tuple[str, list[Told]]]:
    """The plain questions that a patient reader asks on every report date: each code of each kind, and all."""
    selections = [Selection()] + [
        Selection({kind: frozenset({code})}) for kind, codes in codes_of(market).items() for code in codes
    ]
    for selection in selections:
        for topic in TOPICS:
            yield topic, ask(market, Question(selection, topic), reader)


@pytest.mark.parametrize("ask", [ask_controlled, ask_freely], ids=["controlled", "free"])
def test_before_and_after_a_submission_isolates_only_without_the_control(ask: Ask) -> None:
    market = make_market()
    told = list(_everything(market, ask))
    (newcomer,) = market.add(1)
    market.form([newcomer])
    told += _everything(market, ask)
    victims = {one for attack in attacks_of(market, told, ()).values() for one in attack.isolated()}
    assert (newcomer in victims) is (ask is ask_freely)


def test_report_dates_one_after_another_isolate_nobody() -> None:
    """Newcomers join in blocks, and a block goes as a whole when one of it withdraws its consent."""
    market = make_market()
    told = list(_everything(market, ask_controlled))
    waiting: list[int] = []
    for _quarter in range(6):
        waiting += market.add(5)
        before = len(market.blocks)
        market.form(waiting)
        if len(market.blocks) > before:
            waiting = []
        market.blocks.pop(0)
        told += _everything(market, ask_controlled)
    for attack in attacks_of(market, told, ()).values():
        assert attack.isolated() == {}
        assert attack.small_differences(MINIMUM) == []
        assert attack.smallest_class() >= MINIMUM


def test_reader_who_knows_all_but_one_of_a_block_is_told_nothing_of_it(market: Market) -> None:
    block = max(market.blocks, key=len)
    *known, victim = (member.cluster_id for member in block)
    reader = Reader(known[0], frozenset(known))
    told = list(_everything(market, ask_controlled, reader))
    assert not any(victim in answer.members for _topic, answers in told for answer in answers)
    freely = attacks_of(market, _everything(market, ask_freely, reader), known)
    assert any(attack.isolated() for attack in freely.values())


def test_two_readers_who_conspire_still_isolate_nobody(market: Market, controlled: list[Attack]) -> None:
    """They do not say so, so each is answered alone: then one fewer is left to hide among, and no fewer than four."""
    for one, other in ((0, 1), (4, 5), (8, 9)):
        for place in range(len(TOPICS)):
            first, second = controlled[one * len(TOPICS) + place], controlled[other * len(TOPICS) + place]
            both = Attack(first.topic, first.known | second.known, first.told + second.told)
            assert both.isolated() == {}
            assert both.smallest_class() >= MINIMUM - 1


@pytest.mark.parametrize(
    ("count", "fewest", "most"),
    [(count_controlled, 0, 0), (count_in_blocks, 10, 149), (count_freely, 50, 149)],
    ids=["controlled", "blocks alone", "free"],
)
def test_choices_that_nearly_all_share_are_certain_of_nobody_only_with_the_control(
    market: Market, count: Callable[..., Count], fewest: int, most: int
) -> None:
    """Nine of ten say yes, so in many blocks all do: there the exchange of two members protects nobody."""
    random, codes = Random(61), codes_of(market)
    said = {one: random.random() < 0.9 for one in sorted(market.traits)}
    blocks = [
        [Member(one.cluster_id, one.traits, one.cluster_id) for one in block] for block in market.blocks
    ]
    reader = Reader(random.choice(sorted(market.traits)))
    told = [count(blocks, said, random_question(random, codes).selection, reader) for _number in range(600)]
    assert len({one.members for one in told}) > 40, "it has to say something"
    found = certain(told)
    assert all(said[one] is yes for one, yes in found.items())
    assert fewest <= len(found) <= most
