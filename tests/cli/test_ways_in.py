"""The ways in which a bundle comes, and the account of it that goes out."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "sample_bundles" / "cgroup-oom-container" / "bundle"
ENVIRONMENT = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "SOURCE_DATE_EPOCH": "1700000000"}


def run(folder: Path, *args: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """The command line as a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "analyzer.cli.main", *args],
        cwd=folder, env=ENVIRONMENT, capture_output=True, input=stdin, timeout=120, check=False,
    )  # fmt: skip
    assert b"Traceback" not in done.stdout + done.stderr
    return done


def archive(folder: Path, mode: str) -> Path:
    """The sample as a tar archive."""
    path = folder / f"sample.tar.{mode}"
    with tarfile.open(path, f"w:{mode}") as tar:
        tar.add(SAMPLE, "bundle")
    return path


def verdict(report: bytes) -> str:
    """The first sentence of a JSON report."""
    sentence: str = json.loads(report)["verdict"]["sentence"]
    return sentence


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the sample's folder says."""
    return verdict(run(tmp_path_factory.mktemp("x"), "analyze", str(SAMPLE), "--format", "json").stdout)


@pytest.mark.parametrize("mode", ["gz", "xz", "bz2"])
def test_an_archive_says_what_its_folder_says(mode, tmp_path, expected):
    """The verdict does not depend on how the bundle was packed."""
    path = archive(tmp_path, mode)
    assert verdict(run(tmp_path, "analyze", str(path), "--format", "json").stdout) == expected


def test_standard_input_is_read_like_a_file(tmp_path, expected):
    """`-` takes an archive from a pipe; it is called stdin, and may stand beside other paths."""
    data = archive(tmp_path, "gz").read_bytes()
    done = run(tmp_path, "analyze", "-", "--format", "json", stdin=data)
    assert (done.returncode, verdict(done.stdout)) == (0, expected)
    assert json.loads(done.stdout)["bundle"]["name"] == "stdin"
    (tmp_path / "uptime.txt").write_text(" 10:00:00 up 3 days,  1:02,  1 user,  load average: 0.1, 0.2, 0.3\n")
    done = run(tmp_path, "analyze", "-", "uptime.txt", "--format", "json", stdin=data)
    assert verdict(done.stdout) == expected
    assert {row["path"].split("/")[0] for row in json.loads(done.stdout)["inventory"]} == {"stdin", "uptime.txt"}


def test_pasted_text_can_be_piped(tmp_path):
    """One kernel line on standard input is a bundle."""
    line = b"[ 8812.104422] Out of memory: Killed process 4321 (java) total-vm:1kB, anon-rss:1kB, file-rss:0kB, shmem-rss:0kB\n"
    done = run(tmp_path, "tables", "-", "--table", "oom_kills", "--format", "json", stdin=line)
    assert json.loads(done.stdout)[0]["victim_pid"] == 4321


def test_what_comes_through_a_pipe_has_a_limit(tmp_path):
    """More than --max-input is refused as a whole, with the option that changes it."""
    done = run(tmp_path, "analyze", "-", "--max-input", "1K", stdin=b"x" * 5000)
    assert done.returncode == 5
    assert b"--max-input" in done.stderr


def test_lines_that_no_parser_understood_go_to_a_file(tmp_path):
    """Each stands behind its number and below its member, without secrets and without what a terminal would obey."""
    (tmp_path / "bundle").mkdir()
    (tmp_path / "bundle" / "notes.txt").write_text("NAME READY\n\x1b[31mword of nobody\npassword=hunter2-hunter2\n")
    done = run(tmp_path, "analyze", "bundle", "--format", "json", "--unparsed", "left.txt")
    text = (tmp_path / "left.txt").read_text()
    assert "== notes.txt: " in text
    assert "word of nobody" in text
    assert "hunter2" not in text
    assert "\x1b" not in text
    assert json.loads(done.stdout)["bundle"]["lines_unparsed"] == text.count("\n") - 1
    assert run(tmp_path, "analyze", "bundle", "--format", "json", "--unparsed", "left.txt").returncode == 2


def test_the_report_accounts_for_every_byte(tmp_path):
    """What was read and what stands in problems is what the bundle holds."""
    bundle = tmp_path / "bundle"
    bundle.mkdir()
    (bundle / "dmesg").write_bytes(next(SAMPLE.rglob("dmesg*")).read_bytes())
    (bundle / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)
    (bundle / "empty").write_bytes(b"")
    (bundle / "stray.txt").write_text("a line that means nothing\n")
    done = run(tmp_path, "analyze", "bundle", "--format", "json")
    facts = json.loads(done.stdout)["bundle"]
    assert facts["bytes"] == sum(path.stat().st_size for path in bundle.iterdir())
    assert facts["bytes_read"] + facts["bytes_unread"] == facts["bytes"]
    assert done.returncode == 3  # the picture holds more than 1 % of the bytes


def test_a_second_run_and_any_number_of_workers_give_the_same_bytes(tmp_path):
    """The report is a function of the bundle."""
    runs = [
        run(tmp_path, "analyze", str(SAMPLE), "--format", "json", *more).stdout for more in ((), (), ("--workers", "3"))
    ]
    assert runs[0] == runs[1] == runs[2]


def test_the_first_interrupt_reports_what_was_read(tmp_path):
    """Ctrl-C while logs are read: the report is written, says what is missing, and the code is 130."""
    (tmp_path / "bundle").mkdir()
    line = b"2026-05-19T20:21:00.000000Z a line of an application that says nothing at all, number %d\n"
    text = b"".join(line % number for number in range(60_000))
    for name in range(40):
        (tmp_path / "bundle" / f"{name:02}.log").write_bytes(text)
    reader, writer = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "analyzer.cli.main", "analyze", "bundle", "--format", "json", "--workers", "1"],
        cwd=tmp_path, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=writer,
    )  # fmt: skip
    os.close(writer)
    drawn = b""
    while b"reading" not in drawn:  # the progress tells that it is in the middle of them
        drawn += os.read(reader, 4096)
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=60)
    os.close(reader)
    assert process.returncode == 130
    report = json.loads(out)
    assert {problem["reason"] for problem in report["problems"]} == {"INTERRUPTED"}
    assert 0 < len(report["problems"]) < 40
    assert len(report["problems"]) + len(report["inventory"]) == 40


def test_long_reading_shows_how_far_it_came_on_a_terminal_only(tmp_path):
    """Progress goes to standard error where that is a terminal, and nothing of it to standard output."""
    (tmp_path / "bundle").mkdir()
    line = b"2026-05-19T20:21:00.000000Z a line of an application that says nothing at all, number %d\n"
    for name in range(4):
        (tmp_path / "bundle" / f"{name}.log").write_bytes(b"".join(line % number for number in range(150_000)))
    reader, writer = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "analyzer.cli.main", "analyze", "bundle", "--format", "json", "--workers", "1"],
        cwd=tmp_path, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=writer,
    )  # fmt: skip
    os.close(writer)
    out, _ = process.communicate(timeout=120)
    drawn = b""
    try:
        while part := os.read(reader, 4096):
            drawn += part
    except OSError:  # the other end of a terminal is gone
        pass
    assert b"reading" in drawn
    assert b"4 members" in drawn
    assert json.loads(out)
