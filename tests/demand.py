"""What a test needs beside the product. On CI, where all of it belongs, a thing that is missing is a failure."""

from __future__ import annotations

import importlib.util
import os
import shutil
from typing import NoReturn

import pytest


def demand(*, programs: tuple[str, ...] = (), modules: tuple[str, ...] = ()) -> None:
    """Go on if these programs and modules are there."""
    missing = [program for program in programs if shutil.which(program) is None]
    missing += [module for module in modules if importlib.util.find_spec(module) is None]
    if missing:
        give_up(f"not on this machine: {', '.join(missing)}")


def give_up(reason: str) -> NoReturn:
    """End the test: skipped with the reason, failed on CI."""
    (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)
