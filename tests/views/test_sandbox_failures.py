"""What the runtime says where a sandbox fails, named by its cause."""

# ruff: noqa: E501 -- messages of events are long, and are kept as they are

from __future__ import annotations

import pytest

from tests.views.tables_of_rows import database, only, values

NETWORK = 'rpc error: code = Unknown desc = failed to setup network for sandbox "9f1c0de5a4b37c2d": '
CAUSES = [
    ("ip", NETWORK + 'plugin type="bridge" failed (add): failed to allocate for range 0: no IP addresses available in range set: 10.244.3.1-10.244.3.254'),
    ("ip", NETWORK + 'plugin type="calico" failed (add): error getting IP: Assigned 0 out of 1 requested IPv4 addresses; No IPs available in pools: [10.42.0.0/16]'),
    ("ip", NETWORK + 'plugin type="calico" failed (add): No more free affine blocks and strict affinity enabled'),
    ("ip", NETWORK + "unable to allocate IP via local cilium agent: [POST /ipam][502] postIpamFailure  No more IPs available"),
    ("ip", NETWORK + "unable to allocate IP via local cilium agent: [POST /ipam][502] postIpamFailure  range is full"),
    ("ip", NETWORK + 'plugin type="aws-cni" name="aws-cni" failed (add): add cmd: failed to assign an IP address to container'),
    ("ip", NETWORK + 'plugin type="azure-vnet" failed (add): IPAM Invoker Add failed with error: Failed to allocate pool: Failed to delegate: Failed to allocate address: No available addresses'),
    ("ip", NETWORK + "plugin type=\"azure-vnet\" failed (add): Failed to allocate IPConfig from CNS: AllocateIPConfig failed: not enough IPs available for 1, waiting on Azure CNS to allocate more"),
    ("ip", NETWORK + 'plugin type="whereabouts" failed (add): error at storage engine: Could not allocate IP in range: ip: 10.10.0.1 / - 10.10.0.6'),
    ("ip", NETWORK + "failed to assign pod addresses: subnet address pool exhausted"),
    ("ip", NETWORK + "IPAM allocated only 0 of 1 addresses"),
    ("ip", NETWORK + "NoAvailableAddress"),
    ("init", NETWORK + "cni plugin not initialized"),
    ("init", "NetworkPlugin cni failed to set up pod network: cni config uninitialized"),
    ("init", "network plugin: No CNI configuration file in /etc/kubernetes/cni/net.d/. Has your network provider started?"),
    ("binary", NETWORK + 'failed to find plugin "loopback" in path [/opt/cni/bin]'),
    ("auth", NETWORK + "error getting ClusterInformation: connection is unauthorized: Unauthorized"),
    ("auth", NETWORK + 'Multus: [shop/web-0]: error getting pod: Get "https://10.96.0.1:443/api": x509: certificate has expired'),
    ("agent", NETWORK + "stat /var/lib/calico/nodename: no such file or directory: check that the calico/node container is running"),
    ("agent", NETWORK + 'plugin type="flannel" failed (add): open /run/flannel/subnet.env: no such file or directory'),
    ("agent", NETWORK + 'add cmd: Error received from AddNetwork gRPC call: rpc error: code = Unavailable desc = connection error: dial tcp 127.0.0.1:50051: connect: connection refused'),
    ("agent", NETWORK + "unable to connect to Cilium daemon: failed to create cilium agent client after 30.000000 seconds timeout"),
    ("agent", NETWORK + 'plugin type="multus-shim" failed (add): failed to send CNI request: Post "http://dummy/cni": dial unix /run/multus/socket/multus.sock: connect: no such file or directory'),
    ("network", NETWORK + "timed out waiting for OVS port binding (ovn-installed) for 0a:58:0a:81:02:0f"),
    ("network", 'networkPlugin cni failed to set up pod "web-0_shop" network: context deadline exceeded'),
    ("name", 'failed to reserve sandbox name "web-0_shop_1b2c_0": name "web-0_shop_1b2c_0" is reserved for "9f1c"'),
    ("name", 'error reserving pod name k8s_web-0_shop_1b2c_0 for id 9f1c: name is reserved'),
    ("name", 'Error response from daemon: Conflict. The container name "/k8s_POD_web-0_shop_1b2c_0" is already in use by container "9f1c".'),
    ("handler", 'failed to get sandbox runtime: no runtime for "runsc" is configured'),
    ("handler", 'RuntimeHandler "kata" not supported'),
    ("handler", "failed to find runtime handler kata from runtime list map[runc:0xc000]"),
    ("driver", 'runc create failed: expected cgroupsPath to be of format "slice:prefix:name" for systemd cgroups'),
    ("image", 'failed to get sandbox image "registry.k8s.io/pause:3.9": failed to pull image "registry.k8s.io/pause:3.9"'),
    ("memory", "failed to create containerd task: fork/exec /usr/bin/containerd-shim-runc-v2: cannot allocate memory"),
    ("memory", "process_linux.go:245: running exec setns process for init caused exit status 6"),
    ("memory", "runc create failed: container init was OOM-killed (memory limit too low?)"),
    ("space", "mkdir /var/lib/containerd/sandboxes/9f1c: no space left on device"),
    ("tasks", "fork/exec /usr/bin/runc: resource temporarily unavailable"),
    ("runtime", 'connection error: desc = "transport: dial unix /run/containerd/containerd.sock: connect: connection refused"'),
    ("runtime", "rpc error: code = Unavailable desc = transport is closing"),
    ("timeout", "rpc error: code = DeadlineExceeded desc = context deadline exceeded"),
    ("other", "failed to create shim task: OCI runtime create failed: error loading seccomp filter"),
]  # fmt: skip


def event(text, line=1, **known):
    return {
        "where": (0, line),
        "kind": "Pod",
        "namespace": "shop",
        "name": "web-0",
        "reason": "FailedCreatePodSandBox",
        "message": text,
        **known,
    }


def made(*events, **tables):
    return database(members=["events.txt"], events=list(events), **tables)


@pytest.mark.parametrize(("cause", "text"), CAUSES)
def test_cause(cause, text):
    """What names its cause is not taken for a failure of the network or of time in general."""
    assert only(made(event("Failed to create pod sandbox: " + text)), "SELECT cause FROM sandbox_failures") == cause


def test_many_tries_are_one_row():
    """Each try has a sandbox of its own in its message; the last one is quoted, and their counts add up."""
    said = [
        event(CAUSES[0][1].replace("9f1c", f"9f1{n}"), n + 1, count=4, last=f"2026-05-19T20:0{n}:00Z") for n in range(3)
    ]
    found = values(made(*said), "SELECT pod, cause, count, starts_with(said_src, '3') FROM sandbox_failures")
    assert found == [("web-0", "ip", 12, True)]


def test_the_pod_that_the_message_names():
    """A row without its object, as people paste it."""
    said = [
        event('failed to set up sandbox container "9f1c" network for pod "web-1": networkPlugin cni failed to set up pod "web-1_bank" network: x', 1, name=None, namespace=None),
        event("failed to create pod network sandbox k8s_web-2_bank_1b2c3d4e-0000-4000-8000-000000000001_0(9f1c): x", 2, name=None, namespace=None),
    ]  # fmt: skip
    assert values(made(*said), "SELECT pod, namespace FROM sandbox_failures ORDER BY pod") == [
        ("web-1", "bank"),
        ("web-2", None),
    ]


def test_only_sandboxes():
    """A failed kill or sync may be about something else."""
    said = [
        event("error killing pod: failed to KillContainer", 1, reason="FailedKillPod"),
        event("error determining status: x", 2, reason="FailedSync"),
        event("Back-off restarting failed container", 3, reason="BackOff"),
        event('error killing pod: failed to "KillPodSandbox" for "1b2c" with KillPodSandboxError: x', 4, reason="FailedKillPod"),
        event('Error syncing pod: failed to "CreatePodSandbox" for "web-0" with CreatePodSandboxError: x', 5, reason="FailedSync"),
    ]  # fmt: skip
    assert values(made(*said), "SELECT step, said FROM sandbox_failures ORDER BY step") == [
        ("create", "x"),
        ("remove", 'error killing pod: failed to "KillPodSandbox" for "1b2c" with KillPodSandboxError: x'),
    ]


POD = {"where": (0, 50), "at": "", "namespace": "shop", "pod": "web-0", "form": "table"}
FAILED = event(CAUSES[0][1], last="2026-05-19T20:00:00Z")


def state(**tables):
    return only(made(FAILED, *tables.pop("more", []), **tables), "SELECT state_now FROM sandbox_failures")


def test_state_now():
    """A table's ready pod, and one that pulled its image later, have their sandbox."""
    later = event("Pulling image", 2, reason="Pulling", last="2026-05-19T20:01:00Z", first="2026-05-19T20:01:00Z")
    before = event("Pulling image", 2, reason="Pulling", last="2026-05-19T19:59:00Z", first="2026-05-19T19:59:00Z")
    waits = {**POD, "status_text": "ContainerCreating", "phase": "Pending", "ready_text": "0/1"}
    assert state() == "unknown"
    assert state(pods=[waits]) == "failing"
    assert state(pods=[waits], more=[before]) == "failing"
    assert state(pods=[waits], more=[later]) == "over"
    assert state(pods=[{**POD, "status_text": "Running", "phase": "Running", "ready_text": "1/1"}]) == "over"
    assert state(pods=[{**POD, "status_text": "Completed", "phase": "Succeeded", "ready_text": "0/1"}]) == "over"


def test_a_log_speaks_where_no_event_does():
    line = {
        "where": (0, 1),
        "unit": "kubelet",
        "node": "worker-1",
        "kind": "sandbox-failed",
        "namespace": "shop",
        "pod": "web-0",
        "detail": CAUSES[0][1],
        "message": "RunPodSandbox from runtime service failed",
    }
    stop = {**line, "where": (0, 2), "message": "StopPodSandbox from runtime service failed"}
    found = database(members=["kubelet.log"], service_log=[line, stop])
    assert values(found, "SELECT pod, node, step, cause, origin FROM sandbox_failures ORDER BY step") == [
        ("web-0", "worker-1", "create", "ip", "kubelet"),
        ("web-0", "worker-1", "remove", "ip", "kubelet"),
    ]


def test_a_later_try_got_as_far_as_the_runtime():
    """The network is made before the runtime is asked: its failure is over then, that of the runtime is not."""
    waits = {**POD, "status_text": "ContainerCreating", "phase": "Pending", "ready_text": "0/1"}
    runtime = CAUSES[-1][1]
    asked = "SELECT cause, state_now FROM sandbox_failures ORDER BY cause"
    later = event(runtime, 2, last="2026-05-19T20:01:00Z")
    assert values(made(FAILED, later, pods=[waits]), asked) == [("ip", "over"), ("other", "failing")]
    before = event(runtime, 2, last="2026-05-19T19:59:00Z")
    assert values(made(FAILED, before, pods=[waits]), asked) == [("ip", "failing"), ("other", "failing")]
    elsewhere = event(runtime, 2, name="web-1", last="2026-05-19T20:01:00Z")
    assert values(made(FAILED, elsewhere, pods=[waits]), asked) == [("ip", "failing"), ("other", "unknown")]
