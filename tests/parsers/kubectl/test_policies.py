"""Quotas, limits, autoscalers, budgets, namespaces and leases as rows."""

from __future__ import annotations

from datetime import UTC, datetime

from analyzer.parsers.kubectl import (
    autoscalers,
    disruption_budgets,
    leases,
    namespaces,
    node_pods,
    quotas,
)

from .reading import records


def test_quota_and_limits():
    """Amounts are in the unit of the resource: cores, bytes, pieces."""
    text = """\
kind: ResourceQuota
metadata: {name: q, namespace: shop}
status:
  hard: {limits.cpu: 2500m, requests.memory: 1.5Gi}
  used: {limits.cpu: "1", requests.memory: 64Mi}
---
kind: LimitRange
metadata: {name: l, namespace: shop}
spec:
  limits:
  - {type: Container, default: {memory: 1Gi}, defaultRequest: {cpu: 100m}}
"""
    cpu, memory, default_cpu, default_memory = records(quotas, text, "yaml")
    assert (cpu.resource, cpu.used, cpu.hard) == ("limits.cpu", 1.0, 2.5)
    assert (memory.used, memory.hard) == (67_108_864.0, 1_610_612_736.0)
    assert (default_cpu.resource, default_cpu.default_request, default_cpu.default_limit) == ("cpu", 0.1, None)
    assert (default_memory.limit_range, default_memory.default_limit) == ("l", 1_073_741_824.0)


def test_autoscaler():
    """What it scales, between which bounds, and where it stands."""
    text = """\
kind: HorizontalPodAutoscaler
metadata: {name: web, namespace: shop}
spec: {scaleTargetRef: {kind: Deployment, name: web}, minReplicas: 2, maxReplicas: 10}
status: {currentReplicas: 3, desiredReplicas: 10}
"""
    (row,) = records(autoscalers, text, "yaml")
    assert (row.target_kind, row.target_name, row.min_replicas, row.max_replicas) == ("Deployment", "web", 2, 10)
    assert (row.current_replicas, row.desired_replicas) == (3, 10)


def test_disruption_budget():
    """Numbers and percentages are kept as they are written."""
    text = """\
kind: PodDisruptionBudget
metadata: {name: pdb, namespace: shop}
spec: {maxUnavailable: 25%, selector: {matchLabels: {app: web}}}
status: {disruptionsAllowed: 0, currentHealthy: 1, desiredHealthy: 2, expectedPods: 3}
"""
    (row,) = records(disruption_budgets, text, "yaml")
    assert (row.min_available, row.max_unavailable, row.selector) == (None, "25%", "app=web")
    assert (row.allowed, row.healthy, row.wanted, row.expected) == (0, 1, 2, 3)


def test_namespace():
    """A namespace that ends says so in its phase."""
    (row,) = records(namespaces, "kind: Namespace\nmetadata: {name: shop}\nstatus: {phase: Terminating}\n", "yaml")
    assert (row.namespace, row.phase) == ("shop", "Terminating")


NODE = """\
Name:               worker-1
Roles:              <none>
CreationTimestamp:  Tue, 19 May 2026 20:20:00 +0000
Lease:
  HolderIdentity:  worker-1
  AcquireTime:     <unset>
  RenewTime:       Tue, 19 May 2026 20:28:50 +0000
Non-terminated Pods:          (1 in total)
  Namespace                   Name                CPU Requests  CPU Limits  Memory Requests  Memory Limits  Age
  ---------                   ----                ------------  ----------  ---------------  -------------  ---
  shop                        web-abc             250m (6%)     1 (25%)     32Mi (0%)        0 (0%)         3d5h
Allocated resources:
  (Total limits may be over 100 percent, i.e., overcommitted.)
  Resource           Requests     Limits
  --------           --------     ------
  cpu                250m (6%)    1 (25%)
Events:              <none>
"""


def test_lease_of_a_node():
    """A lease in YAML, and what describe of a node prints of it."""
    text = "kind: Lease\nmetadata: {name: l, namespace: kube-system}\nspec: {holderIdentity: a, leaseDurationSeconds: 15, renewTime: '2026-05-19T20:28:50.5Z'}\n"
    (row,) = records(leases, text, "yaml")
    assert (row.holder, row.duration_s) == ("a", 15.0)
    assert row.renewed == datetime(2026, 5, 19, 20, 28, 50, 500_000, tzinfo=UTC)
    (row,) = records(leases, NODE, "describe")
    assert (row.namespace, row.lease, row.holder, row.acquired) == ("kube-node-lease", "worker-1", "worker-1", None)
    assert row.renewed == datetime(2026, 5, 19, 20, 28, 50, tzinfo=UTC)


def test_pods_and_requests_of_a_node():
    """What describe of a node sums up: of each pod, and of all of them."""
    pod, total = records(node_pods, NODE, "describe")
    assert (pod.node, pod.namespace, pod.pod, pod.age_s) == ("worker-1", "shop", "web-abc", 277_200.0)
    assert (pod.cpu_request, pod.cpu_limit) == (0.25, 1.0)
    assert (pod.memory_request_bytes, pod.memory_limit_bytes) == (33_554_432, 0)
    assert (total.resource, total.requests, total.limits) == ("cpu", 0.25, 1.0)
