"""What rules want to know about the lines of logs, so that the reader keeps only those."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import re2

from analyzer.model.errors import RuleError
from analyzer.model.rule import Rule
from analyzer.model.source import SourceLine

_TABLE, _FIELD = "log_lines", "text"
# Lines of these that no parser knows are kept where a rule asks for them; what has a kind is there anyway.
_MESSAGES = ("kernel_messages", "service_log")


def asked_patterns(rules: Iterable[Rule]) -> tuple[str, ...]:
    """The RE2 patterns of all clauses on the text of log lines, each once, in order.

    Beside `sql`, clauses on `text` filter nothing: they say which lines the SELECT wants to find in log_lines.
    Raises RuleError for a pattern that RE2 refuses or that matches the empty line.
    """
    found = {pattern: None for rule in rules for pattern in _patterns(rule)}
    return tuple(sorted(found))


def _patterns(rule: Rule) -> Iterable[str]:
    for way in rule.when:
        if way.table == _TABLE or way.sql is not None:
            field = _FIELD
        elif way.table in _MESSAGES and all(clause.field != "kind" for clause in way.where):
            field = "message"
        else:
            continue
        for clause in way.where:
            if clause.field == field and clause.modifier in _AS_PATTERN:
                yield from (_checked(rule, _AS_PATTERN[clause.modifier](str(value))) for value in clause.values)


def _checked(rule: Rule, pattern: str) -> str:
    """The pattern, which must not fit every line; those of `re` were looked at when the rule was read."""
    if re2.compile(pattern).search(""):
        at = SourceLine(rule.at.path, rule.lines.get("when", 1))
        raise RuleError(f"the pattern '{pattern}' matches every line", at=at, remedy="anchor it on words")
    return pattern


_AS_PATTERN: dict[str, Callable[[str], str]] = {
    "re": lambda text: text,
    "equals": lambda text: f"^{re.escape(text)}$",
    "contains": lambda text: f"(?i){re.escape(text)}",
    "startswith": lambda text: f"^{re.escape(text)}",
    "endswith": lambda text: f"{re.escape(text)}$",
}
