"""A text cut at the lines that somebody typed: each part is the output of one command, with what that says.

Prompts, bare commands, headings that name a command or a file (`==> file <==`), and the marks of tools that
wrap kubectl. The lines that are cut at belong to no part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from analyzer.notation.kubectl import commands as kubectl_commands
from analyzer.notation.shell_lines import ShellLine, heading_command, heading_file, shell_line


@dataclass(frozen=True, slots=True)
class Part:
    """Lines `first` … of a text with what the command above them says.

    context  command, file, namespace, node, pod, container, as far as prompt and command tell
    """

    text: str
    first: int
    context: dict[str, str] = field(default_factory=dict)


def parts(text: str) -> Iterator[Part]:
    """Cut a text at what was typed; one part without context where nothing was."""
    session = _Session()
    begin, first = 0, 1
    context: dict[str, str] = {}
    for mark in _marks(text):
        opened = session.opened(mark)
        if opened is None:
            continue
        if text[begin : mark.begin].strip() and not session.is_header(text[begin : mark.begin]):
            yield Part(text[begin : mark.begin].removesuffix("\n"), first, context)
        begin, first, context = mark.end, mark.number + 1, opened
    if text[begin:].strip():
        yield Part(text[begin:].removesuffix("\n") if begin else text, first, context)


class _Mark(NamedTuple):
    """A line that may be a cut, at text[begin:end]."""

    begin: int
    end: int
    number: int
    line: str


_LARGE = 2_000_000
_LONGEST = 1500
# What a typed line or a heading begins with; most lines of logs and outputs fail here at once.
_CHEAP = re.compile(
    r"[(~$#%>❯➜λ»=+`*:/-]|\[(?! {0,8}\d+\.\d{6}\])|PS |[A-Za-z]:\\|(?:Command|COMMAND|[Cc]md|Running|Executing|Output of)\b"
    r"|std(?:out|err):|(?:sudo|time|watch|k3s|rke2|microk8s|minikube|kubectl|oc|ocp|k|c?at|zcat|less|more|tail|head|z?grep"
    r"|dmesg|journalctl|date|uptime|uname|free|crictl|docker|df|systemctl|top|ps|ss|netstat|vmstat|iostat|sar|sysctl"
    r"|lsblk|mount|ip|conntrack|lscpu|nproc|hostnamectl|timedatectl|nvidia-smi|ulimit)(?=\s|$|\.exe)"
    r"|(?:\d\d:\d\d(?::\d\d)?\s)?\S{0,200}[#$%>](?:\s|$)|\d{1,2}[.)]\s+[a-z]|[\w.-]{1,120}:[~/]\S{0,200}\s[#$]\s|[\w.+-]{1,60}@\S|(?:ba|a|z|da)?sh-\d"
)
# What a cut in a text holds that is too large to look at each line; the second row only where it begins as a session.
_HINTS = ("\n==> ", "kubectl ", "]# ", ":~# ")
_MORE_HINTS = ("]$ ", ":~$ ", "# oc ", "$ oc ", "\nPS C:")
_HEAD = 64 * 1024


def _marks(text: str) -> Iterator[_Mark]:
    if len(text) > _LARGE:
        yield from _hinted(text)
        return
    begin, number = 0, 1
    while begin < len(text):
        end = text.find("\n", begin)
        end = len(text) if end < 0 else end
        if 2 < end - begin <= _LONGEST and _CHEAP.match(text, begin):
            yield _Mark(begin, end + 1, number, text[begin:end].rstrip())
        begin, number = end + 1, number + 1


def _hinted(text: str) -> Iterator[_Mark]:
    """Only lines that hold a hint; a log of 100 MB has few."""
    places: set[int] = set()
    head = text[:_HEAD].split("\n")
    begins = any(shell_line(line) or heading_command(line) for line in head if _CHEAP.match(line))
    for hint in (*_HINTS, *_MORE_HINTS) if begins else _HINTS:
        at = text.find(hint)
        while at >= 0 and len(places) < _MOST_HINTS:
            places.add(text.rfind("\n", 0, at + 1) + 1)
            at = text.find(hint, at + len(hint))
    number, counted = 1, 0
    for begin in sorted(places):
        number += text.count("\n", counted, begin)
        counted = begin
        end = text.find("\n", begin)
        end = len(text) if end < 0 else end
        if end - begin <= _LONGEST:
            yield _Mark(begin, end + 1, number, text[begin:end].rstrip())


_MOST_HINTS = 20_000
_STREAM = re.compile(r"std(?:out|err):$")
_INVOKED = re.compile(r'"(?:command|invocation)": ?"(?P<command>(?:kubectl|oc) (?:[^"\\]|\\.)*)"')
# Shells of a container have its pod's name as host name.
_LEFT = re.compile(r"(?:exit|logout)$")
_NODE_COMMAND = re.compile(r"(?!(?:\./)?(?:kubectl|oc|ocp|helm|k|istioctl|omc|omg|talosctl|etcdctl)\b)")
_NO_NODE = re.compile(
    r"(?:localhost|bastion|jump(?:box|host)?|toolbox|.*\.local|macbook.*|laptop|desktop|ubuntu|debian)$", re.I
)


class _Session:
    """Where the person is: on which node, in which pod, in which folder."""

    def __init__(self) -> None:
        self._place: dict[str, str] = {}
        self._wrapped = False
        self._context: dict[str, str] = {}

    def opened(self, mark: _Mark) -> dict[str, str] | None:
        """The context that a line opens; None for a line of output."""
        line = mark.line
        if typed := shell_line(line):
            self._context = self._typed(typed)
            return self._context
        if command := heading_command(line):
            self._wrapped = self._wrapped or line.startswith("Command ")
            self._context = {**self._place, **kubectl_commands.context(command)}
            return self._context
        if file := heading_file(line):
            if not file.startswith("/") and (folder := _folder_of(self._context.get("file", ""))):
                file = f"{folder}/{file}"
            return {**{key: value for key, value in self._context.items() if key != "command"}, "file": file}
        if _STREAM.match(line) and (self._wrapped or mark.number < _EARLY):
            self._wrapped = True
            return self._context
        return None

    def is_header(self, text: str) -> bool:
        """Whether a text is what a tool wrote about the command that follows, not its output."""
        lines = [line.strip() for line in text.split("\n") if line.strip()]
        if not self._wrapped or not all(line.startswith('{"') and line.endswith("}") for line in lines):
            return False
        if found := _INVOKED.search(text):
            self._context.update(kubectl_commands.context(found["command"]))
        return True

    def _typed(self, typed: ShellLine) -> dict[str, str]:
        if typed.command is None:
            return dict(self._place)
        if _LEFT.match(typed.command):
            self._place = {}
            return {}
        context = kubectl_commands.context(typed.command)
        plain, place = kubectl_commands.inner(typed.command)
        if place and not plain:
            self._place = place
            return dict(place)
        found = {**self._place, **self._host(typed, plain), **context}
        file = found.get("file")
        if file and typed.folder and not file.startswith(("/", "~")):
            found["file"] = f"{typed.folder.rstrip('/')}/{file.removeprefix('./')}"
        return found

    def _host(self, typed: ShellLine, command: str) -> dict[str, str]:
        """The node that a prompt shows, for commands that print what they see there."""
        if self._place or typed.host is None or _NO_NODE.match(typed.host) or not _NODE_COMMAND.match(command):
            return {}
        return {"node": typed.host}


_EARLY = 12  # lines within which a tool names its streams


def _folder_of(file: str) -> str:
    return file.rpartition("/")[0] if file.startswith("/") else ""
