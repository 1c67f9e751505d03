"""Rule packs from strangers: refused with file and line, or harmless; nothing is read, written or run (security.md, T10, T11)."""

from __future__ import annotations

import functools
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from analyzer import discover
from analyzer.engine.database import Database
from analyzer.engine.lint import lint
from analyzer.engine.load import load_book
from analyzer.model.errors import RuleError
from analyzer.pipeline import rule_folders, views

ROOT = Path(__file__).resolve().parents[2]
BUNDLE = ROOT / "sample_bundles" / "cgroup-oom-container" / "bundle"
SECRET = "canary-7f3a9c"  # noqa: S105  (a word that must not come out)
RULE = """\
id: site.bad
title: A stranger's rule
level: high
role: cause
when:
  table: log_lines
  where: {text: x}
evidence: [text]
subject: {kind: Pod, name: "{pod}"}
message: "{pod} did something"
"""
SQL = "when:\n  table: log_lines\n  where: {text: x}\nevidence: [text]\n"


def changed(old: str, new: str) -> dict[str, str]:
    assert old in RULE
    return {"site/bad.yaml": RULE.replace(old, new)}


def asking(sql: str) -> dict[str, str]:
    return changed(SQL, f"when:\n  sql: |\n    {sql}\nevidence: [src]\n")


def matching(pattern: str) -> dict[str, str]:
    return changed("{text: x}", "{text|re: '" + pattern.replace("'", "''") + "'}")


# What is refused when the pack is read or before its SELECT is asked, with the line that the error names.
REFUSED: dict[str, tuple[dict[str, str], str]] = {
    "a tag that makes an object": (changed("A stranger's rule", "!!python/object/apply:os.system ['touch pwned']"), r":2: the tag"),
    "a tag that makes a module": (changed("level: high", "level: !!python/module:os {}"), r":3: the tag"),
    "a tag that makes bytes": (changed("level: high", "level: !!binary aGlnaA=="), r":3: the tag"),
    "an own tag": (changed("level: high", "level: !include /etc/passwd"), r":3: the tag"),
    "an alias": ({"site/bad.yaml": RULE + "references: &r [a]\norigins: *r\n"}, r":11: an alias is not allowed"),
    "a bomb of aliases": ({"site/bad.yaml": RULE + "references: &a [x]\nkey: [*a, *a, *a]\n"}, r"alias is not allowed"),
    "a merge key": ({"site/bad.yaml": RULE + "<<: {level: low}\n"}, r"unknown key '<<'"),
    "two documents": ({"site/bad.yaml": RULE + "---\n" + RULE}, r"no YAML"),
    "nothing": ({"site/bad.yaml": ""}, r"is empty"),
    "a list": ({"site/bad.yaml": "[]"}, r"`rule` is a map"),
    "a word": ({"site/bad.yaml": "x"}, r"`rule` is a map"),
    "ten thousand brackets": ({"site/bad.yaml": RULE + "key: " + "[" * 10_000}, r"brackets"),
    "a megabyte": ({"site/bad.yaml": RULE + "# " + "x" * 1_000_000}, r"larger than"),
    "no text": ({"site/bad.yaml": "\udc80\udc81" + RULE}, r"no YAML"),
    "a control character": (changed("A stranger's rule", "a\x1b]0;x\x07b"), r"no YAML"),
    "an unknown key": ({"site/bad.yaml": RULE + "exec: rm -rf /\n"}, r":11: unknown key 'exec'"),
    "an include": ({"site/bad.yaml": RULE + "include: ../../etc/passwd\n"}, r":11: unknown key 'include'"),
    "python": ({"site/bad.yaml": RULE + "python: __import__('os')\n"}, r":11: unknown key 'python'"),
    "a key twice": ({"site/bad.yaml": RULE + "level: low\n"}, r":11: the key 'level' stands twice"),
    "another id": (changed("id: site.bad", "id: memory.oom-system"), r":1: the id is"),
    "an id that is a path": (changed("id: site.bad", "id: ../../x"), r":1: the id is"),
    "a file name with a newline": ({"site/ba\nd.yaml": RULE}, r"is no part of an id"),
    "a section in capitals": ({"Site/bad.yaml": RULE}, r"is no part of an id"),
    "a table that is a file": (changed("table: log_lines", "table: /etc/passwd"), r"unknown table or view"),
    "a table with a quote": (changed("table: log_lines", "table: 'x\"; DROP TABLE events; --'"), r"unknown table or view"),
    "a table that is a map": (changed("table: log_lines", "table: {a: b}"), r":6: a text belongs here"),
    "clauses that are a list": (changed("{text: x}", "[text]"), r"clauses are a map"),
    "an unknown modifier": (changed("{text: x}", "{text|eval: x}"), r":7: unknown modifier 'eval'"),
    "a deep value": (changed("{text: x}", "{text: {a: {b: c}}}"), r":7: a value is"),
    "a column with a quote": (changed("{text: x}", "{'text\" OR 1=1 --': x}"), r"unknown column"),
    "an unknown list": (changed("{text: x}", "{text: $home}"), r":7: unknown list"),
    "look-ahead": (matching("(?=a)b"), r":7: RE2 refuses"),
    "look-behind": (matching("(?<!a)b"), r":7: RE2 refuses"),
    "a back-reference": (matching(r"(a)\1"), r":7: RE2 refuses"),
    "a recursive pattern": (matching("(?R)"), r":7: RE2 refuses"),
    "an atomic group": (matching("(?>a+)b"), r":7: RE2 refuses"),
    "a possessive quantifier": (matching("a++b"), r":7: RE2 refuses"),
    "a huge repetition": (matching("(?:(?:a{1000}){1000}){1000}"), r":7: RE2 refuses"),
    "an open group": (matching("(a"), r":7: RE2 refuses"),
    "everything": (matching(".*"), r":7: the pattern '\.\*' matches every line"),
    "nothing or anything": (matching("a?"), r":7: the pattern 'a\?' matches every line"),
    "a file": (asking("SELECT * FROM read_text('/etc/passwd')"), r":5: (?:site.bad: )?the function 'read_text'"),
    "a file by its name": (asking("SELECT * FROM '/etc/passwd'"), r":5: (?:site.bad: )?unknown table or view"),
    "a folder": (asking("SELECT * FROM glob('/root/*')"), r":5: (?:site.bad: )?the function 'glob'"),
    "the environment": (asking("SELECT src, getenv('HOME') FROM events"), r":5: (?:site.bad: )?'getenv'"),
    "the settings": (asking("SELECT * FROM duckdb_settings()"), r":5: (?:site.bad: )?the function 'duckdb_settings'"),
    "another statement": (asking("SELECT 1; COPY events TO 'pwned'"), r":5: (?:site.bad: )?sql is exactly one SELECT"),
    "a copy": (asking("COPY (SELECT 1) TO 'pwned'"), r":5: (?:site.bad: )?sql is exactly one SELECT"),
    "an attachment": (asking("ATTACH 'pwned'"), r":5: (?:site.bad: )?sql is exactly one SELECT"),
    "an extension": (asking("INSTALL httpfs"), r":5: (?:site.bad: )?sql is exactly one SELECT"),
    "a network": (asking("SELECT * FROM 'https://example.com/x.csv'"), r":5: (?:site.bad: )?unknown table or view"),
    "the clock": (asking("SELECT src, now() AS t FROM events"), r":5: (?:site.bad: )?'now'"),
    "a pack that is a list": ({"pack.yaml": "[]"}, r"pack\.yaml:1: a map belongs here"),
    "a pack without a reason": ({"pack.yaml": "off:\n- rule: memory.oom-system\n"}, r"pack\.yaml:2: 'reason' is missing"),
    "a macro that asks itself": ({"pack.yaml": "macros:\n  a: {macro: a}\n"}, r"pack\.yaml:2: unknown macro 'a'"),
    "a suppression of everything": ({"suppressions.yaml": "- {rule: '*', reason: x}\n"}, r"suppressions\.yaml:1: unknown rule"),
    "tests that are a word": ({"site/bad.yaml": RULE + "tests: x\n"}, r":11: `tests` is a map"),
    "remedies that are a word": ({"site/bad.yaml": RULE + "remedy: x\n"}, r":11: `remedy` is a list"),
    "a remedy with a map for a risk": ({"site/bad.yaml": RULE + "remedy: [{kind: fix, text: x, risk: {a: b}}]\n"}, r":11: a text belongs here"),
    "a gate that is none": ({"site/bad.yaml": RULE + "versions: {kubelet: new}\n"}, r":11: 'new' is no bound"),
}  # fmt: skip
# What may run, and must stay within its budget.
BOUNDED = {
    "a pattern that explodes elsewhere": matching("(a+)+$"),
    "another": matching("(x|x?)+y"),
    "a long alternation": matching("|".join(f"word{n}" for n in range(2000))),
    "a join of everything with everything": asking(
        "SELECT e.src FROM events e, range(100000000) a, range(100000000) b WHERE a.range + b.range < 0"
    ),
    "a recursion without an end": asking(
        "WITH RECURSIVE r AS (SELECT 1 AS src UNION ALL SELECT src + 1 FROM r) SELECT max(src) AS src FROM r"
    ),
    "a text of gigabytes": asking("SELECT length(string_agg(repeat('x', 1000000), '')) AS src FROM range(100000)"),
    "a message that would format": changed("{pod} did something", "{pod.__class__} %s {0} ${{HOME}} {{{{7*7}}}} {pod}"),
    "a subject that is markup": changed('"{pod}"', '"<script>alert(1)</script>{pod}"'),
}


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8", "surrogateescape"))
    return folder


def run(tmp_path: Path, *args: str, seconds: float = 60) -> subprocess.CompletedProcess[str]:
    work = tmp_path / "work"
    work.mkdir()
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(tmp_path), "SOME_SECRET": SECRET}
    return subprocess.run(
        [sys.executable, "-m", "analyzer.cli.main", *args], cwd=work, env=environment, capture_output=True, text=True, timeout=seconds, check=False
    )  # fmt: skip


def test_there_are_at_least_sixty():
    """Hostile packs and patterns."""
    assert len(REFUSED) + len(BOUNDED) >= 60


@functools.cache
def empty() -> Database:
    database = Database(discover.tables())
    database.load({})
    database.settle(views())
    return database


def complaints(pack: Path) -> str:
    """What lint says of the pack's own rules, or the error that ends everything before."""
    try:
        book = load_book(rule_folders([pack]), tests=True)
        found = lint([rule for rule in book.rules if rule.id in book.foreign], empty())
        return "\n".join(str(problem) for problem in found)
    except RuleError as error:
        return str(error)


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_with_file_and_line(tmp_path, name):
    """Whatever is wrong is said of the stranger's file, at its line."""
    files, message = REFUSED[name]
    said = complaints(write(tmp_path / "pack", files))
    assert re.search(message, said), said
    assert SECRET not in said


@pytest.mark.parametrize(
    "name", ["a tag that makes an object", "a file", "another statement", "everything", "a bomb of aliases"]
)
def test_no_analysis_begins_with_it(tmp_path, name):
    """Who never lints is protected as well: exit 2, no traceback, nothing written."""
    pack = write(tmp_path / "pack", REFUSED[name][0])
    done = run(tmp_path, "analyze", str(BUNDLE), "--rules", str(pack), "--format", "json")
    assert done.returncode == 2
    assert re.search(REFUSED[name][1], done.stderr), done.stderr
    assert "Traceback" not in done.stderr
    assert list((tmp_path / "work").iterdir()) == []


@pytest.mark.parametrize("name", BOUNDED)
def test_it_stays_within_its_budget(tmp_path, name):
    """A rule that takes too much is reported, and the verdict of the others is there."""
    pack = write(tmp_path / "pack", BOUNDED[name])
    start = time.monotonic()
    done = run(tmp_path, "analyze", str(BUNDLE), "--rules", str(pack), "--format", "json", seconds=120)
    assert done.returncode in (0, 3), done.stderr
    assert time.monotonic() - start < 60
    assert '"memory.oom-container-limit"' in done.stdout
    assert SECRET not in done.stdout + done.stderr
    assert list((tmp_path / "work").iterdir()) == []


@pytest.mark.parametrize("what", ["file", "section", "pipe"])
def test_a_pack_cannot_point_out_of_itself(tmp_path, what):
    """Links and pipes are no rules."""
    outside = write(tmp_path / "outside", {"site/bad.yaml": f"{SECRET}: x\n"})
    pack = tmp_path / "pack"
    pack.mkdir()
    if what == "section":
        (pack / "site").symlink_to(outside / "site")
    else:
        (pack / "site").mkdir()
        if what == "file":
            (pack / "site" / "bad.yaml").symlink_to(outside / "site" / "bad.yaml")
        else:
            os.mkfifo(pack / "site" / "bad.yaml")
    said = complaints(pack)
    assert re.search(r"is no regular file|is a folder, no link", said)
    assert SECRET not in said
