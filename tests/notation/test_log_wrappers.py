"""What stands around the lines of container logs."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from analyzer.notation.log_wrappers import line_stamp, unwrap

_TIME = datetime(2024, 5, 7, 11, 59, 34, 519591, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "text", "time", "whole"),
    [
        ("2024-05-07T11:59:34.519591759Z stdout F hello  world", "hello  world", _TIME, True),
        ("2024-05-07T13:59:34.519591759+02:00 stderr P half", "half", _TIME, False),
        ("2024-05-07T11:59:34.519591759Z stdout F", "", _TIME, True),
        (
            '{"log":"hello\\n","stream":"stdout","time":"2024-05-07T11:59:34.519591759Z"}',
            "hello",
            _TIME,
            True,
        ),
        ('{"log":"half","stream":"stdout","time":"2024-05-07T11:59:34.519591759Z"}', "half", _TIME, False),
        ("2024-05-07T11:59:34.519591759Z hello", "hello", _TIME, True),
        ("[pod/web-0/app] 2024-05-07T11:59:34.519591759Z hello", "hello", _TIME, True),
        ("[pod/web-0/app] hello", "hello", None, True),
        ("\x1b[37mhello\x1b[0m", "hello", None, True),
        (
            "2024-05-07T11:59:34.519Z application's own",
            "2024-05-07T11:59:34.519Z application's own",
            None,
            True,
        ),
        ('{"log":"not docker"}', '{"log":"not docker"}', None, True),
        ('{"log":"cut","stream":', '{"log":"cut","stream":', None, True),
        ("", "", None, True),
    ],
)
def test_wrappers_are_taken_off(line, text, time, whole):
    """CRI, docker's json-file, kubectl --timestamps and --prefix, colours."""
    found = unwrap(line)
    assert (found.text, line_stamp(found).time if found.time else None, found.whole) == (text, time, whole)


@pytest.mark.parametrize(
    ("line", "time", "quality"),
    [
        ("2024-05-07T11:59:34.519591759Z stdout F 2020-01-01 00:00:00 x", _TIME, "exact"),
        ('{"level":"error","ts":"2024-05-07T11:59:34.519591Z","msg":"x"}', _TIME, "exact"),
        ('{"level":"error","ts":1715083174.519591,"msg":"x"}', _TIME, "exact"),
        ('{"time":1715083174519,"msg":"x"}', _TIME.replace(microsecond=519000), "exact"),
        ('level=info ts=2024-05-07T11:59:34.519591Z msg="x"', _TIME, "exact"),
        ("2024-05-07 11:59:34,519 ERROR x", _TIME.replace(microsecond=519000), "zone_unknown"),
        ("plain", None, "none"),
        ('{"ts":"yesterday at noon"}', None, "none"),
    ],
)
def test_the_time_of_a_line(line, time, quality):
    """The collector's time first, then the application's own."""
    stamp = line_stamp(unwrap(line))
    assert (stamp.time, stamp.quality) == (time, quality)
