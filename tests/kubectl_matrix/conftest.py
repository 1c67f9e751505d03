"""The marker of what takes minutes."""

from __future__ import annotations

from typing import Any

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker `long`."""
    config.addinivalue_line("markers", "long: takes minutes; runs with -m long")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what takes minutes, unless a marker expression asks for it."""
    if "long" in str(config.getoption("markexpr")):
        return
    long = [item for item in items if item.get_closest_marker("long")]
    if long:
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in long]


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say how many fields were compared."""
    counts = [
        value
        for report in terminalreporter.getreports("passed")
        for name, value in report.user_properties
        if name == "compared fields"
    ]
    if counts:
        terminalreporter.write_line(f"kubectl matrix: {sum(counts)} fields compared, printed by {len(counts)} clients")
