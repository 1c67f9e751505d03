# ruff: noqa: E501  (excerpts of logs keep their lines)
"""Coverage of service logs."""

from __future__ import annotations

from datetime import UTC, datetime

from analyzer.parsers.node import service_logs

from .reading import rows, unclaimed


def _lines(count, start=0, word="pods"):
    return [
        f"2024-05-07T11:{minute:02}:00+00:00 n1 kubelet[5]: I0507 11:{minute:02}:00.000000 5 kubelet.go:1] {name} x"
        for minute, name in ((start + i, f"{'abcdefgh'[i % 8]} {word}") for i in range(count))
    ]


def _rows(lines, command=None):
    context = {"command": command} if command else {}
    return rows(service_logs, "service-log", "\n".join(lines), "messages", **context)


def _at(minute):
    return datetime(2024, 5, 7, 11, minute, tzinfo=UTC)


def test_one_row_per_service_and_host():
    """A syslog with two services gives two rows, each with its own times."""
    extra = ["2024-05-07T11:59:00+00:00 n1 systemd[1]: Started Session 3 of user root."]
    kubelet, systemd = _rows([*_lines(30), *extra])
    assert kubelet == (1, "kubelet", "n1", _at(0), _at(29), "exact", 30, 0, False)
    assert (systemd.unit, systemd.lines, systemd.first, systemd.excerpt) == ("systemd", 1, _at(59), True)


def test_newest_first_is_turned_round():
    """Longhorn's bundles hold `journalctl -r`."""
    (row,) = _rows(_lines(30)[::-1])
    assert (row.first, row.last) == (_at(0), _at(29))


def test_masters_joined_in_one_file_stay_apart():
    """must-gather's kubelet_service.log holds the journals of all masters."""
    rows = _rows([*_lines(3), *(line.replace(" n1 ", " n2 ") for line in _lines(3))])
    assert [(row.node, row.first, row.last) for row in rows] == [
        ("n1", _at(0), _at(2)),
        ("n2", _at(0), _at(2)),
    ]


def test_suppressed_notes_count_for_the_service_they_name():
    """A note without a name may be about any service."""
    head = "2024-05-07T11:59:00+00:00 n1 "
    notes = [
        f"{head}systemd-journald[3]: Suppressed 20 messages from containerd.service",
        f"{head}systemd-journald[3]: Suppressed 20 messages from kubelet.service",
        f"{head}rsyslogd: imjournal: 300 messages lost due to rate-limiting",
    ]
    assert [row.suppressed for row in _rows([*_lines(30), *notes])] == [2]


def test_what_only_looks_like_a_log_is_an_excerpt():
    """Few lines, lines of one shape, or a command that cuts."""
    assert _rows(_lines(5))[0].excerpt
    assert _rows(_lines(1) * 40)[0].excerpt
    assert _rows(_lines(30), "journalctl -u kubelet | grep pods")[0].excerpt
    assert not _rows(_lines(30), "journalctl -u kubelet")[0].excerpt


def test_long_logs_are_counted_but_not_read_wholly():
    """First, last and number are exact, whatever the length; lines of other programs are understood."""
    lines = [
        f"Mar  1 {i // 3600:02}:{i // 60 % 60:02}:{i % 60:02} n1 kubelet[5]: I0301 10:00:00.0 5 {'abcdefgh'[i % 8]}.go:1] text {'abcdefgh'[i % 7]}"
        for i in range(5000)
    ]
    lines.insert(70, "Mar  1 00:01:09 n1 sshd[7]: Accepted publickey")
    (row,) = _rows(lines)
    assert (row.lines, row.unit, row.excerpt) == (5000, "kubelet", False)
    assert (row.first, row.last) == (datetime(1972, 3, 1, tzinfo=UTC), datetime(1972, 3, 1, 1, 23, 19, tzinfo=UTC))
    assert unclaimed(service_logs, "service-log", "\n".join(lines)) == []


def test_notes_of_journalctl_are_understood():
    """systemd 219 to 254."""
    text = "-- Logs begin at Tue 2024-03-05 10:00:00 UTC, end at Tue 2024-03-05 11:00:00 UTC. --\n-- No entries --\n-- Boot 0123456789abcdef0123456789abcdef --\n-- Reboot --\n"
    assert rows(service_logs, "service-log", text) == []
    assert unclaimed(service_logs, "service-log", text) == []


def test_several_hosts_in_one_file():
    """must-gather joins the journals of all masters."""
    lines = [line.replace(" n1 ", f" n{1 + i % 3} ") for i, line in enumerate(_lines(59))]
    assert [row.node for row in _rows(lines)] == ["n1", "n2", "n3"]
