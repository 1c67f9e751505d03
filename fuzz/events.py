"""Events as tables of any version, of describe and of `get`."""

from __future__ import annotations

from fuzz.pieces import parse


def fuzz_one(data: bytes) -> None:
    """Rows stand on lines that exist."""
    text = data.decode("utf-8", "replace")
    parse(text, "event-table", namespace="shop")
    parse(text, "node-table")
