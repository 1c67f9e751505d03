"""Known lines of kubelet, runtime and systemd logs."""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.bundle.member import Piece
from analyzer.notation.kubelet_names import Names
from analyzer.notation.service_lines import ServiceText, service_line, service_name
from analyzer.parsers.node.service_facts import fact, may_say
from analyzer.parsers.node.service_statement import Fact
from analyzer.parsers.node.service_texts import texts
from analyzer.tables import service_log
from analyzer.tables.service_log import ServiceLine

MEMBERS = ("service-log",)
YIELDS = (service_log.TABLE,)


def parse(piece: Piece) -> Iterator[ServiceLine]:
    """Yield one record per line that says something known; a value that goes on below is joined."""
    default = service_name(piece.context.get("command") or piece.path.rsplit("/", 1)[-1])
    open_line: ServiceLine | None = None
    more: list[str] = []
    for number, text in texts(piece):
        if open_line is None and not may_say(text):
            continue
        line = service_line(text, number)
        if open_line is not None:
            part = _continuation(line, text)
            if part is not None and part.strip() != ">" and len(more) < _LONGEST:
                more.append(part.strip())
                continue
            yield _joined(open_line, more)
            open_line, more = None, []
        if line is None or (found := fact(line)) is None or (unit := line.unit or default) is None:
            continue
        record = _record(line, unit, found)
        if record.detail and record.detail.endswith(" <"):
            open_line = record
        else:
            yield record
    if open_line is not None:
        yield _joined(open_line, more)


_LONGEST = 20  # lines of a probe's output that are kept
_NOBODY = Names()
_BELOW = ("\t", " ", "#", ">", "Mounting command: ", "Mounting arguments: ", "Output: ")


def _continuation(line: ServiceText | None, text: str) -> str | None:
    """The part of a value that stands in a line of its own, alone or behind a syslog head."""
    if line is None:
        return text
    return line.message if line.level is None and line.message.startswith(_BELOW) else None


def _joined(record: ServiceLine, more: list[str]) -> ServiceLine:
    detail = (record.detail or "").removesuffix("<") + "\n".join(part.removeprefix("#011") for part in more)
    return record._replace(detail=detail.rstrip())


def _record(line: ServiceText, unit: str, found: Fact) -> ServiceLine:
    named = found.names if found.kind not in _ABOUT_NODE else _NOBODY
    return ServiceLine(
        line=line.number,
        unit=unit,
        node=line.host,
        time=line.stamp.time,
        time_quality=line.stamp.quality,
        level=line.level,
        kind=found.kind,
        message=line.message,
        namespace=named.namespace,
        pod=named.pod,
        pod_uid=named.pod_uid,
        container=named.container,
        container_id=named.container_id,
        detail=found.detail,
        exit_code=found.exit_code,
        count=found.times,
    )


_ABOUT_NODE = frozenset(("node-not-ready", "pleg-unhealthy", "runtime-down", "network-not-ready", "suppressed"))
