# ruff: noqa: E501  (files of the kernel keep their lines)
"""Slabs, zones, free blocks by type."""

from __future__ import annotations

from analyzer.parsers.node import page_types, slabs, zones

from .reading import facts, rows, unclaimed


def test_slabs():
    """slabinfo 2.1: objects times their size; empty caches give no row."""
    text = "slabinfo - version: 2.1\n# name            <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab> : tunables <limit>\nxfs_dqtrx              0      0    528   15    2 : tunables    0    0    0 : slabdata      0      0      0\ndentry            190000 200000    192   21    1 : tunables    0    0    0 : slabdata   9048   9048      0\n"
    assert facts(slabs, "slabinfo", text, "cache", "active_objects", "total_bytes") == [
        ("dentry", 190000, 200000 * 192)
    ]
    assert unclaimed(slabs, "slabinfo", text) == []


def test_slabtop():
    """procps 3.3: sizes with K."""
    text = " Active / Total Objects (% used)    : 1000 / 2000 (50.0%)\n\n  OBJS ACTIVE  USE OBJ SIZE  SLABS OBJ/SLAB CACHE SIZE NAME                   \n 39000  38000  97%    0.19K   1857       21      7428K dentry                 \n"
    assert facts(slabs, "slabtop", text, "cache", "objects", "object_bytes") == [("dentry", 39000, 195)]
    assert unclaimed(slabs, "slabtop", text) == []


def test_zones():
    """Linux 5.15; the first figures count, those of the per-CPU lists do not."""
    text = "Node 0, zone   Normal\n  per-node stats\n      nr_inactive_anon 1234\n  pages free     45949\n        boost    0\n        min      11258\n        low      14072\n        high     16886\n        spanned  4194304\n        present  4194304\n        managed  4030000\n        cma      0\n        protection: (0, 0, 0)\n      nr_free_pages 45949\n  pagesets\n    cpu: 0\n              count: 300\n              high:  378\n              batch: 63\n  vm stats threshold: 36\n"
    assert facts(zones, "zoneinfo", text, "line", "zone", "free_pages", "min_pages", "high_pages", "managed_pages") == [
        (1, "Normal", 45949, 11258, 16886, 4030000)
    ]
    assert unclaimed(zones, "zoneinfo", text) == []


def test_free_blocks_by_type():
    """Counting stops at 100000; the second part counts blocks of all sizes."""
    text = "Page block order: 9\nPages per block:  512\n\nFree pages count per migrate type at order       0      1      2 \nNode    0, zone   Normal, type      Movable >100000      5      0 \n\nNumber of blocks type     Unmovable      Movable\nNode 0, zone      Normal            1            7\n"
    assert facts(page_types, "pagetypeinfo", text, "migrate_type", "order", "blocks", "capped") == [
        ("Movable", 0, 100000, True),
        ("Movable", 1, 5, False),
        ("Movable", 2, 0, False),
    ]
    assert unclaimed(page_types, "pagetypeinfo", text) == []
    assert rows(page_types, "pagetypeinfo", "nothing\n") == []
