"""The parts of a rule file, each with its keys: anything else is an error that names the nearest key."""

from __future__ import annotations

import difflib
from typing import Any

from analyzer.model.errors import RuleError
from analyzer.model.finding import CONFIDENCES, LEVELS, ORIGINS, ROLES, Advice
from analyzer.model.rule import Clause, Condition, Confidence, Explains, Need, Rule, RuleTest
from analyzer.model.source import SourceLine
from analyzer.notation.quantities import duration_s

_KEYS = {
    "rule": ("id", "title", "level", "role", "levels", "origins", "needs", "when", "confidence", "key", "evidence", "subject",
             "message", "explains", "repeats", "state", "remedy", "references", "collect", "tests"),
    "when": ("table", "where", "group", "sql"),
    "need": ("origin", "of", "over"),
    "explains": ("finding", "equal", "within", "if"),
    "subject": ("kind", "namespace", "name", "container", "node"),
    "remedy": ("kind", "text", "risk", "command", "why"),
    "collect": ("command", "why", "text"),
    "tests": ("fires", "silent", "not_evaluated"),
    "test": ("name", "members", "expect"),
    "expect": ("subject", "confidence", "count", "evidence", "message"),
}  # fmt: skip
_REQUIRED = ("id", "title", "level", "role", "when", "evidence", "subject", "message")
MODIFIERS = ("equals", "not", "contains", "startswith", "endswith", "re", "gt", "gte", "lt", "lte", "in", "exists")


class Reader:
    """Turns the plain maps of one file into a Rule."""

    def __init__(self, label: str, expected: str, *, tests: bool) -> None:
        self._label, self._expected, self._tests = label, expected, tests

    def rule(self, raw: Any) -> Rule:
        """The rule of the file's map; RuleError where a key is unknown, missing or of the wrong type."""
        values = self._map(raw, "rule", 1)
        lines = raw[""]
        for name in _REQUIRED:
            if name not in values:
                raise self._error(f"the key '{name}' is missing", 1, "see docs/write-a-rule.md")
        if values["id"] != self._expected:
            raise self._error(
                f"the id is '{values['id']}'", lines["id"], f"the file's path asks for '{self._expected}'"
            )
        return Rule(
            id=self._text(values["id"], lines["id"]),
            title=self._text(values["title"], lines["title"]),
            level=self._one_of(values["level"], LEVELS, lines["level"]),
            role=self._one_of(values["role"], ROLES, lines["role"]),
            when=self._when(values["when"], lines["when"]),
            evidence=self._texts(values["evidence"], lines["evidence"]),
            subject=self._subject(values["subject"], lines["subject"]),
            message=self._text(values["message"], lines["message"]),
            at=SourceLine(self._label, 1),
            origins=self._origins(values, lines),
            needs=tuple(self._need(item, lines["needs"]) for item in self._list(values, "needs", lines)),
            levels=self._graded(values, lines, "levels", LEVELS),
            confidence=self._graded(values, lines, "confidence", CONFIDENCES) or (Confidence("likely"),),
            key=self._texts(values.get("key", []), lines.get("key", 1)),
            explains=tuple(self._explains(item, lines["explains"]) for item in self._list(values, "explains", lines)),
            repeats=tuple(self._explains(item, lines["repeats"]) for item in self._list(values, "repeats", lines)),
            state=self._text(values["state"], lines["state"]) if "state" in values else None,
            remedy=tuple(self._remedy(item, lines["remedy"]) for item in self._list(values, "remedy", lines)),
            references=self._texts(values.get("references", []), lines.get("references", 1)),
            collect=tuple(self._collect(item, lines["collect"]) for item in self._list(values, "collect", lines)),
            tests=self._read_tests(values.get("tests"), lines.get("tests", 1)) if self._tests else (),
            lines=lines,
        )

    def _when(self, raw: Any, line: int) -> Condition:
        values = self._map(raw, "when", line)
        if ("sql" in values) == ("table" in values):
            raise self._error("`when` has either a table or sql", line, "give one of them")
        return Condition(
            table=values.get("table"),
            where=self._clauses(values.get("where"), line),
            group=self._texts(values.get("group", []), line),
            sql=values.get("sql"),
        )

    def _clauses(self, raw: Any, line: int) -> tuple[Clause, ...]:
        if raw is None:
            return ()
        if not isinstance(raw, dict):
            raise self._error("clauses are a map of `field|modifier: value`", line, "see docs/write-a-rule.md")
        return tuple(self._clause(key, value, raw[""][key]) for key, value in raw.items() if key)

    def _clause(self, key: str, value: Any, line: int) -> Clause:
        name, _, modifier = key.partition("|")
        modifier = modifier or "equals"
        if modifier not in MODIFIERS:
            raise self._error(f"unknown modifier '{modifier}'", line, _near(modifier, MODIFIERS))
        return Clause(name, modifier, tuple(value) if isinstance(value, list) else (value,))

    def _graded(
        self, values: dict[str, Any], lines: dict[str, int], key: str, words: tuple[str, ...]
    ) -> tuple[Confidence, ...]:
        raw = values.get(key, [])
        line = lines.get(key, 1)
        found = []
        for item in raw if isinstance(raw, list) else [raw]:
            if isinstance(item, str):
                found.append(Confidence(self._one_of(item, words, line)))
            elif isinstance(item, dict) and len(item) == 2:
                word = next(name for name in item if name)
                found.append(Confidence(self._one_of(word, words, line), self._clauses(item[word], line)))
            else:
                raise self._error(f"`{key}` lists words, or words with clauses", line, "see docs/write-a-rule.md")
        return tuple(found)

    def _need(self, raw: Any, line: int) -> Need:
        values = self._map(raw, "need", line)
        return Need(
            self._one_of(values.get("origin"), ("kernel", "kubelet", "events", "cgroup", "logs", "objects"), line),
            self._one_of(values.get("of", "node"), ("node", "cluster"), line),
            self._one_of(values.get("over", "run"), ("run", "bundle"), line),
        )

    def _explains(self, raw: Any, line: int) -> Explains:
        values = self._map(raw, "explains", line)
        within = duration_s(str(values["within"])) if "within" in values else None
        only_if = self._text(values["if"], line) if "if" in values else None
        return Explains(
            self._text(values.get("finding"), line), self._texts(values.get("equal", []), line), within, only_if
        )

    def _subject(self, raw: Any, line: int) -> dict[str, str]:
        return {key: self._text(value, line) for key, value in self._map(raw, "subject", line).items()}

    def _remedy(self, raw: Any, line: int) -> Advice:
        values = self._map(raw, "remedy", line)
        kind = self._one_of(values.get("kind"), ("mitigate", "fix"), line)
        return Advice(
            kind, self._text(values.get("text"), line), values.get("risk"), values.get("command"), values.get("why")
        )

    def _collect(self, raw: Any, line: int) -> Advice:
        values = self._map(raw, "collect", line)
        return Advice(
            "ask",
            values.get("text") or self._text(values.get("why"), line),
            None,
            values.get("command"),
            values.get("why"),
        )

    def _read_tests(self, raw: Any, line: int) -> tuple[RuleTest, ...]:
        if raw is None:
            return ()
        found: list[RuleTest] = []
        values = self._map(raw, "tests", line)
        for kind, items in values.items():
            for number, item in enumerate(items, 1):
                test = self._map(item, "test", raw[""][kind])
                at = SourceLine(self._label, item[""].get("members", raw[""][kind]))
                expect = self._map(test["expect"], "expect", at.line) if "expect" in test else {}
                members = {key: str(value) for key, value in test["members"].items() if key}
                found.append(RuleTest(kind, members, _bare(expect), test.get("name") or f"{kind} {number}", at))
        return tuple(found)

    def _map(self, raw: Any, part: str, line: int) -> dict[str, Any]:
        if not isinstance(raw, dict):
            raise self._error(f"`{part}` is a map", line, f"its keys are {', '.join(_KEYS[part])}")
        for key in raw:
            if key and key not in _KEYS[part]:
                raise self._error(f"unknown key '{key}'", raw[""][key], _near(key, _KEYS[part]))
        return {key: value for key, value in raw.items() if key}

    def _list(self, values: dict[str, Any], name: str, lines: dict[str, int]) -> list[Any]:
        found = values.get(name, [])
        if not isinstance(found, list):
            raise self._error(f"`{name}` is a list", lines[name], "begin each item with a dash")
        return found

    def _origins(self, values: dict[str, Any], lines: dict[str, int]) -> tuple[str, ...]:
        found = self._texts(values.get("origins", []), lines.get("origins", 1))
        return tuple(self._one_of(name, ORIGINS, lines.get("origins", 1)) for name in found)

    def _text(self, value: Any, line: int) -> str:
        if value is None or isinstance(value, (dict, list)):
            raise self._error("a text belongs here", line, "put it in quotes")
        return str(value)

    def _texts(self, value: Any, line: int) -> tuple[str, ...]:
        if not isinstance(value, list):
            raise self._error("a list belongs here", line, "write [a, b]")
        return tuple(self._text(item, line) for item in value)

    def _one_of(self, value: Any, allowed: tuple[str, ...], line: int) -> str:
        if value not in allowed:
            raise self._error(f"'{value}' is not allowed here", line, _near(str(value), allowed))
        return str(value)

    def _error(self, what: str, line: int, remedy: str) -> RuleError:
        return RuleError(what, at=SourceLine(self._label, line), remedy=remedy)


def _near(word: str, words: tuple[str, ...]) -> str:
    close = difflib.get_close_matches(word, words, 1)
    return f"did you mean '{close[0]}'?" if close else f"one of {', '.join(words)}"


def _bare(value: Any) -> Any:
    """The value without the line numbers of its keys."""
    if isinstance(value, dict):
        return {key: _bare(item) for key, item in value.items() if key}
    return [_bare(item) for item in value] if isinstance(value, list) else value
