"""Compare a score with the floor below which it must not fall: `floor.py SCORE.json [--raise]`.

The floor holds hits for what counts up and limits for what must not happen. `--raise` lifts it to the
score; it is never lowered.
"""

import json
import sys
from pathlib import Path

FLOOR = Path(__file__).with_name("floor.json")
UP = ("top1", "top3", "subject", "evidence", "stated", "clean")
DOWN = ("violations", "false_sure", "crashes")


def main(argv: list[str]) -> int:
    """Print each figure beside its floor; 1 if one fell."""
    score = json.loads(Path(argv[0]).read_text())["total"]
    floor = json.loads(FLOOR.read_text())
    now = {name: score[name]["hits"] for name in UP} | {name: score[name] for name in DOWN}
    fallen = [name for name in UP if now[name] < floor[name]] + [name for name in DOWN if now[name] > floor[name]]
    for name in (*UP, *DOWN):
        print(f"{name:12} {now[name]:4}  floor {floor[name]:4}{'  FELL' if name in fallen else ''}")
    if "--raise" in argv and not fallen:
        raised = {name: max(now[name], floor[name]) for name in UP} | {name: min(now[name], floor[name]) for name in DOWN}
        FLOOR.write_text(json.dumps(raised, indent=1) + "\n")
    return 1 if fallen else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
