# ruff: noqa: E501  (excerpts of logs keep their lines)
"""buddyinfo."""

from __future__ import annotations

from analyzer.parsers.node import buddyinfo

from .reading import rows as _rows


def test_every_column_is_an_order():
    """Eleven orders on x86 with Linux 5.4; the kernel leaves a blank at the end."""
    text = "Node 0, zone   Normal    145    101    316   1135    222     35     14      4      2      0      0 \n"
    rows = _rows(buddyinfo, "buddyinfo", text)
    assert [(row.order, row.blocks) for row in rows][:3] == [(0, 145), (1, 101), (2, 316)]
    assert len(rows) == 11
    assert {(row.line, row.numa_node, row.zone) for row in rows} == {(1, 0, "Normal")}


def test_other_counts_of_orders_are_read():
    """arm64 with 64 KiB pages has fourteen; what is no row is left out."""
    text = "garbage\nNode 1, zone      DMA " + " ".join(["7"] * 14) + "\n"
    rows = _rows(buddyinfo, "buddyinfo", text)
    assert [row.order for row in rows] == list(range(14))
    assert rows[0].line == 2
