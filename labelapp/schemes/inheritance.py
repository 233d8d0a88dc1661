"""How a variant takes over another scheme: `extends`, `omit`, own indicators and an own grouping."""

from labelapp.schemes.tree import Mapping, Place, Problem, Sequence

# What makes a version itself; everything else is inherited unless the variant says it anew.
OWN_KEYS = frozenset({"format", "code", "version", "status", "effective", "extends", "omit", "name"})


def inherit(variant: Mapping, base: Mapping) -> tuple[Mapping, list[Problem]]:
    """Return the variant completed by its base, and the problems of `omit`."""
    merged = Mapping(variant.place)
    for key, value in base.items():
        if key not in OWN_KEYS and key not in variant:
            merged.put(key, value, base.places[key])
    for key, value in variant.items():
        merged.put(key, value, variant.places[key])
    omitted, problems = _omitted(variant, base)
    place = variant.places.get("indicators", variant.place)
    merged.put("indicators", _indicators(variant, base, omitted), place)
    if "dimensions" not in variant and "dimensions" in base:
        merged.put("dimensions", _dimensions(base["dimensions"], omitted), base.places["dimensions"])
    self_test = base.get("self_test")
    if "self_test" not in variant and isinstance(self_test, Mapping):
        merged.put("self_test", _without(self_test, omitted), base.places["self_test"])
    drafting = base.get("drafting")
    if "drafting" not in variant and isinstance(drafting, Mapping):
        topics = {
            _topic(indicator)
            for code, (indicator, _place) in _by_code(base["indicators"]).items()
            if code in omitted
        }
        merged.put("drafting", _drafting(drafting, topics), base.places["drafting"])
    return merged, problems


def _omitted(variant: Mapping, base: Mapping) -> tuple[set[str], list[Problem]]:
    codes, problems = set[str](), list[Problem]()
    omit = variant.get("omit")
    known = _by_code(base.get("indicators"))
    for index, code in enumerate(omit if isinstance(omit, Sequence) else ()):
        if code in known:
            codes.add(str(code))
        elif isinstance(omit, Sequence):
            problems.append(
                Problem(
                    omit.places[index], f"omit[{index}]", f"{code} is no indicator of the extended scheme"
                )
            )
    return codes, problems


def _indicators(variant: Mapping, base: Mapping, omitted: set[str]) -> object:
    """The inherited indicators in their order, overridden by code, then the variant's new ones."""
    own, inherited = variant.get("indicators"), base.get("indicators")
    if "indicators" in variant and not isinstance(own, Sequence):
        return own
    result = Sequence(variant.place)
    overrides = _by_code(own)
    known = _by_code(inherited)
    for code, (indicator, place) in known.items():
        if code not in omitted:
            override = overrides.get(code)
            result.add(
                _override(indicator, override[0]) if override else indicator,
                override[1] if override else place,
            )
    seen = set[object]()
    for item, place in zip(own, own.places, strict=True) if isinstance(own, Sequence) else ():
        own_code = item.get("code") if isinstance(item, Mapping) else None
        if own_code not in known or own_code in omitted or own_code in seen:
            result.add(item, place)
        seen.add(own_code)
    return result


def _override(indicator: Mapping, override: Mapping) -> Mapping:
    """An inherited indicator with the keys that the variant states anew; `null` removes an optional one."""
    merged = Mapping(override.place)
    for key in indicator.keys() | override.keys():
        source = override if key in override else indicator
        merged.put(key, source[key], source.places[key])
    return merged


def _dimensions(dimensions: object, omitted: set[str]) -> object:
    """The inherited grouping without the omitted indicators."""
    if not isinstance(dimensions, Sequence):
        return dimensions
    result = Sequence(dimensions.place)
    for dimension, place in zip(dimensions, dimensions.places, strict=True):
        result.add(_without(dimension, omitted) if isinstance(dimension, Mapping) else dimension, place)
    return result


def _without(dimension: Mapping, omitted: set[str]) -> Mapping:
    merged = Mapping(dimension.place)
    for key, value in dimension.items():
        kept = value
        if key == "indicators" and isinstance(value, Sequence):
            kept = Sequence(value.place)
            for code, place in zip(value, value.places, strict=True):
                if code not in omitted:
                    kept.add(code, place)
        merged.put(key, kept, dimension.places[key])
    return merged


def _topic(indicator: Mapping) -> object:
    compared = indicator.get("benchmark")
    return compared.get("code") if isinstance(compared, Mapping) else None


def _drafting(drafting: Mapping, omitted: set[object]) -> Mapping:
    """The inherited rules without the topics of omitted indicators, and without those that then speak of none."""
    merged = Mapping(drafting.place)
    for key, value in drafting.items():
        kept = value
        if key == "rules" and isinstance(value, Sequence):
            kept = Sequence(value.place)
            for rule, place in zip(value, value.places, strict=True):
                remaining = _rule(rule, omitted) if isinstance(rule, Mapping) else rule
                if remaining is not None:
                    kept.add(remaining, place)
        merged.put(key, kept, drafting.places[key])
    return merged


def _rule(rule: Mapping, omitted: set[object]) -> Mapping | None:
    topics = rule.get("topics")
    if not isinstance(topics, Sequence):
        return rule
    kept = Sequence(topics.place)
    for code, place in zip(topics, topics.places, strict=True):
        if code not in omitted:
            kept.add(code, place)
    if topics and not kept:
        return None
    merged = Mapping(rule.place)
    for key, value in rule.items():
        merged.put(key, kept if key == "topics" else value, rule.places[key])
    return merged


def _by_code(items: object) -> dict[str, tuple[Mapping, Place]]:
    if not isinstance(items, Sequence):
        return {}
    pairs = zip(items, items.places, strict=True)
    return {
        str(item["code"]): (item, place)
        for item, place in pairs
        if isinstance(item, Mapping) and "code" in item
    }
