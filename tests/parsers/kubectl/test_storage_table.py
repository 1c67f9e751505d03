"""Tables of claims, volumes, classes and namespaces."""

# ruff: noqa: E501 -- lines of kubectl are long, and are kept as they are

from __future__ import annotations

from analyzer.parsers.kubectl import object_table, storage_table

from .reading import rows

# kubectl 1.28 get pv,pvc
BOTH = """\
NAME                         CAPACITY   ACCESS MODES   RECLAIM POLICY   STATUS   CLAIM               STORAGECLASS        REASON   AGE
persistentvolume/azurefile   5Gi        RWX            Retain           Bound    default/azurefile   azurefile-premium            13s

NAME                              STATUS   VOLUME      CAPACITY   ACCESS MODES   STORAGECLASS        AGE
persistentvolumeclaim/azurefile   Bound    azurefile   5Gi        RWX            azurefile-premium   12s
"""
PENDING = """\
NAMESPACE   NAME   STATUS    VOLUME   CAPACITY   ACCESS MODES   STORAGECLASS   VOLUMEATTRIBUTESCLASS   AGE
shop        db     Pending                                      standard-v2    <unset>                 12m
"""
CLASSES = """\
NAME                 PROVISIONER             RECLAIMPOLICY   VOLUMEBINDINGMODE      ALLOWVOLUMEEXPANSION   AGE
slow                 kubernetes.io/no-prov   Retain          Immediate              true                   5d
standard (default)   rancher.io/local-path   Delete          WaitForFirstConsumer   false                  5d
"""


def test_a_volume_and_its_claim():
    """Sizes are bytes; the claim of a volume has a namespace."""
    volume, claim = rows(storage_table, BOTH, namespace="default")
    assert (volume.volume, volume.phase, volume.claim_namespace, volume.claim) == (
        "azurefile",
        "Bound",
        "default",
        "azurefile",
    )
    assert (volume.capacity_bytes, volume.access_modes, volume.reclaim_policy) == (5 * 1024**3, "RWX", "Retain")
    assert (claim.claim, claim.namespace, claim.phase, claim.volume, claim.line) == (
        "azurefile",
        "default",
        "Bound",
        "azurefile",
        5,
    )


def test_cells_that_are_empty_are_missing():
    """A claim that waits has neither volume nor size."""
    (claim,) = rows(storage_table, PENDING)
    assert (claim.namespace, claim.claim, claim.phase, claim.storage_class) == ("shop", "db", "Pending", "standard-v2")
    assert (claim.volume, claim.capacity_bytes, claim.access_modes) == (None, None, None)


def test_the_default_class():
    """kubectl marks it behind its name."""
    slow, standard = rows(storage_table, CLASSES)
    assert (slow.storage_class, slow.is_default, slow.allows_expansion) == ("slow", False, True)
    assert (standard.storage_class, standard.is_default, standard.binding_mode) == (
        "standard",
        True,
        "WaitForFirstConsumer",
    )
    assert [row.name for row in rows(object_table, CLASSES)] == ["slow", "standard"]


def test_namespaces():
    """One that is going away."""
    (namespace,) = rows(storage_table, "NAME   STATUS        AGE\nshop   Terminating   3d\n")
    assert (namespace.namespace, namespace.phase) == ("shop", "Terminating")
