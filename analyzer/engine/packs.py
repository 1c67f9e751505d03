"""What a rule pack says beside its rules: lists, macros, other levels, rules switched off, findings to hide.

`pack.yaml` and `suppressions.yaml` lie at the top of the pack's folder. Whatever takes something away from the
report states why, and the report repeats it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from analyzer.engine.clause_parts import ClauseReader, Words, nearest
from analyzer.engine.plain_yaml import plain
from analyzer.model.errors import RuleError
from analyzer.model.finding import LEVELS
from analyzer.model.rule import Clause
from analyzer.model.source import SourceLine
from analyzer.model.suppression import Suppression

PACK, SUPPRESSIONS = "pack.yaml", "suppressions.yaml"
_KEYS = ("lists", "macros", "levels", "off")
_PARTS = ("kind", "namespace", "name", "container", "node")
_NAME = re.compile(r"^[a-z][a-z0-9_]*$")


@dataclass(frozen=True, slots=True)
class Change:
    """What a pack changes about a rule of any pack; `level` is None where it switches the rule off."""

    rule: str
    level: str | None
    reason: str
    at: SourceLine


@dataclass(frozen=True, slots=True)
class Pack:
    """What one folder says beside its rules; lists and macros are as they stand in the file."""

    label: str
    lists: Mapping[str, tuple[Any, ...]]
    macros: Mapping[str, Any]
    changes: tuple[Change, ...]
    suppressions: tuple[Suppression, ...]


def load_pack(folder: Path, label: str) -> Pack:
    """The pack's own files; a pack without them changes nothing."""
    reader = _PackReader(label)
    said = folder / PACK
    hidden = folder / SUPPRESSIONS
    lists, macros, changes = reader.pack(plain(said, label=f"{label}/{PACK}")) if _there(said) else ({}, {}, ())
    suppressions = reader.suppressions(plain(hidden, label=f"{label}/{SUPPRESSIONS}")) if _there(hidden) else ()
    return Pack(label, lists, macros, changes, suppressions)


def words(packs: Iterable[Pack]) -> Words:
    """The lists and macros of all packs; a later pack's stand in place of an earlier one's of the same name."""
    given = list(packs)
    lists = {name: values for pack in given for name, values in pack.lists.items()}
    macros: dict[str, tuple[Clause, ...]] = {}
    for pack in given:
        reader = ClauseReader(f"{pack.label}/{PACK}", Words(lists))
        macros |= {name: reader.clauses(raw, 1) for name, raw in pack.macros.items()}
    return Words(lists, macros)


def _there(path: Path) -> bool:
    return path.is_symlink() or path.exists()


class _PackReader:
    def __init__(self, label: str) -> None:
        self._label = label
        self._file = PACK

    def pack(self, raw: Any) -> tuple[dict[str, tuple[Any, ...]], dict[str, Any], tuple[Change, ...]]:
        values = self._map(raw, _KEYS, 1)
        lists = {}
        for name, items in self._named(values.get("lists"), "lists"):
            if not isinstance(items, list) or any(isinstance(item, (dict, list)) for item in items) or not items:
                raise self._error(f"the list '{name}' is no list of words", values["lists"][""][name], "write [a, b]")
            lists[name] = tuple(items)
        macros = dict(self._named(values.get("macros"), "macros"))
        changes = [self._change(item, "level") for item in self._items(values, "levels")]
        changes += [self._change(item, None) for item in self._items(values, "off")]
        return lists, macros, tuple(changes)

    def suppressions(self, raw: Any) -> tuple[Suppression, ...]:
        self._file = SUPPRESSIONS
        if not isinstance(raw, list):
            raise self._error("is a list", 1, "begin each entry with `- rule:`")
        return tuple(self._suppression(item) for item in raw)

    def _suppression(self, raw: Any) -> Suppression:
        values = self._map(raw, ("rule", "subject", "reason", "until"), 1)
        lines = raw[""]
        line = lines.get("rule", 1)
        subject = self._map(values.get("subject") or {"": {}}, _PARTS, line)
        until = None
        if values.get("until") is not None:
            try:
                until = date.fromisoformat(str(values["until"]))
            except ValueError:
                raise self._error(f"'{values['until']}' is no date", lines["until"], "write 2026-12-31") from None
        return Suppression(
            rule=self._required(values, "rule", line),
            subject=tuple((part, str(pattern)) for part, pattern in sorted(subject.items())),
            reason=self._required(values, "reason", line),
            until=until,
            at=SourceLine(f"{self._label}/{self._file}", line),
        )

    def _change(self, raw: Any, kind: str | None) -> Change:
        values = self._map(raw, ("rule", "level", "reason") if kind else ("rule", "reason"), 1)
        line = raw[""].get("rule", 1)
        level = self._required(values, "level", line) if kind else None
        if level is not None and level not in LEVELS:
            raise self._error(f"'{level}' is no level", line, nearest(level, LEVELS))
        at = SourceLine(f"{self._label}/{self._file}", line)
        return Change(self._required(values, "rule", line), level, self._required(values, "reason", line), at)

    def _required(self, values: Mapping[str, Any], name: str, line: int) -> str:
        value = values.get(name)
        if not isinstance(value, str) or not value.strip():
            raise self._error(f"'{name}' is missing", line, "a reader of the report has to know why")
        return value.strip()

    def _named(self, raw: Any, part: str) -> Iterable[tuple[str, Any]]:
        if raw is None:
            return
        if not isinstance(raw, dict):
            raise self._error(f"`{part}` is a map of names", 1, f"write `{part}: {{name: …}}`")
        for name, value in raw.items():
            if not name:
                continue
            if not _NAME.match(name):
                raise self._error(f"'{name}' is no name", raw[""][name], "use lower-case letters, digits and _")
            yield name, value

    def _items(self, values: Mapping[str, Any], name: str) -> list[Any]:
        found = values.get(name) or []
        if not isinstance(found, list):
            raise self._error(f"`{name}` is a list", 1, "begin each entry with `- rule:`")
        return found

    def _map(self, raw: Any, keys: tuple[str, ...], line: int) -> dict[str, Any]:
        if not isinstance(raw, dict):
            raise self._error("a map belongs here", line, f"its keys are {', '.join(keys)}")
        for key in raw:
            if key and key not in keys:
                raise self._error(f"unknown key '{key}'", raw[""][key], nearest(key, keys))
        return {key: value for key, value in raw.items() if key}

    def _error(self, what: str, line: int, remedy: str) -> RuleError:
        return RuleError(what, at=SourceLine(f"{self._label}/{self._file}", line), remedy=remedy)
