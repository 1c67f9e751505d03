"""Whichever collector arranged the files of an incident, the verdict is the same."""

from __future__ import annotations

import tarfile
import zipfile
from pathlib import Path

import pytest

from analyzer.options import Options
from analyzer.pipeline import analyze
from tests.samples.arrangements import ARRANGEMENTS, Files, Sample

SAMPLES = Path(__file__).parents[2] / "sample_bundles"
NAMES = ("cgroup-oom-container", "liveness-http", "system-oom-reservations")


def packed(files: Files, folder: Path, *, as_zip: bool) -> Path:
    """The files in an archive, as they come with a ticket."""
    if as_zip:
        with zipfile.ZipFile(folder / "ticket.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in files.items():
                archive.writestr(name, data)
        return folder / "ticket.zip"
    for name, data in files.items():
        path = folder / "tree" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    with tarfile.open(folder / "ticket.tar.xz", "w:xz") as archive:
        for path in sorted((folder / "tree").iterdir()):
            archive.add(path, path.name)
    return folder / "ticket.tar.xz"


def first_cause(report):
    """Rule, pod and container of the first root cause."""
    found = {finding.id: finding for finding in report.findings}[report.diagnosis.root_causes[0].finding]
    return found.rule, found.subject.namespace, found.subject.name, found.subject.container, found.confidence


@pytest.fixture(scope="module", params=NAMES)
def sample(request):
    """A sample, and what its own arrangement says."""
    folder = SAMPLES / request.param / "bundle"
    return Sample(folder), first_cause(analyze(Options((folder,))))


@pytest.mark.parametrize("layout", ARRANGEMENTS)
def test_the_verdict_does_not_depend_on_the_collector(layout, sample, tmp_path):
    """The layout is recognised, and the first root cause is that of the loose files."""
    made, expected = sample
    files = ARRANGEMENTS[layout](made)
    if made.date:
        files["date.txt"] = made.date
    report = analyze(Options((packed(files, tmp_path, as_zip=layout in ("sonobuoy", "troubleshoot")),)))
    assert layout in report.bundle.layouts
    assert first_cause(report) == expected
    assert report.bundle.bytes_read + report.bundle.bytes_unread == report.bundle.bytes
    unread = {p["path"] for p in report.problems if p["reason"] not in ("EMPTY", "ERROR_TEXT")}
    assert unread <= {"meta/config.json", "servergroups.json"}  # what the collector says of itself


def test_a_nodes_own_report_is_joined_with_the_clusters(sample, tmp_path):
    """The objects come in a must-gather, the kernel log in the node's sos report: two uploads, one case, one verdict."""
    made, expected = sample
    files = {
        name: data
        for name, data in ARRANGEMENTS["must-gather"](made).items()
        if "/nodes/" not in name or name.endswith(".yaml")
    }
    for path, data in made.nodes.items():
        node = path.parts[0]
        root = f"sosreport-{node}-2026-05-19-abcdefg"
        below = {
            "dmesg.txt": "sos_commands/kernel/dmesg",
            "kubelet.log": "sos_commands/kubernetes/journalctl_--no-pager_--unit_kubelet",
        }
        files[f"sos/{root}/{below.get(path.name, path.relative_to(node))}"] = data
        files[f"sos/{root}/etc/hostname"] = f"{node}\n".encode()
        files[f"sos/{root}/version.txt"] = b"sos report version: 4.5\n"
        files[f"sos/{root}/sos_commands/date/date"] = made.date
    packed(files, tmp_path, as_zip=False)
    report = analyze(Options(tuple(sorted((tmp_path / "tree").iterdir()))))
    assert set(report.bundle.layouts) == {"must-gather", "sosreport"}
    assert first_cause(report) == expected
