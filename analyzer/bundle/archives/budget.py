"""What one run may still read, and why a stream ended before its end."""

from __future__ import annotations

from dataclasses import dataclass

from analyzer.bundle.limits import MAX_REPLAYS, SMALL, SMALL_FACTOR, Limits
from analyzer.model.problem import Problem

# Headers and padding of small archives are no bytes of members.
_OVERHEAD = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Stop:
    """Why a stream ended early: a reason of model/problem.py, a sentence, and the option that changes it."""

    reason: str
    detail: str
    option: str | None = None

    def problem(self, path: str, bytes_read: int | None = None) -> Problem:
        """The same, told of a member or an archive."""
        return Problem(path, self.reason, self.detail, bytes_read=bytes_read, option=self.option)


class Budget:
    """Counts what a whole run has read from disk, unpacked and delivered.

    end    why nothing more is read at all; None while there is something left
    left   bytes of members that may still be delivered
    taken  bytes that were read from disk
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.end: Stop | None = None
        self.left = limits.max_total
        self.taken = 0
        self._entries = self._archives = self._unpacked = self._replays = 0

    def entry(self) -> Stop | None:
        """Count one entry of an archive or folder; a Stop if it is one too many."""
        self._entries += 1
        if self._entries > self.limits.max_members:
            what = f"more than {self.limits.max_members} members; this one and the rest were not read"
            self.end = Stop("LIMIT_MEMBERS", what, "--max-members")
            return self.end
        return None

    def archive(self, most: int) -> bool:
        """Count one nested archive; False if there were `most` already."""
        self._archives += 1
        return self._archives <= most

    def replay(self) -> bool:
        """Whether one more damaged stream may be unpacked twice."""
        self._replays += 1
        return self._replays <= MAX_REPLAYS

    def spent(self) -> Stop:
        """No member may deliver any more bytes."""
        what = f"more than {self.limits.max_total} bytes in all members; the rest was not read"
        self.end = Stop("LIMIT_TOTAL", what, "--max-total")
        return self.end

    def take(self, wanted: int) -> int:
        """How many of the wanted bytes may be read from disk."""
        return min(wanted, self.limits.max_input - self.taken)

    def filled(self) -> Stop:
        """No more may be read from disk."""
        what = f"the upload is above {self.limits.max_input} bytes; the rest was not read"
        self.end = Stop("LIMIT_INPUT", what, "--max-input")
        return self.end

    def unpack(self, size: int) -> Stop | None:
        """Count bytes that a codec gave; a Stop if the whole run unpacks too much.

        Archives in archives unpack the same bytes several times: that much is allowed, and no more.
        """
        self._unpacked += size
        if stop := excess(self._unpacked, self.taken, self.limits.max_ratio):
            self.end = stop
        elif self._unpacked > self.limits.max_total * (self.limits.max_depth + 1) + _OVERHEAD:
            self.spent()
        return self.end


def excess(unpacked: int, packed: int, ratio: int) -> Stop | None:
    """A Stop if so many bytes cannot honestly come of so few."""
    if unpacked <= SMALL // 16:
        return None
    allowed = ratio * (SMALL_FACTOR if unpacked <= SMALL else 1)
    if unpacked <= allowed * packed:
        return None
    what = f"{packed} bytes expand to more than {unpacked}, above {allowed}:1; the rest was not read"
    return Stop("LIMIT_RATIO", what, "--max-ratio")
