"""A point in time as far as the text tells it."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple


class Stamp(NamedTuple):
    """`time` is UTC-aware; `quality` says what of it was printed and what has to be inferred.

    exact         date, year and zone were printed
    zone_unknown  no zone was printed: `time` is the local time taken as UTC
    no_year       neither zone nor year were printed: `time` lies in the year 1972
    none          no time was printed: `time` is None
    """

    time: datetime | None
    quality: str


NO_STAMP = Stamp(None, "none")
