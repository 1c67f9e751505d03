"""Run a target: `python fuzz/run.py TARGET --seconds 60`; without atheris, or with --corpus, over its corpus only.

An input on which a target raises or takes more than a second is kept below build/fuzz/TARGET and ends the run with 77.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
SECONDS = 1.0
_NO_TARGETS = ("__init__", "run", "pieces")


class SlowError(Exception):
    """An input took longer than any input may."""


def targets() -> list[str]:
    """Names of all targets."""
    return sorted(path.stem for path in Path(__file__).parent.glob("*.py") if path.stem not in _NO_TARGETS)


def timed(fuzz_one: Callable[[bytes], None]) -> Callable[[bytes], None]:
    """The target, which raises SlowError where it needs more than a second of this process."""

    def run(data: bytes) -> None:
        begun = time.process_time()
        fuzz_one(data)
        if (took := time.process_time() - begun) > SECONDS:
            raise SlowError(f"{len(data)} bytes took {took:.1f} s")

    return run


def main() -> None:
    """Fuzz one target for some seconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", choices=targets())
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument(
        "--seed", type=int, default=1, help="another seed goes other ways; the same one can be repeated"
    )
    parser.add_argument("--corpus", action="store_true", help="only run the inputs of the corpus, then end")
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    seeds = ROOT / "fuzz" / "corpus" / options.target
    if options.corpus:
        run = timed(importlib.import_module(f"fuzz.{options.target}").fuzz_one)
        for path in sorted(seeds.iterdir()):
            run(path.read_bytes())
        return
    import atheris  # noqa: PLC0415 - only needed, and only there, where it fuzzes

    with atheris.instrument_imports(include=["analyzer"]):
        module = importlib.import_module(f"fuzz.{options.target}")
    kept = ROOT / "build" / "fuzz" / options.target
    (kept / "corpus").mkdir(parents=True, exist_ok=True)
    flags = [
        f"-max_total_time={options.seconds}", f"-seed={options.seed}", "-timeout=20", "-rss_limit_mb=1024", "-max_len=8192", "-print_final_stats=1",
        f"-artifact_prefix={kept}/", str(kept / "corpus"), str(seeds),
    ]  # fmt: skip
    atheris.Setup([sys.argv[0], *flags], timed(module.fuzz_one))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
