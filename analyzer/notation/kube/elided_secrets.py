"""What `oc adm inspect` writes in the place of a secret's value: its length.

Source: openshift/oc pkg/cli/admin/inspect/secret.go. `6958 bytes long` is put into the bytes of the value, so in YAML
it stands in base64 and looks like data.
"""

from __future__ import annotations

import binascii
import re


def is_elided(value: str) -> bool:
    """Whether the value is only a length, plain or in base64; such a value is no secret and no fact."""
    if len(value) > _LONGEST:
        return False
    if _LENGTH.fullmatch(value):
        return True
    try:
        plain = binascii.a2b_base64(value, strict_mode=True)
    except (binascii.Error, ValueError):
        return False
    return plain.isascii() and _LENGTH.fullmatch(plain.decode("ascii")) is not None


_LONGEST = 48
_LENGTH = re.compile(r"\d{1,12} bytes long")
