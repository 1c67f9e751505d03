"""Which machine a text was collected on: hostname, machine ID, boot ID, system UUID, cloud instance."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzer.bundle.member import Piece
from analyzer.model.understood import Understood
from analyzer.notation.node_commands import arguments, in_container, program
from analyzer.parsers.node.claims import claims
from analyzer.tables import node_identities
from analyzer.tables.node_identities import NodeIdentity

MEMBERS = ("identity", "instance-id", "hostnamectl", "uname", "dmidecode", "iostat", "service-log", "kernel-log")
YIELDS = (node_identities.TABLE,)


def parse(piece: Piece) -> Iterator[NodeIdentity | Understood]:
    """Yield one record per statement. What a container says is its own name, not the node's."""
    if in_container(piece.context.get("command")):
        return
    if piece.role.endswith("-log"):
        yield from _of_journal(piece)
        return
    known: list[int] = []
    for line in piece.lines:
        found = _statement(piece, line.text.strip())
        if found is not None:
            known.append(line.number)
            yield NodeIdentity(line.number, *found)
    if piece.role not in ("hostnamectl", "iostat", "dmidecode"):
        yield from claims(known)


_FIELD = re.compile(
    r"\b_(?P<kind>MACHINE|BOOT)_ID(?:\" ?: ?\"|=)(?P<value>[0-9a-f]{32})\b|^-- Boot (?P<boot>[0-9a-f]{32}) --$", re.M
)
_MARKS = ("_MACHINE_ID", "_BOOT_ID", "\n-- Boot ", "-- Boot ")
_MOST = 200


def _of_journal(piece: Piece) -> Iterator[NodeIdentity]:
    """Machine and boots of a journal, each once; none where it is the journal of several machines."""
    text = piece.lines.text
    if not any(mark in text for mark in _MARKS):
        return
    found: dict[tuple[str, str], int] = {}
    for field in _FIELD.finditer(text):
        kind = "boot-id" if field["boot"] or field["kind"] == "BOOT" else "machine-id"
        found.setdefault((kind, field["boot"] or field["value"]), field.start())
        if len(found) > _MOST:
            return
    if sum(kind == "machine-id" for kind, _ in found) > 1:
        return
    for (kind, value), start in found.items():
        yield NodeIdentity(piece.lines.first + text.count("\n", 0, start), kind, value)


_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_MACHINE = re.compile(r"[0-9a-f]{32}")
_HOST = re.compile(r"(?=.{1,253}$)[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}[A-Za-z0-9])?(?:\.[A-Za-z0-9][A-Za-z0-9-]{0,62})*")
_LABELS = {"Static hostname": "hostname", "Machine ID": "machine-id", "Boot ID": "boot-id", "UUID": "system-uuid"}
_LABEL = re.compile(r"(?P<label>Static hostname|Machine ID|Boot ID|UUID): (?P<value>\S+)")
_UNAME = re.compile(r"Linux (?P<host>\S+) \d+\.\d+\.\S+ #?\S*")
_IOSTAT = re.compile(r"Linux \d\S+ \((?P<host>[^)\s]+)\)\s")
_CLOUD = re.compile(r"i-[0-9a-f]{8,17}|[a-z0-9-]{1,63}/instances/[\w/-]{1,120}|\d{10,25}")


def _statement(piece: Piece, text: str) -> tuple[str, str] | None:
    if piece.role == "uname":
        found = _UNAME.match(text)
        return ("hostname", found["host"]) if found and _HOST.fullmatch(found["host"]) else None
    if piece.role == "iostat":
        found = _IOSTAT.match(text)
        return ("hostname", found["host"]) if found else None
    if piece.role in ("hostnamectl", "dmidecode"):
        return _labelled(text)
    return _plain(piece, text)


def _labelled(text: str) -> tuple[str, str] | None:
    found = _LABEL.fullmatch(text)
    if found is None:
        return _uuid("system-uuid", text)
    kind, value = _LABELS[found["label"]], found["value"]
    if kind == "hostname":
        return (kind, value) if _HOST.fullmatch(value) else None
    return kind, value.lower()


def _uuid(kind: str, text: str) -> tuple[str, str] | None:
    return (kind, text.lower()) if _UUID.fullmatch(text.lower()) else None


def _plain(piece: Piece, text: str) -> tuple[str, str] | None:
    """A value that stands alone: the file or the command says what it is."""
    name = _name(piece)
    if piece.role == "instance-id" or "instance-id" in name:
        return ("instance-id", text) if _CLOUD.fullmatch(text) else None
    if "boot_id" in name:
        return _uuid("boot-id", text)
    if "machine-id" in name:
        return ("machine-id", text) if _MACHINE.fullmatch(text) else None
    if "uuid" in name:
        return _uuid("system-uuid", text)
    return ("hostname", text) if "hostname" in name and _HOST.fullmatch(text) else None


def _name(piece: Piece) -> str:
    """The file behind the text, or the command with its options."""
    file = piece.context.get("file")
    if file is None and (command := piece.context.get("command")):
        return " ".join([program(command) or "", *arguments(command)])
    return (file or piece.path).rsplit("/", 1)[-1]
