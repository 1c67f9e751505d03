"""The one line that describe prints for a probe."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from analyzer.notation.quantities import duration_s

_PROBE = re.compile(
    r"delay=(?P<delay>\S+) timeout=(?P<timeout>\S+) period=(?P<period>\S+)"
    r"(?: #success=(?P<success>\d+))?(?: #failure=(?P<failure>\d+))?"
    r"(?: successThreshold=(?P<success37>\d+))?(?: failureThreshold=(?P<failure37>\d+))?"
)
_URL = re.compile(r"http-get (?P<scheme>[a-z]+)://(?P<host>\[[^\]]*\]|[^:/\s]*):?(?P<port>[^/\s]*)(?P<path>/\S*)?")
_EXEC = re.compile(r"exec \[(.*)\]", re.DOTALL)
_TCP = re.compile(r"tcp-socket (\S*):(\S+)")
_GRPC = re.compile(r"grpc <pod>:(\S+) *(\S*)")

Part = tuple[object, *tuple[str, ...]]


def probe(text: str) -> Iterator[Part]:
    """(value, key, …) for each field of a probe, below `livenessProbe` and the like.

    The words of an exec probe are joined by blanks in the text, so its command is one string in a
    list. From kubectl 1.37 the thresholds are called successThreshold and failureThreshold.
    """
    text = text.strip()
    # From the right: the words of a command may look like settings.
    start = text.rfind(" delay=") + 1
    found = _PROBE.fullmatch(text, start)
    if found is None:
        return
    yield from _handler(text[:start].rstrip())
    for group, key in (
        ("delay", "initialDelaySeconds"),
        ("timeout", "timeoutSeconds"),
        ("period", "periodSeconds"),
    ):
        seconds = duration_s(found[group])
        if seconds is not None:
            yield int(seconds), key
    for group, key in (("success", "successThreshold"), ("failure", "failureThreshold")):
        count = found[group] or found[group + "37"]
        if count is not None:
            yield int(count), key


def _handler(text: str) -> Iterator[Part]:
    if url := _URL.fullmatch(text):
        yield url["scheme"].upper(), "httpGet", "scheme"
        if url["host"]:
            yield url["host"].strip("[]"), "httpGet", "host"
        if url["port"]:
            yield _port(url["port"]), "httpGet", "port"
        if url["path"]:
            yield unquote(url["path"]), "httpGet", "path"
    elif command := _EXEC.fullmatch(text):
        yield [command[1]], "exec", "command"
    elif tcp := _TCP.fullmatch(text):
        if tcp[1]:
            yield tcp[1].strip("[]"), "tcpSocket", "host"
        yield _port(tcp[2]), "tcpSocket", "port"
    elif grpc := _GRPC.fullmatch(text):
        yield _port(grpc[1]), "grpc", "port"
        if grpc[2]:
            yield grpc[2], "grpc", "service"


def _port(text: str) -> int | str:
    return int(text) if text.isdecimal() else text
