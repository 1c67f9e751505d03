"""Archives made to do harm: nothing is written, nothing grows, and every item is accounted for."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from analyzer.bundle.limits import Limits
from analyzer.bundle.open import RawMember, members
from analyzer.model.errors import InputError
from tests.hostile.catalogue import SAMPLES
from tests.hostile.command import CODES, MOST_BYTES, MOST_SECONDS, Run, run
from tests.hostile.sample import Sample

QUICK = [sample for sample in SAMPLES if sample.quick is not None]
# One or two of each family go through the whole program every time; all of them do in the long run.
_TWICE = ("links", "bombs", "header-bombs", "nested")
COMMANDED = [
    sample
    for family in dict.fromkeys(sample.family for sample in QUICK)
    for sample in [sample for sample in QUICK if sample.family == family][1 : 4 if family in _TWICE else 3 : 2]
]


def test_every_family_has_its_samples():
    """As many as the plan of abuse asks for, each with a name of its own."""
    wanted = {
        "traversal": 24, "links": 16, "devices": 6, "bombs": 39, "header-bombs": 12, "sparse": 8, "duplicates": 10,
        "names": 20, "zip-differential": 45, "tar-differential": 25, "encrypted": 6, "nested": 8,
    }  # fmt: skip
    found = Counter(sample.family for sample in SAMPLES)
    assert len({sample.id for sample in SAMPLES}) == len(SAMPLES) >= 220
    assert {family: number for family, number in found.items() if number < wanted[family]} == {}


@pytest.mark.parametrize("sample", QUICK, ids=lambda sample: sample.id)
def test_every_item_is_a_member_or_a_problem(sample: Sample, tmp_path: Path):
    """Nothing is raised but a refusal, no more is delivered than allowed, and nothing disappears."""
    upload = tmp_path / sample.file
    upload.write_bytes(sample.data())
    limits = Limits(**(sample.quick or {}))
    labels, reasons, delivered = [], set(), 0
    try:
        for item in members(upload, limits):
            labels.append(item.path)
            if not isinstance(item, RawMember):
                reasons.add(item.reason)
                continue
            while data := item.stream.read(2**18):
                delivered += len(data)
    except InputError:
        assert reasons, "an upload is refused for a reason that is told"
    assert delivered <= limits.max_total
    _accounted(sample, labels, reasons)
    assert [path.name for path in tmp_path.iterdir()] == [sample.file]


@dataclass(frozen=True)
class Told:
    """What a run said of one sample."""

    run: Run
    labels: tuple[str, ...] = ()
    reasons: frozenset[str] = frozenset()
    unaccounted: int = 0  # bytes that were delivered, not read, and stand in no problem


@pytest.fixture(scope="module")
def quick_runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Told]:
    """What came of a few samples, each an upload of its own, two at a time."""
    return _runs([(sample,) for sample in COMMANDED], tmp_path_factory.mktemp("quick"), with_limits=True)


@pytest.fixture(scope="module")
def long_runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Told]:
    """What came of all samples under the default limits: what is large alone, the rest of a family in one folder."""
    groups: dict[str, tuple[Sample, ...]] = {}
    for sample in SAMPLES:
        key = sample.id if sample.family in _ALONE else sample.family
        groups[key] = (*groups.get(key, ()), sample)
    return _runs(list(groups.values()), tmp_path_factory.mktemp("long"), with_limits=False)


@pytest.mark.parametrize("sample", COMMANDED, ids=lambda sample: sample.id)
def test_the_command_survives(sample: Sample, quick_runs: dict[str, Told]):
    """A code that is documented, a whole report, no traceback, nothing left behind."""
    _survived(sample, quick_runs[sample.id])


@pytest.mark.long
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.id)
def test_the_command_survives_everything(sample: Sample, long_runs: dict[str, Told]):
    """The same for every sample, with the limits that a user has."""
    _survived(sample, long_runs[sample.id])


_ALONE = ("bombs", "header-bombs", "nested")


def _runs(groups: list[tuple[Sample, ...]], folder: Path, *, with_limits: bool) -> dict[str, Told]:
    def one(group: tuple[Sample, ...]) -> dict[str, Told]:
        place = folder / group[0].id
        uploads = {sample.id: sample.file if len(group) == 1 else f"{sample.id}-{sample.file}" for sample in group}
        inside = place / "cwd" / ("" if len(group) == 1 else "up")
        inside.mkdir(parents=True)
        for sample in group:
            (inside / uploads[sample.id]).write_bytes(sample.data())
        limits = (group[0].quick or {}) if with_limits else {}
        options = [text for name, value in limits.items() for text in (f"--{name.replace('_', '-')}", str(value))]
        ran = run(place, "analyze", group[0].file if len(group) == 1 else "up", "--format", "json", *options)
        shutil.rmtree(inside)
        return {sample.id: _told(ran, "" if len(group) == 1 else uploads[sample.id]) for sample in group}

    with ThreadPoolExecutor(2) as pool:
        return {name: told for found in pool.map(one, groups) for name, told in found.items()}


def _told(ran: Run, upload: str) -> Told:
    """What the report says of what is in one upload."""
    if ran.code == 5 or not ran.stdout:
        return Told(ran)
    report = json.loads(ran.stdout)
    rows = [row for row in (*report["inventory"], *report["problems"]) if row["path"].startswith(upload)]
    reasons = frozenset(row["reason"] for row in rows if "reason" in row)
    bundle = report["bundle"]
    lost = bundle["bytes"] - bundle["bytes_read"] - bundle["bytes_unread"]
    return Told(ran, tuple(row["path"] for row in rows), reasons, lost)


def _survived(sample: Sample, told: Told) -> None:
    ran = told.run
    assert ran.code in CODES, ran.stderr[-2000:]
    assert b"Traceback" not in ran.stderr
    assert ran.left == ()
    assert told.unaccounted == 0
    assert ran.seconds <= MOST_SECONDS
    assert ran.bytes <= MOST_BYTES
    if ran.code == 5:
        assert ran.stderr.startswith(b"error: ")
    else:
        _accounted(sample, told.labels, told.reasons)


def _accounted(sample: Sample, labels: Collection[str], reasons: Collection[str]) -> None:
    missing = [item for item in sample.items if not any(item in label for label in labels)]
    # At a limit of the whole run the rest of an archive is told as one.
    whole = {"LIMIT_TOTAL", "LIMIT_MEMBERS", "LIMIT_INPUT", "LIMIT_RATIO"} & set(reasons)
    assert not missing or whole, (missing, labels, reasons)
    assert not sample.told or set(reasons) & set(sample.told), (reasons, sample.told)
