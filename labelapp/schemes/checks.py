"""What the types cannot say: references, order, reachability and uniqueness within a definition.

Each check yields the steps to the place and a message; the loader adds file, line and the written path.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from labelapp.schemes.awarding_rules import (
    AllMinimums,
    AllStandards,
    AwardingRule,
    ChecklistAtLeast,
    Either,
    ImprovementAreasRule,
    PercentOfMaximum,
)
from labelapp.schemes.definition import AnyField, Indicator, IndicatorBenchmark, Level, Minimum, Scheme
from labelapp.schemes.drafting_checks import drafting_findings
from labelapp.schemes.field_types import (
    ChecklistField,
    ChoiceField,
    CountsField,
    MoneyField,
    RubricField,
    parts,
)
from labelapp.schemes.figures import figure_findings
from labelapp.schemes.measure_checks import highest_value, measure_findings
from labelapp.schemes.numbers import exact
from labelapp.schemes.self_test import question_of
from labelapp.schemes.tree import Steps

Finding = tuple[Steps, str]


def findings(scheme: Scheme) -> Iterator[Finding]:
    """Yield everything that is wrong in a definition whose types are right."""
    yield from _repeated(("indicators",), [indicator.code for indicator in scheme.indicator_list])
    yield from _repeated(("dimensions",), [dimension.code for dimension in scheme.dimensions])
    yield from _grouping(scheme)
    for index, indicator in enumerate(scheme.indicator_list):
        yield from _indicator(scheme, indicator, ("indicators", index))
    for index, rule in enumerate(scheme.awarding):
        yield from _awarding(scheme, rule, ("awarding", index))
    yield from _self_test(scheme)
    yield from drafting_findings(scheme)
    yield from _people_and_dates(scheme)


def _self_test(scheme: Scheme) -> Iterator[Finding]:
    """Each indicator stands there once and can be asked in one short question."""
    codes = scheme.self_test.indicators if scheme.self_test else ()
    yield from _named(scheme, codes, ("self_test", "indicators"))
    for index, code in enumerate(codes):
        steps = ("self_test", "indicators", index)
        if code in codes[:index]:
            yield steps, f"indicator {code} stands here twice"
        elif code in scheme.indicators and question_of(scheme.indicators[code]) is None:
            yield steps, f"indicator {code} cannot be asked at once: no levels, and more than one short field"


def _repeated(steps: Steps, codes: Iterable[str]) -> Iterator[Finding]:
    seen = set[str]()
    for index, code in enumerate(codes):
        if code in seen:
            yield (*steps, index, "code"), f"the code {code} is used twice"
        seen.add(code)


def _grouping(scheme: Scheme) -> Iterator[Finding]:
    """Every indicator stands in exactly one dimension."""
    home = dict[str, str]()
    for index, dimension in enumerate(scheme.dimensions):
        for position, code in enumerate(dimension.indicators):
            steps = ("dimensions", index, "indicators", position)
            if code not in scheme.indicators:
                yield steps, f"there is no indicator {code}"
            elif code in home:
                yield steps, f"indicator {code} is already in dimension {home[code]}"
            home.setdefault(code, dimension.code)
    for index, indicator in enumerate(scheme.indicator_list):
        if indicator.code not in home:
            yield ("indicators", index), f"indicator {indicator.code} stands in no dimension"


def _indicator(scheme: Scheme, indicator: Indicator, steps: Steps) -> Iterator[Finding]:
    yield from _repeated((*steps, "fields"), [field.code for field in indicator.fields])
    for index, field in enumerate(indicator.fields):
        yield from _field(scheme, indicator, field, (*steps, "fields", index))
    if indicator.measure_rule is not None:
        yield from measure_findings(indicator, indicator.measure_rule, (*steps, "measure"))
    yield from _levels(indicator, steps)
    if indicator.minimum is not None:
        yield from _minimum(indicator, indicator.minimum, (*steps, "minimum"))
    if indicator.scored and indicator.measure is None:
        yield steps, "a scored indicator needs a measure"
    if indicator.benchmark is not None:
        yield from _benchmark(indicator, indicator.benchmark, (*steps, "benchmark"))


def _benchmark(indicator: Indicator, benchmark: IndicatorBenchmark, steps: Steps) -> Iterator[Finding]:
    field = next((field for field in indicator.fields if field.code == benchmark.of), None)
    if benchmark.kind == "value":
        if benchmark.of == "measure":
            if indicator.measure is None:
                yield (*steps, "of"), "this indicator has no measure"
        elif field is None or not field.numeric:
            yield (*steps, "of"), f"{benchmark.of} is neither measure nor a field that is a number"
    elif benchmark.kind == "choices":
        if not isinstance(field, ChoiceField | ChecklistField | RubricField):
            yield (*steps, "of"), "choices need a field of type choice, checklist or rubric"
    elif not isinstance(field, CountsField | MoneyField):
        yield (*steps, "of"), f"a {benchmark.kind} needs a field of type counts or money"


def _field(scheme: Scheme, indicator: Indicator, field: AnyField, steps: Steps) -> Iterator[Finding]:
    collection = {
        MoneyField: "sources",
        CountsField: "categories",
        ChecklistField: "items",
        ChoiceField: "options",
    }
    if type(field) in collection:
        yield from _repeated((*steps, collection[type(field)]), [part.code for part in parts(field)])
    if field.type == "rubric" and not indicator.levels:
        yield steps, "a rubric needs the levels of the indicator"
    if field.from_ is not None:
        yield from _lookup(scheme, indicator, field, (*steps, "from"))
    if field.figure is not None:
        for message in figure_findings(field, field.type):
            yield (*steps, "figure"), message


def _lookup(scheme: Scheme, indicator: Indicator, field: AnyField, steps: Steps) -> Iterator[Finding]:
    """A field taken from elsewhere names an existing field of its own type and comes to an end."""
    visited = {(indicator.code, field.code)}
    current = field
    while current.from_ is not None:
        code, _, name = current.from_.rpartition(".")
        source = scheme.indicators.get(code)
        found = next((f for f in source.fields if f.code == name), None) if source else None
        if found is None:
            if current is field:
                yield steps, f"there is no field {field.from_}; write indicator.field, such as 1.3.committed"
            return
        if current is field and found.type != field.type:
            yield steps, f"{field.from_} is a field of type {found.type}, this one is {field.type}"
        if (code, name) in visited:
            yield steps, f"{field.from_} leads back to itself"
            return
        visited.add((code, name))
        current = found


def _levels(indicator: Indicator, steps: Steps) -> Iterator[Finding]:
    levels = indicator.levels
    if not levels:
        if indicator.scored:
            yield steps, "a scored indicator needs levels"
        return
    for index in range(1, len(levels)):
        if levels[index].points >= levels[index - 1].points:
            yield (*steps, "levels", index, "points"), "levels go from the highest points to the lowest"
    if indicator.scored and levels[0].points == 0:
        yield (*steps, "levels", 0, "points"), "the highest level gives no points"
    if indicator.has_bands:
        yield from _bands(indicator, (*steps, "levels"))


def _bands(indicator: Indicator, steps: Steps) -> Iterator[Finding]:
    """Bands use one direction, move strictly, can be reached, and the last level takes whatever is left."""
    levels = indicator.levels
    upward = levels[0].at_least is not None
    for index, level in enumerate(levels[:-1]):
        if (level.at_least is None) is upward or (level.at_most is None) is not upward:
            wanted = "at_least" if upward else "at_most"
            yield (*steps, index), f"every level but the last needs {wanted}, like the first"
            return
    if levels[-1].at_least is not None or levels[-1].at_most is not None:
        yield (
            (*steps, len(levels) - 1),
            "the last level takes all other values: it has no at_least or at_most",
        )
    bounds = [_bound(level) for level in levels[:-1]]
    for index in range(1, len(bounds)):
        if (bounds[index] >= bounds[index - 1]) if upward else (bounds[index] <= bounds[index - 1]):
            key = "at_least" if upward else "at_most"
            yield (*steps, index, key), f"{key} must go {'down' if upward else 'up'} from level to level"
    top = highest_value(indicator)
    if bounds and upward and top is not None and bounds[0] > top:
        yield (*steps, 0, "at_least"), f"can never be reached: the measure is at most {exact(top)}"


def _bound(level: Level) -> Fraction:
    bound = level.at_least if level.at_least is not None else level.at_most
    return bound if bound is not None else Fraction(0)


def _minimum(indicator: Indicator, minimum: Minimum, steps: Steps) -> Iterator[Finding]:
    stated = [
        key
        for key, value in (
            ("at_least", minimum.at_least),
            ("at_most", minimum.at_most),
            ("points_at_least", minimum.points_at_least),
            ("items", minimum.items or None),
        )
        if value is not None
    ]
    if len(stated) != 1:
        yield steps, "a minimum states exactly one of at_least, at_most, points_at_least and items"
        return
    if stated[0] in {"at_least", "at_most"} and indicator.measure is None:
        yield (*steps, stated[0]), "this minimum needs a measure"
    top = highest_value(indicator)
    if minimum.at_least is not None and top is not None and minimum.at_least > top:
        yield (*steps, "at_least"), f"can never be met: the measure is at most {exact(top)}"
    if minimum.at_most is not None and minimum.at_most < 0:
        yield (*steps, "at_most"), "can never be met: a measure is not negative"
    if minimum.points_at_least is not None:
        top = indicator.levels[0].points if indicator.levels else Fraction(0)
        if minimum.points_at_least > top:
            yield (
                (*steps, "points_at_least"),
                f"can never be met: the highest level gives {exact(top)} points",
            )
    items = [item.code for f in indicator.fields if isinstance(f, ChecklistField) for item in f.items]
    for index, code in enumerate(minimum.items):
        if items.count(code) != 1:
            found = "no" if code not in items else "more than one"
            yield (*steps, "items", index), f"{found} checklist of this indicator has an item {code}"


def _awarding(scheme: Scheme, rule: AwardingRule, steps: Steps) -> Iterator[Finding]:
    if isinstance(rule, Either):
        for index, alternative in enumerate(rule.any_of):
            yield from _awarding(scheme, alternative, (*steps, "any_of", index))
    if isinstance(rule, PercentOfMaximum):
        if not 0 < rule.at_least <= 100:
            yield (*steps, "at_least"), "a percentage is more than 0 and at most 100"
        if scheme.max_points == 0:
            yield steps, "no indicator is scored, so there is no maximum to reach"
    if isinstance(rule, AllMinimums | AllStandards | ChecklistAtLeast):
        yield from _named(scheme, rule.indicators, (*steps, "indicators"))
    if isinstance(rule, ChecklistAtLeast) and rule.count > len(rule.indicators or scheme.indicators):
        yield (*steps, "count"), "can never be met: there are fewer indicators"
    if isinstance(rule, ImprovementAreasRule):
        yield from _improvement_areas(scheme, rule, steps)
    if isinstance(rule, AllMinimums):
        yield from _stated_minimums(scheme, rule, steps)


def _improvement_areas(scheme: Scheme, rule: ImprovementAreasRule, steps: Steps) -> Iterator[Finding]:
    areas = scheme.improvement_areas
    if areas is None:
        yield steps, "the scheme states no improvement_areas"
    elif rule.count > len(areas.indicators):
        yield (*steps, "count"), "can never be met: there are fewer improvement areas"


def _stated_minimums(scheme: Scheme, rule: AllMinimums, steps: Steps) -> Iterator[Finding]:
    for index, code in enumerate(rule.indicators):
        if code in scheme.indicators and scheme.indicators[code].minimum is None:
            yield (*steps, "indicators", index), f"indicator {code} states no minimum"
    if not any(indicator.minimum for indicator in scheme.indicator_list):
        yield steps, "no indicator states a minimum"


def _named(scheme: Scheme, codes: tuple[str, ...], steps: Steps) -> Iterator[Finding]:
    for index, code in enumerate(codes):
        if code not in scheme.indicators:
            yield (*steps, index), f"there is no indicator {code}"


def _people_and_dates(scheme: Scheme) -> Iterator[Finding]:
    if scheme.improvement_areas is not None:
        yield from _named(scheme, scheme.improvement_areas.indicators, ("improvement_areas", "indicators"))
    if scheme.certificate_sentence.count("%(label)s") != 1:
        yield (
            ("certificate_sentence",),
            "must hold %(label)s once, the place of the label's name",
        )
    effective = scheme.effective
    if effective.until is not None and effective.until < effective.from_:
        yield ("effective", "until"), "lies before the first day"
    assessors = scheme.assessors
    if assessors.from_another_country > assessors.count:
        yield ("assessors", "from_another_country"), "more assessors than the scheme needs"
    if assessors.roles and len(assessors.roles) != assessors.count:
        yield ("assessors", "roles"), f"names {len(assessors.roles)} roles for {assessors.count} assessors"
    yield from _repeated(("eligibility",), [statement.code for statement in scheme.eligibility])
    fees = [(fee.kind, fee.mode, fee.currency) for fee in scheme.fees]
    for index, fee in enumerate(fees):
        if fee in fees[:index]:
            yield ("fees", index), "this fee is stated twice"
        if 100 % scheme.fees[index].amount.denominator:
            yield ("fees", index, "amount"), "an amount of money has two decimal places at most"
