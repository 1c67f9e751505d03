"""What was seen from when to when, and what was not."""

from __future__ import annotations

import pytest

from analyzer.report.platform import coverage
from tests.views.tables_of_rows import database, values

NODE = [{"where": (0, 1), "at": "", "node": "n", "form": "yaml"}]
DATE = {"where": (0, 2), "kind": "collected", "time": "2026-05-19T20:00:00Z", "time_quality": "exact"}


def log(member, first, last, line=1, **more):
    return {
        "where": (member, line), "first": first and f"2026-05-19T{first}:00Z", "last": last and f"2026-05-19T{last}:00Z",
        "time_quality": "exact", **more,
    }  # fmt: skip


def seen(*logs, paths, table="kernel_logs", **found):
    made = database(members=["nodes.yaml", *paths], nodes=NODE, **{table: list(logs)}, **found)
    sql = (
        "SELECT strftime(seen_from, '%H:%M') AS f, strftime(seen_to, '%H:%M') AS t, complete, gaps, missing FROM coverage "
        "WHERE origin IN ('kernel', 'kubelet', 'runtime') ORDER BY seen_from"
    )
    return values(made, sql)


def test_rotated_files_that_follow_each_other_are_one_stretch():
    """x.log.2, x.log.1 and x.log have nothing between them, however long the kernel was silent."""
    logs = [
        log(1, "15:00", "18:00", form="syslog"),
        log(2, "12:00", "14:00", form="syslog"),
        log(3, "09:00", "11:00", form="syslog"),
    ]
    paths = ["n/kern.log", "n/kern.log.1", "n/kern.log.2.gz"]
    assert seen(*logs, paths=paths) == [("09:00", "18:00", True, "", None)]


def test_a_rotated_file_that_is_not_there_is_a_hole():
    """Between x.log.3 and x.log.1 one is missing, and nobody can say what stood in it."""
    logs = [log(1, "12:00", "14:00", form="syslog"), log(2, "09:00", "10:00", form="syslog")]
    assert seen(*logs, paths=["n/kern.log.1", "n/kern.log.3"]) == [
        ("09:00", "10:00", True, "", None),
        ("12:00", "14:00", True, "", "1 rotated files before it were not collected"),
    ]


def test_files_with_dates_follow_each_other_by_their_times():
    """Their names do not tell whether one is missing; hours without a line do."""
    logs = [
        log(n, *span, unit="kubelet")
        for n, span in enumerate([("09:00", "10:00"), ("10:05", "11:00"), ("15:00", "16:00")], 1)
    ]
    paths = ["n/kubelet.log-20260517", "n/kubelet.log-20260518", "n/kubelet.log"]
    assert seen(*logs, paths=paths, table="service_logs") == [
        ("09:00", "11:00", True, "", None),
        ("15:00", "16:00", True, "", "nothing was collected from 2026-05-19 11:00 to 2026-05-19 15:00"),
    ]


def test_boots_of_one_log_are_stretches_of_their_own():
    """No run of a container goes over a reboot."""
    logs = [
        log(1, "09:00", "10:00", form="journal", boot_id="a"),
        log(1, "11:00", "12:00", 50, form="journal", boot_id="b"),
    ]
    assert [row[:2] for row in seen(*logs, paths=["n/journal"], time_marks=[DATE])] == [
        ("09:00", "10:00"),
        ("11:00", "20:00"),
    ]


@pytest.mark.parametrize(
    ("path", "form", "until"),
    [
        ("n/dmesg.txt", "dmesg-T", "20:00"),
        ("n/journal.txt", "journal", "20:00"),
        ("n/syslog", "syslog", "12:00"),
        ("n/kernel/dmesg.boot", "dmesg-T", "12:00"),
        ("n/crash/vmcore-dmesg.txt", "dmesg-T", "12:00"),
        ("n/var/log/dmesg", "dmesg-T", "12:00"),
    ],
)
def test_what_printed_the_running_kernel_s_buffer_covers_it_to_the_end(path, form, until):
    """A silent kernel proves something only where the buffer was read at collection, not at boot or at a crash."""
    assert seen(log(1, "09:00", "12:00", form=form), paths=[path], time_marks=[DATE])[0][:2] == ("09:00", until)


@pytest.mark.parametrize(
    ("known", "gap"),
    [
        ({"suppressed": 2}, "lines were suppressed or dropped"),
        ({"excerpt": True}, "it is an excerpt"),
        ({"time_quality": "zone_unknown"}, "its time zone is not known"),
    ],
)
def test_a_log_with_holes_proves_no_absence(known, gap):
    """Each reason is told, and the stretch is not complete."""
    assert seen(log(1, "09:00", "12:00", form="syslog", **known), paths=["n/syslog"])[0][2:4] == (False, gap)


def test_more_kills_than_the_log_shows_are_a_hole():
    """The counter of /proc/vmstat counts since boot; a ring buffer forgets."""
    counter = [{"where": (2, 1), "file": "vmstat", "key": "oom_kill", "value": 3}]
    found = seen(log(1, "09:00", "12:00", form="syslog"), paths=["n/syslog", "n/vmstat"], node_values=counter)
    assert found[0][3] == "vmstat counts 3 memory kills, the log shows 0"


def test_two_collections_are_two_windows():
    """Events live an hour: what lies between two must-gathers was seen by neither."""
    made = database(
        members=[{"path": "a/e", "root": "a/"}, {"path": "b/e", "root": "b/"}],
        objects=[{"where": (n, 9), "at": "", "kind": "Namespace", "name": "kube-system", "uid": "u"} for n in (0, 1)],
        time_marks=[{**DATE, "where": (n, 1), "time": f"2026-05-{day}T20:00:00Z"} for n, day in ((0, 19), (1, 22))],
        events=[{"where": (n, 2), "reason": "x", "last": f"2026-05-{day}T19:10:00Z"} for n, day in ((0, 19), (1, 22))],
    )  # fmt: skip
    assert values(made, "SELECT seen_from, seen_to FROM coverage WHERE origin = 'events' ORDER BY 1") == [
        ("2026-05-19 19:10:00", "2026-05-19 20:00:00"),
        ("2026-05-22 19:10:00", "2026-05-22 20:00:00"),
    ]


def test_the_report_tells_what_is_missing_too():
    """Both kinds of holes are sentences of the row."""
    logs = [log(1, "12:00", "14:00", form="syslog", excerpt=True), log(2, "09:00", "10:00", form="syslog")]
    made = database(members=["nodes.yaml", "n/kern.log.1", "n/kern.log.3"], nodes=NODE, kernel_logs=logs)
    rows = [row for row in coverage(made) if row.source == "kernel"]
    assert [(row.node, row.complete, row.gaps) for row in rows] == [
        ("n", True, ()),
        ("n", False, ("it is an excerpt", "1 rotated files before it were not collected")),
    ]


@pytest.mark.parametrize("reason", ["LIMIT_MEMBER", "TRUNCATED", "TIMEOUT", "BAD_CHECKSUM"])
def test_a_log_of_which_something_was_lost_covers_nothing(reason):
    """What was not read may have held a kill, so that nobody may say there was none."""
    problems = [{"where": (1, 9), "path": "n/kern.log", "reason": reason}]
    found = seen(log(1, "09:00", "10:00", form="syslog"), paths=["n/kern.log"], problems=problems)
    assert found == [("09:00", "10:00", False, "not all of it was read", None)]
