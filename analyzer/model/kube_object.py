"""An API object as it was found in a bundle, whichever way it was printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class KubeObject:
    """One observation of one object.

    body   the object in the API's own shape (`metadata`, `spec`, `status`); keys that the text does
           not print are absent, never defaulted
    line   the line where the object starts in its member
    form   yaml, json or describe: describe prints less and rounds (describe-grammar.md, section 4)
    at     path of the object in its document (`items[3]`) where its line is not its own, as in JSON of
           one line; else empty. Object paths of its rows begin with it.
    """

    kind: str
    body: dict[str, Any]
    line: int
    form: str
    at: str = ""
