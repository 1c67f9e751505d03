# ruff: noqa: E501  (excerpts of logs keep their lines)
"""Known lines of service logs: who says them, when, and over how many lines."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from analyzer.bundle.member import Lines, Piece
from analyzer.parsers.node.service_log import parse

_UID = "93e17ecc-ab55-461a-b526-29248d2554ad"
_ID = "05657a9c673d612aedd955a65136ccca36b82ba987831de7844cdc0238f1d707"
_HEAD = "May 16 18:34:49 aks-nodepool1 kubelet[4052]: I0516 18:34:49.885197    4052 "
_SYSTEMD = "Oct 12 19:00:20 n1 systemd[1]: "
_CONTAINERD = 'Oct 12 19:00:20 n1 containerd[2388]: time="2023-10-12T19:00:20.879932879Z" level=info msg='


def _rows(text, path="kubelet.log"):
    return list(parse(Piece(path, "service-log", Lines(text))))


@pytest.mark.parametrize(
    "text",
    [
        f'{_HEAD}eviction_manager.go:189] "Eviction manager: starting control loop"',
        f'{_HEAD}eviction_manager.go:282] "Eviction manager: failed to get summary stats" err="node not found"',
        f'{_HEAD}kubelet.go:2407] "SyncLoop ADD" source="api" pods=["default/liveness-exec"]',
        f"{_HEAD}kubelet.go:1] skipping pod synchronization - [PLEG is not healthy: pleg has yet to be successful.]",
        f'{_HEAD}kubelet.go:2439] "SyncLoop (PLEG): event for pod" pod="a/b" '
        f'event={{"ID":"{_UID}","Type":"ContainerStarted","Data":"{_ID}"}}',
        f"{_SYSTEMD}Started libcontainer container {_ID}.",
        f"{_SYSTEMD}Started Kubernetes systemd probe.",
        f'{_CONTAINERD}"received exit event container_id:\\"{_ID}\\"  id:\\"{"0" * 64}\\"  pid:7620  exit_status:1"',
        "just text",
        "",
    ],
)
def test_ordinary_lines_are_left_out(text):
    """A starting node's messages, started containers and ended execs are no facts."""
    assert _rows(text) == []


def test_who_said_it_and_when():
    """The head of the line gives host, unit and time; the line number is the member's."""
    text = "\n" + _HEAD + 'kubelet.go:2646] "Skipping pod synchronization" err="container runtime is down"'
    (row,) = _rows(text)
    assert (row.line, row.unit, row.node, row.level) == (2, "kubelet", "aks-nodepool1", "I")
    assert (row.time, row.time_quality) == (datetime(1972, 5, 16, 18, 34, 49, tzinfo=UTC), "no_year")


@pytest.mark.parametrize("prefix", ["        ", "May 16 18:34:49 aks-nodepool1 kubelet[4052]:         "])
def test_output_of_several_lines_is_joined(prefix):
    """klog prints such a value between `<` and `>` (Kubernetes 1.24 and later)."""
    text = (
        f'{_HEAD}prober.go:107] "Probe failed" probeType="Liveness" pod="default/web-0" containerName="app" output=<\n'
        f"{prefix}cat: can't open '/tmp/healthy'\n{prefix}second line\n{prefix} >\n"
        f'{_HEAD}kubelet.go:2646] "Skipping pod synchronization" err="container runtime is down"\n'
    )
    first, second = _rows(text)
    assert first.detail == "Liveness probe failed: cat: can't open '/tmp/healthy'\nsecond line"
    assert (first.line, second.line, second.kind) == (1, 5, "runtime-down")


def test_output_whose_lines_are_missing_is_kept_without_them():
    """A grep leaves only the first line of such a value."""
    line = f'{_HEAD}prober.go:107] "Probe failed" probeType="Liveness" pod="default/web-0" output=<'
    assert [row.detail for row in _rows(f"{line}\n{line}\n")] == ["Liveness probe failed:"] * 2


def test_bare_lines_belong_to_the_service_of_the_file():
    """containerd's own log file has no syslog head; an application's logfmt is nobody's."""
    text = f'time="2024-05-07T11:59:34Z" level=error msg="StartContainer for \\"{_ID}\\" failed" error="exec"\n'
    assert [row.unit for row in _rows(text, "containerd.log")] == ["containerd"]
    other = 'time="2024-05-07T11:59:34Z" level=error msg="cannot allocate memory"\n'
    assert _rows(other, "app.log") == []
