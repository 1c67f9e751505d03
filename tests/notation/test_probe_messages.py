"""Messages of health checks as the kubelet of several versions words them."""

from __future__ import annotations

import pytest

from analyzer.notation.probe_messages import probe_message

_REFUSED = 'Get "http://10.42.0.181:9222/json": dial tcp 10.42.0.181:9222: connect: connection refused'


@pytest.mark.parametrize(
    ("text", "outcome", "answer"),
    [
        # http, 1.16 (no quotes before Go 1.14) and later
        ("Liveness probe failed: HTTP probe failed with statuscode: 500", "failed", "http-status"),
        (f"Startup probe failed: {_REFUSED}", "failed", "refused"),
        (
            "Liveness probe failed: Get http://10.1.1.5:8080/: net/http: request canceled while waiting for connection"
            " (Client.Timeout exceeded while awaiting headers)",
            "failed",
            "timeout",
        ),
        (
            'Readiness probe failed: Get "http://10.1.1.5:8080/": context deadline exceeded'
            " (Client.Timeout exceeded while awaiting headers)",
            "failed",
            "timeout",
        ),
        ('Startup probe failed: Get "http://10.42.0.181:18790/healthz": EOF', "failed", "reset"),
        (
            'Startup probe failed: Get "http://10.42.0.181:18790/healthz":'
            " read tcp 10.42.0.1:47222->10.42.0.181:18790: read: connection reset by peer",
            "failed",
            "reset",
        ),
        (
            'Liveness probe failed: Get "https://10.0.0.7:8080/": http: server gave HTTP response to HTTPS client',
            "failed",
            "tls",
        ),
        ('Liveness probe failed: Get "https://10.0.0.7:8443/": net/http: TLS handshake timeout', "failed", "timeout"),
        ('Liveness probe failed: Get "https://10.0.0.7:8443/": remote error: tls: bad certificate', "failed", "tls"),
        # tcp
        ("Liveness probe failed: dial tcp 10.2.0.9:5432: i/o timeout", "failed", "timeout"),
        ("Liveness probe failed: dial tcp 10.2.0.9:5432: connect: no route to host", "failed", "unreachable"),
        # grpc, 1.23 and later
        (
            'Liveness probe failed: timeout: failed to connect service "10.0.46.3:3551" within 1s: context deadline exceeded',
            "failed",
            "timeout",
        ),
        (
            'Liveness probe failed: timeout: failed to connect service "10.0.46.3:3551" within 1s: context deadline'
            ' exceeded: connection error: desc = "transport: Error while dialing: dial tcp 10.0.46.3:3551: connect:'
            ' connection refused"',
            "failed",
            "refused",
        ),
        ("Liveness probe failed: timeout: health rpc did not complete within 5s", "failed", "timeout"),
        ('Readiness probe failed: service unhealthy (responded with "NOT_SERVING")', "failed", "grpc"),
        (
            "Startup probe failed: error: this server does not implement the grpc health protocol"
            " (grpc.health.v1.Health): unknown service grpc.health.v1.Health",
            "failed",
            "grpc",
        ),
        # exec; what a command prints about connections is no answer of the container's port
        ("Readiness probe failed:", "failed", "exec"),
        ("Liveness probe failed: cat: /tmp/healthy: No such file or directory", "failed", "exec"),
        (
            "Liveness probe failed: curl: (7) Failed to connect to localhost port 80: Connection refused",
            "failed",
            "exec",
        ),
        ('Liveness probe failed: command "node extra/healthcheck.js" timed out', "failed", "timeout"),
        ('Liveness probe failed: command timed out: "sleep 10" timed out after 1s', "failed", "timeout"),
        # docker reported a command that it could not start as a failure
        (
            "Liveness probe failed: OCI runtime exec failed: exec failed: container_linux.go:348: starting container"
            ' process caused "process_linux.go:90: adding pid 21603 to cgroups caused"',
            "failed",
            "not-executed",
        ),
        # the prober could not run
        (
            "Liveness probe errored: rpc error: code = DeadlineExceeded desc = failed to exec in container:"
            " timeout 2s exceeded: context deadline exceeded",
            "errored",
            "timeout",
        ),
        (
            "Readiness probe errored and resulted in unknown state: rpc error: code = Unknown desc = failed to exec in"
            ' container: failed to start exec "951c": OCI runtime exec failed: exec: "pidof": executable file not found in $PATH',
            "errored",
            "not-executed",
        ),
        ('Liveness probe errored: command "sleep 5" timed out', "errored", "timeout"),
        ('Readiness probe errored: strconv.Atoi: parsing "health": invalid syntax', "errored", "no-port"),
        ("Liveness probe errored: port health not found", "errored", "no-port"),
        ("Readiness probe warning: Probe terminated redirects, Response body: ", "warning", "exec"),
        (
            "(combined from similar events): Liveness probe failed: HTTP probe failed with statuscode: 503",
            "failed",
            "http-status",
        ),
    ],
)
def test_result_is_told_by_verb_and_output(text: str, outcome: str, answer: str) -> None:
    """The verb tells whether a result counts, its text what came back."""
    found = probe_message(text)
    assert found is not None
    assert (found.outcome, found.answer) == (outcome, answer)
    assert found.probe == text.removeprefix("(combined from similar events): ").split(" ", 1)[0].lower()


@pytest.mark.parametrize(
    ("text", "probe", "container"),
    [
        ("Container liveness failed liveness probe, will be restarted", "liveness", "liveness"),
        ("Container app failed startup probe", "startup", "app"),
        ("Init container proxy failed liveness probe", "liveness", "proxy"),
        (
            "Killing container with id docker://nginx:Container failed liveness probe.. Container will be killed and recreated.",
            "liveness",
            None,
        ),
        (
            'Killing container with id docker://kuard:pod "kuard_default(9ee8)" container "kuard" is unhealthy,'
            " it will be killed and re-created.",
            "liveness",
            "kuard",
        ),
    ],
)
def test_kill_names_probe_and_container(text: str, probe: str, container: str | None) -> None:
    """A kill by a probe names the probe and, from 1.14 on, the container."""
    found = probe_message(text)
    assert found is not None
    assert (found.outcome, found.probe, found.container) == ("killed", probe, container)


@pytest.mark.parametrize(
    ("text", "port"),
    [
        (f"Startup probe failed: {_REFUSED}", "9222"),
        ('Liveness probe failed: Get "http://[fd00:10::1]:8080/": EOF', "8080"),
        ("Liveness probe failed: dial tcp [fd00:10::1]:5432: i/o timeout", "5432"),
        ('Liveness probe failed: timeout: failed to connect service "10.0.46.3:3551" within 1s', "3551"),
        ("Liveness probe failed: HTTP probe failed with statuscode: 404", None),
    ],
)
def test_port_that_was_asked(text: str, port: str | None) -> None:
    """The port stands in the URL or address that the probe asked."""
    found = probe_message(text)
    assert found is not None
    assert found.port == port


@pytest.mark.parametrize(
    "text",
    [
        "Stopping container app",
        "Back-off restarting failed container",
        "readiness gates are not met",
        "",
        "probe failed",
    ],
)
def test_other_text_is_no_probe(text: str) -> None:
    """Text that no probe wrote gives nothing."""
    assert probe_message(text) is None


def test_status_is_a_number() -> None:
    """The status of an HTTP answer is kept."""
    found = probe_message("Liveness probe failed: HTTP probe failed with statuscode: 404")
    assert found is not None
    assert found.http_status == 404
