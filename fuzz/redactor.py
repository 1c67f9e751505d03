"""The redaction of raw bytes, before anything else sees them."""

from __future__ import annotations

from analyzer.bundle.redaction.redactor import Redactor, redact_text

_SECRET = b"c4nary-Zx81"
_PLANTED = b"\npassword=" + _SECRET + b"\n"


def fuzz_one(data: bytes) -> None:
    """Lines stay lines, a secret below any text is found, and a label survives."""
    data = data.replace(_SECRET, b"") + _PLANTED
    clean = Redactor().feed(data)
    if clean.count(b"\n") != data.count(b"\n"):
        raise AssertionError("a line was lost")
    if _SECRET in clean:
        raise AssertionError("a secret was not found")
    redact_text(data[:200].decode("utf-8", "replace"))
