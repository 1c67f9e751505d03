"""Messages of the kernel that are known by their wording, apart from OOM reports and allocation failures."""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.bundle.member import Piece
from analyzer.model.problem import Problem
from analyzer.notation.cgroup_paths import cgroup_path
from analyzer.notation.kernel_lines import KernelLine, kernel_lines
from analyzer.parsers.kernel.message_kinds import kinds_of
from analyzer.tables import kernel_messages
from analyzer.tables.kernel_messages import KernelMessage

MEMBERS = ("kernel-log",)
YIELDS = (kernel_messages.TABLE,)


def parse(piece: Piece) -> Iterator[KernelMessage | Problem]:
    """One row for each line that says something known, or that a rule asks for (kind `rule`)."""
    for line in kernel_lines(piece.lines):
        if known := _known(line.message[:_LONGEST]):
            yield _row(line, *known)
        elif piece.asked is not None and piece.asked.matches(line.message):
            yield _row(line, "rule", {})


_LONGEST = 2000  # characters that are kept; printk itself ends at 1024


def _known(message: str) -> tuple[str, dict[str, str]] | None:
    """The first kind that fits, and the columns that the message names."""
    for kind in kinds_of(message):
        if found := kind.pattern(message):
            return kind.name, {key: value for key, value in found.groupdict().items() if value}
    return None


def _row(line: KernelLine, kind: str, part: dict[str, str]) -> KernelMessage:
    path = cgroup_path(part["cgroup"]) if "cgroup" in part else None
    pid, amount, device = part.get("pid"), part.get("amount"), part.get("device")
    return KernelMessage(
        line=line.number,
        kind=kind,
        message=line.message[:_LONGEST].strip(),
        node=line.host,
        time=line.stamp.time,
        time_quality=line.stamp.quality,
        mono_s=line.mono_s,
        comm=part.get("comm"),
        pid=int(pid) if pid else None,
        device=device.rstrip(":.") if device else None,
        cgroup=path.text if path else None,
        pod_uid=path.pod_uid if path else None,
        container_id=path.container_id if path else None,
        amount=int(amount) if amount else None,
    )
