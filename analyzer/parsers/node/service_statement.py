"""One line of a node service's log, taken apart, and what it states."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from analyzer.notation.kubelet_names import Names, names
from analyzer.notation.service_lines import ServiceText


class Fact(NamedTuple):
    """One known statement. `detail` is `<` where the text goes on in the lines below."""

    kind: str
    detail: str | None
    names: Names
    exit_code: int | None = None
    times: int | None = None


class Said(NamedTuple):
    """A line with its sentence and the fields behind it."""

    line: ServiceText
    sentence: str
    fields: Mapping[str, str]

    @property
    def text(self) -> str:
        """The message whole."""
        return self.line.message

    def fact(self, kind: str, detail: str | None, exit_code: int | None = None, times: int | None = None) -> Fact:
        """What the line states, with what it names."""
        return Fact(kind, detail, names(self.text, self.fields), exit_code, times)
