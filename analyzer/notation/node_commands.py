"""Which program a command line of a transcript runs, and where."""

from __future__ import annotations

import re

# What runs another command, with the options that take a value.
_WRAPPERS = re.compile(
    r"(?:(?:/usr)?(?:/local)?/s?bin/)?(?:sudo(?: -\w+){0,3}(?: -u \S+)?|timeout(?: -\S+){0,3} \S+|nohup|time|"
    r"cd \S+ ?(?:&&|;)|watch(?: -\S+){0,3}(?: \d\S*)?|"
    r"env(?: \w+=\S*){0,9}|LC_ALL=\S+|LANG=\S+|chroot \S+|toolbox|nice(?: -n ?-?\d+)?|exec|then|do|echo|"
    r"nsenter(?: -\S+){0,4}(?: \d+(?= ))?(?: -\S+){0,8}(?: --)?|ssh(?: -\S+){0,6} \S+|"
    r"(?:kubectl|oc|k) (?:exec|debug) .{0,300}? --|(?:docker|crictl|podman|nerdctl) exec(?: -\S+){0,5} \S+|"
    r"(?:ba|z|a|da)?sh -\w*c)\s+[\"']?"
)
_PROGRAM = re.compile(r"[\"'`(]*(?:/[\w./-]*/)?(?P<program>[A-Za-z][\w.+-]*)")
_IN_CONTAINER = re.compile(
    r"(?:^|\s)(?:(?:kubectl|oc|k) .{0,200}?\bexec|(?:docker|crictl|podman|nerdctl) exec)\s"
    r"|nsenter .*-(?:n|-net)\b"
)


def program(command: str | None) -> str | None:
    """The program that a command line runs first: `df` of `sudo /bin/df -h | head`; None if it names none."""
    found = _PROGRAM.match(_unwrapped(command))
    return found["program"].lower() if found else None


def arguments(command: str | None) -> list[str]:
    """The words behind the program, up to the first pipe or semicolon."""
    words = _END.split(_unwrapped(command), maxsplit=1)[0].split()
    return [word.strip("\"'`)") for word in words[1:]]


def in_container(command: str | None) -> bool:
    """Whether the command looked into a container or another network namespace, not at the node."""
    return _IN_CONTAINER.search(command or "") is not None


_END = re.compile(r"\s*[|;&>]")


def _unwrapped(command: str | None) -> str:
    rest = (command or "").strip()[:2000]
    for _ in range(6):
        found = _WRAPPERS.match(rest)
        if found is None:
            break
        rest = rest[found.end() :].lstrip()
    return rest
