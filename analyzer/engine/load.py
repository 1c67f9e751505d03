"""Reading rule packs: strict keys, every error with file and line.

Rules are data: nothing in a rule is a path, code or a template.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from analyzer.engine.clause_parts import Words, nearest
from analyzer.engine.packs import PACK, SUPPRESSIONS, Change, load_pack, words
from analyzer.engine.plain_yaml import plain
from analyzer.engine.rule_parts import Reader
from analyzer.engine.sql_guard import refusal
from analyzer.model.errors import RuleError
from analyzer.model.rule import Rule
from analyzer.model.source import SourceLine
from analyzer.model.suppression import Suppression

_MAX_FILES = 5000
_PART = re.compile(r"^[a-z0-9][a-z0-9-]*$")


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The rules of all packs, by id, and what the packs change.

    off           rules that a pack switched off
    suppressions  findings that a pack hides
    foreign       ids of the rules that are not of the first pack, which is the shipped one
    """

    rules: tuple[Rule, ...]
    words: Words
    off: tuple[Change, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    foreign: frozenset[str] = frozenset()


def load_book(folders: Iterable[Path], *, tests: bool = False) -> RuleBook:
    """The packs below the folders; a later pack replaces rules, lists and macros of the same name.

    Tests are left out unless they are asked for. Raises RuleError for the first file that is wrong.
    """
    given = list(folders)
    labels = ["rules", *(folder.resolve().name for folder in given[1:])]
    packs = [load_pack(folder, label) for folder, label in zip(given, labels, strict=False)]
    known = words(packs)
    rules: dict[str, Rule] = {}
    foreign: set[str] = set()
    for folder, label in zip(given, labels, strict=False):
        for path in _files(folder):
            rule = load_rule(path, label=f"{label}/{path.parent.name}/{path.name}", words=known, tests=tests)
            rules[rule.id] = rule
            if folder is not given[0]:
                foreign.add(rule.id)
    _check_links(rules)
    changes = [change for pack in packs for change in pack.changes]
    suppressions = tuple(item for pack in packs for item in pack.suppressions)
    for at, name in [*((c.at, c.rule) for c in changes), *((s.at, s.rule) for s in suppressions)]:
        if name not in rules:
            raise RuleError(f"unknown rule '{name}'", at=at, remedy=nearest(name, rules))
    off = {change.rule: change for change in changes if change.level is None}
    for change in changes:
        if change.level is not None:
            rule = rules[change.rule]
            said = f"level {change.level} instead of {rule.level}: {change.reason}"
            rules[rule.id] = replace(rule, level=change.level, levels=(), changed=(*rule.changed, said))
    kept = tuple(rules[name] for name in sorted(rules) if name not in off)
    return RuleBook(kept, known, tuple(off[name] for name in sorted(off)), suppressions, frozenset(foreign))


def load_rules(folders: Iterable[Path], *, tests: bool = False) -> tuple[Rule, ...]:
    """The rules of the packs below the folders, by id."""
    return load_book(folders, tests=tests).rules


def load_rule(path: Path, *, label: str, words: Words | None = None, tests: bool = False) -> Rule:
    """One rule file; `label` is the path that errors name."""
    for part in (path.parent.name, path.stem):
        if not _PART.match(part):
            raise RuleError(
                f"'{part}' is no part of an id", at=SourceLine(label), remedy="use lower-case letters, digits and -"
            )
    expected = f"{path.parent.name}.{path.stem}"
    return Reader(label, expected, words or Words(), tests=tests).rule(plain(path, label=label, tests=tests))


def digest(folders: Iterable[Path]) -> str:
    """A hash of all files of the packs, for the report."""
    total = hashlib.sha256()
    for folder in folders:
        own = [folder / name for name in (PACK, SUPPRESSIONS) if (folder / name).is_file()]
        for path in [*own, *_files(folder)]:
            total.update(f"{path.relative_to(folder)}\0".encode() + path.read_bytes() + b"\0")
    return total.hexdigest()


def guard(book: RuleBook, tables: Collection[str]) -> None:
    """RuleError for the first SELECT of a site's rule that names anything but tables and views."""
    for rule in book.rules:
        for way in rule.when if rule.id in book.foreign else ():
            if way.sql is not None and (why := refusal(way.sql, tables)):
                raise RuleError(
                    why, at=SourceLine(rule.at.path, rule.lines.get("when", 1)), remedy="see docs/tables.md"
                )


def _files(folder: Path) -> Iterator[Path]:
    """The rule files of a pack in order. A section that is a link would lead out of the pack."""
    found = sorted(folder.glob("*/*.yaml"))
    if len(found) > _MAX_FILES:
        raise RuleError(
            f"holds more than {_MAX_FILES} files", at=SourceLine("rules"), remedy="give the folder of one pack"
        )
    for path in found:
        if path.parent.is_symlink():
            at = SourceLine(f"rules/{path.parent.name}")
            raise RuleError("a section is a folder, no link", at=at, remedy="copy the folder into the pack")
        yield path


def _check_links(rules: dict[str, Rule]) -> None:
    for rule in rules.values():
        for link in (*rule.explains, *rule.repeats):
            if link.finding not in rules:
                at = SourceLine(rule.at.path, rule.lines.get("explains", 0))
                raise RuleError(f"explains the unknown rule '{link.finding}'", at=at, remedy=_hint(link.finding, rules))


def _hint(name: str, rules: dict[str, Rule]) -> str:
    hint = nearest(name, rules)
    return hint if hint.startswith("did") else "no rule has this id"
