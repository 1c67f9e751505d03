"""The tests that rules carry, run through the same reading, tables and engine as a bundle."""

from __future__ import annotations

import io
import math
import multiprocessing
import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any

from analyzer import discover
from analyzer.bundle.limits import Limits
from analyzer.bundle.open import RawMember
from analyzer.engine.asked import asked_patterns
from analyzer.engine.compile import select
from analyzer.engine.database import SETTLING, Database
from analyzer.engine.evaluate import ORIGINS, RUNS, Match, Outcomes, evaluate
from analyzer.engine.gates import NODES
from analyzer.engine.messages import fill
from analyzer.engine.views import View, needed
from analyzer.engine.workbench import Workbench
from analyzer.gathered import Gathered, gather
from analyzer.member_reader import MemberReader
from analyzer.model.rule import Rule, RuleTest
from analyzer.model.source import Cite
from analyzer.quoting import QuotedMember


@dataclass(frozen=True, slots=True)
class Failure:
    """A test that does not hold: what was expected and what came out."""

    rule: str
    test: RuleTest
    what: str

    def __str__(self) -> str:
        return f"{self.test.at}: {self.rule}: {self.test.name}: {self.what}"


# A process has its imports and its views to prepare, about as long as so many tests take.
_TESTS_OF_A_PROCESS = 60


def run_all(rules: Sequence[Rule], views: tuple[View, ...]) -> list[Failure | None]:
    """Run every test of the rules, in several processes where they are many; None for one that holds."""
    tests = sum(len(rule.tests) for rule in rules)
    workers = min(os.cpu_count() or 1, tests // _TESTS_OF_A_PROCESS)
    if workers < 2:
        return list(run_tests(rules, views))
    # Shares of neighbours, several for each process: sections differ in how long their tests take.
    size = math.ceil(len(rules) / (workers * 4))
    shares = [rules[start : start + size] for start in range(0, len(rules), size)]
    with ProcessPoolExecutor(
        workers, mp_context=multiprocessing.get_context("spawn"), initializer=_prepare, initargs=(views,)
    ) as pool:
        return [outcome for share in pool.map(_share, shares) for outcome in share]


_prepared: list[tuple[Workbench, tuple[View, ...]]] = []


def _prepare(views: tuple[View, ...]) -> None:
    _prepared.append((Workbench(discover.tables(), views), views))


def _share(rules: Sequence[Rule]) -> list[Failure | None]:
    bench, views = _prepared[0]
    return list(_run_on(bench, rules, views))


def run_tests(rules: Iterable[Rule], views: tuple[View, ...]) -> Iterator[Failure | None]:
    """Run every test of the rules; None for one that holds."""
    yield from _run_on(Workbench(discover.tables(), views), rules, views)


def _run_on(bench: Workbench, rules: Iterable[Rule], views: tuple[View, ...]) -> Iterator[Failure | None]:
    for rule in rules:
        for test, bundle, database in _filled(bench, rule, views):
            what = _verdict(test, evaluate([rule], database), bundle)
            yield Failure(rule.id, test, what) if what else None


def noticed(bench: Workbench, rule: Rule, changed: Sequence[Rule], views: tuple[View, ...]) -> list[bool]:
    """For each changed form of a rule, whether one of the rule's tests fails with it."""
    found = [False] * len(changed)
    for test, bundle, database in _filled(bench, rule, views):
        for number, other in enumerate(changed):
            found[number] = found[number] or _verdict(test, evaluate([other], database), bundle) is not None
    return found


def _filled(bench: Workbench, rule: Rule, views: tuple[View, ...]) -> Iterator[tuple[RuleTest, Gathered, Database]]:
    """Each test of a rule with its tables."""
    reader = MemberReader(Limits(), asked_patterns([rule]))
    asked = [*(select(way) for way in rule.when), *([NODES] if rule.versions else [])]
    used = needed(views, [*asked, *([RUNS, ORIGINS] if rule.needs else []), *SETTLING])
    for test in rule.tests:
        frames = {path: reader.read(_member(path, text)) for path, text in test.members.items()}
        bundle = gather(frames, [], {})
        yield test, bundle, bench.fill(bundle.rows, {view.name for view in used})


def _member(path: str, text: str) -> RawMember:
    data = text.encode()
    return RawMember(path, len(data), io.BytesIO(data))


def _verdict(test: RuleTest, outcomes: Outcomes, bundle: Gathered) -> str | None:
    """What is wrong with the outcome, or None."""
    if outcomes.failed:
        return f"the rule failed: {outcomes.failed[0][1]}"
    problem = next((p for p in bundle.problems if p.reason in ("PARSER_CRASH", "SYNTAX", "UNRECOGNISED")), None)
    if problem is not None:
        return f"{problem.path} was not read: {problem.detail}"
    if test.kind == "fires":
        return _fires(test, outcomes, bundle)
    if outcomes.matches:
        return f"matched {outcomes.matches[0].subject}"
    if test.kind == "silent" and outcomes.not_evaluated and not outcomes.clear:
        return f"was not evaluated: {outcomes.not_evaluated[0].reason}"
    if test.kind == "not_evaluated" and not outcomes.not_evaluated:
        return "was evaluated"
    return None


def _fires(test: RuleTest, outcomes: Outcomes, bundle: Gathered) -> str | None:
    if not outcomes.matches:
        reason = outcomes.not_evaluated[0].reason if outcomes.not_evaluated else "clear"
        return f"did not match ({reason})"
    wrong = [_mismatch(test.expect, match, test, bundle) for match in outcomes.matches]
    if all(wrong):
        return str(wrong[0])
    if "count" in test.expect and len(outcomes.matches) != test.expect["count"]:
        return f"matched {len(outcomes.matches)} times, not {test.expect['count']}"
    return None


def _mismatch(expect: dict[str, Any], match: Match, test: RuleTest, bundle: Gathered) -> str | None:
    for key, value in expect.get("subject", {}).items():
        if (got := getattr(match.subject, key)) != value:
            return f"the subject's {key} is {got!r}, not {value!r}"
    if "confidence" in expect and match.confidence != expect["confidence"]:
        return f"the confidence is {match.confidence}, not {expect['confidence']}"
    if "message" in expect and expect["message"] not in (said := fill(match.rule.message, match.facts)):
        return f"the message is {said!r}"
    for wanted in expect.get("evidence", []):
        if not any(_is_quoted(wanted, cite, test, bundle) for cite in match.cites):
            return f"the evidence does not quote {wanted!r}"
    return None


def _is_quoted(wanted: str, cite: Cite, test: RuleTest, bundle: Gathered) -> bool:
    path = bundle.members[cite.member]
    quote = QuotedMember(_member(path, test.members[path]), Limits()).quote(cite.line, cite.path)
    return quote is not None and " ".join(wanted.split()) in " ".join(str(quote["text"]).split())
