"""Prompts and commands; the texts around them are tested with transcripts."""

from __future__ import annotations

from time import perf_counter

import pytest

from analyzer.notation.kubectl import commands as kubectl_commands
from analyzer.notation.kubectl.tool_messages import tool_message
from analyzer.notation.shell_lines import ShellLine, heading_command, heading_file, shell_line


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("root@node:~# dmesg", ShellLine("dmesg", "node", None)),
        ("[root@m01 log]# systemctl status kubelet", ShellLine("systemctl status kubelet", "m01", None)),
        ("root@n1:/sys/fs/cgroup# cat x", ShellLine("cat x", "n1", "/sys/fs/cgroup")),
        ("/sys/fs/cgroup/kubepods.slice$ cat cpu.stat", ShellLine("cat cpu.stat", None, "/sys/fs/cgroup/kubepods.slice")),
        ("root@web-0:/#", ShellLine(None, "web-0", "/")),
        ("sh-4.4# ", ShellLine(None)),
        ("node-1:/# getconf PATH_MAX /", ShellLine("getconf PATH_MAX /", "node-1", "/")),
        ("hello", None),
        ("# kubectl", None),
        ("x" * 2000, None),
    ],
)  # fmt: skip
def test_what_a_prompt_shows(line, expected):
    """Host and folder are kept where the prompt shows them."""
    assert shell_line(line) == expected


def test_headings():
    """Commands and files above their outputs; anything else is no heading."""
    assert heading_command("---- kubectl get pods -A ----") == "kubectl get pods -A"
    assert heading_command("---- pods ----") is None
    assert heading_file("==> memory.max <==") == "memory.max"
    assert heading_file("/usr/local/bin/app") is None


@pytest.mark.parametrize(
    "line",
    [
        "cat " + "." * 600 + " x",
        "cat " + "a.b/c " * 200 + "end",
        "head " + "-n 5 " * 250 + ":",
        "== a" + "=" * 390 + "x",
        "ssh " + "-o x " * 250,
        "kubectl " + "-n a " * 250,
        "kubectl debug " + "-x y " * 250 + "z",
        "user@host:" + "/" * 1000,
        "$ " + "# " * 700,
        " " * 1400 + "x",
    ],
    ids=lambda line: line[:12],
)
def test_hostile_lines_take_no_time(line):
    """Patterns are linear, or nearly so, whatever a line holds."""
    begin = perf_counter()
    shell_line(line)
    heading_command(line)
    heading_file(line)
    kubectl_commands.context(line)
    kubectl_commands.subject(line)
    tool_message(line)
    assert perf_counter() - begin < 0.5
