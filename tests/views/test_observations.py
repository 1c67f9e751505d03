"""One pod seen several times: kept apart where it is another pod, and each state whole from one moment."""

from __future__ import annotations

from tests.views.tables_of_rows import database, values

OLD, NEW = "aaaaaaaa-0000-4000-8000-000000000001", "bbbbbbbb-0000-4000-8000-000000000002"
MEMBERS = [{"path": "a/x", "root": "a/"}, {"path": "b/x", "root": "b/"}, {"path": "c/x", "root": "c/"}]
SAME = [{"where": (n, 90), "at": "", "kind": "Namespace", "name": "kube-system", "uid": "u"} for n in range(3)]
DAYS = [
    {"where": (n, 91), "kind": "collected", "time": f"2026-05-{19 + n}T20:00:00Z", "time_quality": "exact"} for n in range(3)
]  # fmt: skip


def pod(member, **known):
    return {"where": (member, 1), "at": "", "namespace": "shop", "pod": "web-0", "form": "yaml", **known}


def state(member, **known):
    return {
        "where": (member, 1),
        "at": "s",
        "namespace": "shop",
        "pod": "web-0",
        "container": "app",
        "which": "state",
        "form": "yaml",
        **known,
    }


def seen(pods, **found):
    return database(members=MEMBERS, objects=SAME, time_marks=DAYS, pods=pods, **found)


def test_the_last_collection_tells_the_state_whole():
    """The reason of an earlier observation is not put beside the phase of a later one."""
    made = seen(
        [pod(0, uid=OLD, phase="Failed", reason="Evicted", message="low on memory"), pod(1, uid=OLD, phase="Running")]
    )
    assert values(made, "SELECT phase, reason, message FROM pod_list") == [("Running", None, None)]


def test_a_container_s_state_is_the_newest_one():
    """Of two collections with as many restarts the later one counts, with all that it says."""
    states = [
        state(0, state="running", started="2026-05-19T10:00:00Z", restart_count=2, ready=True),
        state(1, state="running", started="2026-05-19T10:00:00Z", restart_count=2, ready=False),
    ]
    made = seen([pod(0, uid=OLD), pod(1, uid=OLD)], container_states=states)
    assert values(made, "SELECT now_state, ready, restart_count FROM container_list") == [("running", False, 2)]


def test_one_end_seen_twice_is_one_run():
    """As the last state of two observations, and as the current one of a third."""
    end = {"state": "terminated", "exit_code": 1, "started": "2026-05-19T10:00:00Z", "finished": "2026-05-19T10:05:00Z"}
    states = [state(0, **end), state(1, **{**end, "which": "lastState"}), state(2, **{**end, "which": "lastState"})]
    made = seen([pod(n, uid=OLD) for n in range(3)], container_states=states)
    assert values(made, "SELECT exit_code, finished FROM container_runs") == [(1, "2026-05-19 10:05:00")]


def test_a_pod_made_anew_under_its_name_is_another_pod():
    """Its runs are its own, and what the earlier one suffered is over."""
    states = [
        state(0, state="waiting", reason="CrashLoopBackOff", restart_count=9),
        {**state(0, which="lastState"), "state": "terminated", "exit_code": 1, "finished": "2026-05-19T19:00:00Z"},
        state(1, state="running", restart_count=0, ready=True),
    ]
    made = seen(
        [pod(0, uid=OLD, started="2026-05-19T09:00:00Z"), pod(1, uid=NEW, started="2026-05-20T09:00:00Z")],
        container_states=states,
    )
    assert values(made, "SELECT pod_key, superseded FROM pod_list ORDER BY 1") == [
        ("shop/web-0", False),
        (f"shop/web-0#{OLD}", True),
    ]
    assert values(made, "SELECT pod_key, run_state FROM container_runs") == [(f"shop/web-0#{OLD}", "over")]
    assert values(made, "SELECT looping FROM container_list ORDER BY pod_key") == [(False,), (False,)]


def test_text_without_a_uid_is_of_the_pod_with_its_start_or_its_container():
    """describe prints no UID; its start time, or a container ID, leads to the pod that it shows."""
    pods = [
        pod(0, uid=OLD, started="2026-05-19T09:00:00Z"), pod(1, uid=NEW, started="2026-05-20T09:00:00Z"),
        {**pod(2, started="2026-05-19T09:00:00Z", form="describe"), "where": (2, 1)}, {**pod(2, form="describe"), "where": (2, 2)},
    ]  # fmt: skip
    states = [
        state(0, state="running", container_id="c1"),
        {**state(2, state="running", container_id="c1"), "where": (2, 2)},
    ]
    made = seen(pods, container_states=states)
    old = f"shop/web-0#{OLD}"
    assert values(made, "SELECT pod_key FROM pod_keys ORDER BY src") == [(old,), ("shop/web-0",), (old,), (old,)]


def test_text_with_another_start_is_of_a_pod_of_its_own():
    """Nothing of it is merged with what it cannot be."""
    pods = [pod(0, uid=OLD, started="2026-05-19T09:00:00Z"), pod(1, started="2026-05-20T07:00:00Z", form="describe")]
    assert values(seen(pods), "SELECT pod_key, uid FROM pod_list ORDER BY 1") == [
        ("shop/web-0", None),
        (f"shop/web-0#{OLD}", OLD),
    ]


def test_a_row_of_a_table_is_of_the_pod_made_last():
    """`kubectl get pods` states neither UID nor start."""
    pods = [
        pod(0, uid=OLD, started="2026-05-19T09:00:00Z"),
        pod(1, uid=NEW, started="2026-05-20T09:00:00Z"),
        pod(2, form="table", status_text="Running"),
    ]
    assert values(seen(pods), "SELECT pod_key, status_text FROM pod_list ORDER BY 1")[0] == ("shop/web-0", "Running")


def test_an_event_about_an_earlier_pod_stops_no_later_run():
    """Its UID tells which pod was stopped."""
    run = {
        **state(0, which="lastState"),
        "state": "terminated",
        "exit_code": 143,
        "finished": "2026-05-19T19:00:00Z",
        "started": "2026-05-19T18:00:00Z",
    }
    killing = {
        "where": (0, 50),
        "namespace": "shop",
        "name": "web-0",
        "reason": "Killing",
        "message": "Stopping container app",
        "last": "2026-05-19T19:00:00Z",
    }
    for uid, stopped in ((OLD, True), (NEW, False)):
        made = seen([pod(0, uid=OLD, cgroup_uid=OLD)], container_states=[run], events=[{**killing, "uid": uid}])
        assert values(made, "SELECT stopped FROM run_ends") == [(stopped,)]


def test_the_scheduler_and_a_controller_tell_the_namespace():
    """Of a table's row and of an excerpt, which print none; two namespaces for one name tell nothing."""
    rows = [{**pod(0), "namespace": None}, {**pod(0), "namespace": None, "pod": "job-1", "where": (0, 2)}]
    events = [
        {"where": (0, 5), "reason": "Scheduled", "message": "Successfully assigned shop/web-0 to worker-1"},
        {"where": (0, 6), "reason": "SuccessfulCreate", "namespace": "batch", "message": "Created pod: job-1"},
    ]
    found = "SELECT pod_key FROM pod_keys ORDER BY src"
    assert values(seen(rows, events=events), found) == [("shop/web-0",), ("batch/job-1",)]
    other = {"where": (0, 7), "reason": "Scheduled", "message": "Successfully assigned blog/web-0 to worker-2"}
    assert values(seen(rows, events=[*events, other]), found) == [("/web-0",), ("batch/job-1",)]


def test_a_log_beside_a_described_job_is_of_the_pod_that_it_made():
    """If it made one; rows of a table of all pods do not say whose log it is."""
    table = [{**pod(0), "form": "table", "pod": name, "where": (0, n)} for n, name in enumerate(("job-1", "web-0"), 1)]
    made = {
        "where": (1, 9),
        "reason": "SuccessfulCreate",
        "namespace": "shop",
        "message": "Created pod: job-1",
        "form": "describe",
    }
    members = [{"path": "a/pods.txt"}, {"path": "a/describe.txt"}, {"path": "a/pod.log"}]
    of = {"pods": table, "log_files": [{"where": (2, 1), "lines": 3, "last_line": 3}]}
    found = "SELECT pod FROM run_logs"
    assert values(database(members=members, events=[made], **of), found) == [("job-1",)]
    assert values(database(members=members, events=[{**made, "form": "table"}], **of), found) == [(None,)]
    again = {**made, "where": (1, 10), "message": "Created pod: web-0"}
    assert values(database(members=members, events=[made, again], **of), found) == [(None,)]
