"""Contributions that were read before: a submission never changes, so its hash is a safe key."""

from collections import OrderedDict
from threading import Lock

from labelapp.benchmarks.values import Contribution


class Memory:
    """The contributions used most recently, at most `room` of them; the one unused for longest goes first.

    One comparison goes over a whole group, so a room smaller than the largest group would be of no use. A
    contribution of the shipped schemes takes about 5 kB, so the default room is at most 50 MB and holds several
    times the clusters that a label has. Safe for threads.
    """

    def __init__(self, room: int = 10_000) -> None:
        self._room = room
        self._kept: OrderedDict[str, Contribution] = OrderedDict()
        self._lock = Lock()

    def recall(self, sha256: str) -> Contribution | None:
        """The contribution of a submission by its hash, None when it is not kept."""
        with self._lock:
            found = self._kept.get(sha256)
            if found is not None:
                self._kept.move_to_end(sha256)
            return found

    def keep(self, sha256: str, contribution: Contribution) -> None:
        """Keep a contribution."""
        with self._lock:
            self._kept[sha256] = contribution
            self._kept.move_to_end(sha256)
            while len(self._kept) > self._room:
                self._kept.popitem(last=False)
