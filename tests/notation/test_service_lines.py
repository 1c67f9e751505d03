# ruff: noqa: E501  (excerpts of logs keep their lines)
"""Lines of kubelet, runtimes and systemd."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from analyzer.notation.service_lines import looks_like_service, service_line, service_name

_KLOG = "E1012 19:34:44.999261    2480 eviction_manager.go:374] message here"


@pytest.mark.parametrize(
    ("text", "time", "quality", "host", "unit", "level", "message"),
    [
        (
            f"Oct 12 19:34:45 aks-vmss000002 kubelet[2480]: {_KLOG}",
            (1972, 10, 12, 19, 34, 45),
            "no_year",
            "aks-vmss000002",
            "kubelet",
            "E",
            "message here",
        ),
        (
            f"2023-10-12T19:34:45.000000+02:00 n1 kubelet[2480]: {_KLOG}",
            (2023, 10, 12, 17, 34, 45),
            "exact",
            "n1",
            "kubelet",
            "E",
            "message here",
        ),
        (_KLOG, (1972, 10, 12, 19, 34, 44, 999261), "no_year", None, "kubelet", "E", "message here"),
        (
            "kubelet.go:1821] skipping pod synchronization - [PLEG is not healthy]",
            None,
            "none",
            None,
            "kubelet",
            None,
            "skipping pod synchronization - [PLEG is not healthy]",
        ),
        (
            'Oct 12 19:00:20 n1 containerd[2388]: time="2023-10-12T19:00:20.879932879Z" level=info '
            'msg="TaskOOM event container_id:\\"25a3\\""',
            (2023, 10, 12, 19, 0, 20, 879932),
            "exact",
            "n1",
            "containerd",
            "I",
            'TaskOOM event container_id:"25a3"',
        ),
        (
            'time="2023-11-13T03:50:55.198678872+01:00" level=error msg="ExecSync for \\"0432\\" failed" '
            'error="failed to exec"',
            (2023, 11, 13, 2, 50, 55, 198678),
            "exact",
            None,
            "containerd",
            "E",
            'ExecSync for "0432" failed: failed to exec',
        ),
        (
            "Oct 12 19:00:20 n1 systemd[1]: Started Kubernetes Kubelet.",
            (1972, 10, 12, 19, 0, 20),
            "no_year",
            "n1",
            "systemd",
            None,
            "Started Kubernetes Kubelet.",
        ),
        (
            "Jul 05 17:47:52.807876 master-0 hyperkube[1495]: I0606 17:47:52.807876    1599 prober.go:121] x",
            (1972, 7, 5, 17, 47, 52, 807876),
            "no_year",
            "master-0",
            "kubelet",
            "I",
            "x",
        ),
        (
            "Jan 02 03:04:05 n1 k3s[77]: I0102 03:04:05.000001      77 prober.go:107] x",
            (1972, 1, 2, 3, 4, 5),
            "no_year",
            "n1",
            "kubelet",
            "I",
            "x",
        ),
        (
            'Jan 02 03:04:05 n1 k3s[77]: time="2024-01-02T03:04:05Z" level=warning msg=slow',
            (2024, 1, 2, 3, 4, 5),
            "exact",
            "n1",
            "k3s",
            "W",
            "slow",
        ),
        ("[  12.500000] n1 kubelet[9]: hello", None, "none", "n1", "kubelet", None, "hello"),
    ],
)
def test_heads(text, time, quality, host, unit, level, message):
    """The outer time counts, unless an inner one knows more about year and zone."""
    line = service_line(text, 7)
    stamp = (datetime(*time, tzinfo=UTC) if time else None, quality)
    assert line == (7, stamp, host, unit, level, message)


def test_a_record_of_the_journal_in_json():
    """`journalctl -o json`."""
    line = service_line(
        '{"__REALTIME_TIMESTAMP":"1697137220000000","_HOSTNAME":"n1","SYSLOG_IDENTIFIER":"kubelet",'
        '"MESSAGE":"E1012 19:00:20.000000    2480 kubelet.go:1] bad"}'
    )
    assert line[1:] == ((datetime(2023, 10, 12, 19, 0, 20, tzinfo=UTC), "exact"), "n1", "kubelet", "E", "bad")


@pytest.mark.parametrize(
    "text",
    [
        "I0705 09:33:52.557098       1 utils.go:76] GRPC call: /csi.v1.Node/NodeStageVolume",
        'time="2024-05-07T11:59:34Z" level=info msg="request served"',
        "Oct 12 19:00:20 n1 kernel: [ 8523.3] stress-ng invoked oom-killer",
        "Oct 12 19:00:20 n1 node-problem-detector-startup.sh[3240]: I1012 19:00:20.884452 3240 log_monitor.go:160] x",
        "2024-05-07 11:59:34 docker: Error response from daemon: conflict",
        "Warning  Unhealthy  10s  kubelet  Readiness probe failed: HTTP probe failed with statuscode: 500",
        "kubelet: not found",
        '{"level":"info","msg":"x"}',
        "",
    ],
)
def test_lines_of_others_do_not_look_like_a_service(text):
    """klog and logfmt of applications, the kernel's lines and event tables are not service logs."""
    assert not looks_like_service(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("kubelet_service.log", "kubelet"),
        ("journalctl -u containerd --since today", "containerd"),
        ("k3s-service.log", "k3s"),
        ("docker.log", "dockerd"),
        ("app.log", None),
    ],
)
def test_names_of_files_and_commands(text, name):
    """A log of bare lines is told by its name."""
    assert service_name(text) == name
