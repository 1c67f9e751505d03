"""`nodes`: versions, identity and sizes of each node."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Bytes, Flag, Number, Path, Real, Table, Text, Time


class Node(NamedTuple):
    """One observation of one node."""

    line: int
    at: Annotated[str, "empty: paths start at the node"]
    node: Annotated[Text, "name", Path("metadata.name")] = None
    created: Annotated[Time, "creation", Path("metadata.creationTimestamp")] = None
    unschedulable: Annotated[Flag, "cordoned", Path("spec.unschedulable")] = None
    provider_id: Annotated[Text, "identity at the cloud provider", Path("spec.providerID")] = None
    machine_id: Annotated[Text, "machine ID", Path("status.nodeInfo.machineID")] = None
    system_uuid: Annotated[Text, "system UUID", Path("status.nodeInfo.systemUUID")] = None
    boot_id: Annotated[Text, "boot ID", Path("status.nodeInfo.bootID")] = None
    kernel_version: Annotated[Text, "kernel", Path("status.nodeInfo.kernelVersion")] = None
    os_image: Annotated[Text, "distribution", Path("status.nodeInfo.osImage")] = None
    architecture: Annotated[Text, "amd64, arm64, …", Path("status.nodeInfo.architecture")] = None
    operating_system: Annotated[Text, "linux or windows", Path("status.nodeInfo.operatingSystem")] = None
    kubelet_version: Annotated[Text, "kubelet", Path("status.nodeInfo.kubeletVersion")] = None
    runtime_version: Annotated[
        Text, "container runtime with its scheme", Path("status.nodeInfo.containerRuntimeVersion")
    ] = None
    ready: Annotated[Text, "status of the Ready condition"] = None
    capacity_cpu: Annotated[Real, "CPU capacity in cores", Path("status.capacity.cpu")] = None
    capacity_memory_bytes: Annotated[Bytes, "memory capacity", Path("status.capacity.memory")] = None
    capacity_pods: Annotated[Number, "pods it can run", Path("status.capacity.pods")] = None
    allocatable_cpu: Annotated[Real, "allocatable CPU in cores", Path("status.allocatable.cpu")] = None
    allocatable_memory_bytes: Annotated[Bytes, "allocatable memory", Path("status.allocatable.memory")] = None
    allocatable_pods: Annotated[Number, "pods it takes", Path("status.allocatable.pods")] = None
    hugepages_bytes: Annotated[Bytes, "pre-allocated huge pages of all sizes", Path("status.capacity")] = None
    config_current: Annotated[
        Text,
        "machine configuration that it has (OpenShift)",
        Path("metadata.annotations[machineconfiguration.openshift.io/currentConfig]"),
    ] = None
    config_desired: Annotated[
        Text,
        "machine configuration that it should have",
        Path("metadata.annotations[machineconfiguration.openshift.io/desiredConfig]"),
    ] = None
    config_state: Annotated[
        Text,
        "Done, Working, Degraded or Unreconcilable",
        Path("metadata.annotations[machineconfiguration.openshift.io/state]"),
    ] = None
    config_reason: Annotated[
        Text,
        "why its configuration is degraded",
        Path("metadata.annotations[machineconfiguration.openshift.io/reason]"),
    ] = None
    form: Annotated[Text, "yaml, json, describe or table"] = None


TABLE = Table("nodes", Node)
