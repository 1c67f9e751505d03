"""Tables of kinds that have no table of their own, and of `kubectl top`."""

# ruff: noqa: E501 -- lines of kubectl are long, and are kept as they are

from __future__ import annotations

import pytest

from analyzer.bundle.member import Lines, Piece
from analyzer.model.understood import Understood
from analyzer.parsers.kubectl import object_table

from .reading import rows

# kubectl 1.29 get all -A
ALL = """\
NAMESPACE     NAME                 TYPE        CLUSTER-IP   EXTERNAL-IP   PORT(S)                  AGE
default       service/kubernetes   ClusterIP   10.96.0.1    <none>        443/TCP                  5d
kube-system   service/kube-dns     ClusterIP   10.96.0.10   <none>        53/UDP,53/TCP,9153/TCP   5d
"""
# kubectl 1.31, with VOLUMEATTRIBUTESCLASS
CLAIMS = """\
NAME                 STATUS    VOLUME   CAPACITY   ACCESS MODES   STORAGECLASS   VOLUMEATTRIBUTESCLASS   AGE   VOLUMEMODE   LABELS
redis-standard-pvc   Pending                                      standard-v2    <unset>                 12m   Filesystem   <none>
"""
# oc 4.14 get clusteroperators
OPERATORS = """\
NAME             VERSION   AVAILABLE   PROGRESSING   DEGRADED   SINCE   MESSAGE
authentication   4.14.1    True        False         False      3d
etcd             4.14.1    True        False         True       3d      EtcdMembersDegraded: 2 of 3 members are available
"""
TOP = """\
NAME     CPU(cores)   CPU%   MEMORY(bytes)   MEMORY%
node-1   250m         6%     3210Mi          41%
"""
KINDS = "NAME   SHORTNAMES   APIVERSION   NAMESPACED   KIND\npods   po           v1           true         Pod\n"


def named(text: str, **context: str) -> list[tuple[str, str | None, str, int]]:
    """(kind, namespace, name, line) of every record."""
    return [(row.kind, row.namespace, row.name, row.line) for row in rows(object_table, text, **context)]


def test_rows_name_kind_and_namespace():
    """`get all` prints the kind in front of the name, and with -A the namespace."""
    assert named(ALL) == [
        ("Service", "default", "kubernetes", 2),
        ("Service", "kube-system", "kube-dns", 3),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (CLAIMS, [("PersistentVolumeClaim", "shop", "redis-standard-pvc", 2)]),
        (OPERATORS, [("ClusterOperator", None, "authentication", 2), ("ClusterOperator", None, "etcd", 3)]),
        (TOP, [("Node", None, "node-1", 2)]),
        (KINDS, []),
    ],
    ids=["claims", "operators", "top", "api-resources"],
)
def test_columns_tell_the_kind(text, found):
    """The namespace is that of the command; objects of the cluster have none."""
    assert named(text, namespace="shop") == found


def test_the_command_tells_the_kind():
    """Columns that say nothing, and columns of free names."""
    assert named("NAME    AGE\nvault   3d\n", command="kubectl get sa") == [("ServiceAccount", None, "vault", 2)]
    text = "NAME     STATUS\nnode-1   container runtime network not ready: cni plugin not initialized\n"
    command = "kubectl get node -o custom-columns='NAME:.metadata.name,STATUS:.status.conditions[?(@.type==\"Ready\")].message'"
    assert named(text, command=command) == [("Node", None, "node-1", 2)]
    assert named("NAME    AGE\nvault   3d\n") == []


def test_every_line_of_a_table_is_understood():
    """Headers and rows, also of kinds that give no record."""
    piece = Piece("member", "object-table", Lines(KINDS, 7))
    assert [row for row in object_table.parse(piece) if isinstance(row, Understood)] == [
        Understood(7, 7),
        Understood(8, 8),
    ]
