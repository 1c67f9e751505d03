"""Tables of crictl, docker, nerdctl, podman and ctr: containers, sandboxes, images, usage."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzer.bundle.member import Piece
from analyzer.model.understood import Understood
from analyzer.notation.column_table import Columns
from analyzer.notation.runtime_json import names_of_docker
from analyzer.notation.sizes import size
from analyzer.parsers.node.claims import claims
from analyzer.tables import resource_usage, runtime_containers
from analyzer.tables.resource_usage import ResourceUsage
from analyzer.tables.runtime_containers import RuntimeContainer

MEMBERS = ("runtime-table", "image-table")
YIELDS = (runtime_containers.TABLE, resource_usage.TABLE)

_Found = RuntimeContainer | ResourceUsage


def parse(piece: Piece) -> Iterator[_Found | Understood]:
    """Yield one record per row below a header; rows of images are only understood."""
    known: list[int] = []
    columns: Columns | None = None
    for line in piece.lines:
        text = line.text.rstrip()
        if _HEAD.match(text):
            columns = Columns.of(text)
        elif columns is None or not text or (cells := columns.row(text)) is None:
            continue
        elif "IMAGE ID" not in columns.names and "DIGEST" not in columns.names:
            found = _record(line.number, columns.names, cells)
            if found is None:
                continue
            yield found
        known.append(line.number)
    yield from claims(known)


_HEAD = re.compile(
    r"\s*(?:CONTAINER(?: ID)? +(?:IMAGE|NAME|CPU) ?|CONTAINER +CPU|POD ID +CREATED|TASK +PID|IMAGE +TAG|REPOSITORY +TAG|REF +TYPE)"
)
_ID = re.compile(r"[0-9a-f]{12,64}(?:\.\.\.|…)?")


def _record(line: int, names: tuple[str, ...], cells: dict[str, str]) -> _Found | None:
    id_ = cells.get(names[0], "")
    if not _ID.fullmatch(id_):
        return None
    if "CPU %" in names:
        return _usage(line, names, cells)
    if "TASK" in names or "RUNTIME" in names[2:3]:
        return _ctr(line, cells)
    return _docker(line, cells) if "NAMES" in names else _crictl(line, names, cells)


def _crictl(line: int, names: tuple[str, ...], cells: dict[str, str]) -> RuntimeContainer:
    sandbox = names[0] == "POD ID"
    attempt = cells.get("ATTEMPT", "")
    return RuntimeContainer(
        line,
        "crictl",
        "sandbox" if sandbox else "container",
        cells[names[0]],
        None if sandbox else cells.get("NAME"),
        int(attempt) if attempt.isdecimal() else None,
        cells.get("NAME") if sandbox else cells.get("POD"),
        cells.get("NAMESPACE"),
        sandbox_id=None if sandbox else cells.get("POD ID"),
        image=cells.get("IMAGE"),
        state=cells.get("STATE", "").lower() or None,
        age=cells.get("CREATED"),
    )


_STATUS = re.compile(
    r"(?P<word>Up|Exited|Restarting|Created|Dead|Removal|Paused)(?: \((?P<code>\d{1,3})\))?(?P<rest>.*)"
)
_WORDS = {"Up": "running", "Removal": "removing"}


def _docker(line: int, cells: dict[str, str]) -> RuntimeContainer:
    names = {"kind": "container", **names_of_docker(cells.get("NAMES", "").split(",")[0])}
    status = _STATUS.match(cells.get("STATUS", ""))
    state = None
    if status is not None:
        state = "paused" if "(Paused)" in status["rest"] else _WORDS.get(status["word"], status["word"].lower())
    return RuntimeContainer(
        line,
        "docker",
        id=cells.get("CONTAINER ID"),
        image=cells.get("IMAGE"),
        state=state,
        exit_code=int(status["code"]) if status and status["code"] else None,
        age=cells.get("CREATED"),
        **names,
    )


def _ctr(line: int, cells: dict[str, str]) -> RuntimeContainer:
    pid = cells.get("PID", "")
    return RuntimeContainer(
        line,
        "ctr",
        "container",
        cells.get("CONTAINER") or cells.get("TASK"),
        image=cells.get("IMAGE"),
        state=cells.get("STATUS", "").lower() or None,
        pid=int(pid) if pid.isdecimal() and pid != "0" else None,
    )


def _usage(line: int, names: tuple[str, ...], cells: dict[str, str]) -> ResourceUsage:
    docker = "MEM USAGE / LIMIT" in names
    used, _, limit = cells.get("MEM USAGE / LIMIT" if docker else "MEM", "").partition(" / ")
    sizes = [size(text) for text in (used, limit, cells.get("DISK", ""))]
    amounts = [None if found is None else found.bytes for found in sizes]
    about = names_of_docker(cells.get("NAME", "")) if docker else {"name": cells.get("NAME")}
    cpu, tasks = cells.get("CPU %", "").removesuffix("%"), cells.get("PIDS", "")
    return ResourceUsage(
        line,
        "docker" if docker else "crictl",
        "pod" if about.get("kind") == "sandbox" else "container",
        about.get("namespace"),
        about.get("pod"),
        about.get("pod_uid"),
        about.get("name"),
        cells[names[0]],
        cpu_cores=float(cpu) / 100 if re.fullmatch(r"\d{1,7}(?:\.\d{1,4})?", cpu) else None,
        working_set_bytes=amounts[0],
        limit_bytes=amounts[1],
        processes=int(tasks) if tasks.isdecimal() else None,
        fs_used_bytes=amounts[2],
        approximate=any(found is not None and found.rounded for found in sizes),
    )
