"""Numbers and names that look chance-made but follow from the story's name alone."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")
# The alphabet of generated names in Kubernetes: no vowels, no digits that look like letters.
NAME_LETTERS = "bcdfghjklmnpqrstvwxz2456789"


class Dice:
    """Every throw is a hash of the story's name and the throw's label: their order changes nothing."""

    def __init__(self, story: str) -> None:
        self._story = story

    def number(self, label: str) -> int:
        """Return 256 bits of the label."""
        return int(self.hex(label), 16)

    def hex(self, label: str, length: int = 64) -> str:
        """Return up to 64 hex digits, as container and machine IDs have them."""
        return hashlib.sha256(f"{self._story}|{label}".encode()).hexdigest()[:length]

    def uid(self, label: str) -> str:
        """Return a version 4 UUID."""
        digits = self.hex(label)
        variant = "89ab"[int(digits[16], 16) % 4]
        return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:32]}"

    def letters(self, label: str, length: int) -> str:
        """Return a suffix as the API server appends to generated names."""
        number, text = self.number(label), ""
        for _ in range(length):
            number, index = divmod(number, len(NAME_LETTERS))
            text += NAME_LETTERS[index]
        return text

    def between(self, label: str, low: int, high: int) -> int:
        """Return a whole number, both ends included."""
        return low + self.number(label) % (high - low + 1)

    def pick(self, label: str, choices: Sequence[T]) -> T:
        """Return one of the choices."""
        return choices[self.number(label) % len(choices)]
