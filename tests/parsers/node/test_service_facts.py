# ruff: noqa: E501  (excerpts of logs keep their lines)
"""What single lines say; each excerpt is a line of the version that its case names."""

from __future__ import annotations

import pytest

from analyzer.notation.service_lines import service_line
from analyzer.parsers.node.service_facts import fact

_UID = "93e17ecc-ab55-461a-b526-29248d2554ad"
_ID = "05657a9c673d612aedd955a65136ccca36b82ba987831de7844cdc0238f1d707"
_HEAD = "May 16 18:34:49 aks-nodepool1 kubelet[4052]: I0516 18:34:49.885197    4052 "
_SYSTEMD = "Oct 12 19:00:20 n1 systemd[1]: "
_CONTAINERD = 'Oct 12 19:00:20 n1 containerd[2388]: time="2023-10-12T19:00:20.879932879Z" level=info msg='


def _said(text):
    """The fact as a mapping without what is missing; names flattened into it."""
    found = fact(service_line(text))
    values = {**found._asdict(), **found.names._asdict()}
    return {key: value for key, value in values.items() if value is not None and key != "names"}


_POD = {"namespace": "default", "pod": "web-0", "pod_uid": _UID}
_WEB = {**_POD, "container": "app"}
_NAMED = {"namespace": "default", "pod": "web-0", "container": "app", "container_id": _ID}
_KUBELET = [
    (
        "1.29 probe failed",
        f'prober.go:107] "Probe failed" probeType="Liveness" pod="default/web-0" podUID="{_UID}" containerName="app" '
        'probeResult="failure" output="HTTP probe failed with statuscode: 500"',
        {
            "kind": "probe-failed",
            "detail": "Liveness probe failed: HTTP probe failed with statuscode: 500",
            **_WEB,
        },
    ),
    (
        "1.22 probe failed, UID not quoted",
        f'prober.go:121] "Probe failed" probeType="Readiness" pod="default/web-0" podUID={_UID} containerName="app" '
        'probeResult=failure output="Get \\"https://10.129.0.12:6443/healthz\\": net/http: request canceled"',
        {
            "kind": "probe-failed",
            "detail": 'Readiness probe failed: Get "https://10.129.0.12:6443/healthz": net/http: request canceled',
            **_WEB,
        },
    ),
    (
        "1.16 probe failed",
        f'prober.go:111] Readiness probe for "web-0_default({_UID}):app" failed (failure): Get http://172.18.123.127:80/: '
        "net/http: request canceled while waiting for connection",
        {
            "kind": "probe-failed",
            "detail": "Readiness probe failed: Get http://172.18.123.127:80/: net/http: request canceled while waiting "
            "for connection",
            **_WEB,
        },
    ),
    (
        "1.29 probe errored",
        'prober.go:104] "Probe errored" err="rpc error: code = NotFound desc = failed to exec in container" '
        f'probeType="Readiness" pod="default/web-0" podUID="{_UID}" containerName="app"',
        {
            "kind": "probe-errored",
            "detail": "Readiness probe errored: rpc error: code = NotFound desc = failed to exec in container",
            **_WEB,
        },
    ),
    (
        "1.18 probe errored",
        f'prober.go:108] Liveness probe for "web-0_default({_UID}):app" errored: rpc error: code = Unknown',
        {"kind": "probe-errored", "detail": "Liveness probe errored: rpc error: code = Unknown", **_WEB},
    ),
    (
        "1.29 killed by its probe",
        'kuberuntime_manager.go:1027] "Message for Container of pod" containerName="app" '
        f'containerStatusID={{"Type":"containerd","ID":"{_ID}"}} pod="default/web-0" '
        'containerMessage="Container app failed liveness probe, will be restarted"',
        {"kind": "probe-kill", "detail": "Container app failed liveness probe, will be restarted", **_NAMED},
    ),
    (
        "1.22 killed by its startup probe",
        'kuberuntime_manager.go:652] "Message for Container of pod" containerName="app" '
        f'containerStatusID={{Type:containerd ID:{_ID}}} pod="default/web-0" '
        'containerMessage="Container app failed startup probe, will be restarted"',
        {"kind": "probe-kill", "detail": "Container app failed startup probe, will be restarted", **_NAMED},
    ),
    (
        "1.16 killed by its probe",
        f'kuberuntime_manager.go:607] Container "app" ({{"docker" "{_ID}"}}) of pod web-0_default({_UID}): '
        "Container app failed liveness probe, will be restarted",
        {
            "kind": "probe-kill",
            "detail": "Container app failed liveness probe, will be restarted",
            "container_id": _ID,
            **_WEB,
        },
    ),
    (
        "1.11 is unhealthy",
        f'kuberuntime_manager.go:513] Container "app" ({{"docker" "{_ID}"}}) of pod web-0_default({_UID}) is unhealthy, '
        "it will be killed and re-created.",
        {
            "kind": "probe-kill",
            "detail": "liveness: is unhealthy, it will be killed and re-created",
            "container_id": _ID,
            **_WEB,
        },
    ),
    (
        "1.29 the definition changed",
        'kuberuntime_manager.go:1027] "Message for Container of pod" containerName="app" '
        f'containerStatusID={{"Type":"containerd","ID":"{_ID}"}} pod="default/web-0" '
        'containerMessage="Container app definition changed, will be restarted"',
        {"kind": "killing", "detail": "Container app definition changed, will be restarted", **_NAMED},
    ),
    (
        "1.29 killing",
        f'kuberuntime_container.go:808] "Killing container with a grace period" pod="default/web-0" podUID="{_UID}" '
        f'containerName="app" containerID="containerd://{_ID}" gracePeriod=30',
        {"kind": "killing", "detail": "grace period 30 s", "container_id": _ID, **_WEB},
    ),
    (
        "1.18 killing",
        f'kuberuntime_container.go:635] Killing container "docker://{_ID}" with a 30 second grace period',
        {"kind": "killing", "detail": "grace period 30 s", "container_id": _ID},
    ),
    (
        "1.16 killing unwanted",
        f'kuberuntime_manager.go:685] Killing unwanted container "app"(id={{"docker" "{_ID}"}}) for pod '
        f'"web-0_default({_UID})"',
        {"kind": "killing", "container_id": _ID, **_WEB},
    ),
    (
        "1.29 back-off",
        'pod_workers.go:1300] "Error syncing pod, skipping" err="failed to \\"StartContainer\\" for \\"app\\" with '
        'CrashLoopBackOff: \\"back-off 5m0s restarting failed container=app pod=web-0_default('
        f'{_UID})\\"" pod="default/web-0" podUID="{_UID}"',
        {
            "kind": "back-off",
            "detail": f"CrashLoopBackOff: back-off 5m0s restarting failed container=app pod=web-0_default({_UID})",
            **_WEB,
        },
    ),
    (
        "1.16 back-off",
        f'pod_workers.go:191] Error syncing pod {_UID} ("web-0_default({_UID})"), skipping: failed to "StartContainer" '
        'for "app" with CrashLoopBackOff: "back-off 10s restarting failed container=app pod=web-0_default('
        f'{_UID})"',
        {
            "kind": "back-off",
            "detail": f"CrashLoopBackOff: back-off 10s restarting failed container=app pod=web-0_default({_UID})",
            **_WEB,
        },
    ),
    (
        "1.29 image",
        'pod_workers.go:1300] "Error syncing pod, skipping" err="failed to \\"StartContainer\\" for \\"app\\" with '
        f'ErrImageNeverPull: \\"Container image is not present\\"" pod="default/web-0" podUID="{_UID}"',
        {"kind": "image-pull-failed", "detail": "ErrImageNeverPull: Container image is not present", **_WEB},
    ),
    (
        "1.29 pull",
        'remote_image.go:180] "PullImage from image service failed" err="rpc error: code = NotFound desc = not found" '
        'image="x:1"',
        {"kind": "image-pull-failed", "detail": "rpc error: code = NotFound desc = not found"},
    ),
    (
        "1.29 died",
        'kubelet.go:2439] "SyncLoop (PLEG): event for pod" pod="default/web-0" '
        f'event={{"ID":"{_UID}","Type":"ContainerDied","Data":"{_ID}"}}',
        {"kind": "exited", "detail": "ContainerDied", **_POD, "container_id": _ID},
    ),
    (
        "1.25 died",
        'kubelet.go:2231] "SyncLoop (PLEG): event for pod" pod="default/web-0" '
        f"event=&{{ID:{_UID} Type:ContainerDied Data:{_ID}}}",
        {"kind": "exited", "detail": "ContainerDied", **_POD, "container_id": _ID},
    ),
    (
        "1.16 died",
        f'kubelet.go:1953] SyncLoop (PLEG): "web-0_default({_UID})", event: &pleg.PodLifecycleEvent{{ID:"{_UID}", '
        f'Type:"ContainerDied", Data:"{_ID}"}}',
        {"kind": "exited", "detail": "ContainerDied", **_POD, "container_id": _ID},
    ),
    (
        "1.29 finished",
        f'generic.go:334] "Generic (PLEG): container finished" podID="{_UID}" containerID="{_ID}" exitCode=137',
        {
            "kind": "exited",
            "detail": "container finished",
            "pod_uid": _UID,
            "container_id": _ID,
            "exit_code": 137,
        },
    ),
    (
        "1.21 node not ready",
        'setters.go:577] "Node became not ready" node="n1" condition={Type:Ready Status:False '
        "Reason:KubeletNotReady Message:PLEG is not healthy: pleg was last seen active 3m1s ago}",
        {
            "kind": "node-not-ready",
            "detail": "{Type:Ready Status:False Reason:KubeletNotReady Message:PLEG is not healthy: pleg was last seen "
            "active 3m1s ago}",
        },
    ),
    (
        "1.26 runtime down",
        'kubelet.go:2646] "Skipping pod synchronization" err="container runtime is down"',
        {"kind": "runtime-down", "detail": "container runtime is down"},
    ),
    (
        "1.13 PLEG",
        "kubelet.go:1821] skipping pod synchronization - [PLEG is not healthy: pleg was last seen active 3m3s ago]",
        {"kind": "pleg-unhealthy", "detail": "PLEG is not healthy: pleg was last seen active 3m3s ago]"},
    ),
    (
        "1.26 eviction",
        'eviction_manager.go:595] "Eviction manager: pod is evicted successfully" pod="default/web-0"',
        {
            "kind": "eviction",
            "detail": '"Eviction manager: pod is evicted successfully" pod="default/web-0"',
            "namespace": "default",
            "pod": "web-0",
        },
    ),
    (
        "1.29 certificate",
        "reflector.go:147] failed to list: x509: certificate has expired or is not yet valid: current time 2024 is after",
        {
            "kind": "cert-expired",
            "detail": "certificate has expired or is not yet valid: current time 2024 is after",
        },
    ),
    (
        "cAdvisor of 1.17",
        'manager.go:1126] Created an OOM event in container "/kubepods/burstable/pod'
        f'{_UID}/{_ID}" at 2017-10-10 17:41:58',
        {
            "kind": "oom-event",
            "detail": f'Created an OOM event in container "/kubepods/burstable/pod{_UID}/{_ID}" at 2017-10-10 17:41:58',
            "pod_uid": _UID,
            "container_id": _ID,
        },
    ),
    (
        "1.29 sandbox",
        'kuberuntime_manager.go:1182] "CreatePodSandbox for pod failed" err="rpc error: code = Unknown desc = failed to '
        'setup network" pod="default/web-0"',
        {
            "kind": "sandbox-failed",
            "detail": "rpc error: code = Unknown desc = failed to setup network",
            "namespace": "default",
            "pod": "web-0",
        },
    ),
]


@pytest.mark.parametrize(("version", "text", "facts"), _KUBELET, ids=[case[0] for case in _KUBELET])
def test_what_the_kubelet_says(version, text, facts):
    """Each wording gives the kind, what it names, and the reason in its own words."""
    assert version
    assert _said(_HEAD + text) == facts


_OTHERS = [
    (
        f'2023-11-13T03:50:55.201611+01:00 n1 containerd[1]: time="2023-11-13T03:50:55.198678872+01:00" level=error msg="ExecSync for \\"{_ID}\\" failed" error="failed to exec in container"',
        {
            "kind": "exec-failed",
            "detail": f'ExecSync for "{_ID}" failed: failed to exec in container',
            "container_id": _ID,
        },
    ),
    (
        f'{_HEAD}remote_runtime.go:479] "ExecSync cmd from runtime service failed" err="failed to start exec \\"{_ID}\\"',
        {"kind": "exec-failed", "detail": f'failed to start exec "{_ID}"'},
    ),
    (
        f'{_CONTAINERD}"TaskOOM event container_id:\\"{_ID}\\""',
        {"kind": "oom-event", "detail": f'TaskOOM event container_id:"{_ID}"', "container_id": _ID},
    ),
    (
        f'{_CONTAINERD}"TaskOOM event &TaskOOM{{ContainerID:{_ID},XXX_unrecognized:[],}}"',
        {
            "kind": "oom-event",
            "detail": f"TaskOOM event &TaskOOM{{ContainerID:{_ID},XXX_unrecognized:[],}}",
            "container_id": _ID,
        },
    ),
    (
        f'{_CONTAINERD}"received exit event container_id:\\"{_ID}\\"  id:\\"{_ID}\\"  pid:7620  exit_status:137"',
        {"kind": "exited", "detail": "task exit", "container_id": _ID, "exit_code": 137},
    ),
    (
        f'{_CONTAINERD}"StopContainer for \\"{_ID}\\" with timeout 30 (s)"',
        {"kind": "killing", "detail": "grace period 30 s", "container_id": _ID},
    ),
    (
        f'{_CONTAINERD}"StartContainer for \\"{_ID}\\" failed" error="fork/exec /usr/bin/runc: cannot allocate memory"',
        {
            "kind": "enomem",
            "detail": f'StartContainer for "{_ID}" failed: fork/exec /usr/bin/runc: cannot allocate memory',
            "container_id": _ID,
        },
    ),
    (
        f'{_CONTAINERD}"RunPodSandbox for &PodSandboxMetadata{{Name:web-0,Uid:{_UID},Namespace:default,Attempt:0,}} '
        'failed, error" error="failed to reserve sandbox name"',
        {
            "kind": "sandbox-failed",
            "detail": f"RunPodSandbox for &PodSandboxMetadata{{Name:web-0,Uid:{_UID},Namespace:default,Attempt:0,}} "
            "failed, error: failed to reserve sandbox name",
            "namespace": "default",
            "pod": "web-0",
            "pod_uid": _UID,
        },
    ),
    (
        f"{_SYSTEMD}cri-containerd-{_ID}.scope: A process of this unit has been killed by the OOM killer.",
        {
            "kind": "unit-oom",
            "detail": f"cri-containerd-{_ID}.scope: A process of this unit has been killed by the OOM killer",
            "container_id": _ID,
        },
    ),
    (
        f"{_SYSTEMD}Started kubelet: The Kubernetes Node Agent.",
        {"kind": "unit-started", "detail": "Started kubelet: The Kubernetes Node Agent."},
    ),
    (
        f"{_SYSTEMD}kubelet.service: Main process exited, code=exited, status=255/EXCEPTION",
        {
            "kind": "unit-failed",
            "detail": "kubelet.service: Main process exited, code=exited, status=255/EXCEPTION",
            "exit_code": 255,
        },
    ),
    (
        f"{_SYSTEMD}kubelet.service: Scheduled restart job, restart counter is at 5.",
        {
            "kind": "unit-failed",
            "detail": "kubelet.service: Scheduled restart job, restart counter is at 5.",
            "times": 5,
        },
    ),
    (
        "Oct 12 19:00:20 n1 systemd-journald[345]: Suppressed 2340 messages from kubelet.service",
        {"kind": "suppressed", "detail": "Suppressed 2340 messages from kubelet.service", "times": 2340},
    ),
    (
        "Oct 12 19:00:20 n1 systemd-oomd[612]: Killed /kubepods.slice/kubepods-burstable.slice due to memory pressure "
        "for /kubepods.slice being 80.11% > 50.00% for > 20s with reclaim activity",
        {
            "kind": "userspace-oom",
            "detail": "Killed /kubepods.slice/kubepods-burstable.slice due to memory pressure for /kubepods.slice being "
            "80.11% > 50.00% for > 20s with reclaim activity",
        },
    ),
    (
        'Aug 10 07:28:03 dl earlyoom[1479]: sending SIGTERM to process 2614312 uid 1000 "java": badness 966, VmRSS 61 MiB',
        {
            "kind": "userspace-oom",
            "detail": 'sending SIGTERM to process 2614312 uid 1000 "java": badness 966, VmRSS 61 MiB',
        },
    ),
    (
        'Dec 01 10:00:00 n1 dockerd[900]: time="2019-12-01T10:00:00Z" level=error msg="Handler for POST '
        f'/v1.31/containers/{_ID}/start returned error: OCI runtime create failed: no such file"',
        {
            "kind": "start-failed",
            "detail": f"Handler for POST /v1.31/containers/{_ID}/start returned error: OCI runtime create failed: "
            "no such file",
            "container_id": _ID,
        },
    ),
]


@pytest.mark.parametrize(("text", "facts"), _OTHERS)
def test_what_runtimes_and_systemd_say(text, facts):
    """containerd 1.4 to 1.7 and its calls, dockerd 18.09, systemd 249, systemd-oomd and earlyoom."""
    assert _said(text) == facts
