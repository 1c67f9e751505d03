"""Time stamps at the start of log lines."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from analyzer.notation.log_times import leading_stamp
from analyzer.notation.stamp import NO_STAMP

_AT = datetime(2022, 2, 11, 18, 59, 1, tzinfo=UTC)
_MICRO = _AT.replace(microsecond=123456)


@pytest.mark.parametrize(
    ("text", "time", "quality"),
    [
        ("2022-02-11T18:59:01Z msg", _AT, "exact"),
        ("2022-02-11T18:59:01.123456Z msg", _MICRO, "exact"),
        ("2022-02-11T18:59:01.123456789Z msg", _MICRO, "exact"),
        ("2022-02-11T19:59:01.123456+01:00 msg", _MICRO, "exact"),
        ("2022-02-11T18:59:01+0000 msg", _AT, "exact"),
        ("2022-02-11T13:59:01-05 msg", _AT, "exact"),
        ("2022-02-11T18:59:01,123456+00:00 msg", _MICRO, "exact"),  # dmesg --time-format iso
        ("2022-02-11 18:59:01.123456 +0000 UTC msg", _MICRO, "exact"),  # Go
        ("2022-02-11 18:59:01.123456 +0000 UTC m=+511.12 msg", _MICRO, "exact"),
        ("2022-02-11 18:59:01,123456 msg", _MICRO, "zone_unknown"),  # Python logging
        ("2022/02/11 18:59:01 msg", _AT, "zone_unknown"),  # nginx
        ("[2022-02-11T18:59:01Z] msg", _AT, "exact"),
        ("Feb 11 18:59:01 msg", _AT.replace(year=1972), "no_year"),
        ("Feb 11 18:59:01.123456 msg", _MICRO.replace(year=1972), "no_year"),  # journalctl short-precise
        ("Feb  1 18:59:01 msg", _AT.replace(year=1972, day=1), "no_year"),
        ("Feb 01 18:59:01 msg", _AT.replace(year=1972, day=1), "no_year"),
        ("Feb 29 18:59:01 msg", _AT.replace(year=1972, day=29), "no_year"),
        ("Feb 11 2022 18:59:01 msg", _AT, "zone_unknown"),
        ("[Fri Feb 11 18:59:01 2022] msg", _AT, "zone_unknown"),  # dmesg -T
        ("[Fri Feb 11 18:59:01 2022 <    0.000012>] msg", _AT, "zone_unknown"),  # dmesg -T -d
        ("[Tue Feb  1 18:59:01 2022] msg", _AT.replace(day=1), "zone_unknown"),
        ("Fri Feb 11 18:59:01 UTC 2022 msg", _AT, "exact"),  # date
        ("I0211 18:59:01.123456 msg", _MICRO.replace(year=1972), "no_year"),  # klog
        ("Fri 2022-02-11 18:59:01 UTC msg", _AT, "exact"),  # journalctl short-full
        ("Fri 2022-02-11 19:59:01 CET msg", _AT, "exact"),
        ("Fri 2022-02-11 18:59:01 CST msg", _AT, "zone_unknown"),  # Chicago or Shanghai
        ("1644605941.123456 msg", _MICRO, "exact"),  # journalctl short-unix
        ("[11/Feb/2022:18:59:01 +0000] msg", _AT, "exact"),
        ("2016-12-31T23:59:60Z msg", datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC), "exact"),
    ],
)
def test_form(text: str, time: datetime, quality: str) -> None:
    """Every form becomes a UTC time, a quality, and the text after one blank."""
    stamp, rest = leading_stamp(text)
    assert (stamp.time, stamp.quality, rest) == (time, quality, "msg")


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("[Di Aug 12 03:54:03 2025] x", 8),  # German
        ("[Do Mär 12 03:54:03 2025] x", 3),
        ("[Fr Okt 12 03:54:03 2025] x", 10),
        ("[ven. févr. 12 03:54:03 2025] x", 2),  # French
        ("[mar. août 12 03:54:03 2025] x", 8),
        ("[lun. déc. 12 03:54:03 2025] x", 12),
        ("[vie ene 12 03:54:03 2025] x", 1),  # Spanish
        ("[sáb dic 12 03:54:03 2025] x", 12),
        ("[sex fev 12 03:54:03 2025] x", 2),  # Portuguese
        ("[ter out 12 03:54:03 2025] x", 10),
        ("[mer giu 12 03:54:03 2025] x", 6),  # Italian
        ("[gio ott 12 03:54:03 2025] x", 10),
        ("[do mrt 12 03:54:03 2025] x", 3),  # Dutch
        ("[za mei 12 03:54:03 2025] x", 5),
        ("[śro paź 12 03:54:03 2025] x", 10),  # Polish
        ("[nie gru 12 03:54:03 2025] x", 12),
        ("[Пт фев 12 03:54:03 2025] x", 2),  # Russian
        ("[Ср окт 12 03:54:03 2025] x", 10),
        ("[金  2月 12 03:54:03 2025] x", 2),  # Japanese
        ("[五 12月 12 03:54:03 2025] x", 12),  # Chinese
    ],
)
def test_ctime_in_other_languages(text: str, month: int) -> None:
    """Names of months are understood in the languages of strftime."""
    stamp, rest = leading_stamp(text)
    assert stamp.time == datetime(2025, month, 12, 3, 54, 3, tzinfo=UTC)
    assert rest == "x"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "msg",
        "[ 1234.567890] msg",
        "12.5 seconds have passed since",
        "Feb 30 18:59:01 host msg",
        "Foo 11 18:59:01 host msg",
        "2022-13-11T18:59:01Z msg",
        "2022-02-11T25:59:01Z msg",
        "2022-02-11T18:59:01Zebra",
        "0001-01-01T00:00:00+05:00 never",
        "2022-02-11",
    ],
)
def test_no_stamp(text: str) -> None:
    """What is no possible time leaves the text as it is."""
    assert leading_stamp(text) == (NO_STAMP, text)


def test_text_outside_ascii_after_a_stamp() -> None:
    """Only the stamp decides, not the text after it."""
    assert leading_stamp("2022-02-11T18:59:01Z größer")[1] == "größer"


def test_further_blanks_stay() -> None:
    """Indentation behind a stamp belongs to the text: it marks continuation lines."""
    assert leading_stamp("Feb 11 18:59:01   x")[1] == "  x"
