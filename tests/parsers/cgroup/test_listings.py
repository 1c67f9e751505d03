"""systemd-cgls and systemd-cgtop."""

from __future__ import annotations

from analyzer.bundle.member import Lines, Piece
from analyzer.model.understood import Understood
from analyzer.parsers.cgroup.listings import parse

_POD = "kubepods-burstable-pod4cc80322_f2e6_4ab9_8dba_c5b5f7c84430.slice"
TREE = f"""\
Control group /:
-.slice
├─kubepods.slice
│ └─kubepods-burstable.slice
│   └─{_POD}
│     └─cri-containerd-56319b3fa119761ac1f31c62616cf35a3f8284b66c80d2118f9514a51ef72c69.scope
│       └─4321 java -jar app.jar
└─system.slice
  ├─kubelet.service
  │ └─1234 /usr/bin/kubelet --config=/x
"""


def _found(role, text):
    return list(parse(Piece("m", role, Lines(text))))


def test_a_process_belongs_to_the_branch_above():
    """systemd 249; the path gives pod and container."""
    java, kubelet, known = _found("cgroup-tree", TREE)
    assert (java.pid, java.command, java.pod_uid) == (4321, "java", "4cc80322-f2e6-4ab9-8dba-c5b5f7c84430")
    assert (kubelet.line, kubelet.pid, kubelet.cgroup) == (10, 1234, "/system.slice/kubelet.service")
    assert known == Understood(1, 10)


def test_branches_of_a_plain_terminal():
    """Without UTF-8 the branches are drawn with other letters."""
    (row, _) = _found("cgroup-tree", "|-system.slice\n| `-kubelet.service\n|   `-77 /usr/bin/kubelet\n")
    assert (row.pid, row.cgroup) == (77, "/system.slice/kubelet.service")


def test_use_by_cgroup():
    """`systemd-cgtop -b -n 1`: memory is rounded, `-` is unknown."""
    text = (
        "Control Group                          Tasks   %CPU   Memory  Input/s Output/s\n"
        "/                                        450   12.5     5.1G        -        -\n"
        "/kubepods.slice                          120      -     3.2G        -        -\n"
    )
    root, pods, known = _found("cgroup-top", text)
    assert (root.processes, root.cpu_cores, root.memory_bytes, root.approximate) == (450, 0.125, 5476083302, True)
    assert (pods.cgroup, pods.cpu_cores) == ("/kubepods.slice", None)
    assert known == Understood(1, 3)
