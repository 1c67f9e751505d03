"""The parent's side of reading: a worker that dies costs one member."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analyzer.bundle.limits import Limits
from analyzer.model.source import Cite
from analyzer.reader import Reader

# Loaded by the worker's interpreter at start: one parser dies on one member, as a C library might.
POISON = """\
import os
from analyzer.parsers.kernel import oom
real = oom.parse
def parse(piece):
    if "poison" in piece.path:
        os._exit(139)
    return real(piece)
oom.parse = parse
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
