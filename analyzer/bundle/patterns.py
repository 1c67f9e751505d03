"""The patterns on log lines that rules ask for, as one automaton."""

from __future__ import annotations

import re2


class PatternSet:
    """Any number of RE2 patterns that are tried on a line at once, ignoring case where they say so."""

    def __init__(self, patterns: tuple[str, ...]) -> None:
        self.patterns = patterns
        self._set = None
        if patterns:
            self._set = re2.Set.SearchSet()
            for pattern in patterns:
                self._set.Add(pattern)
            self._set.Compile()

    def matches(self, text: str) -> bool:
        """Whether any pattern is found in the line."""
        return self._set is not None and bool(self._set.Match(text))
