"""`pods`: spec and status of each pod, one row per observation."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Bytes, Flag, Number, Path, Seconds, Table, Text, Time


class Pod(NamedTuple):
    """One observation of one pod; fields that an excerpt does not print are missing."""

    line: int
    at: Annotated[str, "empty: paths start at the pod"]
    namespace: Annotated[Text, "namespace", Path("metadata.namespace")] = None
    pod: Annotated[Text, "name", Path("metadata.name")] = None
    uid: Annotated[Text, "metadata.uid", Path("metadata.uid")] = None
    cgroup_uid: Annotated[
        Text, "the UID in cgroup paths: config hash of a static pod, else uid", Path("metadata.uid")
    ] = None
    node: Annotated[Text, "node the pod is bound to", Path("spec.nodeName")] = None
    phase: Annotated[Text, "status.phase, or what describe prints as Status", Path("status.phase")] = None
    reason: Annotated[Text, "status.reason such as Evicted", Path("status.reason")] = None
    message: Annotated[Text, "status.message", Path("status.message")] = None
    qos: Annotated[Text, "Guaranteed, Burstable or BestEffort", Path("status.qosClass")] = None
    created: Annotated[Time, "creation", Path("metadata.creationTimestamp")] = None
    started: Annotated[Time, "accepted by the kubelet", Path("status.startTime")] = None
    deleted: Annotated[Time, "deletion time asked for", Path("metadata.deletionTimestamp")] = None
    restart_policy: Annotated[Text, "Always, OnFailure or Never", Path("spec.restartPolicy")] = None
    grace_s: Annotated[Seconds, "termination grace period", Path("spec.terminationGracePeriodSeconds")] = None
    owner_kind: Annotated[Text, "kind of the controlling owner", Path("metadata.ownerReferences")] = None
    owner_name: Annotated[Text, "name of the controlling owner", Path("metadata.ownerReferences")] = None
    runtime_class: Annotated[Text, "RuntimeClass (kata, gvisor, …)", Path("spec.runtimeClassName")] = None
    host_network: Annotated[Flag, "shares the node's network", Path("spec.hostNetwork")] = None
    memory_limit_bytes: Annotated[Bytes, "pod-level memory limit", Path("spec.resources.limits.memory")] = None
    service_account: Annotated[Text, "service account", Path("spec.serviceAccountName")] = None
    priority: Annotated[Number, "priority of the scheduler and of preemption", Path("spec.priority")] = None
    priority_class: Annotated[Text, "PriorityClass", Path("spec.priorityClassName")] = None
    nominated_node: Annotated[Text, "node that pods are preempted on for it", Path("status.nominatedNodeName")] = None
    dns_policy: Annotated[Text, "ClusterFirst, ClusterFirstWithHostNet, Default or None", Path("spec.dnsPolicy")] = None
    scheduler: Annotated[Text, "scheduler that is to place it", Path("spec.schedulerName")] = None
    scheduling_gates: Annotated[
        Text, "gates that keep it from the scheduler, joined by commas", Path("spec.schedulingGates")
    ] = None
    node_selector: Annotated[
        Text, "labels that its node must have, as kubectl writes selectors", Path("spec.nodeSelector")
    ] = None
    pod_ip: Annotated[Text, "pod address", Path("status.podIP")] = None
    containers: Annotated[Number, "regular containers", Path("spec.containers")] = None
    status_text: Annotated[Text, "STATUS column of a pod table: computed by kubectl, not the phase"] = None
    ready_text: Annotated[Text, "READY column of a pod table, such as 0/1"] = None
    restarts: Annotated[Number, "RESTARTS column of a pod table"] = None
    terminating_s: Annotated[
        Seconds, "how long it has been past its deletion time, as describe prints it", Path("describedTerminating")
    ] = None
    form: Annotated[Text, "yaml, json, describe or table"] = None


TABLE = Table("pods", Pod)
