"""Kernel parameters: `sysctl -a`, sysctl.conf, files of /proc/sys, and `grep` over them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzer.bundle.member import Piece
from analyzer.model.understood import Understood
from analyzer.notation.node_commands import arguments
from analyzer.notation.sysctl_names import is_per_interface, sysctl_name
from analyzer.parsers.node.claims import claims
from analyzer.tables import node_texts, node_values
from analyzer.tables.node_texts import NodeText
from analyzer.tables.node_values import NodeValue

MEMBERS = ("sysctl", "sysctl-file", "path-values")
YIELDS = (node_values.TABLE, node_texts.TABLE)


def parse(piece: Piece) -> Iterator[NodeValue | NodeText | Understood]:
    """Yield one record per parameter; those of single interfaces are only understood.

    Lines of sysctl.conf and its folder say what is wanted, not what is: their `file` is sysctl.conf.
    """
    known = []
    for line, name, value in _parameters(piece):
        known.append(line)
        if name and value and not is_per_interface(name):
            yield from _records(line, _file(piece), name, value)
    yield from claims(known)


_ROW = re.compile(r"\s*(?P<name>(?=[a-z][\w-]{0,60}[./])[\w./*@:-]{3,300})\s?=\s?(?P<value>.*)")
_KNOWN = re.compile(r"\s*(?:[#;].*)?$|sysctl: (?:reading|permission denied|cannot stat)")
_PATH = re.compile(r"\s*(?P<path>/?proc/sys/[^\s:]{1,300}):(?P<value>.*)")
_INTEGER = re.compile(r"-?\d{1,18}")
_WANTED = re.compile(r"sysctl\.(?:conf|d)\b")
_PARTS = {"fs.file-nr": ("allocated", "unused", "max"), "fs.inode-nr": ("allocated", "free")}


def _parameters(piece: Piece) -> Iterator[tuple[int, str | None, str]]:
    if piece.role == "sysctl-file":
        yield from _single(piece)
        return
    row = _PATH if piece.role == "path-values" else _ROW
    for line in piece.lines:
        if found := row.fullmatch(line.text.rstrip()):
            name = sysctl_name(found["path"]) if row is _PATH else found["name"]
            yield line.number, name, found["value"]
        elif piece.role == "sysctl" and line.text.strip() and _KNOWN.match(line.text):
            yield line.number, None, ""


def _single(piece: Piece) -> Iterator[tuple[int, str | None, str]]:
    """`cat` of one file, or of several, of which each gives one line."""
    names = [name for word in arguments(piece.context.get("command")) if (name := sysctl_name(word))]
    names = names or [name for name in (sysctl_name(piece.context.get("file", piece.path)),) if name]
    filled = [line for line in piece.lines if line.text.strip()]
    if len(filled) == len(names):
        for line, name in zip(filled, names, strict=True):
            yield line.number, name, line.text.strip()


def _file(piece: Piece) -> str:
    return "sysctl.conf" if _WANTED.search(piece.context.get("file", piece.path)) else "sysctl"


def _records(line: int, file: str, name: str, value: str) -> Iterator[NodeValue | NodeText]:
    if _INTEGER.fullmatch(value):
        yield NodeValue(line, file, name, int(value))
        return
    yield NodeText(line, file, name, value[:1000])
    for part, word in zip(_PARTS.get(name, ()), value.split(), strict=False):
        if _INTEGER.fullmatch(word):
            yield NodeValue(line, file, f"{name}.{part}", int(word))
