"""What pages and files say about the ways of cases, read once."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from labelapp.accounts.models import User
from labelapp.decisions.models import Outcome
from labelapp.steering.durations import Lap, StepFigures, laps, step_figures
from labelapp.steering.queries.runs import Run, read_runs
from labelapp.steering.scope import Scope
from labelapp.steering.throughput import Flow, by_month


@dataclass(frozen=True)
class Work:
    """The work of a period. `laps` are those of all runs, and `owners` at the same places the runs that they are of."""

    counts: dict[Flow, list[int]]
    steps: list[StepFigures]
    laps: Sequence[Lap]
    owners: Sequence[Run]


def read_work(user: User, scope: Scope, today: date) -> Work:
    """All figures, of cases that no interest shuts to the reader."""
    runs = read_runs(user, scope)
    owned = [(run, lap) for run in runs for lap in laps(run.reached)]
    found = [lap for _run, lap in owned]
    return Work(
        counts=by_month(_happened(runs), scope.period),
        steps=step_figures(found, scope.period, today),
        laps=found,
        owners=[run for run, _lap in owned],
    )


def _happened(runs: Iterable[Run]) -> Iterator[tuple[Flow, date | None]]:
    for run in runs:
        yield Flow.STARTED, run.started_on
        yield Flow.SUBMITTED, run.submitted_on
        yield Flow.DECIDED, run.decided_on
        if run.outcome is not None:
            yield Flow.AWARDED if run.outcome is Outcome.AWARD else Flow.REFUSED, run.decided_on
