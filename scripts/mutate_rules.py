# ruff: noqa: T201  (a script prints)
"""Drops or weakens one clause of a rule at a time and looks whether the rule's own tests notice.

python scripts/mutate_rules.py                       the whole book, with the share that was noticed
python scripts/mutate_rules.py memory.oom-system     some rules; prints what nobody noticed
python scripts/mutate_rules.py --least 90            exit 1 below that percentage
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

from analyzer import discover
from analyzer.engine.load import load_rules
from analyzer.engine.sql_parts import conditions
from analyzer.engine.workbench import Workbench
from analyzer.model.rule import Clause, Condition, Rule
from analyzer.pipeline import rule_folders, views
from analyzer.rule_tests import noticed

_RELAXED = {"gt": "gte", "lt": "lte"}


def main() -> int:
    """Try every mutant and print the share that the tests notice."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rules", nargs="*", metavar="RULE")
    parser.add_argument("--rules", dest="extra", action="append", default=[], type=Path, metavar="DIR")
    parser.add_argument("--least", type=float, metavar="PERCENT")
    asked = parser.parse_args()
    book = [
        rule for rule in load_rules(rule_folders(asked.extra), tests=True) if not asked.rules or rule.id in asked.rules
    ]
    total = survived = 0
    with ProcessPoolExecutor(initializer=_start) as pool:
        for rule, (count, left) in zip(book, pool.map(_try, book, chunksize=4), strict=True):
            total += count
            survived += len(left)
            for what in left:
                print(f"{rule.at}: {rule.id}: no test notices {what}")
    share = 100 * (total - survived) / total if total else 100.0
    print(f"{len(book)} rules, {total} mutants, {total - survived} noticed ({share:.1f} %)")
    return 1 if asked.least is not None and share < asked.least else 0


_BENCH: list[Workbench] = []


def _start() -> None:
    _BENCH.append(Workbench(discover.tables(), views()))


def _try(rule: Rule) -> tuple[int, list[str]]:
    made = list(mutants(rule))
    found = noticed(_BENCH[0], rule, [mutant for _, mutant in made], views())
    return len(made), [what for (what, _), was in zip(made, found, strict=True) if not was]


def mutants(rule: Rule) -> Iterator[tuple[str, Rule]]:
    """What was changed, and the rule with the change."""
    for number, way in enumerate(rule.when):
        for what, other in _of_way(way):
            yield what, replace(rule, when=(*rule.when[:number], other, *rule.when[number + 1 :]))
        if len(rule.when) > 1:
            yield f"way {number + 1} left out", replace(rule, when=(*rule.when[:number], *rule.when[number + 1 :]))
    for number, gate in enumerate(rule.versions):
        yield (
            f"the bound on {gate.what}",
            replace(rule, versions=(*rule.versions[:number], *rule.versions[number + 1 :])),
        )


def _of_way(way: Condition) -> Iterator[tuple[str, Condition]]:
    if way.sql is not None:
        for condition in conditions(way.sql):
            yield f"the loss of `{condition.text}`", replace(way, sql=condition.without)
    else:
        for what, clauses in _weaker(way.where):
            yield what, replace(way, where=clauses)
    for what, clauses in _weaker(way.having):
        yield what, replace(way, having=clauses)


def _weaker(clauses: tuple[Clause, ...]) -> Iterator[tuple[str, tuple[Clause, ...]]]:
    for number, clause in enumerate(clauses):
        rest = clauses[:number], clauses[number + 1 :]
        yield f"the loss of `{clause.field}|{clause.modifier}`", (*rest[0], *rest[1])
        if clause.modifier in _RELAXED and all(isinstance(value, (int, float)) for value in clause.values):
            other = replace(clause, modifier=_RELAXED[clause.modifier])
            yield f"`{clause.field}|{other.modifier}` instead of {clause.modifier}", (*rest[0], other, *rest[1])


if __name__ == "__main__":
    sys.exit(main())
