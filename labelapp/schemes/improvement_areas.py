"""What an improvement area is about, and the same thing in the scheme of an earlier benchmarking. Pure."""

from collections.abc import Mapping
from typing import Any

from labelapp.schemes.comparing import is_rescored
from labelapp.schemes.definition import Indicator, Scheme
from labelapp.schemes.field_types import ChoiceField


def is_improvement_area(scheme: Scheme, code: str) -> bool:
    """Whether an indicator describes an improvement."""
    return scheme.improvement_areas is not None and code in scheme.improvement_areas.indicators


def improved_indicator(
    scheme: Scheme, code: str, answers: Mapping[str, Mapping[str, Any]]
) -> Indicator | None:
    """The indicator that an improvement area chose; None while nothing is chosen.

    It is the first choice of the area whose options name indicators: the option `i2_8` names the indicator 2.8.
    """
    named = {option_of(one.code): one for one in scheme.indicator_list}
    for field in scheme.indicators[code].fields:
        if isinstance(field, ChoiceField) and any(option.code in named for option in field.options):
            return named.get(str(answers.get(code, {}).get(field.code)))
    return None


def option_of(code: str) -> str:
    """The code of the option that names an indicator: "i2_8" for 2.8."""
    return "i" + "".join(sign if sign.isalnum() else "_" for sign in code.lower())


def counterpart(indicator: Indicator, earlier: Scheme) -> Indicator | None:
    """The indicator of an earlier scheme whose value can be put beside that of this one.

    It measures the same under the same code, or is compared as one value under the same benchmark code.
    """
    same = earlier.indicators.get(indicator.code)
    if same is not None and same.name == indicator.name and not is_rescored(same, indicator):
        return same
    wanted = _compared_as(indicator)
    return next((one for one in earlier.indicator_list if wanted and _compared_as(one) == wanted), None)


def _compared_as(indicator: Indicator) -> tuple[str, str] | None:
    benchmark = indicator.benchmark
    return (benchmark.code, benchmark.unit) if benchmark and benchmark.kind == "value" else None


def shares_indicators(scheme: Scheme, earlier: Scheme) -> bool:
    """Whether anything of an earlier benchmarking can be put beside this scheme."""
    return any(counterpart(one, earlier) is not None for one in scheme.indicator_list)
