"""Requests for certificates as `kubectl get csr` lists them."""

# ruff: noqa: E501 -- lines of kubectl are long, and are kept as they are

from __future__ import annotations

from analyzer.parsers.kubectl import signing_request_table

from .reading import rows


def test_approved_and_waiting():
    """kubectl 1.24; a signed request has two words."""
    text = (
        "NAME        AGE   SIGNERNAME                                    REQUESTOR                 REQUESTEDDURATION   CONDITION\n"
        "csr-4xk2p   9m    kubernetes.io/kubelet-serving                 system:node:worker-1      <none>              Pending\n"
        "csr-7bq9t   9m    kubernetes.io/kube-apiserver-client-kubelet   system:bootstrap:abcdef   <none>              Approved,Issued\n"
    )
    assert [(row.line, row.name, row.type, row.message) for row in rows(signing_request_table, text)] == [
        (2, "csr-4xk2p", "Pending", "system:node:worker-1"),
        (3, "csr-7bq9t", "Approved", "system:bootstrap:abcdef"),
        (3, "csr-7bq9t", "Issued", "system:bootstrap:abcdef"),
    ]


def test_other_tables_are_none():
    """A column CONDITION or NAME alone does not make a request."""
    assert rows(signing_request_table, "NAME   READY   AGE\ndb     2/3     5d\n") == []
