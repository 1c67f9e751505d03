"""Which node a member, or a row of it, belongs to."""

from __future__ import annotations

import pytest

from tests.views.tables_of_rows import database, values

MACHINE = "344529d2c1d417709e371de8297e06c4"
NODES = [
    {"where": (0, 1), "at": "", "node": "worker-1.example.com", "machine_id": MACHINE, "form": "yaml"},
    {"where": (0, 2), "at": "", "node": "worker-10.example.com", "form": "yaml"},
]


def log(member, host, **more):
    return {"where": (member, 1), "node": host, "form": "syslog", **more}


def nodes_of(member, **found):
    made = database(nodes=NODES, **found)
    return values(made, f"SELECT node, node_proof FROM member_nodes WHERE member = {member}")  # noqa: S608


def test_the_host_in_its_lines_beats_the_folder():
    """A log that was put into the wrong folder names its host itself."""
    found = nodes_of(1, members=["nodes.yaml", "worker-10/messages"], kernel_logs=[log(1, "worker-1")])
    assert found == [("worker-1.example.com", "content")]


def test_a_machine_id_beats_a_host_name_that_no_node_has():
    """Node names need not be host names; then the machine's own IDs tell."""
    told = [
        {"where": (1, 1), "kind": "hostname", "value": "ip-10-0-1-7"}, {"where": (1, 2), "kind": "machine-id", "value": MACHINE},
    ]  # fmt: skip
    found = {"members": ["nodes.yaml", "host.txt", "other.log"], "node_identities": told}
    assert nodes_of(1, **found) == [("worker-1.example.com", "content")]
    assert nodes_of(2, **found, kernel_logs=[log(2, "ip-10-0-1-7")]) == [("worker-1.example.com", "content")]


def test_all_that_a_sosreport_wrote_is_of_its_machine():
    """Only one file of it names the machine; the others lie beside it."""
    members = [
        "nodes.yaml",
        *({"path": f"sos/{n}", "root": "sos/", "layout": "sosreport"} for n in ("etc/machine-id", "dmesg")),
    ]
    found = nodes_of(2, members=members, node_identities=[{"where": (1, 1), "kind": "machine-id", "value": MACHINE}])
    assert found == [("worker-1.example.com", "content")]


def test_the_layout_beats_the_path():
    """What the collector's arrangement says of a member is better than a name found in its path."""
    member = {"path": "worker-10/x", "root": "", "layout": "must-gather", "node": "worker-1", "node_proof": "layout"}
    assert nodes_of(1, members=["nodes.yaml", member]) == [("worker-1.example.com", "layout")]


@pytest.mark.parametrize(
    "path", ["worker-1/dmesg", "logs/worker-1.example.com/x", "dmesg-worker-1.txt", "worker_1-dmesg.txt"]
)
def test_a_part_of_the_path_names_the_node(path):
    """Whole words only: worker-1 is not the beginning of worker-10."""
    assert nodes_of(1, members=["nodes.yaml", path]) == [("worker-1.example.com", "path")]


def test_a_path_with_two_nodes_tells_none():
    """Nothing is chosen among two of the same length."""
    assert nodes_of(1, members=["nodes.yaml", "a/worker-1-worker-10.example.com.txt"])[0][0] == "worker-10.example.com"
    assert (
        nodes_of(1, members=["nodes.yaml", "worker-1.example.com/worker-1.example.com"])[0][0] == "worker-1.example.com"
    )


def test_each_row_of_a_log_of_many_hosts_is_of_its_own():
    """kubelet_service.log of a must-gather holds the journals of all masters one after the other."""
    lines = [
        {"where": (1, line), "kind": "oom-event", "node": host, "message": "x"} for line, host in ((5, "worker-1"), (6, "worker-10"), (7, "gw"))
    ]  # fmt: skip
    logs = [
        {"where": (1, line), "unit": "kubelet", "node": host}
        for line, host in ((1, "worker-1"), (2, "worker-10"), (3, "gw"))
    ]
    made = database(members=["nodes.yaml", "kubelet_service.log"], nodes=NODES, service_logs=logs, service_log=lines)
    assert values(made, "SELECT node FROM service_log ORDER BY src") == [
        ("worker-1.example.com",),
        ("worker-10.example.com",),
        ("gw",),
    ]
    assert values(made, "SELECT node FROM member_nodes WHERE member = 1") == [(None,)]


def test_a_member_that_names_nobody_is_of_the_only_node():
    """With one node in the cluster there is nobody else; with two, nobody is named."""
    made = database(members=["nodes.yaml", "dmesg.txt"], nodes=NODES[:1])
    assert values(made, "SELECT node, node_proof FROM member_nodes WHERE member = 1") == [
        ("worker-1.example.com", "only")
    ]
    assert nodes_of(1, members=["nodes.yaml", "dmesg.txt"]) == [(None, None)]
