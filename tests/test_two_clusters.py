"""Two clusters of the same names in one upload: two answers, and nothing of one in the other."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from analyzer.options import Options
from analyzer.pipeline import analyze

SAMPLE = Path(__file__).parent.parent / "sample_bundles" / "cgroup-oom-container" / "bundle"
MACHINES = re.compile(r"((?:systemUUID|System UUID|machineID|Machine ID): +)[0-9a-f]{4}")


@pytest.fixture
def upload(tmp_path: Path) -> Path:
    """A bundle beside a copy of itself whose nodes are other machines."""
    for name in ("east", "west"):
        shutil.copytree(SAMPLE, tmp_path / "upload" / name)
    for path in (tmp_path / "upload" / "west" / "kubectl").iterdir():
        path.write_text(MACHINES.sub(r"\g<1>ffff", path.read_text()))
    return tmp_path / "upload"


def test_each_cluster_has_its_own_findings(upload):
    """The same fault twice, each with evidence of its own folder and with effects of its own cluster."""
    report = analyze(Options((upload,)))
    by_id = {finding.id: finding for finding in report.findings}
    assert len(report.diagnosis.root_causes) == 2
    for root in report.diagnosis.root_causes:
        cluster = by_id[root.finding].facts["cluster"]
        chain = [by_id[name] for name in (root.finding, *root.effects)]
        assert {finding.facts["cluster"] for finding in chain} == {cluster}
        assert {piece.path.split("/")[0] for finding in chain for piece in finding.evidence} == {cluster}


def test_the_report_says_what_is_of_which_cluster(upload):
    """Inventory and coverage name it."""
    report = analyze(Options((upload,)))
    assert {(row["path"].split("/")[0], row["cluster"]) for row in report.inventory} == {
        ("east", "east"),
        ("west", "west"),
    }
    assert {row.cluster for row in report.coverage} == {"east", "west"}


def test_the_same_bundle_twice_is_one_cluster(upload):
    """Copies with the same machines contradict each other in nothing."""
    shutil.rmtree(upload / "west")
    shutil.copytree(upload / "east", upload / "again")
    assert len(analyze(Options((upload,))).diagnosis.root_causes) == 1
