"""YAML and JSON made to exhaust a parser: the parent survives all of them, and tells what it lost."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from analyzer.bundle.limits import Limits
from analyzer.reader import Reader
from tests.hostile.command import CODES, MOST_BYTES, MOST_SECONDS, Run, run
from tests.hostile.documents import Document, documents

DOCUMENTS = tuple(documents())
SOUND = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: sound\n  namespace: default\n"
# How many uploads of a few documents each the long run makes; and what is too long for the short one:
# sizes and numbers that cost seconds for each of the many readers of a text.
_UPLOADS = 25
_LONG = (
    "documents-1m",
    "documents-objects",
    "items-many",
    "scalar-",
    "comment",
    "values-many",
    "items-same",
    "tag-directives",
    "items-unended",
)


def test_there_are_enough():
    """The plan of abuse asks for sixty."""
    assert len({document.file for document in DOCUMENTS}) == len(DOCUMENTS) >= 60


def test_the_reader_survives_all_at_once(tmp_path: Path):
    """In one upload: each is a member or a Problem, and the sound object between them is read."""
    quick = [document for document in DOCUMENTS if not document.file.startswith(_LONG)]
    for number, document in enumerate(quick):
        (tmp_path / f"{number:03}-{document.file}").write_bytes(document.data())
    (tmp_path / "sound.yaml").write_text(SOUND, encoding="utf-8")
    reader = Reader([tmp_path], Limits(file_timeout=10, timeout=120))
    try:
        read = reader.read(())
    finally:
        reader.close()
    accounted = {*read.members, *(problem.path for problem in read.problems)}
    assert [path.name for path in tmp_path.iterdir() if path.name not in accounted] == []
    assert "sound.yaml" in read.members
    lost = {p.path for p in read.problems if p.reason in ("PARSER_CRASH", "TIMEOUT")}
    assert lost == set()


@pytest.fixture(scope="module")
def long_runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Run]:
    """What the command says to uploads of a few of them each, two at a time."""
    folder = tmp_path_factory.mktemp("long")

    def few(number: int) -> dict[str, Run]:
        group, place = DOCUMENTS[number::_UPLOADS], folder / str(number)
        (place / "cwd" / "up").mkdir(parents=True)
        for document in group:
            (place / "cwd" / "up" / document.file).write_bytes(document.data())
        (place / "cwd" / "up" / "sound.yaml").write_text(SOUND, encoding="utf-8")
        ran = run(place, "analyze", "up", "--format", "json")
        return {document.file: ran for document in group}

    with ThreadPoolExecutor(2) as pool:
        return {file: ran for found in pool.map(few, range(_UPLOADS)) for file, ran in found.items()}


@pytest.mark.long
@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.file)
def test_the_command_survives_each(document: Document, long_runs: dict[str, Run]):
    """A code that is documented, a whole report with it and its sound neighbour, in time and memory."""
    ran = long_runs[document.file]
    assert ran.code in CODES, ran.stderr[-2000:]
    assert b"Traceback" not in ran.stderr
    assert ran.left == ()
    assert ran.seconds <= MOST_SECONDS
    assert ran.bytes <= MOST_BYTES
    report = json.loads(ran.stdout)
    accounted = {row["path"] for row in (*report["inventory"], *report["problems"])}
    assert {document.file, "sound.yaml"} <= accounted
