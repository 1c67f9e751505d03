"""What the kubelet says about a health check, in the wording of its versions.

Sources: pkg/kubelet/prober/prober.go, pkg/probe/{http,tcp,exec,grpc} and kuberuntime_manager.go of
Kubernetes 1.16 to 1.36. `failed` counts towards the failure threshold; `errored` means that the
prober itself could not run, and the kubelet throws the result away.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class ProbeMessage(NamedTuple):
    """probe: liveness, readiness or startup; outcome: failed, errored, warning or killed."""

    probe: str
    outcome: str
    answer: str | None
    http_status: int | None
    port: str | None
    output: str | None
    container: str | None


def probe_message(text: str) -> ProbeMessage | None:
    """Read the message of an event or of a kubelet line; None if it is not about a probe."""
    if killed := _KILLED.search(text):
        return ProbeMessage(killed["probe"].lower(), "killed", None, None, None, None, killed["container"])
    if found := _RESULT.match(text):
        verb = found["verb"]
        output = found["output"].strip()
        outcome = "errored" if verb.startswith("errored") else "warning" if verb == "warning" else "failed"
        if outcome == "errored" and _IS_FAILURE.match(output):
            outcome = "failed"
        status = _STATUS.search(output)
        answer = _answer(output, status)
        port = _PORT.search(output)
        return ProbeMessage(
            found["probe"].lower(), outcome, answer, int(status[1]) if status else None, port[1] if port else None, output, None
        )
    return None


_KILLED = re.compile(
    r"Container (?P<container>[a-z0-9][a-z0-9.-]*) failed (?P<probe>liveness|startup|readiness) probe(?:, will be restarted)?",
    re.I,
)
_RESULT = re.compile(
    r"^\s*(?P<probe>Liveness|Readiness|Startup) probe "
    r"(?P<verb>failed|errored(?: and resulted in \w+ state)?|warning): ?(?P<output>.*)$",
    re.I | re.S,
)
# docker-era runtimes reported a probe command that ran and failed through the error path as well
_IS_FAILURE = re.compile(r"^command .* (?:exited with|timed out)", re.S)
_STATUS = re.compile(r"statuscode: ?(\d{3})")
_PORT = re.compile(r"(?:://[^\s/\"]*?|dial tcp [^\s:]*(?:\[[^\]]*\])?|->[0-9.]+):(\d{1,5})\b")
_ANSWERS = (
    ("tls", ("server gave HTTP response to HTTPS client", "malformed HTTP response", "tls: ", "x509:")),
    ("refused", ("connection refused",)),
    ("reset", ("connection reset by peer", "broken pipe", ": EOF", "unexpected EOF", "server closed idle connection")),
    ("unreachable", ("no route to host", "network is unreachable", "no such host")),
    (
        "timeout",
        (
            "context deadline exceeded",
            "Client.Timeout exceeded",
            "i/o timeout",
            "timed out",
            "DeadlineExceeded",
            "timeout: failed to connect",
            "timeout: health rpc did not complete",
        ),
    ),
    ("grpc", ("grpc health protocol", "NOT_SERVING", "service unhealthy")),
    (
        "not-executed",
        ("executable file not found", "OCI runtime exec failed", "exec failed", "container not running", "cannot exec"),
    ),
)


def _answer(output: str, status: re.Match[str] | None) -> str:
    if status:
        return "http-status"
    for name, marks in _ANSWERS:
        if any(mark in output for mark in marks):
            return name
    return "other" if output.startswith(("Get ", "HTTP", "dial ")) else "exec"
