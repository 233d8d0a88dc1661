"""How fast cases of the past went: on which days each moved on, as different as cases are."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random


@dataclass(frozen=True)
class Pace:
    """The days of a case. `declines`: the first expert who was asked had no time."""

    begun: date
    submitted: date
    accepted: date
    nominated: date
    agreed: date
    reported: date
    decided: date
    issued: date
    declines: bool


def pace_of(cluster: str, assessed_on: date) -> Pace:
    """The pace of one case, the same in every instance: at most 29 days from acceptance to assessment, and 29 after."""
    random = Random(f"{cluster} {assessed_on.toordinal()}")  # noqa: S311  not a secret: it makes two runs agree
    nominated = assessed_on - timedelta(days=random.randint(12, 26))
    accepted = nominated - timedelta(days=3)
    submitted = accepted - timedelta(days=random.randint(1, 14))
    agreed = assessed_on + timedelta(days=random.randint(1, 5))
    reported = agreed + timedelta(days=random.randint(1, 8))
    decided = reported + timedelta(days=random.randint(4, 13))
    return Pace(
        begun=submitted - timedelta(days=random.randint(9, 85)),
        submitted=submitted,
        accepted=accepted,
        nominated=nominated,
        agreed=agreed,
        reported=reported,
        decided=decided,
        issued=decided + timedelta(days=random.choice((0, 0, 1, 3))),
        declines=random.random() < 0.1,
    )
