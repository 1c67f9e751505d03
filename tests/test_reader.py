"""The parent's side of reading: a worker that dies costs one member."""

from __future__ import annotations

import json
import os
import tarfile
from pathlib import Path

import pytest

from analyzer.bundle.limits import Limits
from analyzer.model.source import Cite
from analyzer.reader import Reader

# Loaded by the worker's interpreter at start: parsers die on one member, as a C library might.
POISON = """\
import os
from dataclasses import replace
from analyzer import discover
found = discover.parsers
def deadly(parser):
    def parse(piece):
        if "poison" in piece.path:
            os._exit(139)
        return parser.parse(piece)
    return replace(parser, parse=parse)
discover.parsers = lambda: tuple(map(deadly, found()))
"""
DMESG = (
    "[ 8812.104422] Out of memory: Killed process 4321 (java) total-vm:1kB, anon-rss:1kB, file-rss:0kB, shmem-rss:0kB\n"
)


@pytest.fixture
def poisoned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three kernel logs, of which the middle one kills the worker."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(POISON)
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path / 'site'}:{Path(__file__).parent.parent}")
    for name in ("a.txt", "poison.txt", "z.txt"):
        (tmp_path / "bundle").mkdir(exist_ok=True)
        (tmp_path / "bundle" / name).write_text(DMESG)
    return tmp_path / "bundle"


def test_a_worker_that_dies_costs_one_member(poisoned):
    """The member is named in a Problem; those before and after it are read."""
    reader = Reader([poisoned], Limits())
    bundle = reader.read(())
    reader.close()
    assert bundle.members == ["a.txt", "z.txt"]
    assert len(bundle.rows["oom_kills"][0]) == 2
    assert [(p.path, p.reason) for p in bundle.problems] == [("poison.txt", "PARSER_CRASH")]


def test_rows_are_numbered_in_the_order_of_labels(tmp_path):
    """`src` depends on labels and lines only, so that the order of an archive changes nothing."""
    for name in ("b.txt", "a.txt"):
        (tmp_path / name).write_text("\n" + DMESG)
    reader = Reader([tmp_path], Limits())
    bundle = reader.read(())
    reader.close()
    assert bundle.members == ["a.txt", "b.txt"]
    assert bundle.rows["oom_kills"][0] == [2, (1 << 32) + 2]


def test_several_paths_are_one_case(tmp_path):
    """Labels of several paths begin with the path's name, so that they stay apart."""
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "dmesg.txt").write_text(DMESG)
    reader = Reader([tmp_path / "one", tmp_path / "two"], Limits())
    assert reader.read(()).members == ["one/dmesg.txt", "two/dmesg.txt"]
    reader.close()


def test_objects_of_one_line_are_told_apart(tmp_path):
    """A compact list has all its pods on line 1: their rows differ in `src`, and each leads back to that line."""
    pods = [
        {"kind": "Pod", "metadata": {"name": name, "namespace": "shop"}, "spec": {"containers": [{"name": name}]}}
        for name in ("db", "web")
    ]
    (tmp_path / "pods.json").write_text(json.dumps({"apiVersion": "v1", "kind": "List", "items": pods}))
    reader = Reader([tmp_path], Limits())
    bundle = reader.read(())
    quotes = reader.quote([Cite.decode(str(src)) for src in bundle.rows["pods"][0]], bundle.members)
    reader.close()
    assert len(set(bundle.rows["pods"][0])) == 2
    assert bundle.rows["pods"][0] == bundle.rows["containers"][0]
    assert [quote["line"] for quote in quotes if quote] == [1, 1]


WRAPPED = """Warning  Failed  76s  kubelet  Failed to pull image "web": unexpected status
code from https://registry.example.com/v2/web: 429 Too Many
Requests
"""
EVENT = 'kind: Event\nmetadata: {name: e}\nmessage: "the words: ' + "x" * 500 + ' the cause"\n'


@pytest.mark.parametrize(
    ("name", "text", "at", "line", "words"),
    [
        ("events.txt", WRAPPED, "=429", 2, "429 Too Many"),
        ("events.txt", WRAPPED, "=Failed", 1, "Failed to pull"),
        ("events.txt", WRAPPED, "=nowhere", 1, "Warning"),
        ("event.yaml", EVENT, "message=the cause", 3, "the cause"),
        ("event.yaml", EVENT, "message=nowhere", 3, "the words"),
        ("event.yaml", EVENT, "message", 3, "the words"),
    ],
)
def test_words_narrow_what_is_quoted(name, text, at, line, words, tmp_path):
    """They may stand below the line, where a message was wrapped, and far behind the beginning of a value."""
    (tmp_path / name).write_text(text)
    reader = Reader([tmp_path], Limits())
    (found,) = reader.quote([Cite(0, 1, at)], reader.read(()).members)
    reader.close()
    assert found["line"] == line
    assert words in found["text"]


SAMPLE = Path(__file__).parent.parent / "sample_bundles" / "cgroup-oom-container" / "bundle"


def gathered(*paths: Path, workers: int | None = None, limits: Limits | None = None):
    """What a reader makes of paths."""
    reader = Reader(list(paths), limits or Limits(), workers=workers)
    try:
        return reader.read(("panic",))
    finally:
        reader.close()


@pytest.fixture(scope="module")
def alone():
    """The sample, read by one worker from its folder."""
    return gathered(SAMPLE, workers=1)


@pytest.mark.parametrize("workers", [2, 3])
def test_the_number_of_workers_changes_nothing(workers, alone):
    """Members are shared out, and come together in the order of their labels."""
    found = gathered(SAMPLE, workers=workers)
    assert (found.rows, found.members, found.problems) == (alone.rows, alone.members, alone.problems)


@pytest.mark.parametrize("backwards", [False, True])
def test_the_order_of_an_archive_changes_nothing(backwards, alone, tmp_path):
    """Two archives that hold the same files in another order give the same rows."""
    paths = sorted((path for path in SAMPLE.rglob("*") if path.is_file()), reverse=backwards)
    with tarfile.open(tmp_path / "bundle.tar.gz", "w:gz") as archive:
        for path in paths:
            archive.add(path, str(path.relative_to(SAMPLE)))
    found = gathered(tmp_path / "bundle.tar.gz", workers=2)
    assert (found.rows, found.members) == (alone.rows, alone.members)


@pytest.mark.parametrize("limits", [Limits(), Limits(max_member=3000), Limits(max_document=500)])
def test_every_byte_is_accounted_for(limits):
    """Bytes that were read and bytes that stand in Problems are what was delivered."""
    found = gathered(SAMPLE, limits=limits)
    read = sum(fact["read"] for fact in found.facts)
    assert read + sum(problem.bytes_unread or 0 for problem in found.problems) == found.delivered
    assert found.delivered == sum(path.stat().st_size for path in SAMPLE.rglob("*") if path.is_file())


def test_a_run_that_takes_too_long_ends_with_what_there_is(poisoned, monkeypatch):
    """A worker that hangs on a member is ended; the others are read, and the member is a Problem."""
    monkeypatch.setattr("analyzer.reader._Work.patience", lambda _work, _number: 0.5)
    site = Path(os.environ["PYTHONPATH"].split(":")[0]) / "sitecustomize.py"
    site.write_text(
        POISON.replace("os._exit(139)", "import time, signal; signal.pthread_sigmask(0, {14}); time.sleep(60)")
    )
    found = gathered(poisoned, workers=1, limits=Limits(file_timeout=1))
    assert found.members == ["a.txt", "z.txt"]
    assert [(p.path, p.reason, p.option) for p in found.problems] == [("poison.txt", "TIMEOUT", "--file-timeout")]


def test_what_was_found_until_time_ran_out_is_kept(poisoned):
    """A parser that takes too long is stopped inside its member; rows of the parsers before it stay."""
    site = Path(os.environ["PYTHONPATH"].split(":")[0]) / "sitecustomize.py"
    site.write_text(POISON.replace("os._exit(139)", "import time; time.sleep(60)"))
    found = gathered(poisoned, limits=Limits(file_timeout=1))
    assert found.members == ["a.txt", "poison.txt", "z.txt"]
    assert [(p.path, p.reason) for p in found.problems] == [("poison.txt", "TIMEOUT")]


def test_reading_that_is_stopped_gives_what_there_is(poisoned):
    """After the first Ctrl-C the rest of the bundle is named as not read."""
    reader = Reader([poisoned], Limits())
    reader.stop()
    found = reader.read(())
    reader.close()
    assert found.interrupted
    assert {p.reason for p in found.problems} == {"INTERRUPTED"}
    assert len(found.members) + len(found.problems) == 3


def test_two_paths_of_one_name_stay_apart(tmp_path):
    """The second one is numbered."""
    for name in ("one", "two"):
        (tmp_path / name / "node").mkdir(parents=True)
        (tmp_path / name / "node" / "dmesg.txt").write_text(DMESG)
    assert gathered(tmp_path / "one" / "node", tmp_path / "two" / "node").members == [
        "node#2/dmesg.txt",
        "node/dmesg.txt",
    ]
