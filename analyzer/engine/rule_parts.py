"""The parts of a rule file, each with its keys: anything else is an error that names the nearest key."""

from __future__ import annotations

import re
from typing import Any

from analyzer.engine.clause_parts import ClauseReader, Words, nearest
from analyzer.model.errors import RuleError
from analyzer.model.finding import CONFIDENCES, LEVELS, ORIGINS, ROLES, Advice
from analyzer.model.rule import Condition, Confidence, ExplainedBy, Explains, Gate, Need, Rule, RuleTest
from analyzer.model.source import SourceLine
from analyzer.notation.quantities import duration_s

_KEYS = {
    "rule": ("id", "title", "level", "role", "levels", "origins", "needs", "versions", "when", "confidence", "key", "evidence", "subject",
             "message", "explains", "explained_by", "repeats", "state", "remedy", "references", "collect", "tests"),
    "when": ("table", "where", "group", "having", "window", "sql", "confidence"),
    "versions": ("kubelet", "runtime", "kernel", "distribution"),
    "need": ("origin", "of", "over"),
    "explains": ("finding", "equal", "within", "if"),
    "explained_by": ("role", "equal", "within"),
    "subject": ("kind", "namespace", "name", "container", "node"),
    "remedy": ("kind", "text", "risk", "command", "why"),
    "collect": ("command", "why", "text"),
    "tests": ("fires", "silent", "not_evaluated"),
    "test": ("name", "members", "expect"),
    "expect": ("subject", "confidence", "count", "evidence", "message"),
}  # fmt: skip
REQUIRED = ("id", "title", "level", "role", "when", "evidence", "subject", "message")
_BOUND = re.compile(r"^(>=|<=|>|<|=)\s*v?(\d+(?:\.\d+)*)$")


class Reader:
    """Turns the plain maps of one file into a Rule."""

    def __init__(self, label: str, expected: str, words: Words, *, tests: bool) -> None:
        self._label, self._expected, self._tests = label, expected, tests
        self._clauses = ClauseReader(label, words)

    def rule(self, raw: Any) -> Rule:
        """The rule of the file's map; RuleError where a key is unknown, missing or of the wrong type."""
        values = self._map(raw, "rule", 1)
        lines = raw[""]
        for name in REQUIRED:
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
            when=self._ways(values["when"], lines["when"]),
            evidence=self._texts(values["evidence"], lines["evidence"]),
            subject=self._subject(values["subject"], lines["subject"]),
            message=self._text(values["message"], lines["message"]),
            at=SourceLine(self._label, 1),
            origins=self._origins(values, lines),
            needs=tuple(self._need(item, lines["needs"]) for item in self._list(values, "needs", lines)),
            versions=self._gates(values["versions"], lines["versions"]) if "versions" in values else (),
            levels=self._graded(values, lines, "levels", LEVELS),
            confidence=self._graded(values, lines, "confidence", CONFIDENCES) or (Confidence("likely"),),
            key=self._texts(values.get("key", []), lines.get("key", 1)),
            explains=tuple(self._explains(item, lines["explains"]) for item in self._list(values, "explains", lines)),
            explained_by=tuple(
                self._explained_by(item, lines["explained_by"]) for item in self._list(values, "explained_by", lines)
            ),
            repeats=tuple(self._explains(item, lines["repeats"]) for item in self._list(values, "repeats", lines)),
            state=self._text(values["state"], lines["state"]) if "state" in values else None,
            remedy=tuple(self._remedy(item, lines["remedy"]) for item in self._list(values, "remedy", lines)),
            references=self._texts(values.get("references", []), lines.get("references", 1)),
            collect=tuple(self._collect(item, lines["collect"]) for item in self._list(values, "collect", lines)),
            tests=self._read_tests(values.get("tests"), lines.get("tests", 1)) if self._tests else (),
            lines=lines,
        )

    def _ways(self, raw: Any, line: int) -> tuple[Condition, ...]:
        if isinstance(raw, list) and not raw:
            raise self._error("`when` lists no way to hold", line, "give a table or sql")
        return tuple(self._when(item, line) for item in (raw if isinstance(raw, list) else [raw]))

    def _when(self, raw: Any, line: int) -> Condition:
        values = self._map(raw, "when", line)
        lines = raw[""]
        if ("sql" in values) == ("table" in values):
            raise self._error("`when` has either a table or sql", line, "give one of them")
        for name in ("having", "window"):
            if name in values and "group" not in values:
                raise self._error(f"`{name}` needs `group`", lines[name], "say which rows count together")
        window = duration_s(str(values["window"])) if "window" in values else None
        if "window" in values and window is None:
            raise self._error(f"'{values['window']}' is no span of time", lines["window"], "write 10m")
        return Condition(
            table=self._text(values["table"], lines["table"]) if "table" in values else None,
            where=self._clauses.clauses(values.get("where"), line),
            group=self._texts(values.get("group", []), line),
            having=self._clauses.clauses(values.get("having"), line),
            window_s=window,
            sql=self._clauses.sql(self._text(values["sql"], lines["sql"])) if "sql" in values else None,
            confidence=self._graded(values, lines, "confidence", CONFIDENCES),
        )

    def _gates(self, raw: Any, line: int) -> tuple[Gate, ...]:
        values = self._map(raw, "versions", line)
        return tuple(self._gate(what, value, raw[""][what]) for what, value in values.items())

    def _gate(self, what: str, value: Any, line: int) -> Gate:
        """A gate from `[containerd, ">=1.6"]`: names and bounds; what has no bound is a name."""
        named: list[str] = []
        bounds: list[tuple[str, str]] = []
        for item in value if isinstance(value, list) else [value]:
            bound = _BOUND.match(self._text(item, line))
            if bound:
                bounds.append((bound[1], bound[2]))
            elif what in ("runtime", "distribution") and re.fullmatch(r"[A-Za-z][\w.-]*", str(item)):
                named.append(str(item).lower())
            else:
                raise self._error(f"'{item}' is no bound on a version", line, 'write ">=1.28"')
        return Gate(what, tuple(named), tuple(bounds))

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
                found.append(Confidence(self._one_of(word, words, line), self._clauses.clauses(item[word], line)))
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

    def _explained_by(self, raw: Any, line: int) -> ExplainedBy:
        values = self._map(raw, "explained_by", line)
        role = self._one_of(values.get("role"), ("cause", "symptom"), line)
        equal = self._texts(values.get("equal", []), line)
        if not equal:
            raise self._error("`explained_by` needs `equal`", line, "name the columns that have to agree")
        return ExplainedBy(role, equal, duration_s(str(values["within"])) if "within" in values else None)

    def _subject(self, raw: Any, line: int) -> dict[str, str]:
        return {key: self._text(value, line) for key, value in self._map(raw, "subject", line).items()}

    def _remedy(self, raw: Any, line: int) -> Advice:
        values = self._map(raw, "remedy", line)
        kind = self._one_of(values.get("kind"), ("mitigate", "fix"), line)
        risk, command, why = (
            self._text(values[name], line) if name in values else None for name in ("risk", "command", "why")
        )
        return Advice(kind, self._text(values.get("text"), line), risk, command, why)

    def _collect(self, raw: Any, line: int) -> Advice:
        values = self._map(raw, "collect", line)
        command, why, text = (
            self._text(values[name], line) if name in values else None for name in ("command", "why", "text")
        )
        return Advice("ask", text or self._text(why, line), None, command, why)

    def _read_tests(self, raw: Any, line: int) -> tuple[RuleTest, ...]:
        if raw is None:
            return ()
        found: list[RuleTest] = []
        values = self._map(raw, "tests", line)
        for kind in values:
            for number, item in enumerate(self._list(values, kind, raw[""]), 1):
                found.append(self._test(kind, number, item, raw[""][kind]))
        return tuple(found)

    def _test(self, kind: str, number: int, item: Any, line: int) -> RuleTest:
        test = self._map(item, "test", line)
        lines = item[""]
        at = SourceLine(self._label, lines.get("members", line))
        members = test.get("members")
        if not isinstance(members, dict):
            raise self._error("a test has `members`", at.line, "give each member's path and text")
        texts = {key: self._text(value, members[""][key]) for key, value in members.items() if key}
        expect = self._map(test["expect"], "expect", at.line) if "expect" in test else {}
        name = self._text(test["name"], at.line) if "name" in test else f"{kind} {number}"
        return RuleTest(kind, texts, _bare(expect), name, at)

    def _map(self, raw: Any, part: str, line: int) -> dict[str, Any]:
        if not isinstance(raw, dict):
            raise self._error(f"`{part}` is a map", line, f"its keys are {', '.join(_KEYS[part])}")
        for key in raw:
            if key and key not in _KEYS[part]:
                raise self._error(f"unknown key '{key}'", raw[""][key], nearest(key, _KEYS[part]))
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
            raise self._error(f"'{value}' is not allowed here", line, nearest(str(value), allowed))
        return str(value)

    def _error(self, what: str, line: int, remedy: str) -> RuleError:
        return RuleError(what, at=SourceLine(self._label, line), remedy=remedy)


def _bare(value: Any) -> Any:
    """The value without the line numbers of its keys."""
    if isinstance(value, dict):
        return {key: _bare(item) for key, item in value.items() if key}
    return [_bare(item) for item in value] if isinstance(value, list) else value
