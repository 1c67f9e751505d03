"""The declarations of known kernel messages."""

from __future__ import annotations

import pytest

from analyzer.parsers.kernel.message_kinds import KINDS, MessageKind, kinds_of


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: f"{kind.name}: {kind.example[:40]}")
def test_example(kind: MessageKind) -> None:
    """Every declaration holds a literal and a pattern that fit its own example, which has no other kind."""
    assert any(literal in kind.example for literal in kind.literals)
    assert kind.pattern(kind.example)
    first = next(known for known in kinds_of(kind.example) if known.pattern(kind.example))
    assert first.name == kind.name


def test_every_literal_is_rare() -> None:
    """Literals are what every line is searched for: ordinary lines of pods and disks hold none."""
    for text in (
        "IPv6: ADDRCONF(NETDEV_CHANGE): veth1: link becomes ready",
        "cni0: port 4(veth1) entered forwarding state",
        "cni0: port 4(veth1) entered blocking state",
        "device veth7 entered promiscuous mode",
        "EXT4-fs (sda1): mounted filesystem with ordered data mode. Opts: (null)",
        "XFS (dm-3): Mounting V5 Filesystem",
        "XFS (dm-3): Ending clean mount",
        "systemd[1]: Started Docker Application Container Engine.",
    ):
        assert list(kinds_of(text)) == []
