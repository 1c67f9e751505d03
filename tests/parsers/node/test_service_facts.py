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
        "1.29 post-start hook",
        f'kuberuntime_container.go:301] "Failed to execute PostStartHook" err="command \'/bin/false\' exited with 1: " '
        f'pod="default/web-0" podUID="{_UID}" containerName="app" containerID="containerd://{_ID}"',
        {"kind": "poststart-failed", "detail": "command '/bin/false' exited with 1: ", **_WEB, "container_id": _ID},
    ),
    (
        "1.29 pre-stop hook",
        f'kuberuntime_container.go:671] "PreStop hook failed" err="command \'/drain\' exited with 1: " pod="default/web-0" podUID="{_UID}" '
        f'containerName="app" containerID="containerd://{_ID}"',
        {"kind": "prestop-failed", "detail": "command '/drain' exited with 1: ", **_WEB, "container_id": _ID},
    ),
    (
        "1.18 pre-stop hook",
        "kuberuntime_container.go:597] preStop hook for container \"app\" failed: command '/drain' exited with 1: ",
        {
            "kind": "prestop-failed",
            "detail": "preStop hook for container \"app\" failed: command '/drain' exited with 1: ",
            "container": "app",
        },
    ),
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
        "1.27 volume, the pod in the text",
        'nestedpendingoperations.go:348] Operation for "{volumeName:v podName: nodeName:}" failed. No retries permitted until '
        '2023-07-05 09:34:03 +0000 UTC (durationBeforeRetry 500ms). Error: MountVolume.SetUp failed for volume "cfg" (UniqueName: '
        f'"kubernetes.io/configmap/1-cfg") pod "web-0" (UID: "{_UID}") : configmap "cfg" not found',
        {
            "kind": "mount-failed",
            "detail": 'MountVolume.SetUp failed for volume "cfg" (UniqueName: "kubernetes.io/configmap/1-cfg") pod "web-0" '
            f'(UID: "{_UID}") : configmap "cfg" not found',
            "pod": "web-0",
            "pod_uid": _UID,
        },
    ),
    (
        "1.18 volume, the error quoted",
        'nestedpendingoperations.go:301] Operation for "{volumeName:v}" failed. No retries permitted until 2020-07-05 '
        f'(durationBeforeRetry 500ms). Error: "MountVolume.SetUp failed for volume \\"cfg\\" pod \\"web-0\\" (UID: \\"{_UID}\\") : it broke"',
        {
            "kind": "mount-failed",
            "detail": f'MountVolume.SetUp failed for volume "cfg" pod "web-0" (UID: "{_UID}") : it broke',
            "pod": "web-0",
            "pod_uid": _UID,
        },
    ),
    (
        "1.23 volume, the words of mount below",
        'nestedpendingoperations.go:348] Operation for "{volumeName:v}" failed. Error: MountVolume.MountDevice failed for volume "d" : '
        "mount failed: exit status 32",
        {
            "kind": "mount-failed",
            "detail": 'MountVolume.MountDevice failed for volume "d" : mount failed: exit status 32 <',
        },
    ),
    (
        "1.25 volumes waited for",
        'pod_workers.go:951] "Error syncing pod, skipping" err="unmounted volumes=[data], unattached volumes=[data]: timed out '
        f'waiting for the condition" pod="default/web-0" podUID={_UID}',
        {
            "kind": "mount-failed",
            "detail": "unmounted volumes=[data], unattached volumes=[data]: timed out waiting for the condition",
            **_POD,
        },
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


_NODE = [
    # what each version says of the way to the API server
    (
        'kubelet_node_status.go:549] "Error updating node status, will retry" err="error getting node \\"n1\\": Get \\"https://10.0.0.1:6443/api/v1/nodes/n1\\": dial tcp 10.0.0.1:6443: connect: connection refused"',
        "api-failed",
        "dial tcp 10.0.0.1:6443",
    ),
    (
        'kubelet_node_status.go:402] Error updating node status, will retry: error getting node "n1": Get https://10.0.0.1:6443/: EOF',
        "api-failed",
        "EOF",
    ),
    (
        "kubelet_node_status.go:389] Unable to update node status: update node status exceeds retry count",
        "api-failed",
        "exceeds retry count",
    ),
    (
        'controller.go:187] failed to ensure lease exists, will retry in 7s, error: Get "https://10.0.0.1:6443/": dial tcp 10.0.0.1:6443: i/o timeout',
        "api-failed",
        "i/o timeout",
    ),
    (
        'controller.go:145] "Failed to ensure lease exists, will retry" err="context deadline exceeded" interval="7s"',
        "api-failed",
        "context deadline exceeded",
    ),
    (
        'controller.go:195] "Failed to update lease" err="context deadline exceeded"',
        "api-failed",
        "context deadline exceeded",
    ),
    ("controller.go:170] failed to update node lease, error: Timeout", "api-failed", "Timeout"),
    (
        "reflector.go:150] k8s.io/client-go/informers/factory.go:134: Failed to watch *v1.Node: failed to list *v1.Node: Unauthorized",
        "api-failed",
        "Unauthorized",
    ),
    (
        'kubelet_node_status.go:92] "Unable to register node with API server" err="Post \\"https://10.0.0.1:6443/api/v1/nodes\\": EOF" node="n1"',
        "register-failed",
        "EOF",
    ),
    (
        'kubelet_node_status.go:94] Unable to register node "n1" with API server: nodes "n1" is forbidden',
        "register-failed",
        "forbidden",
    ),
    ('kubelet.go:2448] "Error getting node" err="node \\"n1\\" not found"', "node-not-found", 'node "n1" not found'),
    ('kubelet.go:2267] node "n1" not found', "node-not-found", 'node "n1" not found'),
    # certificates
    (
        "bootstrap.go:265] part of the existing bootstrap client certificate in /etc/kubernetes/kubelet.conf is expired: 2024-03-01 08:00:00 +0000 UTC",
        "cert-expired",
        "is expired: 2024-03-01",
    ),
    (
        "server.go:250] The currently active client certificate has expired and the server is responsive, exiting.",
        "cert-expired",
        "has expired",
    ),
    (
        "log.go:32] http: TLS handshake error from 10.0.0.9:51000: no serving certificate available for the kubelet",
        "cert-unsigned",
        "no serving certificate",
    ),
    (
        "certificate_manager.go:471] kubernetes.io/kubelet-serving: certificate request was not signed: timed out waiting for the condition",
        "cert-unsigned",
        "was not signed",
    ),
    # the end of a kubelet
    (
        'run.go:74] "command failed" err="failed to run Kubelet: running with swap on is not supported, please disable swap!"',
        "swap-on",
        "running with swap on",
    ),
    (
        "server.go:273] failed to run Kubelet: Running with swap on is not supported, please disable swap!",
        "swap-on",
        "Running with swap on",
    ),
    (
        'run.go:74] "command failed" err="failed to load kubelet config file, path: /var/lib/kubelet/config.yaml"',
        "kubelet-fatal",
        "failed to load kubelet config file",
    ),
    (
        'kubelet.go:1480] "Failed to start ContainerManager" err="start cpu manager error: configured policy \\"static\\" differs"',
        "kubelet-fatal",
        'policy "static" differs',
    ),
    # what the machine is short of
    (
        'kubelet.go:1300] "Failed to start cAdvisor" err="inotify_init: too many open files"',
        "inotify-exhausted",
        "inotify_init",
    ),
    (
        'raw.go:87] "Error while processing event" err="inotify_add_watch /sys/fs/cgroup/cpu: no space left on device"',
        "inotify-exhausted",
        "inotify_add_watch",
    ),
    (
        'cri_stats_provider.go:1] "x" err="open /var/lib/kubelet/x: no space left on device"',
        "no-space",
        "no space left",
    ),
    (
        "http.go:1] http: Accept error: accept tcp [::]:10250: accept4: too many open files; retrying in 1s",
        "too-many-files",
        "accept4",
    ),
    (
        'kubelet.go:1462] "Image garbage collection failed multiple times in a row" err="failed to garbage collect required amount of images. Attempted to free 1 bytes"',
        "image-gc-failed",
        "required amount",
    ),
    ('kubelet.go:1442] "Container garbage collection failed" err="rpc error"', "image-gc-failed", "rpc error"),
    (
        'kubelet.go:1300] Failed to update Node Allocatable Limits ["kubepods"]: failed to set supported cgroup subsystems',
        "allocatable-failed",
        "Node Allocatable",
    ),
]


@pytest.mark.parametrize(("text", "kind", "word"), _NODE)
def test_what_the_kubelet_says_about_its_node(text, kind, word):
    """Kubernetes 1.16 to 1.34; the detail is the error where there is one."""
    said = _said(f"May 16 18:34:49 n1 kubelet[4052]: E0516 18:34:49.885197    4052 {text}")
    assert said["kind"] == kind
    assert word in said["detail"]


_UNITS = [
    ("systemd[1]: kubelet.service: Start request repeated too quickly.", "unit-failed"),
    ("systemd[1]: start request repeated too quickly for kubelet.service", "unit-failed"),
    ("systemd[1]: Unit kubelet.service entered failed state.", "unit-failed"),
    ("systemd[1]: kubelet.service holdoff time over, scheduling restart.", "unit-failed"),
    ("systemd[1]: kubelet.service: Service hold-off time over, scheduling restart.", "unit-failed"),
    ("chronyd[1]: System clock wrong by 3602.123456 seconds", "clock-wrong"),
    ("containerd[1]: runtime/cgo: pthread_create failed: Resource temporarily unavailable", "no-thread"),
    (
        'dockerd[1]: time="2023-10-12T19:00:20Z" level=error msg="fork/exec /usr/bin/runc: resource temporarily unavailable"',
        "no-thread",
    ),
    ("kubelet[4052]: runtime: failed to create new OS thread (have 15 already; errno=11)", "no-thread"),
    ("kubelet[4052]: Error: unknown flag: --network-plugin", "kubelet-fatal"),
]


@pytest.mark.parametrize(("text", "kind"), _UNITS)
def test_ends_of_units_and_lack_of_threads(text, kind):
    """systemd 219 to 249, chrony 4, Go's runtime, runc."""
    assert _said(f"Oct 12 19:00:20 n1 {text}")["kind"] == kind


@pytest.mark.parametrize(
    "text",
    [
        "kubelet[4052]: Flag --cgroup-driver has been deprecated, This parameter should be set via the config file",
        'kubelet[4052]: E0516 18:34:49.885197    4052 desired_state.go:1] "Pod" err="pod \\"x\\" not found"',
        'containerd[1]: time="2023-10-12T19:00:20Z" level=error msg="node \\"n1\\" not found"',
    ],
)
def test_what_is_none_of_these(text):
    """A deprecated flag ends nothing, and only a kubelet knows of nodes."""
    assert fact(service_line(f"Oct 12 19:00:20 n1 {text}")) is None


def test_whose_a_volume_is():
    """The line before a mount; without the field that has the namespace it says nothing new."""
    started = (
        'I0519 20:20:00.551641    1623 reconciler.go:269] "operationExecutor.MountVolume started for volume \\"pvc-1\\" '
        '(UniqueName: \\"kubernetes.io/csi/ebs^vol\\") pod \\"web-0\\" (UID: \\"93e17ecc-ab55-461a-b526-29248d2554ad\\") "'
    )
    found = fact(service_line(f'{started} pod="shop/web-0"'))
    assert (found.kind, found.detail, found.names.namespace, found.names.pod) == (
        "volume-mount",
        "pvc-1",
        "shop",
        "web-0",
    )
    assert fact(service_line(started)) is None
