"""Version numbers in the texts of components: `v1.27.3+k3s1`, `5.15.0-1029-aws`, `containerd://1.6.8`."""

from __future__ import annotations

import re

_NUMBERS = re.compile(r"\d+(?:\.\d+)*")


def version_numbers(text: object) -> tuple[int, ...] | None:
    """The first dotted number of a text, `(1, 27, 3)`; None where it holds none."""
    found = _NUMBERS.search(str(text)) if text is not None else None
    return tuple(int(part) for part in found[0].split(".")) if found else None
