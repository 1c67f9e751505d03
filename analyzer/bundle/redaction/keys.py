"""Private keys and certificates in text (PEM, RFC 7468)."""

from __future__ import annotations

from analyzer.bundle.redaction.patterns import Edit, compiled
from analyzer.notation.secret_names import has_placeholder

_CLASS = "pem"


def begun_key(text: bytes, start: int, end: int) -> tuple[list[Edit], int, int | None]:
    """The key that begins in the line from `start` to `end`, with the lines below that belong to it.

    Returns its parts, where it ends, and, if that is not in `text`, what `continued_key` needs.
    """
    line = text[start:end]
    hits = list(_PEM.finditer(line))
    edits = [Edit(start + hit.start(), start + hit.end(), _CLASS) for hit in hits]
    if not hits or hits[-1].group(1) or line[hits[-1].end() :].strip():
        return edits, end, None
    before = len(line[: hits[-1].start()].split())
    below, below_end, pem = continued_key(text, min(end + 1, len(text)), before)
    return edits + below, below_end, pem


def continued_key(text: bytes, start: int, before: int) -> tuple[list[Edit], int, int | None]:
    """The lines of a key up to its end, or to a line that cannot be part of one.

    A log may carry the key line by line behind a time: `before` words stand before each then.
    """
    edits: list[Edit] = []
    while start < len(text):
        end = text.find(b"\n", start)
        end = len(text) if end < 0 else end
        low, high, last = _part(text[start:end], before)
        if high < 0:
            return edits, start, None
        if low < high:
            edits.append(Edit(start + low, start + high, _CLASS))
        start = end + 1
        if last:
            return edits, start, None
    return edits, len(text), before


_PEM = compiled(
    r"-----BEGIN [A-Z0-9 ]+-----(?:\\+[nr/]|[A-Za-z0-9+/= :,.]|-[A-Za-z0-9])*(-----END [A-Z0-9 ]+-----)"
    r"|-----BEGIN [A-Z0-9 ]+-----(?:\\+[nr/]|[A-Za-z0-9+/=])*()"
)
_PEM_END = compiled(r"-----END [A-Z0-9 ]+-----")
_PEM_BODY = compiled(r"[A-Za-z0-9+/]+={0,2}$")
_PEM_HEADER = compiled(r"^(?:Proc-Type|DEK-Info|Comment|Version|Hash|Charset|MessageID):")


def _part(line: bytes, before: int) -> tuple[int, int, bool]:
    """(start, end, whether it is the last) of the part of a key in a line; end is -1 if there is none."""
    if found := _PEM_END.search(line):
        return found.start(), found.end(), True
    words = line.split()
    if not words or _PEM_HEADER.search(words[-1] if len(words) == 1 else line.strip()):
        return 0, 0, False
    body = words[-1].rstrip(b"\"',")
    if not _PEM_BODY.match(body) and not has_placeholder(body.decode("latin-1")):
        return 0, -1, False
    if len(words) - 1 not in (0, before):
        return 0, -1, False
    low = line.rfind(words[-1])
    return low, low + len(body), False
