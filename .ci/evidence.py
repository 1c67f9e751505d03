"""Check that every piece of evidence of every case stands at its path and line: `evidence.py CASES`.

Prints a line for each that does not, and `N passed, M failed`.
"""

import sys
from pathlib import Path

from analyzer.options import Options
from analyzer.pipeline import analyze


def main(cases: Path) -> int:
    """1 if any quoted text is not in its line."""
    right = wrong = 0
    for case in sorted(path.parent for path in cases.glob("*/expect.json")):
        bundle = case / "bundle"
        for finding in analyze(Options((bundle,))).findings:
            if not finding.evidence:
                sys.stdout.write(f"{case.name}: {finding.rule} quotes nothing\n")
                wrong += 1
            for piece in finding.evidence:
                text = (bundle / piece.path).read_bytes().decode("utf-8", "replace").split("\n")[piece.line - 1]
                if "REDACTED-" in piece.text or piece.text.strip("…") in text:
                    right += 1
                else:
                    wrong += 1
                    sys.stdout.write(
                        f"{case.name}: {finding.rule}: {piece.path}:{piece.line} is not {piece.text[:80]!r}\n"
                    )
    sys.stdout.write(f"evidence: {right} passed, {wrong} failed\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
