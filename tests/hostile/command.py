"""One run of the real command in a place of its own, measured and searched for what it left behind."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
MOST_SECONDS, MOST_BYTES = 60, 1536 * 2**20
CODES = (0, 3, 4, 5)


@dataclass(frozen=True)
class Run:
    """How a run ended.

    seconds  time of processors, those of its children included: another's load is not its fault
    bytes    memory of the largest process
    left     files that were not there before, outside of what the run was given
    """

    code: int
    seconds: float
    bytes: int
    stdout: bytes
    stderr: bytes
    left: tuple[str, ...]


def run(folder: Path, *args: str) -> Run:
    """Run the command in `folder/cwd`, with a home and a place for temporary files beside it."""
    for name in ("cwd", "home", "tmp"):
        (folder / name).mkdir(exist_ok=True)
    before = _files(folder)
    environment = {
        **os.environ, "PYTHONPATH": str(ROOT), "HOME": str(folder / "home"), "TMPDIR": str(folder / "tmp"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip
    with (folder / "stdout").open("wb") as out, (folder / "stderr").open("wb") as err:
        process = subprocess.Popen(
            [sys.executable, "-m", "analyzer.cli.main", *args],
            cwd=folder / "cwd", env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=err,
        )  # fmt: skip
        status, seconds, bytes_ = _waited(process.pid, time.monotonic() + 10 * MOST_SECONDS)
        process.returncode = os.waitstatus_to_exitcode(status)
    return Run(
        process.returncode, seconds, bytes_, (folder / "stdout").read_bytes(),
        (folder / "stderr").read_bytes(), tuple(sorted(_files(folder) - before - {"stdout", "stderr"})),
    )  # fmt: skip


def _waited(process: int, deadline: float) -> tuple[int, float, int]:
    """(exit status, seconds, bytes of memory) of a process that is killed after the deadline."""
    while True:
        found, status, usage = os.wait4(process, os.WNOHANG)
        if found:
            return status, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024
        if time.monotonic() > deadline:
            os.kill(process, 9)
        time.sleep(0.02)


def _files(folder: Path) -> set[str]:
    """Everything below the folder, and whatever hostile names would make elsewhere."""
    below = {str(path.relative_to(folder)) for path in folder.rglob("*")}
    elsewhere = [Path("/tmp"), Path("/"), folder.parent, Path.home()]  # noqa: S108
    return below | {
        str(path)
        for place in elsewhere
        for pattern in ("*evil*", "owned*", "through.log")
        for path in place.glob(pattern)
    }
