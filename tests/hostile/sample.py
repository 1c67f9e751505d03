"""One hostile upload, and what has to be told of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

MIB = 2**20


@dataclass(frozen=True)
class Sample:
    """How an upload is made, and what of it must be in the account.

    family  the kind of harm; `name` is unique in it
    file    name of the upload
    made    its bytes, or what makes them where they are large
    items   parts of labels: each must be in the label of a member or of a Problem
    told    reasons of which at least one must be told; none for an upload that is only odd
    quick   limits for the part of the tests that runs every time; None is too long for it
    """

    family: str
    name: str
    file: str
    made: bytes | Callable[[], bytes]
    items: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    quick: Mapping[str, Any] | None = field(default_factory=dict)

    @property
    def id(self) -> str:
        return f"{self.family}-{self.name}"

    def data(self) -> bytes:
        """The bytes of the upload."""
        return self.made if isinstance(self.made, bytes) else self.made()


def canary(token: str) -> bytes:
    """A harmless content that says which item it is."""
    return f"I0516 18:53:29.123456       1 main.go:1] this is {token}\n".encode()
