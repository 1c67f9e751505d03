"""What the kubelet prepares for a pod or asks the runtime in general, and does not get."""

# ruff: noqa: E501 -- lines of a journal are long, and are kept as they are

from __future__ import annotations

import pytest

from analyzer.notation.service_lines import service_line
from analyzer.parsers.node.service_facts import fact

HEAD = "May 19 20:20:01 worker-1 kubelet[901]: E0519 20:20:01.123456     901 "
LINES = [
    ("cri-api", r'run.go:74] "command failed" err="failed to run Kubelet: validate service connection: validate CRI v1 runtime API for endpoint \"unix:///run/containerd/containerd.sock\": rpc error: code = Unimplemented desc = unknown service runtime.v1.RuntimeService"'),
    ("cri-api", r'remote_image.go:119] "Get ImageStatus failed" err="rpc error: code = Unimplemented desc = unknown service runtime.v1alpha2.ImageService"'),
    ("cgroup-driver", r'server.go:274] failed to run Kubelet: misconfiguration: kubelet cgroup driver: "systemd" is different from docker cgroup driver: "cgroupfs"'),
    ("pod-cgroup-failed", r'pod_workers.go:951] "Error syncing pod, skipping" err="failed to ensure that the pod: 1b2c3d4e-0000-4000-8000-000000000001 cgroups exist and are correctly applied: failed to create container for [kubepods besteffort pod1b2c3d4e-0000-4000-8000-000000000001] : mkdir: no space left on device" pod="shop/web-0"'),
    ("pod-cgroup-failed", r'pod_workers.go:191] Error syncing pod 1b2c3d4e ("web-0_shop(1b2c3d4e-0000-4000-8000-000000000001)"), skipping: unable to ensure pod container exists: failed to create container for [kubepods]'),
    ("pod-dir-failed", r'kubelet.go:1800] "Unable to make pod data directories for pod" err="mkdir /var/lib/kubelet/pods/1b2c: read-only file system" pod="shop/web-0"'),
    ("pod-dir-failed", r'kubelet_pods.go:1] error making pod data directories: mkdir /var/lib/kubelet/pods/1b2c: no space left on device'),
    ("cri-timeout", r'remote_runtime.go:294] "ListPodSandbox with filter from runtime service failed" err="rpc error: code = DeadlineExceeded desc = context deadline exceeded" filter="nil"'),
    ("cri-timeout", r'kubelet.go:2431] "Container runtime sanity check failed" err="rpc error: code = DeadlineExceeded desc = context deadline exceeded"'),
    ("cri-timeout", r'remote_runtime.go:86] Version from runtime service failed: rpc error: code = Unknown desc = operation timeout: context deadline exceeded'),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text"), LINES)
def test_kind(kind, text):
    assert fact(service_line(HEAD + text)).kind == kind


def test_other_answers_are_no_time_out():
    line = 'remote_runtime.go:294] "ListPodSandbox with filter from runtime service failed" err="rpc error: code = Unknown desc = strange"'
    found = fact(service_line(HEAD + line))
    assert found is None or found.kind != "cri-timeout"


def test_a_sandbox_out_of_time_is_a_failed_sandbox():
    line = 'remote_runtime.go:176] "RunPodSandbox from runtime service failed" err="rpc error: code = DeadlineExceeded desc = context deadline exceeded"'
    assert fact(service_line(HEAD + line)).kind == "sandbox-failed"
