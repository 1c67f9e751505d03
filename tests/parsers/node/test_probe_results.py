"""Health checks in the kubelet's log."""

from __future__ import annotations

import pytest

from analyzer.bundle.member import Lines, Piece
from analyzer.parsers.node.probe_results import parse

# kubelet 1.29, 1.18 and 1.29
_FAILED = (
    '2026-05-19T20:19:24+0000 worker-1 kubelet[905]: I0519 20:19:24.711392     905 prober.go:107] "Probe failed"'
    ' probeType="Liveness" pod="shop/web-0" podUID="f2b7a1de-5a08-4e4c-9d34-5a1b11f7a001" containerName="app"'
    ' probeResult="failure" output="HTTP probe failed with statuscode: 500"'
)
_OLD = (
    "May 19 20:19:24 worker-1 kubelet[905]: I0519 20:19:24.711392     905 prober.go:125] Readiness probe for"
    ' "web-0_shop(f2b7a1de-5a08-4e4c-9d34-5a1b11f7a001):app" failed (failure): Get http://10.1.1.5:8080/:'
    " dial tcp 10.1.1.5:8080: connect: connection refused"
)
_ERRORED = (
    '2026-05-19T20:19:24+0000 worker-1 kubelet[905]: E0519 20:19:24.711392     905 prober.go:104] "Probe errored"'
    ' err="rpc error: code = NotFound desc = failed to exec in container: container not running" probeType="Readiness"'
    ' pod="shop/web-0" podUID="f2b7a1de-5a08-4e4c-9d34-5a1b11f7a001" containerName="app"'
)
_KILL = (
    "2026-05-19T20:19:35+0000 worker-1 kubelet[905]: I0519 20:19:35.201122     905 kuberuntime_manager.go:1027]"
    ' "Message for Container of pod" containerName="app" pod="shop/web-0"'
    ' containerMessage="Container app failed liveness probe, will be restarted"'
)


@pytest.mark.parametrize(
    ("line", "probe", "outcome", "answer"),
    [
        (_FAILED, "liveness", "failed", "http-status"),
        (_OLD, "readiness", "failed", "refused"),
        (_ERRORED, "readiness", "errored", "not-executed"),
        (_KILL, "liveness", "killed", None),
    ],
)
def test_lines_about_probes(line: str, probe: str, outcome: str, answer: str | None) -> None:
    """Each wording names pod, container, probe and what came of it."""
    (row,) = parse(Piece("kubelet.log", "service-log", Lines(line + "\n")))
    assert (row.probe, row.outcome, row.answer) == (probe, outcome, answer)
    assert (row.namespace, row.pod, row.container, row.node) == ("shop", "web-0", "app", "worker-1")
    assert (row.source, row.count) == ("kubelet", 1)
    assert row.last is not None


def test_other_lines_are_none() -> None:
    """A container that died is no result of a probe."""
    line = 'I0519 20:19:35.201122     905 kubelet.go:2453] "SyncLoop (PLEG): event for pod" pod="shop/web-0"'
    assert list(parse(Piece("kubelet.log", "service-log", Lines(line + "\n")))) == []
