"""Lines of the services of a node: kubelet, container runtimes, systemd.

Heads: journalctl's short forms and json, syslog, klog (`E1012 19:34:44.123456    4991 file.go:12] …`), the
logfmt of containerd, dockerd and CRI-O (`time="…" level=error msg="…" error="…"`), and these in one another.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any, NamedTuple

from analyzer.notation.klog_fields import unescape
from analyzer.notation.log_times import leading_stamp
from analyzer.notation.stamp import NO_STAMP, Stamp


class ServiceText(NamedTuple):
    """One line of a service.

    stamp    the best of the times in front: the outer one unless an inner one says more (year, zone)
    unit     kubelet, containerd, dockerd, crio, systemd, k3s, …; None for klog or logfmt without a name
    level    I, W, E or F
    message  text after all heads; of logfmt the message and, behind a colon, the error
    """

    number: int
    stamp: Stamp
    host: str | None
    unit: str | None
    level: str | None
    message: str


def service_line(text: str, number: int = 0) -> ServiceText | None:
    """The line, if it has the head of a node service's log."""
    text = text.lstrip()
    if text.startswith(("{", "data: {", "\x1e{")):
        return _of_json(text[text.index("{") :], number)
    outer, rest = leading_stamp(_SINCE_BOOT.sub("", text, count=1) if text[:1] == "[" else text)
    if head := _HEAD.match(rest):
        unit = _unit(head["unit"])
        if unit is None:
            return None
        line = _inner(rest[head.end() :], ServiceText(number, outer, head["host"], unit, None, ""))
        # `docker: Error response …` is what the command prints, not the daemon's log.
        return line if line and (head["host"] or head["pid"] or line.level) else None
    if found := _inner(text, ServiceText(number, NO_STAMP, None, None, None, "")):
        return found if found.level or found.unit else None
    return None


def looks_like_service(text: str) -> bool:
    """Whether one line by itself is a node service's: a syslog head of one, or words only they use."""
    if "]: " not in text and "msg=" not in text and ".go:" not in text and ": " not in text:
        return _SPREAD.match(text) is not None
    if text.startswith(("    ", "\t")) and _SPREAD.match(text):
        return True
    line = service_line(text)
    return line is not None and line.unit is not None and (line.stamp.time is not None or line.unit == "kubelet")


def is_log_line(text: str) -> bool:
    """Whether a line has a head of syslog or of journalctl's short forms, whichever program wrote it."""
    return _LOG_LINE.match(text) is not None


def is_note(text: str) -> bool:
    """Whether a line is journalctl's own: `-- Logs begin at …`, `-- Boot …`, `-- No entries --`, a hint."""
    return _NOTE.match(text) is not None


def service_name(text: str) -> str | None:
    """The service that a file or a command names (`kubelet_service.log`, `journalctl -u containerd`)."""
    found = _NAMED.search(text)
    return _unit(found[1]) if found else None


_SINCE_BOOT = re.compile(r"^\[ *\d{1,10}\.\d{6}\] ")
_HEAD = re.compile(r"(?:(?P<host>[\w.:-]{1,253}) )?(?P<unit>[A-Za-z][\w.@-]{1,60})(?P<pid>\[\d{1,10}\])?:(?: |$)")
_LOG_LINE = re.compile(
    r"(?:<\d{1,3}>)?(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d{1,9})?|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\S{0,20}"
    r"|[A-Z][a-z]{2} \d{4}-\d\d-\d\d \d\d:\d\d:\d\d [A-Z+-]\S{1,8}) [\w.:-]{1,253} [\w(][\w./@:()-]{0,80}(?:\[\d{1,10}\])?: ?"
)
_NOTE = re.compile(
    r"\s*(?:-- (?:Logs begin|Journal begins|Boot [0-9a-f]{32}|Reboot|No entries|Subject:|Support:|Defined-By:)|Hint: You are currently not seeing)"
)
_SPREAD = re.compile(
    r"\s*\"?(?:SYSLOG_IDENTIFIER|_SYSTEMD_UNIT)(?:\" ?: ?\"|=)(?P<unit>kubelet|containerd|crio|dockerd|docker|k3s|rke2\S*|kubelet\.service|"
    r"containerd\.service|crio\.service|docker\.service)\"?,?\s*$"
)
_KLOG = re.compile(r"(?P<level>[IWEF])\d{4} \d\d:\d\d:\d\d(?:\.\d{1,9})? +(?:\d+ +)?(?P<file>[\w.-]{1,80}\.go):\d+\] ?")
_KLOG_TAIL = re.compile(r"(?P<file>[a-z]\w{1,60}\.go):\d+\] ")
_LOGFMT = re.compile(
    r'(?:time="?(?P<time>[^" ]{10,40})"? )?level=(?P<level>[a-z]{4,7}) msg=(?P<msg>"(?:[^"\\]|\\.)*"?|\S+)'
)
_ERROR = re.compile(r' error="((?:[^"\\]|\\.)*)')
_LEVELS = {
    "trace": "I", "debug": "I", "info": "I", "notice": "I", "warn": "W", "warning": "W", "error": "E",
    "fatal": "F", "panic": "F",
}  # fmt: skip
# fmt: off
_SERVICES = {
    **{name: name for name in (
        "kubelet", "containerd", "dockerd", "crio", "systemd", "k3s", "rke2", "kube-proxy", "systemd-oomd",
        "earlyoom", "systemd-journald", "rsyslogd", "cri-dockerd", "runc", "conmon", "etcd", "chronyd", "ntpd",
        "systemd-timesyncd", "systemd-networkd", "systemd-resolved", "systemd-logind", "systemd-shutdown",
        "keepalived", "haproxy", "ovs-vswitchd",
    )},
    "networkmanager": "networkmanager",
    **dict.fromkeys(("hyperkube", "kubelite", "atomic-openshift-node", "origin-node"), "kubelet"),
    **dict.fromkeys(("docker", "dockerd-current"), "dockerd"),
    **dict.fromkeys(("docker-containerd", "containerd-shim", "containerd-shim-runc-v2"), "containerd"),
    **dict.fromkeys(("k3s-agent", "k3s-server"), "k3s"),
    **dict.fromkeys(("rke2-agent", "rke2-server"), "rke2"),
    **{"cri-o": "crio", "rsyslog": "rsyslogd", "imjournal": "rsyslogd"},
}
# fmt: on
_NAMED = re.compile(
    r"(?:^|[^a-z0-9])(kubelet|containerd|dockerd|docker|crio|cri-o|k3s-agent|k3s|rke2-server|rke2-agent|hyperkube)"
    r"(?=[^a-z0-9]|$)"
)
# Source files of the kubelet whose names no other component uses.
_KUBELET_FILE = re.compile(
    r"(?:kubelet|kuberuntime|prober|pod_workers|pod_startup|pod_container|eviction|remote_runtime|remote_image|"
    r"status_manager|setters|container_manager|qos_container|oom_watcher|image_gc|image_manager|desired_state_of_world|"
    r"reconciler_common|docker_sandbox|docker_service|docker_container|cpu_manager|memory_manager|topology_manager|"
    r"nodeshutdown|volume_manager|mirror_client)\w*\.go"
)
_CALLER = re.compile(rf'"caller": ?"(?:[^"]*kubelet|(?:[\w./-]{{0,80}}/)?{_KUBELET_FILE.pattern}:)')
_RUNTIME_WORDS = re.compile(
    r"TaskOOM event|TaskExit event|RunPodSandbox|StopPodSandbox|(?:Create|Start|Stop)Container "
    r"|StopContainer for|ExecSync for|PullImage \\?\"|io\.containerd|containerd\.io|shim disconnected"
    r"|TearDown network for sandbox|Container to stop \\?\"|received exit event"
)


def _unit(name: str) -> str | None:
    name = name.lower().removesuffix(".service")
    if name.startswith(("microk8s.daemon-", "snap.microk8s.daemon-")):
        name = name.rsplit("daemon-", 1)[1]
    return _SERVICES.get(name)


def _inner(text: str, line: ServiceText) -> ServiceText | None:
    """The line with what klog or logfmt say in front of its message."""
    if text.startswith(("time=", "level=")) and (found := _LOGFMT.match(text)):
        return _logfmt(text, found, line)
    klog = _KLOG.match(text)
    if klog is None:
        klog = _KLOG_TAIL.match(text)
        if klog is None or not _KUBELET_FILE.fullmatch(klog["file"]):
            return line._replace(message=text) if line.unit else None
        return line._replace(unit=line.unit or "kubelet", message=text[klog.end() :])
    message = text[klog.end() :]
    is_kubelet = _KUBELET_FILE.fullmatch(klog["file"]) is not None or "(PLEG)" in message
    unit = "kubelet" if is_kubelet and line.unit in (None, "k3s", "rke2") else line.unit
    # klog prints neither year nor zone, so any other time is as good.
    stamp = line.stamp if line.stamp.time is not None else leading_stamp(text)[0]
    return line._replace(stamp=stamp, unit=unit, level=klog["level"], message=message)


def _logfmt(text: str, found: re.Match[str], line: ServiceText) -> ServiceText:
    message = unescape(found["msg"].removeprefix('"').removesuffix('"')) if found["msg"] != '"' else ""
    error = _ERROR.search(text, found.end())
    unit = line.unit or ("containerd" if _RUNTIME_WORDS.search(text) else None)
    inner = leading_stamp(found["time"])[0] if found["time"] and line.stamp.quality != "exact" else NO_STAMP
    return line._replace(
        stamp=_better(line.stamp, inner),
        unit=unit,
        level=_LEVELS.get(found["level"]),
        message=f"{message}: {unescape(error[1])}" if error else message,
    )


_QUALITIES = ("exact", "zone_unknown", "no_year", "none")


def _better(outer: Stamp, inner: Stamp) -> Stamp:
    return inner if _QUALITIES.index(inner.quality) < _QUALITIES.index(outer.quality) else outer


def _of_json(text: str, number: int) -> ServiceText | None:
    """A record of `journalctl -o json`, or a line of a service that logs JSON (kubelet, containerd, etcd)."""
    is_journal = '"__REALTIME_TIMESTAMP"' in text
    if not is_journal and not _CALLER.search(text) and not _RUNTIME_WORDS.search(text):
        return None
    try:
        record = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(record, dict):
        return None
    return journal_line(record, number) if is_journal else _json_log(record, number)


def journal_line(record: dict[str, Any], number: int) -> ServiceText | None:
    """The line that a journal entry's fields are (systemd.journal-fields), if a known service wrote it."""
    try:
        time = datetime.fromtimestamp(int(record["__REALTIME_TIMESTAMP"]) / 1e6, UTC)
    except (ValueError, TypeError, KeyError, OverflowError, OSError):
        return None
    unit = _unit(str(record.get("SYSLOG_IDENTIFIER") or record.get("_SYSTEMD_UNIT") or record.get("_COMM") or ""))
    message = record.get("MESSAGE")
    if isinstance(message, list) and all(isinstance(byte, int) and 0 <= byte < 256 for byte in message):
        message = bytes(message).decode("utf-8", "replace")
    if unit is None or not isinstance(message, str):
        return None
    host = record.get("_HOSTNAME")
    line = ServiceText(number, Stamp(time, "exact"), host if isinstance(host, str) else None, unit, None, "")
    return _inner(message, line)


_PLAIN_KEYS = frozenset(("ts", "time", "timestamp", "level", "msg", "v", "caller", "logger", "error", "err"))


def _json_log(record: dict[str, Any], number: int) -> ServiceText | None:
    """`{"ts":1580306777.04728,"caller":"prober/prober.go:107","msg":"Probe failed","pod":{…}}` of Kubernetes
    (structured logging; `ts` is milliseconds in the first versions, seconds later) and containerd's JSON."""
    message, caller = record.get("msg"), str(record.get("caller") or "")
    if not isinstance(message, str):
        return None
    kubelet = _KUBELET_FILE.fullmatch(caller.rpartition("/")[2].partition(":")[0]) is not None or "kubelet" in caller
    unit = "kubelet" if kubelet else "containerd" if _RUNTIME_WORDS.search(message) else None
    if unit is None:
        return None
    error = record.get("err") or record.get("error")
    fields = "".join(f" {key}={_klog_value(value)}" for key, value in record.items() if key not in _PLAIN_KEYS)
    if unit == "kubelet":
        text = f'"{message}"{fields}' + (f" err={json.dumps(error)}" if error else "")
    else:
        text = f"{message}: {error}" if error else message
    level = "E" if error and "level" not in record else _LEVELS.get(str(record.get("level") or "info"))
    return ServiceText(number, _json_time(record), None, unit, level, text)


def _klog_value(value: Any) -> str:
    """As klog's text form has it: an object's reference is `"namespace/name"`."""
    if isinstance(value, dict) and isinstance(value.get("name"), str):
        return json.dumps("/".join(filter(None, (value.get("namespace"), value["name"]))))
    return json.dumps(value, ensure_ascii=False)


def _json_time(record: dict[str, Any]) -> Stamp:
    value = record.get("ts") or record.get("time") or record.get("timestamp")
    if isinstance(value, (int, float)) and not isinstance(value, bool) and value > 10**9:
        seconds = value / 1000 if value > 10**11 else value
        return Stamp(datetime.fromtimestamp(seconds, UTC), "exact") if seconds < 10**10 else NO_STAMP
    return leading_stamp(value)[0] if isinstance(value, str) else NO_STAMP
