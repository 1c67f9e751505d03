"""One upload out of many pieces: which cluster each piece is of, and that no row meets one of another cluster."""

from __future__ import annotations

import pytest

from tests.views.tables_of_rows import database, values

EAST, WEST = "11111111-aaaa-4000-8000-000000000001", "22222222-bbbb-4000-8000-000000000002"
MACHINE, OTHER = "344529d2c1d417709e371de8297e06c4", "99999999c1d417709e371de8297e06c4"
SYSTEM, BOOT = "678727b6-f6b8-4ff6-879d-b31ff7da1cf2", "83a93c5c-5cb8-48e2-937f-ba61a843012b"
JOINED = "SELECT piece, cluster, cluster_proof FROM member_clusters ORDER BY member"


def kube_system(member, uid):
    return {"where": (member, 1), "at": "", "kind": "Namespace", "name": "kube-system", "uid": uid}


def node(member, name="worker-1", **known):
    return {"where": (member, 2), "at": "", "node": name, "form": "yaml", **known}


def pod(member, name="cart-0", **known):
    return {"where": (member, 3), "at": "", "namespace": "shop", "pod": name, "form": "yaml", **known}


def says(member, kind, value):
    return {"where": (member, 4), "kind": kind, "value": value}


def test_loose_files_are_one_cluster():
    """What lies loose and does not contradict itself belongs together."""
    made = database(members=["pods.yaml", "dmesg.txt"], pods=[pod(0)])
    assert values(made, JOINED) == [("loose files", "loose files", "only")] * 2
    assert made.clusters == ()


def test_two_folders_with_one_uid_are_one_cluster():
    """Two must-gathers of different days have the UID of kube-system in common."""
    made = database(
        members=[{"path": "a/x", "root": "a/"}, {"path": "b/x", "root": "b/"}],
        objects=[kube_system(0, EAST), kube_system(1, EAST)],
    )
    assert values(made, JOINED) == [("a/", EAST, "cluster uid"), ("b/", EAST, "cluster uid")]


@pytest.mark.parametrize(
    ("seen", "proof"),
    [
        ({"pods": [pod(0, uid=WEST), pod(1, uid=WEST)]}, "pod uid"),
        ({"nodes": [node(0, system_uuid=SYSTEM), node(1, "renamed", system_uuid=SYSTEM.upper())]}, "system uuid"),
        ({"nodes": [node(0, machine_id=MACHINE), node(1, machine_id=MACHINE)]}, "machine id"),
        ({"nodes": [node(0, "ip-10-0-1-7.ec2.internal"), node(1, "ip-10-0-1-7")]}, "host name"),
    ],
)
def test_objects_without_the_uid_join_by_what_is_unique(seen, proof):
    """A cluster-info dump names no kube-system; pods, machines and names that nobody else has tell whose it is."""
    made = database(
        members=[{"path": "a/x", "root": "a/"}, {"path": "b/x", "root": "b/"}], objects=[kube_system(0, EAST)], **seen
    )
    assert values(made, JOINED)[1] == ("b/", EAST, proof)


@pytest.mark.parametrize("name", ["worker-1", "kind-control-plane", "node01", "k8s-master-0", "minikube"])
def test_names_that_any_cluster_has_join_no_objects(name):
    """Two clusters with a node of a usual name are two clusters."""
    made = database(
        members=[{"path": "a/x", "root": "a/"}, {"path": "b/x", "root": "b/"}],
        objects=[kube_system(0, EAST)], nodes=[node(0, name), node(1, name)],
    )  # fmt: skip
    assert values(made, JOINED)[1][1] == "b/"


@pytest.mark.parametrize(
    ("said", "proof"),
    [
        (("system-uuid", SYSTEM), "system uuid"),
        (("machine-id", MACHINE), "machine id"),
        (("boot-id", BOOT.replace("-", "")), "boot id"),
        (("instance-id", "i-0a1b2c3d4e5f"), "instance id"),
        (("hostname", "worker-1.example.com"), "host name"),
    ],
)
def test_what_a_machine_says_of_itself_joins_its_node(said, proof):
    """A sosreport or an EKS log holds no objects; its identity leads to the node, and so to the cluster."""
    known = node(0, system_uuid=SYSTEM, machine_id=MACHINE, boot_id=BOOT, provider_id="aws:///eu-1a/i-0a1b2c3d4e5f")
    made = database(
        members=[{"path": "mg/x", "root": "mg/"}, {"path": "sos/x", "root": "sos/", "layout": "sosreport"}],
        objects=[kube_system(0, EAST)], nodes=[known], node_identities=[says(1, *said)],
    )  # fmt: skip
    assert values(made, JOINED)[1] == ("sos/", EAST, proof)
    assert values(made, "SELECT node, node_proof FROM member_nodes WHERE member = 1") == [("worker-1", "content")]


def apart(made):
    return values(made, "SELECT cluster, unjoined FROM member_clusters WHERE unjoined IS NOT NULL ORDER BY member")


def test_a_host_name_does_not_join_against_a_machine_id():
    """The name of a node with another machine ID is another machine: kept apart, and shown with its reason."""
    made = database(
        members=[{"path": "mg/x", "root": "mg/"}, {"path": "sos/x", "root": "sos/"}],
        objects=[kube_system(0, EAST)], nodes=[node(0, machine_id=MACHINE)],
        node_identities=[says(1, "hostname", "worker-1"), says(1, "machine-id", OTHER)],
    )  # fmt: skip
    assert apart(made) == [("sos/", "it has the name of node worker-1, but another machine ID")]


def test_a_machine_that_fits_two_clusters_joins_none():
    """Both clusters have a node of that name: nothing tells which is meant."""
    made = database(
        members=[{"path": f"{name}/x", "root": f"{name}/"} for name in ("a", "b", "sos")],
        objects=[kube_system(0, EAST), kube_system(1, WEST)], nodes=[node(0), node(1)],
        node_identities=[says(2, "hostname", "worker-1")],
    )  # fmt: skip
    assert apart(made) == [("sos/", "2 clusters of the upload fit it equally")]


def test_machines_that_no_cluster_knows_lie_together():
    """They are kept apart from the cluster, but not from each other: their names differ."""
    made = database(
        members=[{"path": f"{name}/x", "root": f"{name}/"} for name in ("mg", "s1", "s2")],
        objects=[kube_system(0, EAST)], nodes=[node(0)],
        node_identities=[says(1, "hostname", "bastion"), says(2, "hostname", "builder")],
    )  # fmt: skip
    assert apart(made) == [("s1/", "no cluster of the upload knows what it names")] * 2


def test_what_lies_inside_a_collection_is_of_its_cluster():
    """A folder of another layout inside a must-gather, without any name in it."""
    made = database(
        members=[{"path": "mg/x", "root": "mg/"}, {"path": "mg/net/x", "root": "mg/net/"}, {"path": "b/x", "root": "b/"}],
        objects=[kube_system(0, EAST), kube_system(2, WEST)],
    )  # fmt: skip
    assert values(made, JOINED)[1] == ("mg/net/", EAST, "inside")


def two_clusters():
    """Two loose folders of one name each: nodes, pods, kills; only the machines differ."""
    members = ["east/all.yaml", "east/worker-1/dmesg.txt", "west/all.yaml", "west/worker-1/dmesg.txt"]
    pods = [
        pod(0, uid=EAST, cgroup_uid=EAST, node="worker-1", started="2026-05-19T20:00:00Z"),
        pod(2, uid=WEST, cgroup_uid=WEST, node="worker-1", started="2026-05-19T20:30:00Z"),
    ]
    ended = [
        {"where": (member, 3), "at": "s", "pod": "cart-0", "namespace": "shop", "container": "app", "which": "lastState", "state": "terminated",
         "exit_code": 137, "reason": "Error", "started": "2026-05-19T20:31:00Z", "finished": "2026-05-19T20:40:00Z"}
        for member in (0, 2)
    ]  # fmt: skip
    kill = {
        "where": (1, 9), "time": "2026-05-19T20:40:00Z", "time_quality": "exact", "constraint": "NONE", "victim": "java",
        "victim_pid": 7, "oom_score_adj": 900, "kill_line": 9, "limit_level": "node",
    }  # fmt: skip
    return database(
        members=members, nodes=[node(0, system_uuid=SYSTEM), node(2, system_uuid=BOOT)],
        pods=pods, container_states=ended, oom_kills=[kill],
    )  # fmt: skip


def test_two_machines_of_one_name_part_loose_files_by_their_folders():
    """The uppermost folders without a contradiction inside are the pieces."""
    assert values(two_clusters(), JOINED) == [("east", "east", "only")] * 2 + [("west", "west", "only")] * 2


def test_keys_begin_with_the_cluster():
    """The same name twice is two pods."""
    found = values(two_clusters(), "SELECT pod_key, uid, cluster FROM pod_list ORDER BY pod_key")
    assert found == [("east/shop/cart-0", EAST, "east"), ("west/shop/cart-0", WEST, "west")]


def test_a_kill_meets_no_run_of_another_cluster():
    """Node and second are the same in both; the kill is of the cluster in whose folder its log lies."""
    assert values(two_clusters(), "SELECT pod_key, join_proof FROM oom_runs") == [("east/shop/cart-0", "node and time")]


def test_a_rule_is_asked_of_each_cluster_alone():
    """A join by the name of a node, as any rule may write it, gives no pair out of two clusters."""
    rows = two_clusters().cursor().rows("SELECT a.pod_key, b.uid FROM pod_list a JOIN pod_list b ON a.node = b.node")
    assert [(row["cluster"], row["pod_key"], row["uid"]) for row in rows] == [
        ("east", "east/shop/cart-0", EAST),
        ("west", "west/shop/cart-0", WEST),
    ]


def test_the_clusters_are_listed():
    """Each with its pieces and how sure they belong together."""
    made = database(
        members=[{"path": "a/x", "root": "a/"}, {"path": "b/x", "root": "b/"}, {"path": "c/x", "root": "c/"}],
        objects=[kube_system(0, EAST), kube_system(1, WEST)], nodes=[node(0, machine_id=MACHINE)],
        node_identities=[says(2, "machine-id", MACHINE)],
    )  # fmt: skip
    listed = "SELECT number, cluster, uid, pieces, members, proof FROM clusters ORDER BY number"
    assert values(made, listed) == [(0, EAST, EAST, 2, 2, "machine id"), (1, WEST, WEST, 1, 1, "cluster uid")]
