"""Tables of the kinds that run pods."""

# ruff: noqa: E501 -- lines of kubectl are long, and are kept as they are

from __future__ import annotations

import pytest

from analyzer.parsers.kubectl import workload_table

from .reading import rows


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # kubectl 1.15 and later
        ("NAME   READY   UP-TO-DATE   AVAILABLE   AGE\nweb    1/3     3            1           5d\n", ("Deployment", "web", 3, 1, 1, 3)),
        # before
        ("NAME      DESIRED   CURRENT   UP-TO-DATE   AVAILABLE   AGE\nweb       3         3         3            1           5d\n", ("Deployment", "web", 3, None, 1, 3)),
        ("NAME       DESIRED   CURRENT   READY   AGE\nweb-5f7c   3         3         1       5d\n", ("ReplicaSet", "web-5f7c", 3, 1, None, None)),
        ("NAME   READY   AGE\ndb     2/3     5d\n", ("StatefulSet", "db", 3, 2, None, None)),
        ("NAME         DESIRED   CURRENT   READY   UP-TO-DATE   AVAILABLE   NODE SELECTOR   AGE\nkube-proxy   4         4         3       4            3           <none>          5d\n", ("DaemonSet", "kube-proxy", 4, 3, 3, 4)),
        # ready pods of a Job are not printed
        ("NAME     COMPLETIONS   DURATION   AGE\nimport   0/1           9m         9m\n", ("Job", "import", 1, None, None, None)),
        ("NAME                         READY   AGE\nstatefulset.apps/db   0/1     5d\n", ("StatefulSet", "db", 1, 0, None, None)),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)  # fmt: skip
def test_what_is_wanted_and_what_is_there(text, found):
    """A column that a version or kind does not print is missing, not 0."""
    (row,) = rows(workload_table, text, namespace="shop")
    assert (row.kind, row.name, row.desired, row.ready, row.available, row.updated) == found
    assert (row.namespace, row.line, row.age_s) == ("shop", 2, 540.0 if row.kind == "Job" else 432_000.0)


def test_other_kinds_are_none():
    """Services and claims run no pods."""
    text = "NAME         TYPE        CLUSTER-IP   EXTERNAL-IP   PORT(S)   AGE\nkubernetes   ClusterIP   10.0.0.1     <none>        443/TCP   5d\n"
    assert rows(workload_table, text) == []


def test_cron_jobs_and_daemon_sets():
    """A CronJob says whether it is suspended; a DaemonSet on how many nodes it has pods."""
    text = "NAME   SCHEDULE      SUSPEND   ACTIVE   LAST SCHEDULE   AGE\nsync   */5 * * * *   True      1        3d              9d\n"
    (row,) = rows(workload_table, text, namespace="shop")
    assert (row.kind, row.suspended, row.active, row.schedule) == ("CronJob", True, 1, "*/5 * * * *")
    text = "NAME    DESIRED   CURRENT   READY   UP-TO-DATE   AVAILABLE   NODE SELECTOR   AGE\nagent   4         3         3       4            3           <none>          5d\n"
    (row,) = rows(workload_table, text, namespace="shop")
    assert (row.desired, row.scheduled, row.suspended) == (4, 3, None)


def test_pods_that_there_are():
    """ReplicaSets print how many pods they have."""
    (row,) = rows(
        workload_table, "NAME       DESIRED   CURRENT   READY   AGE\nweb-5f7c   3         2         1       5d\n"
    )
    assert (row.desired, row.current, row.ready, row.scheduled) == (3, 2, 1, None)
