"""The task table of OOM reports.

`[ pid ]   uid  tgid total_vm      rss nr_ptes swapents oom_score_adj name`: pages, except pgtables_bytes.
The columns changed often (2.6.32 to 6.9), so the heading decides what a number means.
"""

from __future__ import annotations

from analyzer.parsers.kernel.oom_blocks import Block
from analyzer.tables.oom_tasks import OomTask


def task_rows(block: Block, event_line: int, page_size: int) -> list[OomTask]:
    """The rows of the block's task table; without its heading the columns common to 3.10 and later."""
    columns: tuple[str, ...] = _UNHEADED
    rows = []
    for part in block:
        if part.kind == "table":
            columns = tuple(part.group["columns"].split())
        elif part.kind == "task":
            row = _row(part.line.number, part.group["pid"], part.group["values"], columns)
            rows += [_in_bytes(row, event_line, page_size)] if row else []
    return rows


_Row = dict[str, str | int]

_UNHEADED = ("uid", "tgid", "total_vm", "rss", "?", "swapents", "oom_score_adj", "name")


def _row(line: int, pid: str, text: str, columns: tuple[str, ...]) -> _Row | None:
    values = text.split(None, len(columns) - 1)
    if len(values) != len(columns) or columns[-1] != "name":
        return None
    if not all(value.lstrip("-").isdecimal() for value in values[:-1]):
        return None
    row: _Row = {name: int(value) for name, value in zip(columns[:-1], values[:-1], strict=True)}
    return {**row, "name": values[-1].strip(), "pid": int(pid), "line": line}


def _in_bytes(row: _Row, event_line: int, page_size: int) -> OomTask:
    def number(name: str) -> int | None:
        value = row.get(name)
        return value if isinstance(value, int) else None

    def pages(name: str) -> int | None:
        value = number(name)
        return None if value is None else value * page_size

    page_tables = number("pgtables_bytes")
    if page_tables is None and (counted := number("nr_ptes")) is not None:
        # Up to 4.14 the table counts pages of page tables: leaves, and in 4.1 to 4.14 middle ones.
        page_tables = (counted + (number("nr_pmds") or 0)) * page_size
    return OomTask(
        line=int(row["line"]),
        event_line=event_line,
        pid=number("pid"),
        tgid=number("tgid"),
        uid=number("uid"),
        name=str(row["name"]),
        total_vm_bytes=pages("total_vm"),
        rss_bytes=pages("rss"),
        rss_anon_bytes=pages("rss_anon"),
        rss_shmem_bytes=pages("rss_shmem"),
        swap_bytes=pages("swapents"),
        pgtables_bytes=page_tables,
        oom_score_adj=number("oom_score_adj"),
    )
