"""The examples of docs/write-a-rule.md are rules that hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from analyzer import discover
from analyzer.engine.asked import asked_patterns
from analyzer.engine.clauses import MODIFIERS
from analyzer.engine.database import Database
from analyzer.engine.lint import lint
from analyzer.engine.load import load_rules
from analyzer.engine.rule_parts import _KEYS
from analyzer.model.rule import Rule
from analyzer.pipeline import rule_folders, views
from analyzer.rule_tests import run_tests

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "write-a-rule.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```yaml\n(id: (\S+)\n.*?)^```$", PAGE, re.M | re.S)


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Rule]:
    """The examples as a site's folder of rules beside the shipped ones, which they explain."""
    folder = tmp_path_factory.mktemp("site")
    for text, name in EXAMPLES:
        section, _, short = name.partition(".")
        (folder / section).mkdir(exist_ok=True)
        (folder / section / f"{short}.yaml").write_text(text, encoding="utf-8")
    loaded = {rule.id: rule for rule in load_rules(rule_folders((folder,)), tests=True)}
    return {name: loaded[name] for _, name in EXAMPLES}


def test_there_are_three_kinds_of_examples(rules: dict[str, Rule]) -> None:
    """A pattern on logs, a threshold over a group, and SQL over two views, in this order."""
    kinds = [rule.when[0].table or "sql" for rule in rules.values()]
    assert kinds == ["log_lines", "event_list", "sql"]


def test_lint_finds_nothing(rules: dict[str, Rule]) -> None:
    """Keys, columns, patterns, links and tests of the examples are right."""
    database = Database(discover.tables())
    database.load({})
    database.settle(views())
    assert asked_patterns(rules.values())
    assert [str(problem) for problem in lint(rules.values(), database)] == []


@pytest.mark.parametrize("name", [name for _, name in EXAMPLES])
def test_an_example_passes_its_own_tests(name: str, rules: dict[str, Rule]) -> None:
    """Each fires, stays silent and is not evaluated where its tests say so."""
    outcomes = list(run_tests([rules[name]], views()))
    assert len(outcomes) >= 2
    assert [str(failure) for failure in outcomes if failure] == []


def test_the_page_names_every_key_and_modifier() -> None:
    """A word that the rule language gains or loses changes the page."""
    keys, clauses = PAGE.partition("## Keys")[2].partition("| modifier |")[::2]
    rows = re.findall(r"^\| (`[^|]*`) \|", keys, re.M)
    named = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert named == set(_KEYS["rule"])
    modifiers = {
        name
        for row in re.findall(r"^\| ([^|]*) \|", clauses.partition("Texts:")[0], re.M)
        for name in re.findall(r"`(\w+)`", row)
    }
    assert modifiers == set(MODIFIERS) - {"equals"}
