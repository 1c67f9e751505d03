"""Times and ages of the Kubernetes API and kubectl."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from analyzer.notation.kube.times import age, moment


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2026-05-19T20:21:00Z", datetime(2026, 5, 19, 20, 21, tzinfo=UTC)),
        ("2026-05-19T20:21:00.123456Z", datetime(2026, 5, 19, 20, 21, 0, 123456, tzinfo=UTC)),
        ("2026-05-19T20:21:00.123456789+02:00", datetime(2026, 5, 19, 18, 21, 0, 123456, tzinfo=UTC)),
        ("Tue, 19 May 2026 20:21:00 +0530", datetime(2026, 5, 19, 14, 51, tzinfo=UTC)),
        ("2026-05-16 18:53:29 +0530 IST", datetime(2026, 5, 16, 13, 23, 29, tzinfo=UTC)),
        ("1970-01-01T00:00:00Z", datetime(1970, 1, 1, tzinfo=UTC)),
    ],
)
def test_times_are_utc(text, time):
    """API timestamps and the times that describe prints become UTC."""
    assert moment(text) == time


@pytest.mark.parametrize(
    "text",
    [
        "Mon, 01 Jan 0001 00:00:00 +0000",
        "0001-01-01T00:00:00Z",
        "<unknown>",
        "2026-05-19",
        "2026-05-19T20:21:00",
        "2026-13-19T20:21:00Z",
        None,
        12,
    ],
)
def test_null_times_are_missing(text):
    """Go's null time, a time without zone and other text are missing."""
    assert moment(text) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("119s", (119.0, 1.0)),
        ("5m", (300.0, 1.0)),
        ("9m59s", (599.0, 1.0)),
        ("60m", (3600.0, 60.0)),
        ("7h59m", (28740.0, 60.0)),
        ("8h", (28800.0, 3600.0)),
        ("2d23h", (255600.0, 3600.0)),
        ("8d", (691200.0, 86400.0)),
        ("3y1d", (94694400.0, 86400.0)),
        ("9m ago", (540.0, 1.0)),
        ("1h", (3600.0, 3600.0)),  # only kubectl before 1.12 prints it
        ("<invalid>", None),
        ("<unknown>", None),
        ("", None),
        ("soon", None),
    ],
)
def test_ages_know_their_resolution(text, found):
    """An age is seconds and the resolution that kubectl rounded to (describe-grammar, section 3)."""
    assert age(text) == found


def test_short_ages_have_the_resolution_of_their_unit():
    """Tables with FirstSeen and LastSeen print one unit: 5m is anything below 6 minutes."""
    assert age("5m", short=True) == (300.0, 60.0)
