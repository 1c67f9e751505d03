"""A whole run over small bundles: what comes out stands where it says, is the same each time, and holds no secret."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import jsonschema
import pytest

from analyzer.bundle.limits import Limits
from analyzer.options import Options
from analyzer.pipeline import analyze
from analyzer.render.json import render
from analyzer.render.schema import report_schema
from analyzer.shipped import templates_dir

ROOT = Path(__file__).parent.parent
UID = "0a81a6d8-7a5c-4a4e-9f5e-d0b0f1d3c3c1"
CID = "4f0a0c1d7f5b0e4d2a3c6b7e8f901a2b3c4d5e6f708192a3b4c5d6e7f8091a2b"
SCOPE = f"kubepods-burstable-pod{UID.replace('-', '_')}.slice/cri-containerd-{CID}.scope"
POD = f"""\
apiVersion: v1
items:
- apiVersion: v1
  kind: Pod
  metadata:
    name: cart-0
    namespace: shop
    uid: {UID}
  spec:
    nodeName: worker-1
    containers:
    - name: app
      image: cart:1
      env:
      - name: DB_PASSWORD
        value: hunter2-do-not-print
      resources:
        limits:
          memory: 512Mi
  status:
    phase: Running
    containerStatuses:
    - name: app
      ready: false
      restartCount: 3
      state:
        waiting:
          reason: CrashLoopBackOff
      lastState:
        terminated:
          containerID: containerd://{CID}
          exitCode: 137
          finishedAt: "2026-05-19T20:20:09Z"
          reason: OOMKilled
          startedAt: "2026-05-19T20:00:00Z"
kind: List
"""
DMESG = f"""\
[ 8812.104375] java invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=900
[ 8812.104380] memory: usage 524288kB, limit 524288kB, failcnt 1402
[ 8812.104391] oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0,oom_memcg=/kubepods.slice/kubepods-burstable.slice/{SCOPE},task_memcg=/kubepods.slice/kubepods-burstable.slice/{SCOPE},task=java,pid=4321,uid=0
[ 8812.104422] Memory cgroup out of memory: Killed process 4321 (java) total-vm:9123456kB, anon-rss:512345kB, file-rss:0kB, shmem-rss:0kB, UID:0 pgtables:10400kB oom_score_adj:900
"""
LOG = "2026-05-19T20:20:01Z starting\n2026-05-19T20:20:05Z connecting to postgres://cart:s3cr3t-in-url@db:5432/cart\n"


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A crash-looping pod with its kernel log, its previous log and secrets in all of them."""
    folder = tmp_path / "bundle"
    for name, text in {
        "pods.yaml": POD, "worker-1/dmesg.txt": DMESG, "logs/shop/cart-0/app-previous.log": LOG, "empty.log": "",
    }.items():  # fmt: skip
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def report_of(path: Path) -> dict:
    """The JSON report of a bundle."""
    report: dict = json.loads(render(analyze(Options((path,))), templates_dir()))
    return report


def as_tar(folder: Path) -> Path:
    """The folder as a tar.gz with its members in another order."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as tar:
        for path in sorted(folder.rglob("*"), reverse=True):
            if path.is_file():
                tar.add(path, arcname=str(path.relative_to(folder)))
    target = folder.with_suffix(".tar.gz")
    target.write_bytes(out.getvalue())
    return target


def test_the_cause_is_found_and_proven(bundle):
    """Kernel log and status of one run agree: one confirmed root cause that explains the crash loop."""
    report = report_of(bundle)
    by_id = {finding["id"]: finding for finding in report["findings"]}
    (root,) = report["diagnosis"]["root_causes"]
    cause = by_id[root["finding"]]
    assert (cause["rule"], cause["confidence"]) == ("memory.oom-container-limit", "confirmed")
    assert cause["subject"] == {
        "kind": "Pod",
        "namespace": "shop",
        "name": "cart-0",
        "container": "app",
        "node": "worker-1",
    }
    assert "container.crashloop-backoff" in {by_id[effect]["rule"] for effect in root["effects"]}
    assert root["state"] == "failing"
    assert "512 MiB" in report["verdict"]["sentence"]


def test_every_evidence_line_stands_where_it_says(bundle):
    """Path and line of each piece of evidence lead to just that text."""
    for finding in report_of(bundle)["findings"]:
        for piece in finding["evidence"]:
            lines = (bundle / piece["path"]).read_text().split("\n")
            assert piece["text"].strip("…") in lines[piece["line"] - 1]
            assert len(piece["before"]) == min(3, piece["line"] - 1)


def test_the_report_fits_its_schema(bundle):
    """The published contract holds for a real report."""
    jsonschema.Draft202012Validator(report_schema()).validate(report_of(bundle))


def test_a_tar_says_the_same_as_the_folder(bundle):
    """The order and the form in which members come change nothing but the bundle's name."""
    folder, archive = report_of(bundle), report_of(as_tar(bundle))
    for report in (folder, archive):
        report["bundle"]["name"] = report["generated_at"] = ""
    assert folder == archive


def test_a_second_run_gives_the_same_bytes(bundle):
    """Neither the hash seed nor the clock is in the report."""
    command = [sys.executable, "-m", "analyzer.cli.main", "analyze", str(bundle), "--format", "json"]
    runs = []
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "SOURCE_DATE_EPOCH": "1779220000", "PYTHONPATH": str(ROOT)}
        runs.append(subprocess.run(command, env=environment, capture_output=True, check=False).stdout)
    assert runs[0] == runs[1]
    assert runs[0].startswith(b"{")


@pytest.mark.parametrize("form", ["json", "html", "md", "table"])
def test_no_secret_reaches_an_output(bundle, form, tmp_path):
    """Values of secrets are gone from every rendering, context lines included."""
    command = [sys.executable, "-m", "analyzer.cli.main", "analyze", str(bundle), "--format", form]
    done = subprocess.run(
        command, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=False
    )
    written = done.stdout + done.stderr + b"".join(p.read_bytes() for p in tmp_path.glob("*.html"))
    assert b"hunter2" not in written
    assert b"s3cr3t-in-url" not in written
    assert b"cart-0" in written


def test_no_secret_reaches_a_table(bundle):
    """The tables that a user can print hold none either."""
    command = [sys.executable, "-m", "analyzer.cli.main", "tables", str(bundle), "--format", "json", "--table"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for table in ("log_hits", "containers", "objects"):
        done = subprocess.run([*command, table], env=environment, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
        assert b"hunter2" not in done.stdout
        assert b"s3cr3t-in-url" not in done.stdout


def test_a_format_can_be_asked_for_twice(bundle, tmp_path):
    """The PDF on standard output and in a file are one rendering."""
    command = [
        sys.executable,
        "-m",
        "analyzer.cli.main",
        "analyze",
        str(bundle),
        "--format",
        "pdf",
        "--write",
        "pdf=case.pdf",
    ]
    done = subprocess.run(
        command, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=False
    )
    assert done.stdout == (tmp_path / "case.pdf").read_bytes(), done.stderr
    assert done.stdout.startswith(b"%PDF")


def test_a_limit_cuts_a_member_and_says_so(bundle):
    """What lies beyond a limit is a Problem with the option that changes it; the rest is read."""
    report = analyze(Options((bundle,), limits=Limits(max_member=200)))
    cut = {problem["path"]: problem for problem in report.problems if problem["reason"] == "LIMIT_MEMBER"}
    assert cut["worker-1/dmesg.txt"]["option"] == "--max-member"
    assert report.bundle.bytes_read < report.bundle.bytes


def test_the_collection_time_can_be_stated(bundle):
    """The user's word about the clock wins over what the bundle suggests."""
    command = [
        sys.executable,
        "-m",
        "analyzer.cli.main",
        "analyze",
        str(bundle),
        "--format",
        "json",
        "--collected-at",
        "2026-05-20T00:00:00Z",
    ]
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=False)
    assert json.loads(done.stdout)["bundle"]["collected_at"] == "2026-05-20T00:00:00Z"
