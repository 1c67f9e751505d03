"""Page allocation failures, and what their dumps say about free memory."""

from __future__ import annotations

import pytest

from analyzer.bundle.member import Lines, Piece
from analyzer.parsers.kernel.kernel_log import parse
from analyzer.tables.allocation_failures import AllocationFailure

_DUMP = """\
Mem-Info:
active_anon:221 inactive_anon:14331 isolated_anon:0
 free:427891 free_pcp:153 free_cma:0
Node 0 DMA free:15036kB min:352kB low:440kB high:528kB present:15992kB managed:15360kB mlocked:0kB
lowmem_reserve[]: 0 1893 1893 1893 1893
Node 0 DMA32 free:63304kB boost:0kB min:13760kB low:17200kB high:20640kB present:3348656kB managed:3283120kB
Node 0 Normal free:561900kB boost:8192kB min:61948kB low:75384kB present:13096960kB managed:12774792kB
Node 0 DMA: 1*4kB (U) 0*8kB 0*16kB 0*32kB 0*64kB 0*128kB 0*256kB 0*512kB 0*1024kB 1*2048kB 3*4096kB
Node 0 DMA32: 550*4kB (UM) 250*8kB (UE) 46*16kB (UE) 0*32kB 0*64kB 0*128kB 0*256kB 0*512kB 0*1024kB = 63624kB
Node 0 Normal: 6676*4kB (UME) 2120*8kB (UE) 595*16kB (UME) 188*32kB (UM) 0*64kB 2*128kB (H) 1*256kB (C)
Node 0 hugepages_total=0 hugepages_free=0 hugepages_surp=0 hugepages_size=2048kB"""

_HEAD_6_5 = (
    "dockerd: page allocation failure: order:5, mode:0x440dc0(GFP_KERNEL_ACCOUNT|__GFP_COMP|__GFP_ZERO),"
    " nodemask=(null),cpuset=docker.service,mems_allowed=0"
)
_CPU_6_5 = "CPU: 52 PID: 1207114 Comm: dockerd Tainted: P           OE      6.5.0-15-generic #15~22.04.1-Ubuntu"


def _read(text: str, prefix: str = "[906739.889741] ") -> list[AllocationFailure]:
    lines = Lines("\n".join(prefix + line for line in text.split("\n")))
    return [row for row in parse(Piece("dmesg", "kernel-log", lines)) if isinstance(row, AllocationFailure)]


@pytest.mark.parametrize(
    ("head", "cpu", "comm", "order", "atomic", "version", "pid", "cgroup"),
    [
        (_HEAD_6_5, _CPU_6_5, "dockerd", 5, False, "6.5.0-15-generic", 1207114, "docker.service"),
        (
            "swapper/1: page allocation failure: order:0, mode:0x820(GFP_ATOMIC),"
            " nodemask=(null),cpuset=/,mems_allowed=0",
            "CPU: 1 UID: 0 PID: 0 Comm: swapper/1 Not tainted 6.12.8-200.fc41.x86_64 #1",
            "swapper/1",
            0,
            True,
            "6.12.8-200.fc41.x86_64",
            0,
            "/",
        ),
        (
            "runc:[1:CHILD]: page allocation failure: order:6, mode:0x10c0d0\nrunc:[1:CHILD] cpuset=/ mems_allowed=0",
            "CPU: 3 PID: 4242 Comm: runc:[1:CHILD] Not tainted 3.10.0-957.el7.x86_64 #1",
            "runc:[1:CHILD]",
            6,
            False,
            "3.10.0-957.el7.x86_64",
            4242,
            "/",
        ),
        (
            "java: page allocation failure. order:4, mode:0x20",
            "Pid: 2376, comm: java Not tainted 2.6.32-754.el6.x86_64 #1",
            "java",
            4,
            True,
            "2.6.32-754.el6.x86_64",
            2376,
            None,
        ),
        (
            "kworker/u8:1: page allocation failure: order:4, mode:0x26040c0(GFP_KERNEL|__GFP_COMP|__GFP_NOTRACK)",
            "CPU: 0 PID: 17 Comm: kworker/u8:1 Not tainted 4.9.0-19-amd64 #1",
            "kworker/u8:1",
            4,
            False,
            "4.9.0-19-amd64",
            17,
            None,
        ),
    ],
)
def test_wording_of_each_kernel(
    *, head: str, cpu: str, comm: str, order: int, atomic: bool, version: str, pid: int, cgroup: str | None
) -> None:
    """Who asked for how much, in the wording of 2.6.32, 3.10, 4.9, 6.5 and 6.12."""
    (row,) = _read(f"{head}\n{cpu}")
    assert (row.line, row.comm, row.order, row.atomic) == (1, comm, order, atomic)
    assert (row.kernel_version, row.pid, row.cgroup, row.mono_s) == (version, pid, cgroup, 906739.889741)
    assert (row.free_bytes, row.largest_free_order, row.suitable_blocks) == (None, None, None)


@pytest.mark.parametrize(
    ("order", "mode", "free_kb", "min_kb", "largest", "suitable"),
    [
        (3, "0xcc0(GFP_KERNEL)", 63304 + 561900, 13760 + 61948, 3, 188),
        (5, "0xcc0(GFP_KERNEL)", 63304 + 561900, 13760 + 61948, 3, 0),
        (5, "0x820(GFP_ATOMIC)", 63304 + 561900, 13760 + 61948, 5, 2),  # may take HighAtomic blocks
        (5, "0x100cca(GFP_HIGHUSER_MOVABLE)", 63304 + 561900, 13760 + 61948, 6, 1),  # may take CMA blocks
        (3, "0xcc4(GFP_KERNEL|GFP_DMA32)", 63304, 13760, 2, 0),
        (3, "0xcc1(GFP_KERNEL|GFP_DMA)", 15036, 352, 10, 4),
    ],
)
def test_free_memory_in_the_zones_allowed(
    order: int, mode: str, free_kb: int, min_kb: int, largest: int, suitable: int
) -> None:
    """Only zones and blocks count that the mask allows; ISA's zone only if it is asked for."""
    (row,) = _read(f"java: page allocation failure: order:{order}, mode:{mode}, nodemask=(null)\n{_DUMP}")
    assert (row.free_bytes, row.min_bytes) == (free_kb * 1024, min_kb * 1024)
    assert (row.largest_free_order, row.suitable_blocks) == (largest, suitable)


def test_lines_of_proof() -> None:
    """Watermarks and free list are quoted from the biggest zone."""
    (row,) = _read(f"{_HEAD_6_5}\n{_CPU_6_5}\n{_DUMP}")
    assert (row.free_line, row.list_line) == (9, 12)


def test_large_dma_zone() -> None:
    """On arm64 the zone called DMA is not ISA's 16 MB and counts."""
    zone = "Node 0 DMA free:100kB min:10kB low:1kB present:1048576kB managed:988888kB"
    dump = f"{zone}\nNode 0 DMA: 3*4kB (U) 1*8kB (U) = 20kB"
    (row,) = _read(f"java: page allocation failure: order:2, mode:0xcc0(GFP_KERNEL)\n{dump}")
    assert (row.free_bytes, row.largest_free_order) == (102400, 1)


@pytest.mark.parametrize("kept", range(1, 13))
def test_cut_dump(kept: int) -> None:
    """A dump may end anywhere; what is missing stays None."""
    (row,) = _read("\n".join(f"{_HEAD_6_5}\n{_DUMP}".split("\n")[:kept]))
    assert (row.free_bytes is None) == (kept < 7)
    assert (row.largest_free_order is None) == (kept < 10)


def test_each_failure_has_its_own_dump() -> None:
    """Two failures are two rows; the dump of an OOM kill behind them is not theirs."""
    oom = f"java invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0\n{_DUMP}"
    first, second = _read(f"{_HEAD_6_5}\n{_DUMP}\n{_HEAD_6_5}\n{oom}")
    assert (first.largest_free_order, second.largest_free_order) == (3, None)


def test_no_failure() -> None:
    """A dump alone is not a failure."""
    assert _read(_DUMP) == []
    assert _read("something about page allocation failure handling") == []


def test_indented_dump_of_dmesg() -> None:
    """Lines without prefix behind the failure belong to it."""
    text = f"[    5.000000] {_HEAD_6_5}\n" + "\n".join(f"               {line}" for line in _DUMP.split("\n"))
    (row,) = _read(text, prefix="")
    assert row.largest_free_order == 3
