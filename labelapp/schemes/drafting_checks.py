"""What the types cannot say about drafting rules: topics that exist, conditions that fit them, places with figures."""

from collections.abc import Iterator, Sequence

from labelapp.schemes.definition import Indicator, IndicatorBenchmark, Scheme
from labelapp.schemes.drafting import ADDED_PLACES, CONCERNS, PLACES, DraftingRule, PercentileBeyond
from labelapp.schemes.tree import Steps

Finding = tuple[Steps, str]
_Topic = tuple[Indicator, IndicatorBenchmark]


def drafting_findings(scheme: Scheme) -> Iterator[Finding]:
    """Yield what is wrong with the drafting rules of a scheme."""
    topics = [
        (one, one.benchmark)
        for one in scheme.indicator_list
        if one.benchmark is not None and one.benchmark.kind in PLACES
    ]
    for index, rule in enumerate(scheme.drafting.rules):
        yield from _rule(rule, topics, ("drafting", "rules", index))


def _rule(rule: DraftingRule, topics: Sequence[_Topic], steps: Steps) -> Iterator[Finding]:
    known = {compared.code for _indicator, compared in topics}
    unknown = [position for position, code in enumerate(rule.topics) if code not in known]
    for position in unknown:
        yield (*steps, "topics", position), f"no value or part has the benchmark code {rule.topics[position]}"
    about = [
        (indicator, compared)
        for indicator, compared in topics
        if rule.is_about(compared.code, compared.unit, compared.kind)
    ]
    if not about and not unknown:
        yield steps, "speaks of no topic of this scheme"
    yield from _conditions(rule, about, steps)
    yield from _text(rule, {compared.kind for _indicator, compared in about}, steps)


def _conditions(rule: DraftingRule, about: Sequence[_Topic], steps: Steps) -> Iterator[Finding]:
    kinds = {compared.kind for _indicator, compared in about}
    stated = [condition.kind for condition in rule.when]
    for index, condition in enumerate(rule.when):
        place = (*steps, "when", index)
        if condition.kind in stated[:index]:
            yield place, f"{condition.kind} stands here twice"
        for kind in sorted(kinds - CONCERNS[condition.kind]):
            yield place, f"{condition.kind} cannot be asked of a {kind}; choose the topics by kinds"
        if isinstance(condition, PercentileBeyond) and (condition.at_least is None) is (
            condition.at_most is None
        ):
            yield place, "states exactly one of at_least and at_most"
        if condition.kind == "next_level" and about and not any(_has_levels(*one) for one in about):
            yield place, "none of these indicators has levels that are bands of the value compared"
    if "unanswered" in stated and len(stated) > 1:
        yield (*steps, "when"), "unanswered stands alone: without an answer nothing else can hold"


def _has_levels(indicator: Indicator, compared: IndicatorBenchmark) -> bool:
    return compared.of == "measure" and indicator.has_bands


def _text(rule: DraftingRule, kinds: set[str], steps: Steps) -> Iterator[Finding]:
    offered = [PLACES[kind] for kind in kinds] or [frozenset[str]().union(*PLACES.values())]
    added = frozenset[str]().union(*(ADDED_PLACES.get(one.kind, frozenset()) for one in rule.when))
    possible = frozenset.intersection(*offered) | added
    for name in sorted(rule.places - possible):
        yield (*steps, "text"), f"there is no figure {name} here; known are {', '.join(sorted(possible))}"
    if rule.has_stray_percent:
        yield (*steps, "text"), "a percent sign that is no place is written twice: %%"
