"""Every command explains itself with examples that work."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from jsonschema import Draft202012Validator

import analyzer
from analyzer.cli.main import cli

ROOT = Path(__file__).resolve().parents[2]
RULE = "memory.oom-container-limit"
SECONDS_OF_HELP = 3.0
# kubectl 1.31
NODES = """\
NAME       STATUS   ROLES    AGE   VERSION
worker-1   Ready    <none>   12d   v1.31.2
"""


def _commands(command: click.Command, names: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield names, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            if below := command.get_command(context, name):
                yield from _commands(below, (*names, name))


COMMANDS = dict(_commands(cli))


def _examples(command: click.Command) -> list[str]:
    _, _, below = (command.epilog or "").partition("Examples:\n")
    return [line.strip() for line in below.partition("\b")[0].splitlines() if line.strip()]


def _run(folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "analyzer.cli.main", *args],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("names", COMMANDS, ids=" ".join)
def test_help_has_a_sentence_and_two_examples(names: tuple[str, ...], tmp_path: Path) -> None:
    """`--help` of each command ends well and quickly, and shows at least two calls of it."""
    start = time.monotonic()
    done = _run(tmp_path, *names, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert time.monotonic() - start < SECONDS_OF_HELP
    assert COMMANDS[names].help
    examples = _examples(COMMANDS[names])
    assert len(examples) >= 2
    for example in examples:
        assert example.startswith("bundlescope")
        assert example in done.stdout


@pytest.mark.parametrize("example", sorted({line for command in COMMANDS.values() for line in _examples(command)}))
def test_examples_are_parsed(example: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each example names commands and options that exist, and calls a command, not only its group."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "site").mkdir()
    tokens = shlex.split(example.partition(">")[0])[1:]
    names: tuple[str, ...] = () if tokens[0].startswith("-") or (tokens[0],) in COMMANDS else ("analyze",)
    while tokens and (*names, tokens[0]) in COMMANDS:
        names = (*names, tokens.pop(0))
    command = COMMANDS[names]
    if tokens == ["--version"]:
        assert _run(tmp_path, *tokens).returncode == 0
    else:
        assert not isinstance(command, click.Group)
        command.make_context(names[-1], tokens)


def test_the_version_is_one(tmp_path: Path) -> None:
    """`--version` and `version` say the same; `version` names rules and report format, too."""
    short, long = _run(tmp_path, "--version"), _run(tmp_path, "version")
    assert (short.returncode, long.returncode) == (0, 0)
    assert analyzer.__version__ in short.stdout
    assert long.stdout.splitlines()[0] == f"bundlescope {analyzer.__version__}"
    assert [line.split()[0] for line in long.stdout.splitlines()[1:]] == ["rules", "report"]


def test_the_schema_is_a_schema(tmp_path: Path) -> None:
    """`schema report` prints JSON Schema of 2020-12, and a report of `analyze` holds to it."""
    done = _run(tmp_path, "schema", "report")
    assert (done.returncode, done.stderr) == (0, "")
    schema = json.loads(done.stdout)
    Draft202012Validator.check_schema(schema)
    (tmp_path / "nodes.txt").write_text(NODES, encoding="utf-8")
    report = _run(tmp_path, "analyze", "nodes.txt", "--format", "json")
    assert report.returncode == 0, report.stderr
    Draft202012Validator(schema).validate(json.loads(report.stdout))


def test_rules_are_listed_and_shown(tmp_path: Path) -> None:
    """`rules list` has a line a rule; `rules show` has what one says, with `--sql` what it asks."""
    listed = _run(tmp_path, "rules", "list")
    assert listed.returncode == 0
    names = [line.split()[0] for line in listed.stdout.splitlines()]
    assert RULE in names
    assert names == sorted(set(names))
    shown = _run(tmp_path, "rules", "show", RULE)
    assert shown.returncode == 0
    assert shown.stdout.startswith(f"{RULE}: ")
    assert f"rules/{RULE.replace('.', '/')}.yaml" in shown.stdout
    asked = _run(tmp_path, "rules", "show", RULE, "--sql")
    assert asked.returncode == 0
    assert asked.stdout.startswith("SELECT ")
