"""`certificates`: certificates and when they end."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Flag, Table, Text, Time


class Certificate(NamedTuple):
    """One certificate, as openssl or kubeadm print it."""

    line: int
    source: Annotated[Text, "openssl or kubeadm"] = None
    name: Annotated[Text, "kubeadm's name of it, or the file of the command"] = None
    subject: Annotated[Text, "subject"] = None
    issuer: Annotated[Text, "issuer, or the authority that kubeadm names"] = None
    not_before: Annotated[Time, "valid from"] = None
    not_after: Annotated[Time, "valid until"] = None
    is_authority: Annotated[Flag, "a certificate authority"] = None
    missing: Annotated[Flag, "kubeadm says that it is not there"] = None
    expired: Annotated[Flag, "kubeadm prints no time that is left"] = None
    alternative_names: Annotated[Text, "subject alternative names as printed"] = None


TABLE = Table("certificates", Certificate, of="node")
