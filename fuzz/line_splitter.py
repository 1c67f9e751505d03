"""What a text is: transcripts cut at their prompts, documents, tables, logs."""

from __future__ import annotations

from analyzer.bundle.encoding import Converter
from analyzer.bundle.sniff import stretches

_NAMES = (
    "dmesg.txt",
    "out.log",
    "sys/fs/cgroup/memory.stat",
    "describe.txt",
    "proc/meminfo",
    "pods.yaml",
    "transcript",
)


def fuzz_one(data: bytes) -> None:
    """Stretches lie inside the text, whatever its encoding."""
    name, clean = _NAMES[data[0] % len(_NAMES) if data else 0], Converter().feed(data[1:])
    text = (clean or b"").decode("utf-8", "replace")
    lines = text.count("\n") + 1
    for stretch in stretches(name, text):
        if not 1 <= stretch.first <= lines or stretch.first + stretch.text.count("\n") > lines + 1:
            raise AssertionError((stretch.role, stretch.first, lines))
