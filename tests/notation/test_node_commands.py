"""Command lines of transcripts."""

from __future__ import annotations

import pytest

from analyzer.notation.node_commands import arguments, in_container, program


@pytest.mark.parametrize(
    ("command", "name", "rest"),
    [
        ("df -h", "df", ["-h"]),
        ("sudo /bin/df -h / | head", "df", ["-h", "/"]),
        ("oc debug node/n1 -- chroot /host ps aux", "ps", ["aux"]),
        ("kubectl exec -it web-0 -- free -m", "free", ["-m"]),
        ("nsenter -t 1 -m -u -- systemctl status kubelet", "systemctl", ["status", "kubelet"]),
        ("ssh core@n1 uptime", "uptime", []),
        ("timeout 5s crictl ps -a", "crictl", ["ps", "-a"]),
        ("cd /sys/fs/cgroup; grep . memory.max", "grep", [".", "memory.max"]),
        ("bash -c 'ulimit -a'", "ulimit", ["-a"]),
        ("", None, []),
        (None, None, []),
    ],
)
def test_the_program_behind_its_wrappers(command, name, rest):
    """sudo, ssh, exec and their like run another program."""
    assert (program(command), arguments(command)) == (name, rest)


@pytest.mark.parametrize(
    ("command", "inside"),
    [
        ("kubectl exec web-0 -- df -h", True),
        ("kubectl -n shop exec web-0 -c app -- df -h", True),
        ("docker exec 0123 ps", True),
        ("nsenter -t 77 -n netstat -s", True),
        ("kubectl debug node/n1 -- df -h", False),
        ("df -h", False),
        (None, False),
    ],
)
def test_what_looks_into_a_container(command, inside):
    """Its figures are not the node's."""
    assert in_container(command) is inside
