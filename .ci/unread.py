"""What was not understood of the cases: no member may give nothing, and hardly any line.

usage: unread.py CASES
"""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from analyzer.bundle.limits import Limits
from analyzer.gathered import Gathered
from analyzer.reader import Reader

MOST_UNPARSED = 0.05
# Lines of an application say what its author wanted.
OF_APPLICATIONS = ["container-log"]


def read(bundle: Path) -> Gathered:
    """Everything that stands in a bundle."""
    reader = Reader([bundle], Limits(), workers=1)
    try:
        return reader.read(())
    finally:
        reader.close()


def main() -> None:
    """Count over all cases; end with 1 where a figure falls short."""
    bundles = sorted(path / "bundle" for path in Path(sys.argv[1]).iterdir() if (path / "bundle").exists())
    lines = unparsed = 0
    silent: list[str] = []
    with ThreadPoolExecutor(2) as pool:
        for bundle, found in zip(bundles, pool.map(read, bundles), strict=True):
            for label, fact in zip(found.members, found.facts, strict=True):
                if fact["lines"] and set(fact["roles"]) <= {"text"} and fact["unparsed"]:
                    silent.append(f"{bundle.parent.name}: {label}")
                if fact["roles"] != OF_APPLICATIONS:
                    lines += fact["lines"]
                    unparsed += fact["unparsed"]
    share = f"{unparsed / lines:.2%}"
    sys.stdout.write(f"{unparsed} of {lines} lines in {len(bundles)} cases were understood by no parser ({share})\n")
    sys.stdout.write("\n  ".join([f"{len(silent)} members gave nothing", *silent]) + "\n")
    sys.exit(1 if silent or unparsed > MOST_UNPARSED * lines else 0)


if __name__ == "__main__":
    main()
