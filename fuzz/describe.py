"""The text of `kubectl describe`, of any kind."""

from __future__ import annotations

from fuzz.pieces import parse, parse_objects


def fuzz_one(data: bytes) -> None:
    """Objects come out, and every parser of their kind takes them."""
    text = data.decode("utf-8", "replace")
    parse_objects(text, "describe")
    parse(text, "pod-table")
