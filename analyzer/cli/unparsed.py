"""The lines that no parser understood, as a file."""

from __future__ import annotations

from pathlib import Path

from analyzer.cli.files import replace_file
from analyzer.gathered import Gathered
from analyzer.render.visible import visible


def write_unparsed(path: Path, read: Gathered, *, force: bool) -> None:
    """Write them by member, each behind its number; redacted, as everything that comes out of a bundle."""
    out: list[str] = []
    for label, fact in zip(read.members, read.facts, strict=True):
        if fact["unparsed_lines"]:
            out.append(f"== {visible(label)}: {fact['unparsed']} of {fact['lines']} lines")
            out.extend(f"{number}: {visible(text)}" for number, text in fact["unparsed_lines"])
    replace_file(path, "".join(f"{line}\n" for line in out).encode(), force=force)
