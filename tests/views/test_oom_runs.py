"""Which container's end a kill without a container's name may be."""

from __future__ import annotations

import pytest

from tests.views.tables_of_rows import database, values

KILL = {
    "where": (1, 3),
    "node": "n1",
    "time": "2026-05-19T20:20:08Z",
    "time_quality": "exact",
    "constraint": "NONE",
    "victim": "rsync",
    "victim_pid": 4410,
    "killed": 1,
}
POD = {"where": (0, 1), "at": "", "namespace": "shop", "pod": "web-0", "node": "n1", "form": "yaml"}
END = {
    "where": (0, 1),
    "at": "s",
    "namespace": "shop",
    "pod": "web-0",
    "container": "app",
    "form": "yaml",
    "which": "lastState",
    "state": "terminated",
    "exit_code": 137,
    "reason": "Error",
    "started": "2026-05-19T20:00:00Z",
    "finished": "2026-05-19T20:20:09Z",
}


@pytest.mark.parametrize(
    ("cgroup", "joined"),
    [
        (None, "web-0"),
        ("/", "web-0"),
        ("/kubepods/burstable", "web-0"),
        ("/system.slice/backup.service", None),
        ("/user.slice/user-1000.slice/session-3.scope", None),
        ("/init.scope", None),
    ],
)
def test_a_process_of_the_host_is_no_container(cgroup, joined):
    """A service, a session or init can be killed in the second in which some container ends."""
    made = database(
        members=["pod.yaml", "dmesg"], pods=[POD], container_states=[END], oom_kills=[{**KILL, "task_memcg": cgroup}]
    )
    assert values(made, "SELECT scope, pod FROM oom_runs") == [("node", joined)]
