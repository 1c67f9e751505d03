"""Words that a redactor left and that YAML reads as something else.

Source: replicatedhq/troubleshoot pkg/redact: `***HIDDEN***`, and `***TOKEN_<TYPE>_<HASH>***` in its newer form.
Where a plain scalar begins, `*` opens an alias, and the rest of the document is lost to a strict reader.
"""

from __future__ import annotations

import re


def without_aliases(text: str) -> str:
    """The text with such words as plain words of the same length (`___HIDDEN___`): lines and columns stay."""
    return _WORD.sub(_plain, text) if "***" in text else text


_WORD = re.compile(r"(?<=[:\-?\[{,] )\*\*\*[A-Z0-9_]{1,200}\*\*\*|^\*\*\*[A-Z0-9_]{1,200}\*\*\*(?=:)", re.MULTILINE)


def _plain(found: re.Match[str]) -> str:
    return found[0].replace("*", "_")
