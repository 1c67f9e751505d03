"""What the kubelet says about a health check, in the wording of its versions.

Sources: pkg/kubelet/prober/prober.go, pkg/probe/{http,tcp,exec,grpc} and kuberuntime_manager.go of
Kubernetes 1.16 to 1.36. The verb decides: `failed` counts towards the failure threshold; `errored` means
that the prober could not run or (exec, before 1.20 or with ExecProbeTimeout off) that nobody waited for
its time-out, and the kubelet throws the result away (kubernetes#92464, #106682).
"""

from __future__ import annotations

import re
from typing import NamedTuple


class ProbeMessage(NamedTuple):
    """probe: liveness, readiness or startup; outcome: failed, errored, warning or killed.

    answer  what came back: http-status, timeout, refused, reset, unreachable, tls, grpc, not-executed,
            no-port (the probe names a port that the container does not declare), exec (what a command
            printed, which can be nothing) or other; None for a kill
    """

    probe: str
    outcome: str
    answer: str | None
    http_status: int | None
    port: str | None
    output: str | None
    container: str | None


def probe_message(text: str) -> ProbeMessage | None:
    """Read the message of an event or of a kubelet line; None if it is not about a probe."""
    if found := _RESULT.match(text):
        return _result(found)
    if found := _KILLED.search(text):
        return ProbeMessage(found["probe"].lower(), "killed", None, None, None, None, found["container"])
    if found := _UNHEALTHY.search(text):
        return ProbeMessage("liveness", "killed", None, None, None, None, found["container"])
    return None


# The recorder puts this before the last sample of events that it counts together.
_COMBINED = r"(?:\(combined from similar events\): ?)?"
_RESULT = re.compile(
    rf"\s*{_COMBINED}(?P<probe>Liveness|Readiness|Startup) probe "
    r"(?P<verb>failed|errored|warning)(?: and resulted in \w+ state)?: ?(?P<output>.*)",
    re.IGNORECASE | re.DOTALL,
)
# `Container app failed liveness probe, will be restarted`; `Init container …` for a sidecar; up to 1.13
# `Container failed liveness probe.. Container will be killed and recreated.`
_KILLED = re.compile(
    r"\bcontainer (?:(?P<container>[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?) )?failed (?P<probe>liveness|startup) probe",
    re.IGNORECASE,
)
# Up to 1.11; only liveness restarted containers then.
_UNHEALTHY = re.compile(
    r"container \"(?P<container>[a-z0-9][-a-z0-9]{0,62})\" is unhealthy, it will be killed and re-created"
)


def _result(found: re.Match[str]) -> ProbeMessage:
    verb, output = found["verb"].lower(), found["output"].strip()
    outcome = verb if verb in ("failed", "errored") else "warning"
    status, port = _STATUS.match(output), _PORT.search(output)
    return ProbeMessage(
        probe=found["probe"].lower(),
        outcome=outcome,
        answer=_answer(output),
        http_status=int(status[1]) if status else None,
        port=port[1] if port else None,
        output=output,
        container=None,
    )


_STATUS = re.compile(r"HTTP probe failed with statuscode: ?(\d{3})\b")
_HOST = r"(?:\[[^\]\s]{0,60}\]|[^\s/\":\[\]]{0,255})"
_PORT = re.compile(rf"(?:://|dial tcp |->|service (?:at )?\"){_HOST}:(\d{{1,5}})\b")

# What the http, tcp and grpc probes print begins like this; anything else is what a command printed.
_NETWORK = re.compile(r"(?:Get|Head) \"?https?://|dial tcp |timeout: |error: |service unhealthy ")
_NETWORK_ANSWERS = (
    (
        "tls",
        (
            "server gave HTTP response to HTTPS client",
            "malformed HTTP response",
            "tls: ",
            "authentication handshake failed",
        ),
    ),
    ("refused", ("connection refused", "actively refused")),
    ("reset", ("connection reset by peer", "broken pipe", "EOF", "server closed idle connection", "forcibly closed")),
    ("unreachable", ("no route to host", "network is unreachable", "host is unreachable", "no such host")),
    (
        "timeout",
        ("i/o timeout", "deadline exceeded", "DeadlineExceeded", "Client.Timeout exceeded", "handshake timeout"),
    ),
    ("timeout", ("request canceled", "timeout: ")),
    ("grpc", ("grpc health protocol", "service unhealthy", "health rpc probe failed", "error: ")),
)
_COMMAND_ANSWERS = (
    ("timeout", ("DeadlineExceeded", "deadline exceeded", "timed out after")),
    (
        "not-executed",
        (
            "executable file not found",
            "exec failed",
            "exec in container",
            "container not running",
            "unable to start container",
        ),
    ),
    (
        "not-executed",
        ("cannot exec", "container process not found", "no running task found", "container is not created or running"),
    ),
)
# `command "node check.js" timed out`, from 1.36 on `command timed out: "node check.js" timed out after 1s`
_TIMED_OUT = re.compile(r"command (?:timed out: |(?:\"|').*(?:\"|') timed out$)", re.DOTALL)
_NO_PORT = re.compile(
    r"port \S{1,63} not found$|invalid port number: |strconv\.(?:Atoi|ParseInt): parsing \"?[^\s\"]{1,63}\"?: invalid syntax$"
)


def _answer(output: str) -> str:
    if _STATUS.match(output):
        return "http-status"
    if _NO_PORT.match(output):
        return "no-port"
    if _TIMED_OUT.match(output):
        return "timeout"
    network = _NETWORK.match(output) is not None
    for name, marks in _NETWORK_ANSWERS if network else _COMMAND_ANSWERS:
        if any(mark in output for mark in marks):
            return name
    return "other" if network else "exec"
