"""`bundlescope rules new|try|import|schema`: help for those who write rules."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import click
import msgspec

from analyzer.cli.options import reading_options, run_options
from analyzer.cli.rule_packs import FOLDERS, empty_database
from analyzer.engine.asked import asked_patterns
from analyzer.engine.database import Database
from analyzer.engine.evaluate import Match, evaluate
from analyzer.engine.lint import lint
from analyzer.engine.load import load_book, load_rule, load_rules
from analyzer.engine.messages import fill
from analyzer.engine.npd import imported
from analyzer.engine.rule_schema import rule_schema
from analyzer.model.errors import OutputError, UsageError
from analyzer.model.finding import Evidence
from analyzer.pipeline import evidence_of, rule_folders, start_reader, tables_of
from analyzer.render import words
from analyzer.render.visible import one_line

_ID = re.compile(r"^[a-z0-9][a-z0-9-]*\.[a-z0-9][a-z0-9-]*$")
_SHOWN = 20
_SCHEMA = "rule.schema.json"
_DIR = click.option(
    "--dir", "folder", type=click.Path(path_type=Path, file_okay=False), default=Path("rules"), show_default=True,
    metavar="DIR", help="The folder of your rules.",
)  # fmt: skip
_NEW = """\
# yaml-language-server: $schema=../{schema}
# docs/write-a-rule.md explains every key; `bundlescope rules try BUNDLE FILE` shows what this file finds.
id: {id}
title: Say in a few words what is wrong
level: medium                      # critical, high, medium, low or informational
role: cause                        # cause, symptom, contributing or noise
when:
  table: {table}
  where:                           # all clauses must hold; a list means any of its values
{where}
confidence: possible               # confirmed only where the acting component says it itself
evidence: [{evidence}]
subject: {subject}
message: "Say what happened to what: {{{evidence}}}"
remedy:
  - {{kind: fix, text: "Say what to change", risk: say what it can break}}
tests:
  fires:
    - name: replace this by the text of a bundle in which it is wrong
      members:
        text.txt: |
          replace this line
      expect:
        count: 1
  silent:
    - name: replace this by the nearest text in which it is not
      members:
        text.txt: |
          replace this line, too
"""


@click.command(
    "new",
    epilog="\b\nExamples:\n  bundlescope rules new site.disk-quota\n  bundlescope rules new site.slow-start --table log_lines --dir ./site",
)
@click.argument("name", metavar="SECTION.NAME")
@click.option(
    "--table", default="event_list", show_default=True, metavar="TABLE", help="The table or view that it looks at."
)
@_DIR
def new(name: str, table: str, folder: Path) -> int:
    """Write the frame of a rule, with tests that fail until they say what you mean."""
    if not _ID.match(name):
        raise UsageError(f"'{name}' is no id", remedy="write section.name, in lower-case letters, digits and -")
    database = empty_database()
    columns = database.columns(table)
    if not columns:
        raise UsageError(f"no table '{table}'", remedy="run `bundlescope tables PATH` for their names")
    section, _, last = name.partition(".")
    path = folder / section / f"{last}.yaml"
    _write(folder / _SCHEMA, _schema(database), replace=True)
    _write(path, _frame(name, table, columns))
    click.echo(f"{path}: edit it, then run `bundlescope rules test {name} --rules {folder}`")
    return 0


def _frame(name: str, table: str, columns: dict[str, str]) -> str:
    texts = [column for column, dtype in columns.items() if dtype == "VARCHAR" and not column.endswith("_src")]
    shown = next((column for column in ("message", "text", "reason") if column in texts), texts[0] if texts else "src")
    modifier = "|re" if shown in ("message", "text") else ""
    value = "'(?i)replace this pattern'" if modifier else "replace this value"
    if "pod" in columns:
        subject = '{kind: Pod, namespace: "{namespace}", name: "{pod}"}'
    elif "node" in columns:
        subject = '{kind: Node, name: "{node}", node: "{node}"}'
    else:
        subject = "{kind: Cluster}"
    return _NEW.format(
        id=name, table=table, where=f"    {shown}{modifier}: {value}", evidence=shown, subject=subject, schema=_SCHEMA
    )


@click.command(
    "schema",
    epilog="\b\nExamples:\n  bundlescope rules schema > rule.schema.json\n  bundlescope rules schema --rules ./site",
)
@FOLDERS
def schema(extra: tuple[Path, ...]) -> int:
    """Print a JSON Schema of rule files, for editors that complete and check while you type."""
    click.echo(_schema(empty_database(), extra), nl=False)
    return 0


def _schema(database: Database, extra: tuple[Path, ...] = ()) -> str:
    tables = {name: list(database.columns(name)) for name in database.names()}
    ids = [rule.id for rule in load_rules(rule_folders(extra))]
    return json.dumps(rule_schema(tables, ids), indent=1, ensure_ascii=False) + "\n"


@click.command(
    "import",
    epilog="\b\nExamples:\n  bundlescope rules import npd kernel-monitor.json --dir ./site\n  bundlescope rules import npd docker-monitor.json --section node",
)
@click.argument("kind", type=click.Choice(["npd"]))
@click.argument("path", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--section", default="site", show_default=True, metavar="SECTION", help="The section of the ids.")
@_DIR
def import_rules(kind: str, path: Path, section: str, folder: Path) -> int:
    """Turn the patterns of a node-problem-detector monitor into rules; you add the tests."""
    if not _ID.match(f"{section}.x"):
        raise UsageError(f"'{section}' is no section", remedy="use lower-case letters, digits and -")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}", remedy="give the monitor's JSON file") from error
    found = imported(content, section, path.name)
    for name, text in found.items():
        _write(folder / section / f"{name}.yaml", text)
    click.echo(f"{len(found)} rules from {kind} in {folder / section}; each still needs its tests")
    return 0


def _write(path: Path, text: str, *, replace: bool = False) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w" if replace else "x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise UsageError(f"{path} exists", remedy="choose another name, or remove it") from None
    except OSError as error:
        raise OutputError(
            f"cannot write {path}: {error.strerror}", remedy="choose another folder with --dir"
        ) from error


@click.command(
    "try",
    epilog="\b\nExamples:\n  bundlescope rules try must-gather/ rules/site/disk-quota.yaml\n  bundlescope rules try bundle.tar.gz oom.yaml --format json",
)
@reading_options
@click.argument("file", type=click.Path(path_type=Path), metavar="RULE.yaml")
@click.option("--format", "format_", type=click.Choice(["table", "json"]), default="table", show_default=True)
def try_rule(file: Path, format_: str, **reading: Any) -> int:
    """Apply one rule file to a bundle and show the rows that it matches, with the lines that it quotes."""
    options = run_options(**reading)
    book = load_book(rule_folders(options.rules))
    label = f"{file.parent.name}/{file.name}" if file.parent.name else file.name
    rule = load_rule(file, label=label, words=book.words, tests=True)
    wrong = [problem for problem in lint([rule], empty_database()) if "no test of kind" not in problem.what]
    if wrong:
        raise wrong[0]
    reader = start_reader(options)
    try:
        bundle = reader.read(asked_patterns([rule]))
        database = tables_of(bundle, options.collected_at)
        outcomes = evaluate([rule], database)
        cites = [cite for match in outcomes.matches[:_SHOWN] for cite in match.cites]
        answers = dict(zip(cites, reader.quote(cites, bundle.members), strict=True))
        quotes = {cite: evidence_of(cite, bundle.members[cite.member], answer) for cite, answer in answers.items()}
    finally:
        reader.close()
    if format_ == "json":
        click.echo(msgspec.json.encode([_plain(match, quotes) for match in outcomes.matches], enc_hook=str).decode())
        return 0
    for match in outcomes.matches[:_SHOWN]:
        _show(match, quotes)
    click.echo(f"{words.many(len(outcomes.matches), 'match', 'matches')}")
    for _, reason in outcomes.failed:
        click.echo(f"the rule failed: {one_line(reason)}")
    for item in outcomes.not_evaluated:
        about = f" for {len(item.subjects)} subjects" if item.subjects else ""
        click.echo(f"not evaluated{about}: {one_line(item.reason)}")
    return 0


def _show(match: Match, quotes: dict[Any, Evidence | None]) -> None:
    click.echo(f"{match.confidence}, {match.level}: {one_line(words.subject(match.subject))}")
    click.echo(f"  {one_line(fill(match.rule.message, match.facts))}")
    for cite in match.cites:
        if quote := quotes.get(cite):
            click.echo(f"  {one_line(words.place(quote.path, quote.line))}: {one_line(quote.text.strip())}")
    kept = {name: value for name, value in match.facts.items() if value is not None and not name.endswith("src")}
    click.echo("  " + one_line(", ".join(f"{name}={value}" for name, value in sorted(kept.items())))[:400])
    click.echo()


def _plain(match: Match, quotes: dict[Any, Evidence | None]) -> dict[str, Any]:
    facts = {name: value for name, value in match.facts.items() if not name.endswith("src")}
    evidence = [quote for cite in match.cites if (quote := quotes.get(cite))]
    return {"subject": match.subject, "level": match.level, "confidence": match.confidence, "message": fill(match.rule.message, match.facts),
            "evidence": evidence, "facts": facts}  # fmt: skip
