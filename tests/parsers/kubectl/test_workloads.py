"""Controllers of pods."""

# ruff: noqa: E501 -- lines of kubectl are long, and are kept as they are

from __future__ import annotations

import pytest

from analyzer.parsers.kubectl import workloads

from .reading import records


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        (
            "kind: Deployment\nspec: {replicas: 3}\nstatus: {readyReplicas: 1, availableReplicas: 1, updatedReplicas: 2}\n",
            (3, 1, 1, 2),
        ),
        (
            "kind: DaemonSet\nstatus: {desiredNumberScheduled: 3, numberReady: 2, numberAvailable: 2}\n",
            (3, 2, 2, None),
        ),
        ("kind: Job\nspec: {completions: 5}\nstatus: {}\n", (5, None, None, None)),
    ],
)
def test_counts(text, counts):
    """Each kind counts under its own names; what is not there is missing, not 0."""
    (row,) = records(workloads, text, "yaml")
    assert (row.desired, row.ready, row.available, row.updated) == counts


def test_described_deployment():
    """describe prints the counts in one line."""
    text = "Name:  w\nNamespace:  n\nAnnotations:  deployment.kubernetes.io/revision: 4\nReplicas:  3 desired | 2 updated | 4 total | 1 available | 3 unavailable\nStrategyType:  RollingUpdate\n"
    (row,) = records(workloads, text, "describe")
    assert row.current == 4
    assert (row.name, row.desired, row.updated, row.available, row.ready, row.revision) == (
        "w",
        3,
        2,
        1,
        None,
        "4",
    )


def test_how_it_makes_pods():
    """Paused, bounded in time and tries, one after the other: as the specs say."""
    text = (
        "kind: Deployment\nspec: {paused: true}\n---\nkind: Job\nspec: {backoffLimit: 4, activeDeadlineSeconds: 600}\n"
        "---\nkind: CronJob\nspec: {concurrencyPolicy: Forbid}\n---\nkind: StatefulSet\nspec: {podManagementPolicy: Parallel}\n"
        "---\nkind: DaemonSet\nstatus: {currentNumberScheduled: 2}\n"
    )
    deployment, job, cron_job, stateful_set, daemon_set = records(workloads, text, "yaml")
    assert deployment.paused is True
    assert (job.backoff_limit, job.deadline_s, job.paused) == (4, 600.0, None)
    assert (cron_job.concurrency, cron_job.deadline_s) == ("Forbid", None)
    assert stateful_set.pod_management == "Parallel"
    assert daemon_set.scheduled == 2
