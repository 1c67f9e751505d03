"""What every test may ask for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--golden` rewrites golden files instead of comparing with them."""
    parser.addoption("--golden", action="store_true", help="rewrite the files below tests/golden")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """`golden(text, "render/terminal.txt")`: the text is that of the file below tests/golden."""
    rewrite = bool(request.config.getoption("--golden"))

    def compare(text: str, name: str) -> None:
        path = GOLDEN / name
        if rewrite:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert path.is_file(), f"no golden file {name}: make golden writes it"
        assert text == path.read_text(encoding="utf-8"), f"{name} differs: make golden, then git diff shows how"

    return compare
