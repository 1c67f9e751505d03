"""YAML and JSON of API objects: scanner, repair of what is cut, places of values."""

from __future__ import annotations

from fuzz.pieces import parse_objects


def fuzz_one(data: bytes) -> None:
    """Objects come out of both forms, and are found again."""
    text = data[1:].decode("utf-8", "replace")
    parse_objects(text, "json" if data[:1] < b"\x80" else "yaml")
