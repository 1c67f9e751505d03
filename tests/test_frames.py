"""The tables as pandas sees them."""

from __future__ import annotations

import pandas as pd
import pytest

from analyzer.frames import frames

DMESG = (
    "[ 8812.104422] Memory cgroup out of memory: Killed process 4321 (java) total-vm:1kB, anon-rss:2kB, file-rss:0kB\n"
)
EVENT = '{"apiVersion": "v1", "kind": "Event", "reason": "BackOff", "lastTimestamp": "2026-05-19T20:21:00Z"}\n'


@pytest.fixture
def read(tmp_path):
    (tmp_path / "dmesg.txt").write_text("\n" + DMESG)
    (tmp_path / "event.json").write_text(EVENT)
    return frames(tmp_path)


def test_every_column_is_arrow_and_every_time_is_utc(read):
    """Types do not depend on what a bundle happens to hold."""
    for name in read:
        for column, dtype in read[name].dtypes.items():
            assert isinstance(dtype, pd.ArrowDtype), (name, column)
            if "timestamp" in str(dtype):
                assert "UTC" in str(dtype), (name, column)


def test_missing_is_missing(read):
    """What a line does not say is no zero and no empty text."""
    (kill,) = read["oom_kills"].to_dict("records")
    assert kill["anon_bytes"] == 2048
    assert pd.isna(kill["limit_bytes"])


def test_a_row_knows_its_place(read):
    """`src` leads to member and line."""
    assert read.source(read["oom_kills"]["src"][0]) == "dmesg.txt:2"


def test_an_unknown_table_is_a_key_error(read):
    """The mapping behaves like one."""
    with pytest.raises(KeyError):
        read["no_such_table"]
