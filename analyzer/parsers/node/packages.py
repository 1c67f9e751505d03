"""Packages that make a node: kernel, Kubernetes, runtimes, network and systemd, from rpm and dpkg."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzer.bundle.member import Piece
from analyzer.model.understood import Understood
from analyzer.parsers.node.claims import claims
from analyzer.tables import packages
from analyzer.tables.packages import Package

MEMBERS = ("packages",)
YIELDS = (packages.TABLE,)


def parse(piece: Piece) -> Iterator[Package | Understood]:
    """Yield one record per package of interest; the others are only understood."""
    known = []
    for line in piece.lines:
        found = _DPKG.match(line.text) or _RPM.match(line.text)
        if found is None and not _HEAD.match(line.text):
            continue
        known.append(line.number)
        if found is not None and _WANTED.match(found["name"]):
            part = found.groupdict()
            yield Package(line.number, part["name"], part["version"], part["architecture"], part.get("state"))
    yield from claims(known)


_DPKG = re.compile(
    r"\s*(?P<state>[hiurp][ihcHUWnt]R?)\s+(?P<name>[a-z0-9][\w.+-]*)(?::\w+)?\s+(?P<version>\d\S*)(?:\s+(?P<architecture>\w+))?"
)
_RPM = re.compile(
    r"\s*(?P<name>[A-Za-z0-9][\w.+]*(?:-[A-Za-z][\w.+]*)*)-(?P<version>\d[\w.~^:+]*-[\w.~^+-]*[\w~^+]|\d[\w.~^:+]*-\w+)\.(?P<architecture>x86_64|aarch64|noarch|ppc64le|s390x|i686)(?:\s|$)"
)
_HEAD = re.compile(r"\s*(?:Desired=|\| Status=|\|/ |\|\|/ |\+\+\+-|gpg-pubkey-)")
_WANTED = re.compile(
    r"(?:kubelet|kubeadm|kubectl|kubernetes|cri-|cri_|containerd|docker|moby|podman|runc|crun|conmon|openshift-|kernel|linux-image|"
    r"systemd$|cloud-init|chrony|ntp$|iptables|nftables|ipvsadm|conntrack|nfs-|iscsi|open-iscsi|lvm2$|selinux-policy|"
    r"container-selinux|nvidia|amazon-ssm|aws-|glibc$|libc6$|openssl|glusterfs-|ceph-)"
)
