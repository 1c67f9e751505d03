"""An optional dependency: declared by the one module that imports it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Extra:
    """`module` is what is imported, `extra` what to install: `bundlescope[extra]`."""

    module: str
    extra: str
