"""Objects of every kind."""

# ruff: noqa: E501 -- lines of kubectl are long, and are kept as they are

from __future__ import annotations

from analyzer.parsers.kubectl import objects

from .reading import records


def test_objects_of_every_kind():
    """Cluster-wide kinds have no namespace; the controlling owner is the one that controls."""
    text = (
        "kind: Widget\nmetadata:\n  name: w\n  uid: u\n  ownerReferences:\n  - {kind: A, name: a}\n"
        "  - {kind: B, name: b, controller: true}\n  deletionTimestamp: '2025-02-27T06:36:22Z'\n---\nkind: Namespace\nmetadata: {name: shop}\n"
    )
    widget, namespace = records(objects, text, "yaml")
    assert (widget.kind, widget.uid, widget.owner_kind, widget.owner_name) == ("Widget", "u", "B", "b")
    assert widget.deleted is not None
    assert (namespace.kind, namespace.name, namespace.namespace, namespace.line) == (
        "Namespace",
        "shop",
        None,
        10,
    )


def test_finalizers():
    """Joined by commas; missing where there are none."""
    text = (
        "kind: Widget\nmetadata: {name: w, finalizers: [a.io/x, b]}\n---\nkind: Widget\nmetadata: {name: v, finalizers: []}\n"
        "---\nkind: Widget\nmetadata: {name: u, finalizers: a}\n"
    )
    assert [row.finalizers for row in records(objects, text, "yaml")] == ["a.io/x,b", None, None]
