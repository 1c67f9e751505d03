"""The order of a run: rules, reading, tables, outcomes, report."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from analyzer import __version__, discover, shipped
from analyzer.engine.asked import asked_patterns
from analyzer.engine.database import Database
from analyzer.engine.evaluate import Outcomes, evaluate
from analyzer.engine.load import RuleBook, digest, guard, load_book, load_rules
from analyzer.engine.views import View, load_views
from analyzer.gathered import Gathered
from analyzer.model.finding import Evidence
from analyzer.model.report import BundleFacts, Report, Tool
from analyzer.model.source import Cite
from analyzer.options import Options
from analyzer.reader import Progress, Reader
from analyzer.report.assemble import assemble


def views() -> tuple[View, ...]:
    """The views that are shipped with the program."""
    return load_views(Path(__file__).parent / "views")


def rule_folders(extra: Iterable[Path] = ()) -> tuple[Path, ...]:
    """Where rules are looked for: the shipped ones first, then the site's."""
    return (shipped.rules_dir(), *extra)


def analyze(options: Options, reader: Reader | None = None) -> Report:
    """Read the bundle, apply the rules and say what broke; `reader` may have been started before, and is closed."""
    return analyze_reading(options, reader)[0]


@dataclass(frozen=True, slots=True)
class Run:
    """A bundle that was read, with the rules that were applied to its tables; open as long as `run` is."""

    options: Options
    book: RuleBook
    bundle: Gathered
    database: Database
    outcomes: Outcomes
    reader: Reader
    rules_digest: str

    def quote(self, cites: list[Cite]) -> list[Evidence | None]:
        """The cited lines as they stand in the bundle, redacted."""
        answers = self.reader.quote(cites, self.bundle.members)
        return [
            evidence_of(cite, self.bundle.members[cite.member], answer)
            for cite, answer in zip(cites, answers, strict=True)
        ]

    def report(self) -> Report:
        """What came of it."""
        return assemble(
            self.outcomes, self.database, book=self.book, members=self.bundle.members, bundle=_facts(self.options, self.bundle, self.database),
            tool=Tool("bundlescope", __version__, _about(self.book, self.rules_digest)), problems=self.bundle.problems,
            redaction=self.bundle.redacted, quote=self.quote, generated_at=_now(),
        )  # fmt: skip


def analyze_reading(options: Options, reader: Reader | None = None) -> tuple[Report, Gathered]:
    """The report, and what was read."""
    with run(options, reader) as done:
        return done.report(), done.bundle


@contextmanager
def run(options: Options, reader: Reader | None = None) -> Iterator[Run]:
    """Read the bundle and apply the rules; lines can be quoted until the context ends."""
    reader = reader or start_reader(options)
    try:
        folders = rule_folders(options.rules)
        book = load_book(folders)
        guard(book, {*discover.tables(), *(view.name for view in views())})
        # The worker needs some time for the bundle, and so does an empty database.
        with ThreadPoolExecutor(1) as pool:
            reading = pool.submit(reader.read, asked_patterns(book.rules))
            database = Database(discover.tables())
            bundle = _patiently(reading, reader)
        _fill(database, bundle, options.collected_at)
        outcomes = evaluate(book.rules, database)
        yield Run(options, book, bundle, database, outcomes, reader, digest(folders))
    finally:
        reader.close()


def start_reader(options: Options, progress: Callable[[Progress], None] | None = None) -> Reader:
    """A reader for these options; it begins to list the bundle at once."""
    return Reader(
        options.paths, options.limits, workers=options.workers, unparsed=options.unparsed, names=options.names,
        descriptors=options.descriptors, progress=progress,
    )  # fmt: skip


def _patiently(reading: Future[Gathered], reader: Reader) -> Gathered:
    """What was read; the first Ctrl-C ends the reading, and what there is until then counts."""
    try:
        return reading.result()
    except KeyboardInterrupt:
        reader.stop()
        return reading.result()


def read_tables(options: Options) -> tuple[Database, list[str]]:
    """The tables of a bundle without a diagnosis, and the labels of its members by number."""
    reader = start_reader(options)
    try:
        bundle = reader.read(asked_patterns(load_rules(rule_folders(options.rules))))
    finally:
        reader.close()
    return tables_of(bundle, options.collected_at), bundle.members


def tables_of(bundle: Gathered, collected_at: datetime | None = None) -> Database:
    """The tables and views of what was read."""
    database = Database(discover.tables())
    _fill(database, bundle, collected_at)
    return database


def _fill(database: Database, bundle: Gathered, collected_at: datetime | None) -> None:
    if collected_at is not None:
        _state_collection(bundle, collected_at)
    database.load(bundle.rows)
    database.settle(views())


def _state_collection(bundle: Gathered, at: datetime) -> None:
    """Put what the user states about the collection beside what the bundle tells; it holds for all of it."""
    columns = [column.name for column in discover.tables()["time_marks"].columns]
    stated: dict[str, Any] = {"kind": "stated", "time": round(at.timestamp() * 1_000_000), "time_quality": "exact"}
    marks = bundle.rows.setdefault("time_marks", [[] for _ in ("src", *columns)])
    for values, value in zip(marks, [0, *(stated.get(name) for name in columns)], strict=True):
        values.append(value)


def _about(book: RuleBook, rules_digest: str) -> dict[str, Any]:
    """The rules of a run, and what packs changed about them."""
    return {
        "count": len(book.rules),
        "sha256": rules_digest,
        "off": [{"rule": change.rule, "reason": change.reason} for change in book.off],
        "changed": [{"rule": rule.id, "what": what} for rule in book.rules for what in rule.changed],
    }


def evidence_of(cite: Cite, path: str, answer: dict[str, object] | None) -> Evidence | None:
    """A quoted line; None where the reader found none."""
    if answer is None:
        return None
    return Evidence(
        path, int(str(answer["line"])), str(answer["text"]), answer["column"] if isinstance(answer["column"], int) else None,
        None if cite.path is None or cite.path.startswith("=") else cite.path,
        _texts(answer["before"]), _texts(answer["after"]),
    )  # fmt: skip


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if isinstance(value, list) else ()


def _facts(options: Options, bundle: Gathered, database: Database) -> BundleFacts:
    clock = database.rows("SELECT max(collected) AS t, min(collected_by) AS how FROM clocks")[0]
    total = hashlib.sha256()
    for label, fact in zip(bundle.members, bundle.facts, strict=True):
        total.update(f"{label}\0{fact['sha256']}\0".encode())
    read = set(bundle.members)
    unread = {p.path for p in bundle.problems if p.path not in read}
    return BundleFacts(
        name=", ".join(names_of(options)),
        sha256=total.hexdigest(),
        layouts=bundle.layouts,
        collected_at=clock["t"].replace(tzinfo=UTC) if clock["t"] else None,
        collected_by=clock["how"],
        members=len(bundle.members) + len(unread),
        members_read=sum(1 for fact in bundle.facts if fact["read"] or not fact["size"]),
        bytes=bundle.delivered,
        bytes_read=sum(fact["read"] for fact in bundle.facts),
        bytes_unread=sum(p.bytes_unread or 0 for p in bundle.problems),
        lines=sum(fact["lines"] for fact in bundle.facts),
        lines_unparsed=sum(fact["unparsed"] for fact in bundle.facts),
    )


def names_of(options: Options) -> list[str]:
    """What the pieces of the case are called."""
    given = [*options.names, *[None] * len(options.paths)]
    return [name or path.resolve().name for path, name in zip(options.paths, given, strict=False)]


def _now() -> datetime:
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC).replace(microsecond=0)
