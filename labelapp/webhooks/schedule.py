"""When a message that did not arrive is tried again: at doubling distances, 16 times over about three days."""

from datetime import timedelta
from random import Random, SystemRandom

MOST_ATTEMPTS = 16
FIRST, LONGEST = timedelta(minutes=1), timedelta(hours=12)
# So that messages which failed together, because a receiver was away, do not all come back together.
JITTER = 0.1
# An endpoint that took nothing for as long is switched off.
PATIENCE = timedelta(days=3)


def wait_after(attempts: int, random: Random | None = None) -> timedelta:
    """How long to wait after so many attempts: a minute, two, four … up to twelve hours, each up to 10 % off."""
    # Beyond some power the longest wait is reached, and the doubling would leave the range of a timedelta.
    doubled: timedelta = FIRST * 2 ** min(attempts - 1, 10)
    return min(doubled, LONGEST) * (random or SystemRandom()).uniform(1 - JITTER, 1 + JITTER)
