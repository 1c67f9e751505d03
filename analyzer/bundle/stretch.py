"""A part of a member with one role."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines `first` … of a member with one role; for objects the role is their form."""

    role: str
    text: str
    first: int
    context: dict[str, str] = field(default_factory=dict)
