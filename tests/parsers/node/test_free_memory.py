"""`free`."""

from __future__ import annotations

import pytest

from analyzer.parsers.node import free_memory

from .reading import facts, rows, unclaimed

NEW = """\
              total        used        free      shared  buff/cache   available
Mem:       16393172     1919616    12929752      294964     1543804    14473636
Swap:             0           0           0
"""
OLD = """\
             total       used       free     shared    buffers     cached
Mem:          7821       7537        283          0        180       5200
-/+ buffers/cache:       2157       5664
Swap:         2047          3       2044
"""
HUMAN = """\
               total        used        free      shared  buff/cache   available
Mem:            31Gi       4.2Gi       1.1Gi       182Mi        25Gi        26Gi
Swap:             0B          0B          0B
"""


def _values(text, **context):
    return {
        key: (value, rough)
        for key, value, rough in facts(free_memory, "free", text, "key", "value", "approximate", **context)
    }


def test_kibibytes_are_the_default():
    """procps 3.3.10 and later; names are those of /proc/meminfo."""
    found = _values(NEW)
    assert found["MemTotal"] == (16393172 * 1024, False)
    assert found["MemAvailable"] == (14473636 * 1024, False)
    assert found["BuffersAndCache"] == (1543804 * 1024, False)
    assert found["SwapTotal"] == (0, False)
    assert unclaimed(free_memory, "free", NEW) == []


@pytest.mark.parametrize("context", [{"command": "free -m"}, {}])
def test_mebibytes_by_option_or_by_size(context):
    """procps 3.2; without the command, no node has only 7821 KiB."""
    found = _values(OLD, **context)
    assert found["MemTotal"] == (7821 * 2**20, True)
    assert found["Cached"] == (5200 * 2**20, True)
    assert found["SwapUsed"] == (3 * 2**20, True)
    assert unclaimed(free_memory, "free", OLD) == []


def test_figures_for_people_are_rounded():
    """procps 4.0 with -h."""
    found = _values(HUMAN, command="free -h")
    assert found["MemTotal"] == (31 * 2**30, True)
    assert found["Shmem"] == (182 * 2**20, True)
    assert found["SwapTotal"] == (0, False)


def test_a_container_sees_its_own():
    """lxcfs and sandboxes change the figures: nothing of a node follows."""
    assert rows(free_memory, "free", NEW, command="kubectl exec web-0 -- free") == []
