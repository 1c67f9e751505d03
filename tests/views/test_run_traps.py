"""What the kernel said of a process, given to the run that ended by the signal which it stands for."""

from __future__ import annotations

import pytest

from tests.views.tables_of_rows import database, values

POD = {"where": (0, 1), "at": "", "namespace": "shop", "pod": "web-0", "node": "worker-1", "form": "yaml"}
OTHER = {**POD, "where": (0, 60), "pod": "cart-0", "node": "worker-2"}
END = {
    "where": (0, 1),
    "at": "s",
    "namespace": "shop",
    "pod": "web-0",
    "container": "app",
    "form": "yaml",
    "which": "lastState",
    "state": "terminated",
    "reason": "Error",
    "started": "2026-05-19T20:20:00Z",
    "finished": "2026-05-19T20:20:09Z",
}


def traps(code, kind="trap", time="2026-05-19T20:20:08Z", quality="exact", node="worker-1"):
    line = {"where": (1, 7), "kind": kind, "message": "its words", "node": node, "time": time, "time_quality": quality}
    side = {**END, "container": "side", "exit_code": 1}
    made = database(
        members=["pod.yaml", "dmesg.txt"],
        pods=[POD, OTHER],
        container_states=[{**END, "exit_code": code}, side],
        kernel_messages=[line],
    )
    return values(made, "SELECT container FROM run_ends WHERE trap = 'its words' AND trap_src IS NOT NULL")


@pytest.mark.parametrize(
    ("code", "kind"), [(132, "trap"), (135, "trap"), (135, "segfault"), (136, "trap"), (139, "trap"), (139, "segfault")]
)
def test_a_line_of_its_kind_beside_the_end(code, kind):
    """And none for the container beside it, which ended otherwise."""
    assert traps(code, kind) == [("app",)]


@pytest.mark.parametrize(("code", "kind"), [(132, "segfault"), (136, "segfault"), (134, "trap"), (139, "hung-task")])
def test_a_line_of_another_kind(code, kind):
    """A process that aborts itself does nothing that the kernel would report."""
    assert traps(code, kind) == []


@pytest.mark.parametrize(
    ("time", "told"),
    [
        ("2026-05-19T20:19:58Z", False),
        ("2026-05-19T20:20:00Z", True),
        ("2026-05-19T20:20:10Z", True),
        ("2026-05-19T20:20:13Z", False),
    ],
)
def test_the_time_between_the_line_and_the_end(time, told):
    """Status times are whole seconds, and the end is noticed a little later than it comes."""
    assert traps(139, time=time) == ([("app",)] if told else [])


def test_a_line_of_another_node_or_of_an_unsure_time():
    """Without a zone it may be hours away."""
    assert traps(139, node="worker-2") == []
    assert traps(139, quality="zone_unknown") == []
