"""Conditions in the output of custom-columns."""

# ruff: noqa: E501 -- lines of kubectl are long, and are kept as they are

from __future__ import annotations

from analyzer.parsers.kubectl import custom_conditions

from .reading import rows

COMMAND = """kubectl get node -o custom-columns='NAME:.metadata.name,READY:.status.conditions[?(@.type=="Ready")].status,WHY:.status.conditions[?(@.type=="Ready")].message,DISK:.status.conditions[?(@.type=="DiskPressure")].status'"""
TABLE = """\
NAME       READY   WHY                                                       DISK
worker-1   False   container runtime network not ready: NetworkReady=false   <none>
worker-2   True    kubelet is posting ready status                           False
"""


def read(text, command):
    return [(c.kind, c.name, c.type, c.status, c.message) for c in rows(custom_conditions, text, command=command)]


def test_what_the_command_asks_for():
    assert read(TABLE, COMMAND) == [
        ("Node", "worker-1", "Ready", "False", "container runtime network not ready: NetworkReady=false"),
        ("Node", "worker-2", "Ready", "True", "kubelet is posting ready status"),
        ("Node", "worker-2", "DiskPressure", "False", None),
    ]


def test_other_columns_are_no_conditions():
    assert read(TABLE, "kubectl get node -o custom-columns=NAME:.metadata.name,READY:.status.phase") == []
    assert read(TABLE, "kubectl get nodes") == []
