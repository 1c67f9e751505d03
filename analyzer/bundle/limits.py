"""How much of a bundle is read before the rest becomes a Problem."""

from __future__ import annotations

from dataclasses import dataclass

_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes; each has a command-line option of the same name."""

    max_member: int = 256 * _MIB
    max_total: int = 4096 * _MIB
    max_members: int = 200_000
    max_document: int = 64 * _MIB


# A tar extension header above this is an attack, not a name: real ones stay below 1 KiB.
MAX_EXTENSION_HEADER = 64 * 1024
