"""Secrets planted in a sample never reach an output, whichever form they are in."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
SAMPLE = ROOT / "sample_bundles" / "cgroup-oom-container" / "bundle"
JWT = "eyJhbGciOiJSUzI1NiIsImtpZCI6IngifQ.eyJpc3MiOiJrdWJlcm5ldGVzIiwic3ViIjoicGxhbnRlZCJ9.c2lnbmF0dXJlLXBsYW50ZWQ"
PEM = "-----BEGIN RSA PRIVATE KEY-----\nMIIEplantedPEMplantedPEMplanted0123\nabcdefplantedPEM==\n-----END RSA PRIVATE KEY-----"
SECRET = base64.b64encode(b"planted-secret-data").decode()
PLANTED = (
    "planted-secret-data",
    SECRET,
    "planted-env-value",
    "planted-url-pass",
    "plantedPEM",
    JWT,
    "planted-bearer",
    "planted-in-describe",
)
OBJECTS = f"""\
apiVersion: v1
kind: List
items:
- apiVersion: v1
  data:
    password: {SECRET}
  kind: Secret
  metadata:
    name: db
    namespace: shop
- apiVersion: v1
  kind: Pod
  metadata:
    name: planted-0
    namespace: shop
  spec:
    containers:
    - name: app
      image: app:1
      env:
      - name: DB_PASSWORD
        value: planted-env-value
  status:
    containerStatuses:
    - name: app
      restartCount: 4
      ready: false
      state:
        waiting:
          reason: CrashLoopBackOff
      lastState:
        terminated:
          exitCode: 1
          reason: Error
          startedAt: "2026-05-19T20:20:00Z"
          finishedAt: "2026-05-19T20:20:09Z"
          message: "cannot connect to postgres://app:planted-url-pass@db:5432/app"
"""
LOG = f"""\
2026-05-19T20:20:05Z using token {JWT}
2026-05-19T20:20:06Z Authorization: Bearer planted-bearer
{PEM}
2026-05-19T20:20:08Z ERROR could not connect to postgres://app:planted-url-pass@db:5432/app: connection refused
"""
DESCRIBE = """\
Name:         planted-1
Namespace:    shop
Containers:
  app:
    Image:  app:1
    State:          Waiting
      Reason:       CrashLoopBackOff
    Last State:     Terminated
      Reason:       Error
      Exit Code:    2
    Ready:          False
    Restart Count:  4
    Environment:
      API_TOKEN:  planted-in-describe
"""


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with secrets in objects, describe text and a log, beside what the findings quote."""
    folder = tmp_path_factory.mktemp("planted") / "bundle"
    shutil.copytree(SAMPLE, folder)
    (folder / "planted.yaml").write_text(OBJECTS)
    (folder / "planted-describe.txt").write_text(DESCRIBE)
    (folder / "logs/shop/planted-0").mkdir(parents=True)
    (folder / "logs/shop/planted-0/app-previous.log").write_text(LOG)
    return folder


@pytest.fixture(scope="module")
def outputs(bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Every output of one run by format; of the PDF also its text."""
    folder = tmp_path_factory.mktemp("out")
    formats = ("html", "pdf", "json", "md")
    writes = [word for name in formats for word in ("--write", f"{name}={folder / name}")]
    command = [sys.executable, "-m", "analyzer.cli.main", "analyze", str(bundle), *writes]
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=False)
    assert done.returncode in (0, 3), done.stderr
    text = subprocess.run(["pdftotext", str(folder / "pdf"), "-"], capture_output=True, check=True).stdout
    attached = subprocess.run(["qpdf", "--qdf", str(folder / "pdf"), "-"], capture_output=True, check=False).stdout
    return {name: (folder / name).read_bytes() for name in formats} | {
        "terminal": done.stdout + done.stderr, "pdf text": text, "pdf streams": attached,
    }  # fmt: skip


@pytest.mark.parametrize("planted", PLANTED)
def test_no_output_holds_a_planted_secret(outputs, planted):
    """Neither a quoted line nor its context, a table, an attachment or a message."""
    assert [name for name, content in outputs.items() if planted.encode() in content] == []


def test_the_planted_pods_are_in_the_report(outputs):
    """The secrets are gone, what stood around them is not."""
    assert b"planted-0" in outputs["json"]
    assert b"REDACTED-" in outputs["json"]


@pytest.mark.parametrize("table", ["containers", "container_states", "log_hits", "objects", "events"])
def test_no_table_holds_a_planted_secret(bundle, table):
    """What a user can print of the tables is as clean as the report."""
    command = [sys.executable, "-m", "analyzer.cli.main", "tables", str(bundle), "--table", table, "--format", "json"]
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert [planted for planted in PLANTED if planted.encode() in done.stdout] == []
