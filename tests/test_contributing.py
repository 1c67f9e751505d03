"""The examples of CONTRIBUTING.md, run as they stand."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

import analyzer.parsers.node
import analyzer.tables
from analyzer.engine.load import load_rule
from analyzer.pipeline import views
from analyzer.rule_tests import run_tests

ROOT = Path(__file__).parent.parent
_EXAMPLE = re.compile(r"^<!-- example: (\S+) -->\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def examples() -> dict[str, str]:
    """Each example by the path that it would have."""
    return dict(_EXAMPLE.findall((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")))


def test_examples_are_of_files_that_do_not_exist(examples: dict[str, str]) -> None:
    """An example shows a new file, so that nothing stands in two places."""
    assert len(examples) == 4
    assert [path for path in examples if (ROOT / path).exists()] == []


def test_the_rule_of_the_guide_passes_its_tests(examples: dict[str, str], tmp_path: Path) -> None:
    """It can be loaded, fires and stays silent as it says."""
    name = next(path for path in examples if path.startswith("rules/"))
    path = tmp_path / name
    path.parent.mkdir(parents=True)
    path.write_text(examples[name], encoding="utf-8")
    rule = load_rule(path, label=name, tests=True)
    outcomes = list(run_tests([rule], views()))
    assert outcomes == [None, None]


def test_the_parser_of_the_guide_passes_its_test(examples: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The table, the parser and its test work as they stand."""
    _module(examples, "analyzer/tables/loadavg.py", analyzer.tables, monkeypatch)
    parser = _module(examples, "analyzer/parsers/node/loadavg.py", analyzer.parsers.node, monkeypatch)
    assert parser.MEMBERS
    tests = _module(examples, "tests/parsers/node/test_loadavg.py", None, monkeypatch)
    tests.test_a_reading_is_one_row()


def _module(
    examples: dict[str, str], path: str, package: ModuleType | None, monkeypatch: pytest.MonkeyPatch
) -> ModuleType:
    module = ModuleType(path.removesuffix(".py").replace("/", "."))
    monkeypatch.setitem(sys.modules, module.__name__, module)
    if package is not None:
        monkeypatch.setattr(package, Path(path).stem, module, raising=False)
    exec(compile(examples[path], path, "exec"), module.__dict__)  # noqa: S102  (our own text)
    return module
