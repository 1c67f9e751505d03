"""The one error of the readers of structured text."""

from __future__ import annotations


class UnreadableError(ValueError):
    """Text that is not what it should be, or above a limit.

    reason  a code of model/problem.py: SYNTAX, TRUNCATED, LIMIT_DEPTH or LIMIT_DOCUMENT
    line    line in the text that was read, from 1; 0 where it is not known
    """

    def __init__(self, reason: str, detail: str, line: int = 0) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail
        self.line = line
