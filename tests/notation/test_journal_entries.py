# ruff: noqa: E501  (entries of journals keep their lines)
"""Journal entries that are spread over lines."""

from __future__ import annotations

import pytest

from analyzer.notation.journal_entries import is_spread, journal_entries

EXPORT = """\
__CURSOR=s=1;i=2
__REALTIME_TIMESTAMP=1709633472000000
_HOSTNAME=n1
SYSLOG_IDENTIFIER=kubelet
MESSAGE=I0305 one

__CURSOR=s=1;i=3
__REALTIME_TIMESTAMP=1709633473000000
SYSLOG_IDENTIFIER=kubelet
MESSAGE=I0305 two
"""
VERBOSE = """\
Tue 2024-03-05 10:11:12.000000 UTC [s=0123456789abcdef0123456789abcdef;i=2;b=fedcba9876543210fedcba9876543210;m=1;t=612e70fcb7000;x=1]
    _HOSTNAME=n1
    SYSLOG_IDENTIFIER=kubelet
    MESSAGE=I0305 one
Tue 2024-03-05 10:11:13.000000 UTC [s=0123456789abcdef0123456789abcdef;i=3;b=fedcba9876543210fedcba9876543210;m=2;t=612e70fdab240;x=1]
    MESSAGE=I0305 two
"""
PRETTY = """\
{
\t"__REALTIME_TIMESTAMP" : "1709633472000000",
\t"MESSAGE" : "I0305 one",
\t"SYSLOG_IDENTIFIER" : "kubelet"
}
{
\t"__REALTIME_TIMESTAMP" : "1709633473000000",
\t"MESSAGE" : "I0305 two"
}
"""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (EXPORT, [(1, 5, 5, "I0305 one"), (7, 10, 10, "I0305 two")]),
        (VERBOSE, [(1, 4, 4, "I0305 one"), (5, 6, 6, "I0305 two")]),
        (PRETTY, [(1, 5, 3, "I0305 one"), (6, 9, 8, "I0305 two")]),
    ],
)
def test_entries(text, found):
    """Extent, line of the message, and fields of each (systemd 252)."""
    assert is_spread(text)
    lines = enumerate(text.split("\n"), 1)
    assert [(first, last, at, fields["MESSAGE"]) for first, last, at, fields in journal_entries(lines)] == found


def test_other_logs_are_not():
    """A line an entry."""
    assert not is_spread("Mar 05 10:11:12 n1 kubelet[1]: I0305 x\n")
    assert not is_spread('{"__REALTIME_TIMESTAMP":"1","MESSAGE":"x"}\n')
    assert list(journal_entries([(1, "{"), (2, "nonsense"), (3, "}")])) == []
