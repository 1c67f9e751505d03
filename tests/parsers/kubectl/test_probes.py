"""Probes from the spec of pods."""

from __future__ import annotations

import pytest

from analyzer.parsers.kubectl import probes

from .reading import POD_YAML, records


def test_probe_of_a_pod():
    """Settings are seconds and counts, the target is what is asked."""
    (probe,) = records(probes, POD_YAML, "yaml")
    assert (probe.kind, probe.handler, probe.target, probe.port) == (
        "liveness",
        "http",
        "http://:http/healthz?x=1",
        "http",
    )
    assert (probe.initial_delay_s, probe.timeout_s, probe.period_s) == (10.0, 1.0, 10.0)
    assert (probe.success_threshold, probe.failure_threshold, probe.grace_s) == (1, 3, None)
    assert probe.at == "spec.containers[0].livenessProbe"


@pytest.mark.parametrize(
    ("probe", "found"),
    [
        ("tcpSocket: {port: 80}", ("tcp", ":80", "80")),
        ("grpc: {port: 9090, service: ready}", ("grpc", ":9090/ready", "9090")),
        ("exec: {command: [sh, -c, test -f /x]}", ("exec", "sh -c test -f /x", None)),
        ("httpGet: {port: 8443, scheme: HTTPS, host: h}", ("http", "https://h:8443/", "8443")),
    ],
)
def test_handlers(probe, found):
    """Each handler has its own target."""
    text = f"kind: Pod\nspec:\n  containers:\n  - name: a\n    readinessProbe: {{{probe}}}\n"
    (row,) = records(probes, text, "yaml")
    assert (row.handler, row.target, row.port) == found
