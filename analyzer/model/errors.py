"""The errors that reach a user: each says what, where and what to do."""

from __future__ import annotations

from analyzer.model.source import SourceLine


class AnalyzerError(Exception):
    """Wrong usage or a broken rule; unreadable data is a Problem instead.

    `exit_code` is what the command line ends with (product.md, section 2).
    """

    exit_code = 70

    def __init__(self, what: str, *, at: SourceLine | None = None, remedy: str | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.at = at
        self.remedy = remedy

    def __str__(self) -> str:
        """`path:line: what; remedy`, without the parts that are not known."""
        where = f"{self.at}: " if self.at else ""
        remedy = f"; {self.remedy}" if self.remedy else ""
        return f"{where}{self.what}{remedy}"


class UsageError(AnalyzerError):
    """Wrong arguments or options."""

    exit_code = 2


class RuleError(AnalyzerError):
    """A rule file that cannot be used."""

    exit_code = 2


class InputError(AnalyzerError):
    """The input was refused as a whole."""

    exit_code = 5


class OutputError(AnalyzerError):
    """A report could not be written."""

    exit_code = 74
