"""Kernel logs in all their forms: OOM blocks, allocation failures, reports."""

from __future__ import annotations

from fuzz.pieces import parse


def fuzz_one(data: bytes) -> None:
    """Rows stand on lines that exist."""
    text = data.decode("utf-8", "replace")
    parse(text, "kernel-log", node="node-1")
    parse(text, "service-log", node="node-1")
