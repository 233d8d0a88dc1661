"""The evidence of a self-assessment before it is submitted: what is missing, outdated, gone, unchecked or unused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from flask_babel import gettext as _
from flask_babel import ngettext

from labelapp.assessments.models import EvidenceLink
from labelapp.assessments.overview import DONE, Overview
from labelapp.assessments.snapshot import Offered
from labelapp.evidence.models import CheckState, Document
from labelapp.evidence.scanning import states_of
from labelapp.schemes.definition import Indicator, Scheme
from labelapp.schemes.months import add_months
from labelapp.web.errors import DomainError

Offer = TypeVar("Offer", bound=Offered)


@dataclass(frozen=True)
class EvidenceCheck:
    """What is worth a look. `missing`: answered indicators for which nothing is offered though the scheme names
    evidence; `unlinked`: documents of the library that are offered nowhere in this self-assessment.
    """

    missing: list[Indicator]
    outdated: list[EvidenceLink]
    gone: list[EvidenceLink]
    beyond: list[EvidenceLink]
    waiting: list[EvidenceLink]
    infected: list[EvidenceLink]
    unlinked: list[Document]


def evidence_check(
    whole: Overview, links: Sequence[EvidenceLink], documents: Sequence[Document], on: date
) -> EvidenceCheck:
    """Look through what is offered and through the library; one statement."""
    states = states_of(_hashes(links))
    offered = {link.indicator for link in links}
    linked = {link.document_id for link in links}
    since = looks_back_to(whole.scheme, on)
    return EvidenceCheck(
        missing=[
            one
            for code, one in whole.scheme.indicators.items()
            if one.evidence and code not in offered and _answered(whole, code)
        ],
        outdated=[link for link in links if link.document.is_outdated(on, since)],
        gone=[link for link in links if is_gone(link)],
        beyond=[link for link in links if link.page and link.page > (link.files[0].pages or link.page)],
        waiting=_in_state(links, states, CheckState.WAITING),
        infected=_in_state(links, states, CheckState.INFECTED),
        unlinked=[one for one in documents if one.id not in linked],
    )


def _answered(whole: Overview, code: str) -> bool:
    result = whole.result.indicators[code]
    return result.status in DONE and result.applies


def looks_back_to(scheme: Scheme, on: date) -> date | None:
    """The day before which evidence is too old for a scheme; None when it says nothing."""
    months = scheme.evidence_months
    return None if months is None else add_months(on, -months)


def is_gone(link: EvidenceLink) -> bool:
    """Whether the document, or the file that is offered, was taken out of the library."""
    return link.document.removed_at is not None or all(one.replaced_at is not None for one in link.files)


def _hashes(links: Sequence[Offered]) -> set[str]:
    return {file.sha256 for link in links for file in link.files}


def _in_state(links: Sequence[Offer], states: dict[str, CheckState], state: CheckState) -> list[Offer]:
    return [link for link in links if any(states[file.sha256] is state for file in link.files)]


def require_clean_evidence(links: Sequence[Offered]) -> None:
    """Raise DomainError when a virus was found in an offered file, or when one is still being checked."""
    states = states_of(_hashes(links))
    infected = _in_state(links, states, CheckState.INFECTED)
    if infected:
        raise DomainError(
            _(
                "A virus was found in “%(title)s”, which is offered for %(indicator)s. "
                "Take it back or put a clean file in its place.",
                title=infected[0].document.title,
                indicator=infected[0].indicator,
            )
        )
    waiting = [sha256 for sha256, state in states.items() if state is CheckState.WAITING]
    if waiting:
        raise DomainError(
            ngettext(
                "One file is still being checked for viruses. Try again in a minute.",
                "%(num)s files are still being checked for viruses. Try again in a minute.",
                len(waiting),
            )
        )
