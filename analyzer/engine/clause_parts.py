"""Clauses of rule files: `field|modifier: value`, with the lists and macros of the rule packs put in."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import re2

from analyzer.engine.clauses import MODIFIERS, network
from analyzer.model.errors import RuleError
from analyzer.model.rule import Clause, Column, Near
from analyzer.model.source import SourceLine
from analyzer.notation.quantities import duration_s
from analyzer.notation.versions import version_numbers

_IN_SQL = re.compile(r"\$([a-z][a-z0-9_]*)")
_NEAR = re.compile(r"^\s*(\S+)\s+of\s+(\w+)\s*$")


@dataclass(frozen=True, slots=True)
class Words:
    """Lists and macros by name, those of later packs in place of earlier ones.

    lists   values that clauses name as `$name`
    macros  clauses that a `where` names as `macro: name`
    """

    lists: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    macros: Mapping[str, tuple[Clause, ...]] = field(default_factory=dict)


def nearest(word: str, words: Any) -> str:
    """`did you mean 'x'?`, or what there is to choose from."""
    known = [str(name) for name in words]
    close = difflib.get_close_matches(word, known, 1)
    return f"did you mean '{close[0]}'?" if close else f"one of {', '.join(known) or 'none'}"


class ClauseReader:
    """Turns maps of clauses into Clauses; RuleError with file and line for what is wrong."""

    def __init__(self, label: str, words: Words) -> None:
        self._label, self._words = label, words

    def clauses(self, raw: Any, line: int) -> tuple[Clause, ...]:
        """The clauses of a map, those of its macros where they stand."""
        if raw is None:
            return ()
        if not isinstance(raw, dict):
            raise self._error("clauses are a map of `field|modifier: value`", line, "see docs/write-a-rule.md")
        return tuple(
            clause for key, value in raw.items() if key for clause in self._entry(key, value, raw[""].get(key, line))
        )

    def sql(self, text: str) -> str:
        """A SELECT with the lists that it names as `$name` written out."""

        def written(found: re.Match[str]) -> str:
            values = self._words.lists.get(found[1])
            if values is None:
                return found[0]
            return "(" + ", ".join("'" + str(value).replace("'", "''") + "'" for value in values) + ")"

        return _IN_SQL.sub(written, text)

    def _entry(self, key: str, value: Any, line: int) -> Iterator[Clause]:
        if key != "macro":
            yield self._clause(key, value, line)
            return
        for name in value if isinstance(value, list) else [value]:
            if name not in self._words.macros:
                raise self._error(f"unknown macro '{name}'", line, nearest(str(name), self._words.macros))
            yield from (replace(clause, macro=clause.macro or name) for clause in self._words.macros[name])

    def _clause(self, key: str, value: Any, line: int) -> Clause:
        name, _, modifier = key.partition("|")
        modifier = modifier or "equals"
        if modifier not in MODIFIERS:
            raise self._error(f"unknown modifier '{modifier}'", line, nearest(modifier, MODIFIERS))
        given = value if isinstance(value, list) else [value]
        values = tuple(found for item in given for found in self._values(item, modifier, line))
        if not values:
            raise self._error(f"'{key}' has no values", line, "a list without values holds for nothing")
        return Clause(name, modifier, values)

    def _values(self, item: Any, modifier: str, line: int) -> Iterator[Any]:
        if isinstance(item, str) and item.startswith("$") and modifier != "re":
            if item.startswith("$$"):
                yield item[1:]
                return
            if item[1:] not in self._words.lists:
                raise self._error(f"unknown list '{item}'", line, nearest(item[1:], self._words.lists))
            for value in self._words.lists[item[1:]]:
                yield self._value(value, modifier, line)
            return
        yield self._value(item, modifier, line)

    def _value(self, item: Any, modifier: str, line: int) -> Any:
        takes = MODIFIERS[modifier].takes
        if isinstance(item, dict):
            names = {key: value for key, value in item.items() if key}
            if set(names) != {"field"} or takes not in ("any", "number", "text", "version"):
                raise self._error("a value is a word, a number or {field: column}", line, "see docs/write-a-rule.md")
            return Column(str(names["field"]))
        check = {
            "number": self._number, "text": self._text, "column": self._column, "near": self._near, "flag": self._flag,
            "pattern": self._pattern, "version": self._version, "network": self._network,
        }.get(takes)  # fmt: skip
        return check(item, line) if check else item

    def _text(self, item: Any, line: int) -> str:
        if item is None or str(item) == "":
            raise self._error("an empty text holds for every text", line, "write what has to stand there")
        return str(item)

    def _number(self, item: Any, line: int) -> Any:
        if isinstance(item, bool) or not isinstance(item, (int, float)):
            raise self._error(f"'{item}' is no number", line, "write a number, or {field: column}")
        return item

    def _column(self, item: Any, line: int) -> Column:
        if not isinstance(item, str) or not item.isidentifier():
            raise self._error(f"'{item}' is no column", line, "name the column with the other time")
        return Column(item)

    def _near(self, item: Any, line: int) -> Near:
        found = _NEAR.match(str(item))
        seconds = duration_s(found[1]) if found else None
        if found is None or seconds is None:
            raise self._error(f"'{item}' is no span", line, "write `10s of finished`")
        return Near(seconds, found[2])

    def _flag(self, item: Any, line: int) -> bool:
        if not isinstance(item, bool):
            raise self._error(f"'{item}' is neither true nor false", line, "write true or false")
        return item

    def _pattern(self, item: Any, line: int) -> str:
        try:
            compiled = re2.compile(str(item))
        except re2.error as error:
            raise self._error(
                f"RE2 refuses the pattern '{item}'", line, "no look-around and no back-references"
            ) from error
        if compiled.search(""):
            raise self._error(f"the pattern '{item}' matches every line", line, "anchor it on words")
        return str(item)

    def _version(self, item: Any, line: int) -> str:
        if version_numbers(item) is None:
            raise self._error(f"'{item}' is no version", line, 'write "1.28"')
        return str(item)

    def _network(self, item: Any, line: int) -> str:
        try:
            network(str(item))
        except ValueError:
            raise self._error(f"'{item}' is no network", line, "write 10.0.0.0/8 or fd00::/8") from None
        return str(item)

    def _error(self, what: str, line: int, remedy: str) -> RuleError:
        return RuleError(what, at=SourceLine(self._label, line), remedy=remedy)
