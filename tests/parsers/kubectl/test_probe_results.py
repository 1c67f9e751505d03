"""Health checks in events, as objects and as rows of tables."""

from __future__ import annotations

from analyzer.bundle.member import Lines, Piece
from analyzer.model.kube_object import KubeObject
from analyzer.parsers.kubectl.probe_results import parse
from analyzer.tables.probe_results import ProbeResult

# the end of `kubectl describe pod`, kubectl 1.29
_DESCRIBE = """\
  Normal   Started    13s (x4 over 70s)  kubelet            Started container liveness
  Warning  Unhealthy  13s (x9 over 58s)  kubelet            Liveness probe failed: HTTP probe failed with statuscode: 500
  Normal   Killing    13s (x3 over 52s)  kubelet            Container liveness failed liveness probe, will be restarted
"""


def _table(text: str, **context: str) -> list[ProbeResult]:
    return list(parse(Piece("events.txt", "event-table", Lines(text), context=context)))


def test_rows_about_probes_are_kept() -> None:
    """A failure and a kill become results with their counts and ages; a start is none."""
    failed, killed = _table(_DESCRIBE)
    assert (failed.line, failed.outcome, failed.answer, failed.http_status) == (2, "failed", "http-status", 500)
    assert (failed.count, failed.first_age_s, failed.last_age_s) == (9, 58.0, 13.0)
    assert (killed.outcome, killed.probe, killed.container, killed.count) == ("killed", "liveness", "liveness", 3)
    assert failed.time_quality == "none"


def test_container_comes_from_the_field_path() -> None:
    """From kubectl 1.30 on describe prints the field path before the message."""
    (row,) = _table(
        "  Warning  Unhealthy  2s (x6 over 27s)  kubelet  spec.containers{app}: Readiness probe failed: EOF\n"
    )
    assert (row.container, row.probe, row.outcome) == ("app", "readiness", "failed")


def test_event_object_has_exact_times() -> None:
    """An Event object gives pod, UID, container, node and times."""
    body = {
        "kind": "Event",
        "involvedObject": {
            "kind": "Pod",
            "namespace": "shop",
            "name": "web-0",
            "uid": "f2b7a1de-5a08-4e4c-9d34-5a1b11f7a001",
            "fieldPath": "spec.containers{app}",
        },
        "reason": "Unhealthy",
        "message": 'Liveness probe failed: Get "http://10.1.1.5:8080/": context deadline exceeded',
        "count": 4,
        "firstTimestamp": "2026-05-19T20:00:00Z",
        "lastTimestamp": "2026-05-19T20:20:00Z",
        "source": {"component": "kubelet", "host": "worker-1"},
    }
    found = KubeObject(kind="Event", line=1, body=body, form="yaml")
    (row,) = parse(Piece("events.yaml", "Event", object=found))
    assert (row.namespace, row.pod, row.container, row.node) == ("shop", "web-0", "app", "worker-1")
    assert (row.answer, row.port, row.count, row.time_quality) == ("timeout", "8080", 4, "exact")
    assert row.last is not None
    assert row.last.isoformat() == "2026-05-19T20:20:00+00:00"


def test_a_stop_is_no_result() -> None:
    """`Stopping container` is a Killing event that no probe led to."""
    assert _table("  Normal  Killing  13s  kubelet  Stopping container app\n") == []
