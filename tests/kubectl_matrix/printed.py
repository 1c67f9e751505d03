"""What describe prints less, or otherwise, than YAML: for which rows, in which versions, and why.

Everything else has to be equal. Where a gap holds, nothing may stand in the place of the value, or only what
the gap names. The facts are those of kubectl's describe.go, seen in the output of each version.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from analyzer.notation.quantities import memory_bytes
from tests.kubectl_matrix.tables import Row

Holds = Callable[[Row, int], bool]


def always(_row: Row, _minor: int) -> bool:
    """For every row, in every version."""
    return True


def before(minor: int) -> Holds:
    """In versions before 1.`minor`."""
    return lambda _row, printed: printed < minor


def of_kind(*kinds: str) -> Holds:
    """For rows of these kinds."""
    return lambda row, _minor: row["kind"] in kinds


def unless_kind(*kinds: str) -> Holds:
    """For rows of all kinds but these."""
    return lambda row, _minor: row["kind"] not in kinds


def either(*cases: Holds) -> Holds:
    """Where one of these holds."""
    return lambda row, minor: any(case(row, minor) for case in cases)


class Gap(NamedTuple):
    """Describe does not print a column of these rows; `instead` is what stands in its place, None by default.

    The word `message` is for what the message of the row says, or nothing.
    """

    reason: str
    holds: Holds = always
    instead: tuple[Any, ...] = ()


# Kinds that kubectl has no describer for: it prints all their fields, also those that others leave out.
GENERIC = ("Lease", "Widget")
_CREATED = (*GENERIC, "Node", "Deployment", "StatefulSet", "HorizontalPodAutoscaler", "NetworkPolicy")
_DAEMON_SET = Gap(
    "no namespace of a DaemonSet before 1.33", lambda row, minor: row["kind"] == "DaemonSet" and minor < 33
)


def _is_ending(row: Row, _minor: int) -> bool:
    return row["deleted"] is not None


def _is_old_run(row: Row, _minor: int) -> bool:
    """The last state of a container that runs or ended again: the printed ID is that of the newer run."""
    return row["which"] == "lastState"


def _has_no_grace(row: Row, minor: int) -> bool:
    return row["deleted"] is None or (minor >= 31 and row["phase"] in ("Failed", "Succeeded"))


def _is_grpc(row: Row, minor: int) -> bool:
    return minor < 23 and row["handler"] == "grpc"


def _is_unknown_volume(row: Row, minor: int) -> bool:
    return row["type"] == "brandNewSource" or (row["type"] == "image" and minor < 32)


def _is_new_mode(row: Row, minor: int) -> bool:
    return minor < 22 and row["access_modes"] == "RWOP"


def _is_not_of_kubelet(row: Row, _minor: int) -> bool:
    return row["component"] != "kubelet"


GAPS: dict[str, Gap] = {
    "objects.uid": Gap("no UID but of generic kinds", unless_kind(*GENERIC)),
    "objects.created": Gap("no creation time but of some kinds", unless_kind(*_CREATED, "CertificateSigningRequest")),
    "objects.deleted": Gap("how long the deletion lasts, not since when", unless_kind(*GENERIC)),
    "objects.finalizers": Gap(
        "finalizers of volumes and claims only", unless_kind(*GENERIC, "PersistentVolume", "PersistentVolumeClaim")
    ),
    "objects.kind": Gap(
        "a ReplicaSet that nothing controls looks like a ReplicationController",
        lambda row, _minor: row["kind"] == "ReplicaSet" and row["owner_kind"] is None,
        ("ReplicationController",),
    ),
    "objects.namespace": _DAEMON_SET,
    "objects.labels": Gap(
        "no labels of these kinds",
        either(
            of_kind("StorageClass", "PriorityClass", "PodDisruptionBudget", "ResourceQuota", "LimitRange"),
            lambda row, minor: row["kind"] == "Ingress" and minor < 23,
        ),
    ),
    "pods.uid": Gap("no UID"),
    "pods.cgroup_uid": Gap("no UID"),
    "pods.created": Gap("no creation time"),
    "pods.deleted": Gap("how long the deletion lasts, not since when"),
    "pods.phase": Gap("Terminating in the place of the phase", _is_ending, ("Terminating",)),
    "pods.restart_policy": Gap("no restart policy"),
    "pods.host_network": Gap("no host namespaces"),
    "pods.grace_s": Gap("no grace period but of pods that end", _has_no_grace),
    "pods.runtime_class": Gap("RuntimeClass from 1.25", before(25)),
    "pods.service_account": Gap("service account from 1.25", before(25)),
    "pods.memory_limit_bytes": Gap("resources of the pod from 1.32", before(32)),
    "containers.port_names": Gap("names of ports from 1.34", before(34)),
    "containers.termination_message_policy": Gap("no policy of termination messages"),
    "containers.container_type": Gap(
        "no restart policy, so a sidecar is an init container",
        lambda row, _minor: row["container_type"] == "sidecar",
        ("init",),
    ),
    "container_states.message": Gap("no message of waiting", lambda row, _minor: row["state"] == "waiting"),
    "container_states.container_id": Gap("one ID, that of the latest run", _is_old_run),
    "container_states.runtime": Gap("one ID, that of the latest run", _is_old_run),
    "probes.grace_s": Gap("no grace period of probes"),
    "probes.handler": Gap("no gRPC probes before 1.23", _is_grpc),
    "probes.target": Gap("no gRPC probes before 1.23", _is_grpc),
    "probes.port": Gap("no gRPC probes before 1.23", _is_grpc),
    "volumes.type": Gap("a source that the client does not know", _is_unknown_volume),
    "volumes.source": Gap("a source that the client does not know", _is_unknown_volume),
    "conditions.reason": Gap("pods: type and status only", of_kind("Pod")),
    "conditions.message": Gap("no message of these", of_kind("Pod", "Deployment")),
    "conditions.changed": Gap("no times of these", of_kind("Pod", "Deployment", "HorizontalPodAutoscaler")),
    "taints.added": Gap("no time of taints"),
    "workloads.kind": Gap(
        "a ReplicaSet that nothing controls looks like a ReplicationController",
        lambda row, _minor: row["kind"] == "ReplicaSet" and row["owner_kind"] is None,
        ("ReplicationController",),
    ),
    "workloads.namespace": _DAEMON_SET,
    "workloads.created": Gap("no creation time of these", unless_kind("Deployment", "StatefulSet")),
    "workloads.ready": Gap("ready pods are counted in the list of pods, not taken from the status"),
    "workloads.updated": Gap("no updated replicas of a StatefulSet", of_kind("StatefulSet")),
    "workloads.strategy": Gap("no update strategy of a DaemonSet", of_kind("DaemonSet")),
    "workloads.pod_management": Gap("no pod management policy"),
    "workloads.backoff_limit": Gap("Backoff Limit of a Job, at the latest from 1.30", before(30)),
    "workloads.suspended": Gap("Suspend of a Job from 1.30", lambda row, minor: row["kind"] == "Job" and minor < 30),
    "events.uid": Gap("no UID, unless the message names one", always, ("message",)),
    "events.first": Gap("an age in the place of a time"),
    "events.last": Gap("an age in the place of a time"),
    "events.kind": Gap(
        "a ReplicaSet that nothing controls looks like a ReplicationController",
        of_kind("ReplicaSet"),
        ("ReplicationController",),
    ),
    "events.container": Gap("the field path from 1.35; before it, what the message says", before(35), ("message",)),
    "events.host": Gap("no host but that of the kubelet, the node of the object", _is_not_of_kubelet),
    "events.count": Gap("no series before 1.23", lambda row, minor: minor < 23 and row["series"], (1,)),
    "service_ports.app_protocol": Gap("application protocol from 1.36", before(36)),
    "services.internal_traffic_policy": Gap("internal traffic policy from 1.31", before(31)),
    "endpoints.target_kind": Gap("Endpoints: addresses only", of_kind("Endpoints")),
    "endpoints.target_name": Gap("Endpoints: addresses only", of_kind("Endpoints")),
    "endpoints.target_node": Gap(
        "Endpoints: addresses only; slices name the node from 1.21",
        lambda row, minor: row["kind"] == "Endpoints" or minor < 21,
    ),
    "ingress_paths.ingress_class": Gap("class from 1.24", before(24)),
    "claims.access_modes": Gap("ReadWriteOncePod from 1.22", _is_new_mode),
    "persistent_volumes.access_modes": Gap("ReadWriteOncePod from 1.22", _is_new_mode),
    "claims.requested_bytes": Gap("no requested size"),
    "claims.phase": Gap("Terminating in the place of the phase", always, ("Terminating",)),
    "data_keys.size_bytes": Gap("values of ConfigMaps, whose blanks change in print", of_kind("ConfigMap")),
}
# Rows that describe does not print at all.
MISSING: dict[str, Gap] = {
    "objects": Gap("events are printed with their objects", of_kind("Event")),
    "conditions": Gap(
        "no conditions of a Job, the status of a CSR in one word; those of a Namespace from 1.23",
        lambda row, minor: (
            row["kind"] in ("Job", "CertificateSigningRequest") or (row["kind"] == "Namespace" and minor < 23)
        ),
    ),
    "data_keys": Gap("binary data from 1.22", lambda row, minor: minor < 22 and row["key"] in ("k.bin", "z")),
    "events": Gap(
        "only the kubelet's events of a node before 1.24",
        lambda row, minor: row["kind"] == "Node" and row["component"] != "kubelet" and minor < 24,
    ),
}
# What the API server leaves out when it is 0 or false, and describe prints.
ZEROS = frozenset(
    {
        *("probes.initial_delay_s", "mounts.read_only", "nodes.unschedulable"),
        *("workloads.active", "workloads.succeeded", "workloads.failed", "workloads.updated"),
        *("workloads.available", "workloads.desired", "workloads.current", "autoscalers.current_replicas"),
        *("autoscalers.desired_replicas", "disruption_budgets.allowed"),
    }
)
# What describe tells and YAML does not: sizes in a Secret, whose values are taken out before anything else.
# And how long a pod has been ending, for which YAML has a moment.
# And which addresses are behind a port of a Service, which YAML has in its Endpoints.
ONLY_DESCRIBED = frozenset({"data_keys.size_bytes", "pods.terminating_s", "service_ports.endpoints"})


# A tab may become a gap as wide as the longest label above it.
_ALIGNMENT = 200


def _same_words(expected: Any, found: Any) -> bool:
    """Texts are aligned with blanks, tabs become columns, and ends of lines in arguments are lost."""
    if len(found or "") > len((expected or "").expandtabs(8)) + _ALIGNMENT:
        return False
    return " ".join((expected or "").split()) == " ".join((found or "").split())


def _same_quantity(expected: Any, found: Any) -> bool:
    """kubectl writes quantities in one way: 0.5Gi is 512Mi."""
    return memory_bytes(expected) == memory_bytes(found)


def _same_quantities(expected: Any, found: Any) -> bool:
    """The same for `name=quantity,name=quantity`."""
    return _named_quantities(expected) == _named_quantities(found)


def _named_quantities(said: Any) -> list[tuple[str, Any]]:
    return [(name, memory_bytes(value)) for name, _, value in (part.partition("=") for part in (said or "").split(","))]


SAME: dict[str, Callable[[Any, Any], bool]] = {
    "pods.message": _same_words,
    "containers.command": _same_words,
    "containers.args": _same_words,
    "containers.memory_limit_text": _same_quantity,
    "containers.other_requests": _same_quantities,
    "container_states.message": _same_words,
    "conditions.message": _same_words,
    "events.message": _same_words,
    "persistent_volumes.message": _same_words,
    "probes.target": _same_words,
}
