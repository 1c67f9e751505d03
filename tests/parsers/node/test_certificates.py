# ruff: noqa: E501  (outputs of commands keep their lines)
"""Certificates."""

from __future__ import annotations

from datetime import UTC, datetime

from analyzer.parsers.node import certificates

from .reading import facts, rows, unclaimed

_END = datetime(2024, 11, 20, 20, 16, 19, tzinfo=UTC)


def test_text_of_openssl():
    """openssl 1.1 and 3: `x509 -text`; the next certificate of a bundle begins a row."""
    one = "Certificate:\n    Data:\n        Version: 3 (0x2)\n        Serial Number: 0 (0x0)\n        Signature Algorithm: sha256WithRSAEncryption\n        Issuer: CN = kubernetes\n        Validity\n            Not Before: Nov 23 20:16:19 2023 GMT\n            Not After : Nov 20 20:16:19 2024 GMT\n        Subject: CN = kube-apiserver\n        X509v3 extensions:\n            X509v3 Basic Constraints: critical\n                CA:FALSE\n            X509v3 Subject Alternative Name: \n                DNS:kubernetes, IP Address:10.96.0.1\n"
    assert facts(
        certificates,
        "certificate",
        one * 2,
        "line",
        "subject",
        "issuer",
        "not_after",
        "is_authority",
        "alternative_names",
    ) == [
        (6, "CN = kube-apiserver", "CN = kubernetes", _END, False, "DNS:kubernetes, IP Address:10.96.0.1"),
        (21, "CN = kube-apiserver", "CN = kubernetes", _END, False, "DNS:kubernetes, IP Address:10.96.0.1"),
    ]
    assert unclaimed(certificates, "certificate", one) == []


def test_short_forms_of_openssl():
    """`-enddate -subject`: the command names the file."""
    text = "notAfter=Nov 20 20:16:19 2024 GMT\nsubject=CN = kube-apiserver\n"
    (row,) = rows(
        certificates,
        "certificate",
        text,
        command="openssl x509 -in /etc/kubernetes/pki/apiserver.crt -noout -enddate -subject",
    )
    assert (row.name, row.subject, row.not_after) == ("/etc/kubernetes/pki/apiserver.crt", "CN = kube-apiserver", _END)


def test_kubeadm():
    """kubeadm 1.27; of the residual time, which is that of the node's clock, only its end is read."""
    text = "[check-expiration] Reading configuration from the cluster...\n\nCERTIFICATE                EXPIRES                  RESIDUAL TIME   CERTIFICATE AUTHORITY   EXTERNALLY MANAGED\nadmin.conf                 Nov 20, 2024 20:16 UTC   <invalid>       ca                      no      \n!MISSING! etcd-server\n\nCERTIFICATE AUTHORITY   EXPIRES                  RESIDUAL TIME   EXTERNALLY MANAGED\nca                      Nov 18, 2033 20:16 UTC   9y              no      \n"
    assert facts(
        certificates, "certificate-list", text, "name", "issuer", "not_after", "is_authority", "missing", "expired"
    ) == [
        ("admin.conf", "ca", datetime(2024, 11, 20, 20, 16, tzinfo=UTC), False, None, True),
        ("etcd-server", None, None, None, True, None),
        ("ca", None, datetime(2033, 11, 18, 20, 16, tzinfo=UTC), True, None, False),
    ]
