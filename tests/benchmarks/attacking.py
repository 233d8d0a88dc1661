"""An attacker who asks many overlapping questions and solves for single cluster organisations.

The attacker is granted more than any reader has: for each answer, exactly which clusters it was computed from, and
sums to the cent where a reader is shown four digits of a mean.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from random import Random

import numpy as np

from labelapp.benchmarks.columns.table import Table
from labelapp.benchmarks.disclosure.asking import Reader, Selection, ask_for
from labelapp.benchmarks.disclosure.doubt import tally
from labelapp.benchmarks.disclosure.thresholds import cut_digits
from labelapp.benchmarks.statistics import quantile
from tests.benchmarks.reference import belonging
from tests.factories.portfolio import TOPICS, Market

CERTAIN = 1e-9
KINDS = ("portfolio", "country", "level", "age", "size")


@dataclass(frozen=True)
class Told:
    """An answer to one question: of whom, how many, their sum and median (None where withheld)."""

    members: frozenset[int]
    n: int
    amount: Fraction | None = None
    median: Fraction | None = None


@dataclass
class Question:
    """A selection and a topic."""

    selection: Selection
    topic: str


def random_question(random: Random, codes: dict[str, list[str]]) -> Question:
    """One to three kinds of trait, one to five codes of each; seldom everybody."""
    kinds = random.sample(KINDS, random.choice((0, 1, 1, 1, 2, 2, 3)))
    wanted = {
        kind: frozenset(random.sample(codes[kind], min(len(codes[kind]), random.choice((1, 1, 2, 3, 5)))))
        for kind in kinds
    }
    return Question(Selection(wanted), random.choice(TOPICS))


def codes_of(market: Market) -> dict[str, list[str]]:
    """The codes of each kind of trait that somebody has."""
    traits = {trait for held in market.traits.values() for trait in held}
    return {kind: sorted(trait.code for trait in traits if trait.kind == kind) for kind in KINDS}


def ask_controlled(market: Market, question: Question, reader: Reader) -> list[Told]:
    """What the functions behind the page answer: distribution and sum, which may be of different blocks."""
    table = market.table
    answers = ask_for(table, question.selection, reader).answers(question.topic)
    shown = answers.distribution()
    told = [Told(frozenset(table.clusters[answers.rows].tolist()), shown.n, median=shown.median)]
    total = answers.total()
    if total.mean is not None:
        members = table.clusters[answers.rows & table.spread(answers.summed)].tolist()
        amount = sum((Fraction(market.values[one][question.topic]) for one in members), Fraction(0))
        assert cut_digits(amount / len(members)) == total.mean
        told.append(Told(frozenset(members), total.n, amount))
    assert all(one.n == len(one.members) for one in told)
    return told


def ask_freely(market: Market, question: Question, reader: Reader) -> list[Told]:
    """The same with the control switched off."""
    values = {
        one: market.values[one][question.topic]
        for one in belonging(market.traits, question.selection)
        if one != reader.own and question.topic in market.values[one]
    }
    if not values:
        return []
    shown = cut_digits(quantile(list(values.values()), Fraction(1, 2)))
    return [Told(frozenset(values), len(values), sum(values.values(), Fraction(0)), shown)]


@dataclass
class Attack:
    """What one reader was told about one topic, and what it knows from elsewhere."""

    topic: str
    known: dict[int, int]
    told: list[Told] = field(default_factory=list)

    def isolated(self) -> dict[int, float]:
        """Values of unknown clusters that sums, or sums and n, determine: the solution of the linear system."""
        rows, right, columns = self._system()
        if not len(rows):
            return {}
        sizes, turned = np.linalg.eigh(rows @ rows.T)
        large = sizes > sizes[-1] * CERTAIN
        basis = (
            rows.T @ turned[:, large] / np.sqrt(sizes[large])
        )  # orthonormal, of all that the rows determine
        determined = (basis**2).sum(axis=1) > 1 - CERTAIN
        solved = basis @ ((turned[:, large].T @ right) / np.sqrt(sizes[large]))
        return {columns[at]: float(solved[at]) for at in np.flatnonzero(determined)}

    def small_differences(self, minimum: int) -> list[frozenset[int]]:
        """Fewer than `minimum` unknown clusters by which two answers differ."""
        rows, _right, columns = self._system()
        if not len(rows):
            return []
        common = rows @ rows.T
        sizes = common.diagonal()
        apart = sizes[:, None] + sizes[None, :] - 2 * common
        found = zip(*np.nonzero((apart > 0) & (apart < minimum)), strict=True)
        return [
            frozenset(columns[at] for at in np.flatnonzero(rows[one] != rows[other])) for one, other in found
        ]

    def smallest_class(self) -> int:
        """The fewest unknown clusters that no answer tells apart: all that is learnt is learnt of such a class."""
        rows, _right, columns = self._system(of_sums=False)
        if not len(rows):
            return len(columns)
        spoken_of = rows[:, rows.any(axis=0)]
        return int(np.unique(spoken_of, axis=1, return_counts=True)[1].min())

    def owners(self) -> dict[Fraction, int]:
        """Medians with the only cluster that can own them: odd groups with the same median share its owner.

        Right where no two clusters have the same value in the digits that are shown, as nearly all here.
        """
        possible: dict[Fraction, frozenset[int]] = {}
        for one in self.told:
            if one.median is not None and one.n % 2 == 1:
                possible[one.median] = possible.get(one.median, one.members) & one.members
        return {
            value: next(iter(found))
            for value, members in possible.items()
            if len(found := members - self.known.keys()) == 1
        }

    def _system(self, *, of_sums: bool = True) -> tuple["np.ndarray", "np.ndarray", list[int]]:
        """Distinct answers as rows over the unknown clusters, with what they sum up to; the known are taken out."""
        sums: dict[frozenset[int], Fraction] = {}
        for one in self.told:
            if one.amount is not None or not of_sums:
                inside = one.members & self.known.keys()
                rest = one.members - inside
                if rest:
                    sums[rest] = (one.amount or Fraction(0)) - sum(
                        (self.known[known] for known in inside), Fraction(0)
                    )
        columns = sorted(set().union(*sums))
        place = {cluster: at for at, cluster in enumerate(columns)}
        rows = np.zeros((len(sums), len(columns)))
        for row, members in enumerate(sums):
            rows[row, [place[one] for one in members]] = 1
        return rows, np.array([float(amount) for amount in sums.values()]), columns


def attacks_of(
    market: Market, told: Iterable[tuple[str, Sequence[Told]]], known: Iterable[int]
) -> dict[str, Attack]:
    """One attack for each topic."""
    found = {
        topic: Attack(topic, {one: market.values[one][topic] for one in known if topic in market.values[one]})
        for topic in TOPICS
    }
    for topic, answers in told:
        found[topic].told += answers
    return found


@dataclass(frozen=True)
class Count:
    """An answer about a yes or no: of whom, and the fewest and the most that said yes."""

    members: frozenset[int]
    least: int
    most: int


@dataclass(frozen=True)
class Survey:
    """What everybody in the blocks of a market said to a question, yes or no."""

    market: Market
    said: dict[int, bool]

    @cached_property
    def table(self) -> Table:
        """The same as the program keeps it."""
        return self.market.answering(
            {one: {"said": 1} | ({"yes": 1} if yes else {}) for one, yes in self.said.items()}
        )


def count_controlled(survey: Survey, selection: Selection, reader: Reader) -> Count:
    """What the functions behind the page tell."""
    table = survey.table
    answers = ask_for(table, selection, reader).answers("said")
    yes = answers.has("yes")
    least, most = tally(answers, {True: yes, False: ~yes}).between(True)
    return Count(frozenset(table.clusters[answers.rows].tolist()), least, most)


def count_in_blocks(survey: Survey, selection: Selection, reader: Reader) -> Count:
    """The same with the blocks, but without the doubt."""
    members = frozenset(survey.table.clusters[ask_for(survey.table, selection, reader).rows].tolist())
    yes = sum(survey.said[one] for one in members)
    return Count(members, yes, yes)


def count_freely(survey: Survey, selection: Selection, reader: Reader) -> Count:
    """The same with the control switched off."""
    members = frozenset(belonging(survey.market.traits, selection)) - {reader.own}
    yes = sum(survey.said[one] for one in members)
    return Count(members, yes, yes)


def certain(told: Iterable[Count]) -> dict[int, bool]:
    """The clusters whose answer follows from one count, or from the difference of two of which one holds the other."""
    distinct = {count.members: count for count in told if count.members}
    apart = list(distinct.values())
    for larger in distinct.values():
        apart += [
            Count(larger.members - smaller.members, larger.least - smaller.most, larger.most - smaller.least)
            for smaller in distinct.values()
            if smaller.members < larger.members
        ]
    found: dict[int, bool] = {}
    for count in apart:
        if count.least == len(count.members):
            found |= dict.fromkeys(count.members, True)
        if count.most == 0:
            found |= dict.fromkeys(count.members, False)
    return found
