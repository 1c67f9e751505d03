"""Which container's log a file is, where only its name tells it."""

from __future__ import annotations

import pytest

from tests.views.tables_of_rows import database, values

PODS = [
    {"where": (0, 1), "namespace": "shop", "pod": "web-0", "phase": "Running", "form": "yaml"},
    {"where": (0, 40), "namespace": "shop", "pod": "db-0", "phase": "Running", "form": "yaml"},
]
CONTAINERS = [
    {"where": (0, 1), "namespace": "shop", "pod": "web-0", "container": "app"},
    {"where": (0, 1), "namespace": "shop", "pod": "web-0", "container": "proxy"},
    {"where": (0, 40), "namespace": "shop", "pod": "db-0", "container": "db"},
]


@pytest.mark.parametrize(
    ("path", "pod", "container"),
    [
        ("web-0.log", "web-0", None),
        ("logs/web-0_previous.txt", "web-0", None),
        ("web-0-app.log", "web-0", "app"),
        ("shop/web-0.logs", "web-0", None),
        ("web-00.log", None, None),
        ("notes.log", None, None),
    ],
)
def test_a_file_that_is_called_after_a_pod_is_its_log(path, pod, container):
    """`kubectl logs web-0 > web-0.log`, beside the objects of two pods."""
    made = database(
        members=["pods.yaml", path], pods=PODS, containers=CONTAINERS, log_files=[{"where": (1, 1), "lines": 3}]
    )
    assert values(made, "SELECT pod, container FROM run_logs") == [(pod, container)]
