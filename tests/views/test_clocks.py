"""When a member was collected, when its node was booted, and what its clock says."""

from __future__ import annotations

import pytest

from tests.views.tables_of_rows import database, only, values

ID = "4f0a0c1d7f5b0e4d2a3c6b7e8f901a2b3c4d5e6f708192a3b4c5d6e7f8091a2b"


def mark(member, kind="collected", time=None, **more):
    return {"where": (member, 1), "kind": kind, "time": time, "time_quality": "exact", **more}


def ended(member, finished, container_id=ID):
    return {"where": (member, 1), "at": "s", "pod": "cart-0", "container": "app", "which": "lastState", "state": "terminated",
            "finished": finished, "container_id": container_id}  # fmt: skip


def kill(member, line=5, **known):
    return {
        "where": (member, line),
        "victim": "java",
        "victim_pid": 4321,
        "total_vm_bytes": 9,
        "anon_bytes": 8,
        "kill_line": line,
        **known,
    }


def test_each_collection_has_its_own_time():
    """Two must-gathers of one cluster, days apart; loose files beside them take what is nearest."""
    members = [{"path": "a/t", "root": "a/"}, {"path": "b/t", "root": "b/"}, {"path": "c/e", "root": "c/"}]
    made = database(
        members=members, objects=[{"where": (n, 9), "at": "", "kind": "Namespace", "name": "kube-system", "uid": "u"} for n in range(3)],
        time_marks=[mark(0, time="2026-05-19T20:00:00Z"), mark(1, time="2026-05-22T20:00:00Z")],
        events=[{"where": (2, 1), "reason": "x", "last": "2026-05-20T10:00:00Z"}],
    )  # fmt: skip
    assert values(made, "SELECT collected, collected_by FROM clocks ORDER BY member") == [
        ("2026-05-19 20:00:00", "what the collector noted"),
        ("2026-05-22 20:00:00", "what the collector noted"),
        ("2026-05-20 10:00:00", "the newest time in the bundle"),
    ]


def test_a_folder_without_a_mark_takes_the_upload_s_if_it_fits():
    """At most a day after the newest time in it."""
    members = [{"path": "date.txt", "roles": "date"}, {"path": "a/e", "root": "a/"}]
    made = database(
        members=members, time_marks=[mark(0, time="2026-05-19T20:00:00Z")],
        events=[{"where": (1, 1), "reason": "x", "last": "2026-05-19T19:00:00Z"}],
    )  # fmt: skip
    assert values(made, "SELECT DISTINCT collected, collected_by FROM clocks") == [
        ("2026-05-19 20:00:00", "the output of date")
    ]


def test_what_the_user_states_holds_for_all():
    """It stands at no line of any member."""
    members = [{"path": "a/t", "root": "a/"}, {"path": "b/t", "root": "b/"}]
    told = [mark(0, "stated", "2026-06-01T00:00:00Z", where=(0, 0)), mark(1, time="2026-05-22T20:00:00Z")]
    assert values(
        database(members=members, time_marks=told), "SELECT DISTINCT collected, collected_by FROM clocks"
    ) == [("2026-06-01 00:00:00", "what you stated")]


@pytest.mark.parametrize(
    ("marks", "booted", "by"),
    [
        ([mark(0, "booted", "2026-05-19T01:00:00Z"), mark(0, "uptime", seconds=60.0)], "2026-05-19 01:00:00", "the boot time that the node states"),
        ([mark(0, time="2026-05-19T20:00:00Z"), mark(0, "uptime", seconds=3600.0)], "2026-05-19 19:00:00", "the uptime at collection"),
        ([mark(0, "boot", "2026-05-19T02:00:00Z")], "2026-05-19 02:00:00", "a list of boots"),
    ],
)  # fmt: skip
def test_times_since_boot_become_times_of_day(marks, booted, by):
    """A line of dmesg has only the seconds since boot."""
    line = {"where": (0, 7), "kind": "segfault", "message": "x", "mono_s": 10.0}
    made = database(members=["dmesg"], time_marks=marks, kernel_messages=[line])
    assert values(made, "SELECT booted, booted_by FROM clocks") == [(booted, by)]
    assert values(made, 'SELECT "time" FROM kernel_messages') == [(f"{booted[:17]}10",)]


def test_a_kill_that_the_api_shows_tells_the_boot():
    """Without any boot time: the container's end is the kill's moment, within seconds."""
    other = "5" * 64
    made = database(
        members=["pod.yaml", "dmesg.txt"], container_states=[ended(0, "2026-05-19T20:20:09Z"), ended(0, "2026-05-19T20:30:11Z", other)],
        kernel_logs=[{"where": (1, 1), "form": "dmesg", "boot": 1}],
        oom_kills=[kill(1, mono_s=8812.0, container_id=ID, boot=1), kill(1, 9, mono_s=9413.0, container_id=other, boot=1)],
    )  # fmt: skip
    assert values(made, "SELECT booted, booted_by FROM clocks WHERE member = 1") == [
        ("2026-05-19 17:53:17", "an event that another clock shows")
    ]
    assert only(made, "SELECT epoch(t_max - t_min) AS s FROM oom_kills ORDER BY src LIMIT 1") == 5


def test_kills_that_do_not_agree_tell_no_boot():
    """A child killed long before its container ended would give a wrong boot."""
    other = "5" * 64
    made = database(
        members=["pod.yaml", "dmesg.txt"], container_states=[ended(0, "2026-05-19T20:20:09Z"), ended(0, "2026-05-19T23:30:11Z", other)],
        kernel_logs=[{"where": (1, 1), "form": "dmesg", "boot": 1}],
        oom_kills=[kill(1, mono_s=8812.0, container_id=ID, boot=1), kill(1, 9, mono_s=9413.0, container_id=other, boot=1)],
    )  # fmt: skip
    assert values(made, "SELECT booted FROM clocks WHERE member = 1") == [(None,)]


def test_an_earlier_boot_of_a_log_has_its_own_beginning():
    """btime is of the boot that ran at collection; lines before the last banner are of another one."""
    lines = [{"where": (0, n), "kind": "segfault", "message": "x", "mono_s": 5.0, "boot": n} for n in (1, 2)]
    made = database(
        members=["journal"], time_marks=[mark(0, "booted", "2026-05-19T01:00:00Z")], kernel_messages=lines,
        kernel_logs=[{"where": (0, n), "boot": n, "form": "journal"} for n in (1, 2)],
    )  # fmt: skip
    assert values(made, 'SELECT "time" FROM kernel_messages ORDER BY src') == [(None,), ("2026-05-19 01:00:05",)]


@pytest.mark.parametrize("exact", ["container", "log"])
def test_a_kill_seen_by_two_clocks_tells_the_zone(exact):
    """The syslog of a node in Berlin is two hours ahead of what the API, or an RFC 3339 journal, says of the same kill."""
    local = kill(1, time="1972-05-19T22:20:08Z", time_quality="no_year", container_id=ID)
    seen = kill(0, time="2026-05-19T20:20:08Z", time_quality="exact")
    found = {"container_states": [ended(0, "2026-05-19T20:20:09Z")]} if exact == "container" else {
        "kernel_logs": [{"where": (0, 1), "last": "2026-05-19T20:30:00Z", "time_quality": "exact"}]}  # fmt: skip
    made = database(members=["x", "syslog"], oom_kills=[local, *([seen] if exact == "log" else [])], **found)
    assert only(made, "SELECT epoch(zone) AS z FROM clocks WHERE member = 1") == 7200
    assert values(made, 'SELECT "time", t_min = t_max AS exact FROM oom_kills WHERE member(src) = 1') == [
        ("2026-05-19 20:20:08", True)
    ]


def test_a_stamp_after_the_collection_is_of_the_year_before():
    """The log goes over New Year; what has no year never lies in the future."""
    stamps = [{"where": (0, n), "kind": "segfault", "message": "x", "time": t, "time_quality": "no_year"}
              for n, t in ((1, "1972-12-31T23:59:00Z"), (2, "1972-01-01T00:01:00Z"))]  # fmt: skip
    made = database(members=["syslog"], time_marks=[mark(0, time="2026-01-02T10:00:00Z")], kernel_messages=stamps)
    assert values(made, 'SELECT "time" FROM kernel_messages ORDER BY src') == [
        ("2025-12-31 23:59:00",),
        ("2026-01-01 00:01:00",),
    ]


def test_a_clock_that_is_behind_widens_what_it_says():
    """A kubelet cannot accept a pod half a minute before the API server made it."""
    pod = {"where": (0, 1), "at": "", "pod": "a", "namespace": "s", "node": "n", "owner_kind": "ReplicaSet",
           "created": "2026-05-19T20:00:40Z", "started": "2026-05-19T20:00:10Z"}  # fmt: skip
    line = {
        "where": (1, 1),
        "kind": "segfault",
        "message": "x",
        "time": "2026-05-19T20:10:00Z",
        "time_quality": "exact",
    }
    made = database(members=["pods.yaml", "n/dmesg"], pods=[pod], kernel_messages=[line])
    assert values(made, "SELECT skew_s, skew_by FROM clocks WHERE member = 1") == [
        (-30.0, "a pod was accepted before it was made")
    ]
    assert values(made, "SELECT t_min, t_max FROM kernel_messages") == [("2026-05-19 20:10:00", "2026-05-19 20:10:30")]


def test_a_static_pod_says_nothing_about_the_clock():
    """It runs before its mirror is made in the API."""
    pod = {"where": (0, 1), "at": "", "pod": "etcd-n", "namespace": "kube-system", "node": "n", "owner_kind": "Node",
           "created": "2026-05-19T20:10:00Z", "started": "2026-05-19T20:00:00Z"}  # fmt: skip
    assert values(database(members=["pods.yaml"], pods=[pod]), "SELECT skew_s FROM clocks") == [(None,)]


def test_what_chrony_says_is_the_skew():
    """The node's own time service knows best."""
    made = database(
        members=["nodes.yaml", "n/chronyc"], nodes=[{"where": (0, 1), "at": "", "node": "n"}],
        clock_sync=[{"where": (1, 1), "source": "chrony", "offset_s": 12.5}],
    )  # fmt: skip
    assert values(made, "SELECT skew_s, skew_by FROM clocks WHERE member = 1") == [(12.5, "the node itself")]
