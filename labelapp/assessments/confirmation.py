"""What the legal representative reads before they confirm: all of it, and what is not as it should be."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from labelapp.assessments.indicator_page import answer_pairs
from labelapp.assessments.models import Assessment, EvidenceLink
from labelapp.assessments.overview import Overview, overview
from labelapp.assessments.queries import evidence_links, request_of_confirmation
from labelapp.assessments.snapshot import SharedComment
from labelapp.assessments.together.queries import Thread, frozen_comments, threads_of
from labelapp.clock import today
from labelapp.schemes.answers import NOT_APPLICABLE
from labelapp.schemes.definition import Dimension, Indicator


@dataclass(frozen=True)
class Summary:
    """A self-assessment as it would be frozen. `asked`: who asked for the confirmation and when, None in a draft."""

    whole: Overview
    links: list[EvidenceLink]
    threads: list[Thread]
    asked: tuple[str, datetime] | None

    @property
    def last_change(self) -> tuple[str, datetime] | None:
        """Who changed an answer last, and when."""
        given = max(self.whole.given.values(), key=lambda one: one.changed_at, default=None)
        return (given.author, given.changed_at) if given else None

    @cached_property
    def excused(self) -> list[Indicator]:
        """Indicators of which the team says that they do not apply."""
        return self._those(code for code, given in self.whole.answers.items() if NOT_APPLICABLE in given)

    @cached_property
    def to_confirm(self) -> list[Indicator]:
        """Indicators with an answer that somebody else than the team gave and the team has not confirmed."""
        return self._those(one.indicator for one in self.whole.given.values() if one.to_confirm)

    @cached_property
    def without_evidence(self) -> list[Indicator]:
        """Indicators that apply, ask for evidence and have none."""
        covered = {link.indicator for link in self.links} | {one.code for one in self.excused}
        return [
            one for one in self.whole.scheme.indicators.values() if one.evidence and one.code not in covered
        ]

    @property
    def open_threads(self) -> list[Thread]:
        """What the team has not settled."""
        return [one for one in self.threads if one.is_open]

    @cached_property
    def for_assessors(self) -> list[tuple[Indicator, list[SharedComment]]]:
        """The comments that are frozen and shown to the assessors."""
        frozen = frozen_comments(self.threads)
        return [(one, frozen[one.code]) for one in self._those(frozen)]

    @cached_property
    def answers(self) -> list[tuple[Dimension, list[tuple[Indicator, list[tuple[str, str]]]]]]:
        """Every answer as people read it, by dimension and indicator."""
        scheme, given = self.whole.scheme, self.whole.answers
        return [
            (
                dimension,
                [
                    (scheme.indicators[code], answer_pairs(scheme, scheme.indicators[code], given))
                    for code in dimension.indicators
                ],
            )
            for dimension in scheme.dimensions
        ]

    @property
    def seen(self) -> str:
        """A short name for what would be frozen: figures and files may change while the reader reads."""
        links = [
            (one.indicator, one.document_id, one.page, one.note, [file.sha256 for file in one.files])
            for one in self.links
        ]
        comments = [(indicator.code, [one.text for one in said]) for indicator, said in self.for_assessors]
        whole = json.dumps([self.whole.answers, links, comments], sort_keys=True, default=str)
        return hashlib.sha256(whole.encode()).hexdigest()[:16]

    def _those(self, codes: Iterable[str]) -> list[Indicator]:
        wanted = set(codes)
        return [one for code, one in self.whole.scheme.indicators.items() if code in wanted]


def summary_of(assessment: Assessment) -> Summary:
    """What would be confirmed today. Four statements."""
    return Summary(
        whole=overview(assessment, today()),
        links=evidence_links(assessment),
        threads=threads_of(assessment),
        asked=request_of_confirmation(assessment),
    )
