"""What the tests of renderers need from the machine, and what happens where it is not there."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.demand import demand

from .sample_report import big, empty, hostile, rich

ROOT = Path(__file__).parents[2]
REPORTS = {"rich": rich, "empty": empty, "hostile": hostile, "big": big}


@pytest.fixture(scope="session")
def templates() -> Path:
    """The folder of the shipped templates."""
    return ROOT / "reports" / "templates"


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A real Chromium."""
    demand(programs=("chromium",), modules=("playwright",))
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium")
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(params=sorted(REPORTS))
def report(request: pytest.FixtureRequest) -> Any:
    """Every sample report in turn."""
    return REPORTS[request.param]()
