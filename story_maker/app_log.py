"""Application logs: plain texts and JSON lines at given moments."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from story_maker.clock import nano

Said = tuple[float, str]


def json_log(start: datetime, said: Iterable[Said]) -> str:
    """Return JSON lines; `said` are (seconds after the start, text), a text may begin with `error: `."""
    lines = []
    for number, (after, text) in enumerate(said):
        level, _, rest = text.partition(": ") if text.startswith(("error: ", "warn: ")) else ("info", "", text)
        # Microseconds that no program would print as round ones.
        uneven = timedelta(seconds=after, microseconds=(number * 7919 + 311) % 997)
        stamp = nano(start + uneven)
        lines.append(f'{{"time":"{stamp}","level":"{level}","msg":"{rest}"}}')
    return "\n".join(lines) + "\n"


def stamped_log(start: datetime, said: Iterable[Said], form: str = "%Y-%m-%d %H:%M:%S,{ms}") -> str:
    """Return lines with a time in front; {ms} in the form stands for milliseconds."""
    lines = []
    for after, text in said:
        at = start + timedelta(seconds=after)
        stamp = at.strftime(form).replace("{ms}", f"{at.microsecond // 1000:03d}")
        lines.append(f"{stamp} {text}" if text else "")
    return "\n".join(lines) + "\n"


def repeated(first: float, step: float, count: int, text: str) -> list[Said]:
    """Return the same text again and again; {n} in it counts, the steps are not quite even."""
    return [
        (first + step * number + (number * 7919 % 997) / 997 * step / 3, text.format(n=number))
        for number in range(count)
    ]
