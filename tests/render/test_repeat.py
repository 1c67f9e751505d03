"""The same report gives the same bytes, whatever the process."""

from __future__ import annotations

import os
import subprocess
import sys

from .conftest import ROOT

_PROGRAM = """
import hashlib, importlib, pathlib
from tests.render.sample_report import big, empty, hostile, rich
for make in (rich, empty, hostile, big):
    for name in ("json", "html", "md", "terminal"):
        renderer = importlib.import_module(f"analyzer.render.{name}")
        print(name, hashlib.sha256(renderer.render(make(), pathlib.Path("reports/templates"))).hexdigest())
"""


def test_no_hash_seed_and_no_time_zone_moves_a_byte() -> None:
    """Sets, dicts and local time leave no trace in any output."""
    settings = ({"PYTHONHASHSEED": "0", "TZ": "UTC"}, {"PYTHONHASHSEED": "4711", "TZ": "Asia/Kathmandu"})
    printed = {
        subprocess.run(
            [sys.executable, "-c", _PROGRAM],
            cwd=ROOT,
            env={**os.environ, **one},
            capture_output=True,
            check=True,
        ).stdout
        for one in settings
    }
    assert len(printed) == 1
