"""Conditions in tables of kubectl and oc."""

# ruff: noqa: E501 -- lines of kubectl are long, and are kept as they are

from __future__ import annotations

from analyzer.parsers.kubectl import condition_table

from .reading import rows

OPERATORS = """\
NAME             VERSION   AVAILABLE   PROGRESSING   DEGRADED   SINCE   MESSAGE
authentication   4.14.8    False       False         True       3h12m   OAuthServerRouteEndpointAccessibleControllerAvailable: EOF
baremetal        4.14.8    True        False         False      40d
"""
POOLS = """\
NAME     CONFIG                                             UPDATED   UPDATING   DEGRADED   MACHINECOUNT   READYMACHINECOUNT   UPDATEDMACHINECOUNT   DEGRADEDMACHINECOUNT   AGE
worker   rendered-worker-b5b4b6e0a2b9d8b4a8b0f6a6d6a3a9ab   False     True       True       3              1                   1                     1                      40d
"""
VERSION = """\
NAME      VERSION   AVAILABLE   PROGRESSING   SINCE   STATUS
version   4.14.8    True        True          52m     Unable to apply 4.14.10: the cluster operator etcd is degraded
"""
SERVICES = """\
NAME                     SERVICE                      AVAILABLE                  AGE
v1.                      Local                        True                       2y
v1beta1.metrics.k8s.io   kube-system/metrics-server   False (MissingEndpoints)   2y
"""


def read(text):
    return [(c.kind, c.name, c.type, c.status, c.reason) for c in rows(condition_table, text)]


def test_operators_with_their_message():
    found = list(rows(condition_table, OPERATORS))
    assert [(c.name, c.type, c.status) for c in found] == [
        ("authentication", "Available", "False"),
        ("authentication", "Progressing", "False"),
        ("authentication", "Degraded", "True"),
        ("baremetal", "Available", "True"),
        ("baremetal", "Progressing", "False"),
        ("baremetal", "Degraded", "False"),
    ]
    assert [c.message for c in found[2:4]] == ["OAuthServerRouteEndpointAccessibleControllerAvailable: EOF", None]


def test_pools():
    assert read(POOLS) == [
        ("MachineConfigPool", "worker", "Updated", "False", None),
        ("MachineConfigPool", "worker", "Updating", "True", None),
        ("MachineConfigPool", "worker", "Degraded", "True", None),
    ]


def test_the_version_has_its_text_in_the_column_status():
    found = list(rows(condition_table, VERSION))
    assert [(c.type, c.status) for c in found] == [("Available", "True"), ("Progressing", "True")]
    assert found[0].message == "Unable to apply 4.14.10: the cluster operator etcd is degraded"


def test_the_reason_of_an_api_service_stands_in_brackets():
    assert read(SERVICES) == [
        ("APIService", "v1.", "Available", "True", None),
        ("APIService", "v1beta1.metrics.k8s.io", "Available", "False", "MissingEndpoints"),
    ]


def test_a_table_of_another_kind_has_no_conditions():
    """Deployments have a column AVAILABLE too, with a number."""
    text = "NAME   READY   UP-TO-DATE   AVAILABLE   AGE\nweb    1/2     2            1           3d\n"
    assert read(text) == []
