"""Conditions of all kinds."""

# ruff: noqa: E501 -- lines of kubectl are long, and are kept as they are

from __future__ import annotations

from analyzer.parsers.kubectl import conditions

from .reading import POD_YAML, records


def test_conditions_of_any_kind():
    """Conditions are read wherever an object has them, with the kind of the object."""
    (ready,) = records(conditions, POD_YAML, "yaml")
    assert (ready.kind, ready.name, ready.type, ready.status) == ("Pod", "web-0", "Ready", "False")
    assert ready.at == "status.conditions[0]"
    text = "kind: ClusterOperator\nmetadata: {name: dns}\nstatus: {conditions: [{type: Degraded, status: 'True', message: x}]}\n"
    (degraded,) = records(conditions, text, "yaml")
    assert (degraded.kind, degraded.name, degraded.type, degraded.message) == (
        "ClusterOperator",
        "dns",
        "Degraded",
        "x",
    )
