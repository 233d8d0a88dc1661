"""Awarding: whether the rules of a scheme hold, and why. All of them must."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from labelapp.schemes.awarding_rules import (
    AllMinimums,
    AllStandards,
    AwardingRule,
    ChecklistAtLeast,
    Committee,
    Either,
    ImprovementAreasRule,
    NoPassMark,
    PercentOfMaximum,
)
from labelapp.schemes.definition import Scheme
from labelapp.schemes.messages import mark
from labelapp.schemes.numbers import cut_percent, exact
from labelapp.schemes.results import IndicatorResult, Reason, Total

Verdict = tuple[bool | None, list[Reason]]


@dataclass(frozen=True)
class _Case:
    """What the rules look at."""

    scheme: Scheme
    indicators: Mapping[str, IndicatorResult]
    total: Total
    missing: Sequence[str]


def award(
    scheme: Scheme, indicators: Mapping[str, IndicatorResult], total: Total, missing: Sequence[str]
) -> Verdict:
    """Whether the label can be awarded, with a reason for each rule; None while it cannot be said."""
    case = _Case(scheme, indicators, total, missing)
    verdicts = [_judge(rule, case) for rule in scheme.awarding]
    return _all(holds for holds, _ in verdicts), [reason for _, reasons in verdicts for reason in reasons]


def _all(verdicts: Iterable[bool | None]) -> bool | None:
    """True when all hold, False as soon as one fails, None otherwise."""
    found = list(verdicts)
    if False in found:
        return False
    return None if None in found else True


def _judge(rule: AwardingRule, case: _Case) -> Verdict:
    match rule:
        case PercentOfMaximum():
            verdict = _percent(rule, case)
        case AllMinimums():
            verdict = _minimums(rule, case)
        case AllStandards():
            verdict = _standards(rule, case)
        case ChecklistAtLeast():
            verdict = _checklist(rule, case)
        case Either():
            verdict = _either(rule, case)
        case ImprovementAreasRule():
            verdict = _improvements(rule, case)
        case NoPassMark():
            verdict = _complete(case)
        case Committee():
            message = mark("The committee decides; nothing is computed.")
            verdict = None, [Reason("committee_decides", message, {}, None)]
    return verdict


def _percent(rule: PercentOfMaximum, case: _Case) -> Verdict:
    """Points against the percentage of the maximum: equality is enough, nothing is rounded."""
    total, needed = case.total, case.total.max * rule.at_least / 100
    params = {
        "points": exact(total.points),
        "max": exact(total.max),
        "percent": cut_percent(total.percent or Fraction(0)),
        "needed": exact(rule.at_least),
        "reachable": exact(total.reachable),
    }
    if total.max == 0 or total.reachable < needed:
        message = mark("%(points)s of %(max)s points are %(percent)s %%. At least %(needed)s %% are needed.")
        return False, [Reason("percent_not_reached", message, params, False)]
    if any(result.scored and result.applies and not result.settled for result in case.indicators.values()):
        message = mark("%(points)s of %(max)s points so far, %(reachable)s can still be reached.")
        return None, [Reason("percent_open", message, params, None)]
    message = mark("%(points)s of %(max)s points are %(percent)s %%. That reaches the %(needed)s %% needed.")
    return True, [Reason("percent_reached", message, params, True)]


def _minimums(rule: AllMinimums, case: _Case) -> Verdict:
    """Every minimum requirement of an indicator that applies; one reason for each that is not met."""
    results = [
        case.indicators[code]
        for code in rule.indicators or case.scheme.indicators
        if case.scheme.indicators[code].minimum and case.indicators[code].applies
    ]
    failed = [_minimum_reason(case, result) for result in results if not result.minimum_met]
    if failed:
        return _all(reason.holds for reason in failed), failed
    message = mark("All %(count)s minimum requirements are met.")
    return True, [Reason("minimums_met", message, {"count": str(len(results))}, True)]


def _minimum_reason(case: _Case, result: IndicatorResult) -> Reason:
    indicator = case.scheme.indicators[result.code]
    requirement = indicator.minimum.text if indicator.minimum else ""
    params = {"indicator": result.code, "name": indicator.name, "requirement": requirement}
    if result.minimum_met is None:
        message = mark("%(indicator)s %(name)s: it is not known whether the minimum is met: %(requirement)s")
        return Reason("minimum_open", message, params, None)
    message = mark("%(indicator)s %(name)s: the minimum requirement is not met: %(requirement)s")
    return Reason("minimum_not_met", message, params, False)


def _is_standard_met(case: _Case, code: str) -> bool | None:
    """A standard is met by its minimum requirement, or without one by full points; None while not known.

    Without either, answers are enough as long as no assessor refused them.
    """
    result = case.indicators[code]
    if result.refused:
        return False
    if case.scheme.indicators[code].minimum is not None:
        return result.minimum_met
    if not result.scored:
        return result.status == "answered" or None
    return result.points == result.max if result.points is not None else None


def _standards(rule: AllStandards, case: _Case) -> Verdict:
    reasons, met = list[Reason](), 0
    for code in rule.indicators or case.scheme.indicators:
        if not case.indicators[code].applies:
            continue
        holds = _is_standard_met(case, code)
        met += holds is True
        params = {"indicator": code, "name": case.scheme.indicators[code].name}
        if holds is False:
            message = mark("%(indicator)s %(name)s: the standard is not met.")
            reasons.append(Reason("standard_not_met", message, params, False))
        if holds is None:
            message = mark("%(indicator)s %(name)s: it is not known whether the standard is met.")
            reasons.append(Reason("standard_open", message, params, None))
    if reasons:
        return _all(reason.holds for reason in reasons), reasons
    message = mark("All %(count)s standards are met.")
    return True, [Reason("standards_met", message, {"count": str(met)}, True)]


def _checklist(rule: ChecklistAtLeast, case: _Case) -> Verdict:
    holds, params = _count(case, rule.indicators or tuple(case.scheme.indicators), rule.count)
    if holds is None:
        message = mark("%(met)s of %(count)s criteria are met so far, at least %(needed)s are needed.")
        return None, [Reason("checklist_open", message, params, None)]
    message = mark("%(met)s of %(count)s criteria are met, at least %(needed)s are needed.")
    return holds, [Reason("checklist_reached" if holds else "checklist_not_reached", message, params, holds)]


def _improvements(rule: ImprovementAreasRule, case: _Case) -> Verdict:
    areas = case.scheme.improvement_areas
    holds, params = _count(case, areas.indicators if areas else (), rule.count)
    if holds is None:
        message = mark("Improvement is shown in %(met)s areas so far, %(needed)s are needed.")
        return None, [Reason("improvements_open", message, params, None)]
    message = mark("Improvement is shown in %(met)s areas, %(needed)s are needed.")
    return holds, [
        Reason("improvements_shown" if holds else "improvements_not_shown", message, params, holds)
    ]


def _count(case: _Case, codes: Sequence[str], needed: int) -> tuple[bool | None, dict[str, str]]:
    """Whether enough standards are met; None while those not yet known could still suffice."""
    applying = [code for code in codes if case.indicators[code].applies]
    verdicts = [_is_standard_met(case, code) for code in applying]
    met, unknown = verdicts.count(True), verdicts.count(None)
    params = {"met": str(met), "count": str(len(applying)), "needed": str(needed)}
    if met >= needed:
        return True, params
    return (None if met + unknown >= needed else False), params


def _either(rule: Either, case: _Case) -> Verdict:
    """At least one alternative; when none holds, the reasons of all of them."""
    verdicts = [_judge(alternative, case) for alternative in rule.any_of]
    for holds, reasons in verdicts:
        if holds:
            return True, reasons
    holds = None if any(verdict is None for verdict, _ in verdicts) else False
    message = mark("None of the alternatives holds.") if holds is False else mark("No alternative holds yet.")
    summary = Reason("either_not_met" if holds is False else "either_open", message, {}, holds)
    return holds, [summary, *(reason for _, reasons in verdicts for reason in reasons)]


def _complete(case: _Case) -> Verdict:
    if case.missing:
        message = mark("Answers are missing for: %(indicators)s.")
        return None, [Reason("incomplete", message, {"indicators": ", ".join(case.missing)}, None)]
    return True, [
        Reason("no_pass_mark", mark("All answers are given. This label has no pass mark."), {}, True)
    ]
