"""Pods: identity, spec and status."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from analyzer.bundle.member import Piece
from analyzer.notation.kube.fields import (
    cgroup_uid,
    field,
    flag,
    integer,
    mapping,
    mappings,
    names,
    owner,
    path,
    selector,
    text,
)
from analyzer.notation.kube.times import age, moment
from analyzer.notation.quantities import memory_bytes
from analyzer.tables import pods

MEMBERS = ("Pod",)
YIELDS = (pods.TABLE,)


def parse(piece: Piece) -> Iterator[pods.Pod]:
    """Yield one record per pod; while one is deleted, describe prints `Terminating` in the place of its phase."""
    found = piece.object
    if found is None:
        return
    body = found.body
    namespace, name = names(found, piece.context)
    owner_kind, owner_name = owner(body)
    regular = field(body, "spec", "containers")
    yield pods.Pod(
        line=found.line,
        at=path(found),
        namespace=namespace,
        pod=name,
        uid=text(body, "metadata", "uid"),
        cgroup_uid=cgroup_uid(body),
        node=text(body, "spec", "nodeName"),
        phase=text(body, "status", "phase"),
        reason=text(body, "status", "reason"),
        message=text(body, "status", "message"),
        qos=text(body, "status", "qosClass"),
        created=moment(text(body, "metadata", "creationTimestamp")),
        started=moment(text(body, "status", "startTime")),
        deleted=moment(text(body, "metadata", "deletionTimestamp")),
        restart_policy=text(body, "spec", "restartPolicy"),
        grace_s=_grace(body),
        terminating_s=_terminating(body),
        owner_kind=owner_kind,
        owner_name=owner_name,
        runtime_class=text(body, "spec", "runtimeClassName"),
        host_network=flag(body, "spec", "hostNetwork"),
        memory_limit_bytes=memory_bytes(field(body, "spec", "resources", "limits", "memory")),
        service_account=text(body, "spec", "serviceAccountName"),
        priority=integer(body, "spec", "priority"),
        priority_class=text(body, "spec", "priorityClassName"),
        nominated_node=text(body, "status", "nominatedNodeName"),
        dns_policy=text(body, "spec", "dnsPolicy"),
        scheduler=text(body, "spec", "schedulerName"),
        scheduling_gates=",".join(text(gate, "name") or "" for _, gate in mappings(body, "spec", "schedulingGates"))
        or None,
        node_selector=selector(mapping(body, "spec", "nodeSelector")),
        pod_ip=text(body, "status", "podIP"),
        containers=len(regular) if isinstance(regular, list) else None,
        form=found.form,
    )


def _grace(body: dict[str, Any]) -> float | None:
    """The grace period of a deletion, the only one that describe prints, else that of the spec."""
    seconds = integer(body, "metadata", "deletionGracePeriodSeconds")
    if seconds is None:
        seconds = integer(body, "spec", "terminationGracePeriodSeconds")
    return None if seconds is None else float(seconds)


def _terminating(body: dict[str, Any]) -> float | None:
    """kubectl counts from the deletion time, which lies a grace period after the request."""
    found = age(text(body, "describedTerminating") or "")
    return found[0] if found else None
