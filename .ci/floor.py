"""Compares a score with the floor below which it must not fall: `floor.py SCORE.json [--raise]`.

The floor holds hits for what counts up and limits for what must not happen. `--raise` lifts it to the
score where that is better; it is never lowered.
"""

import json
import sys
from pathlib import Path
from typing import Any

FLOOR = Path(__file__).with_name("floor.json")
UP = ("top1", "top3", "subject", "evidence", "stated", "clean")
DOWN = ("violations", "false_sure", "crashes")


def main(argv: list[str]) -> int:
    """Print each figure beside its floor; 1 if one fell, 2 for wrong usage."""
    files = [word for word in argv if word != "--raise"]
    if len(files) != 1 or files[0].startswith("-"):
        sys.stderr.write(__doc__ or "")
        return 2
    now = figures(json.loads(Path(files[0]).read_text(encoding="utf-8"))["total"])
    floor = json.loads(FLOOR.read_text(encoding="utf-8"))
    if "--raise" in argv:
        floor = raised(floor, now)
        FLOOR.write_text(json.dumps(floor, indent=1) + "\n", encoding="utf-8")
    fallen = below(floor, now)
    for name in (*UP, *DOWN):
        sys.stdout.write(f"{name:12} {now[name]:4}  floor {floor[name]:4}{'  FELL' if name in fallen else ''}\n")
    return 1 if fallen else 0


def figures(total: dict[str, Any]) -> dict[str, int]:
    """The scores that have a floor, out of the totals of the scoring script."""
    return {name: total[name]["hits"] for name in UP} | {name: total[name] for name in DOWN}


def below(floor: dict[str, int], now: dict[str, int]) -> list[str]:
    """The names of the figures that are worse than their floor."""
    return [name for name in UP if now[name] < floor[name]] + [name for name in DOWN if now[name] > floor[name]]


def raised(floor: dict[str, int], now: dict[str, int]) -> dict[str, int]:
    """The better of both for each figure."""
    return {name: max(now[name], floor[name]) for name in UP} | {name: min(now[name], floor[name]) for name in DOWN}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
