"""Resource quantities and durations as Kubernetes writes them: `128Mi`, `250m`, `1m30s`."""

from __future__ import annotations

import math
import re
from decimal import Decimal

# Kubernetes caps every quantity here (apimachinery, resource.Quantity); larger ones would not fit a column.
_LARGEST = 2**63 - 1

_QUANTITY = re.compile(r"([+-]?)(\d{1,40}(?:\.\d{0,40})?|\.\d{1,40})(?:([eE])([+-]?\d{1,3})|([A-Za-z]{0,2}))")
_SUFFIXES = {
    "": Decimal(1),
    "n": Decimal("1e-9"),
    "u": Decimal("1e-6"),
    "m": Decimal("1e-3"),
    "k": Decimal(10**3),
    "M": Decimal(10**6),
    "G": Decimal(10**9),
    "T": Decimal(10**12),
    "P": Decimal(10**15),
    "E": Decimal(10**18),
    "Ki": Decimal(2**10),
    "Mi": Decimal(2**20),
    "Gi": Decimal(2**30),
    "Ti": Decimal(2**40),
    "Pi": Decimal(2**50),
    "Ei": Decimal(2**60),
}

_DURATION = re.compile(r"(\d{1,18}(?:\.\d{0,18})?|\.\d{1,18})(ns|us|µs|μs|ms|s|m|h)")
_SECONDS = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "μs": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0}


def memory_bytes(value: object) -> int | None:
    """Bytes of a quantity; a fraction of a byte rounds up, as the API server does (`500m` is 1).

    Returns None for what is no quantity. Values above 2^63-1 become 2^63-1.
    """
    number = _number(value)
    if number is None:
        return None
    return min(math.ceil(number), _LARGEST)


def cores(value: object) -> float | None:
    """CPU cores of a quantity: `250m` is 0.25; None for what is no quantity."""
    number = _number(value)
    return None if number is None else float(min(number, Decimal(_LARGEST)))


def duration_s(text: str) -> float | None:
    """Seconds of a duration as Go prints it (`1m30s`, `250ms`, `0`); None for anything else."""
    text = text.strip()
    sign = -1.0 if text.startswith("-") else 1.0
    text = text.lstrip("+-")
    if text == "0":
        return 0.0
    total = 0.0
    position = 0
    for found in _DURATION.finditer(text):
        if found.start() != position:
            return None
        total += float(found[1]) * _SECONDS[found[2]]
        position = found.end()
    return sign * total if text and position == len(text) else None


def _number(value: object) -> Decimal | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return Decimal(value) if math.isfinite(value) and abs(value) < 1e40 else None
    if not isinstance(value, str):
        return None
    found = _QUANTITY.fullmatch(value.strip())
    if found is None:
        return None
    sign, digits, exponent, power, suffix = found.groups()
    factor = Decimal(10) ** int(power) if exponent else _SUFFIXES.get(suffix or "")
    if factor is None:
        return None
    number = Decimal(digits) * factor
    return -number if sign == "-" else number
