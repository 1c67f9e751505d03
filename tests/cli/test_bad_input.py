"""What cannot be read ends with a line that says what, where and what to do, and with the documented exit code."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
POD = """\
apiVersion: v1
kind: Pod
metadata:
  name: web-0
  namespace: shop
spec:
  nodeName: worker-1
  containers:
  - name: app
    image: "web:1"
"""


def _run(folder: Path, *args: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    done = subprocess.run(
        [sys.executable, "-m", "analyzer.cli.main", *args],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        input=stdin,
        timeout=60,
        check=False,
    )
    assert b"Traceback" not in done.stdout + done.stderr
    return done


def _only_line(done: subprocess.CompletedProcess[bytes]) -> str:
    lines = done.stderr.decode().splitlines()
    assert len(lines) == 1, lines
    return lines[0]


def _bundle(folder: Path) -> Path:
    bundle = folder / "bundle"
    bundle.mkdir()
    (bundle / "pod.yaml").write_text(POD, encoding="utf-8")
    return bundle


def _missing(folder: Path) -> None:
    """Nothing is there."""


def _empty(folder: Path) -> None:
    (folder / "input").mkdir()


def _binary(folder: Path) -> None:
    (folder / "input").write_bytes(b"\x7fELF\x02\x01\x01\0\0\0\0\0" + bytes(range(256)))


def _gzip_of_nothing_known(folder: Path) -> None:
    (folder / "input").write_bytes(gzip.compress(b"a line of no log\n" * 200))


def _gzip_that_is_damaged(folder: Path) -> None:
    (folder / "input").write_bytes(gzip.compress(b"x")[:10] + b"\xff" * 40)


def _only_links(folder: Path) -> None:
    (folder / "input").mkdir()
    (folder / "input" / "pod.yaml").symlink_to("nowhere")
    (folder / "input" / "round.yaml").symlink_to("round.yaml")


def _link_in_a_circle(folder: Path) -> None:
    (folder / "input").symlink_to("input")


def _cut_yaml(folder: Path) -> None:
    (folder / "input").mkdir()
    (folder / "input" / "pod.yaml").write_text(POD.removesuffix(':1"\n'), encoding="utf-8")


def _cut_json(folder: Path) -> None:
    (folder / "input").mkdir()
    (folder / "input" / "pods.json").write_text(
        '{"apiVersion": "v1", "kind": "PodList", "items": [{"metadata": {"name": "web-0"}, "spec": {', encoding="utf-8"
    )


def _large_member(folder: Path) -> None:
    (folder / "input").mkdir()
    (folder / "input" / "pod.yaml").write_text(POD + "---\n" + POD, encoding="utf-8")


@pytest.mark.parametrize(
    ("make", "options", "code", "line"),
    [
        (_missing, (), 2, "error: input: cannot open the bundle: No such file or directory; check the path (exit 2)"),
        (_link_in_a_circle, (), 2, "error: input: cannot open the bundle: Too many levels of symbolic links; check the path (exit 2)"),
        (_empty, (), 4, "error: nothing recognisable in input; see the report for what was found (exit 4)"),
        (_binary, (), 4, "error: nothing recognisable in input; see the report for what was found (exit 4)"),
        (_only_links, (), 4, "error: nothing recognisable in input; see the report for what was found (exit 4)"),
        (_gzip_of_nothing_known, (), 4, "error: nothing recognisable in input; see the report for what was found (exit 4)"),
        (_gzip_that_is_damaged, (), 5, "error: input: cannot be read: the gzip data is damaged after 0 unpacked bytes: Error -1 Invalid deflate block "
                                        "found; its one checksum stands at the end, so nothing of it is proven; collect or upload it again (exit 5)"),
        (_cut_yaml, (), 3, "warning: pod.yaml:1: the YAML that starts at line 1 does not end; this could change the verdict: collect or "
                           "upload it again, or see what the report did not read (exit 3)"),
        (_cut_json, (), 3, "warning: pods.json:1: the JSON that starts at line 1 does not end; this could change the verdict: collect or "
                           "upload it again, or see what the report did not read (exit 3)"),
        (_large_member, ("--max-member", "200"), 3, "warning: pod.yaml:8: 286 bytes, above the limit of 200: its beginning and its end were read; this could change the verdict: "
                                                    "raise --max-member, or see what the report did not read (exit 3)"),
    ],
)  # fmt: skip
def test_input_that_cannot_be_read(
    make: Callable[[Path], None], options: tuple[str, ...], code: int, line: str, tmp_path: Path
) -> None:
    """Each kind of bad input has its line and its code."""
    make(tmp_path)
    done = _run(tmp_path, "analyze", "input", *options)
    assert _only_line(done) == line
    assert done.returncode == code


def test_a_cut_member_is_a_problem_of_the_report(tmp_path: Path) -> None:
    """The table `problems` says TRUNCATED, and the verdict's page names it."""
    _cut_yaml(tmp_path)
    rows = _run(tmp_path, "tables", "input", "--table", "problems", "--format", "csv").stdout.decode()
    assert "pod.yaml,TRUNCATED," in rows
    assert b"NOT READ  ends in the middle (1)" in _run(tmp_path, "analyze", "input").stdout


def test_a_file_that_cannot_be_opened(tmp_path: Path) -> None:
    """The other members are read; a link is harmless, a file without permission could matter."""
    bundle = _bundle(tmp_path)
    if os.geteuid() == 0:
        (bundle / "dmesg.txt").symlink_to("dmesg.txt")
        done = _run(tmp_path, "analyze", "bundle")
        assert (done.returncode, done.stderr) == (0, b"")
        assert b"NOT READ  a link; links are not followed (1)" in done.stdout
    else:
        (bundle / "dmesg.txt").touch(mode=0)
        done = _run(tmp_path, "analyze", "bundle")
        assert _only_line(done).startswith("warning: dmesg.txt: cannot be opened: Permission denied;")
        assert done.returncode == 3


@pytest.mark.parametrize(
    ("args", "line"),
    [
        (
            ("bundle", "--nope"),
            "No such option '--nope'. (Did you mean one of: '--force', '--unparsed'?); see `bundlescope analyze --help`",
        ),
        (("bundle", "--format", "doc"), "Invalid value for '--format': 'doc' is not one of"),
        (("bundle", "--max-total", "5x"), "'5x' is no size; write 500M or 2G"),
        (("bundle", "--collected-at", "today"), "'today' is no time; write 2026-05-19T20:21:00Z"),
        (("bundle", "--write", "html"), "--write html; write FORMAT=FILE; formats are"),
        (("bundle", "--rules", "nowhere"), "Invalid value for '--rules': Directory 'nowhere' does not exist"),
        (("analyze",), "Missing argument 'PATHS...'; see `bundlescope analyze --help`"),
        (("tables", "bundle", "--table", "nope"), "no table 'nope'; run `bundlescope tables PATH` for their names"),
        (
            ("show", "pod", "shop/nope", "bundle"),
            "no pod shop/nope in this bundle; run `bundlescope tables PATH --table pod_list`",
        ),
        (("rules", "show", "memory.nope"), "no rule 'memory.nope'; run `bundlescope rules list`"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_wrong_usage(args: tuple[str, ...], line: str, tmp_path: Path) -> None:
    """A wrong option, value or name is one line that says where the right ones are, and 2."""
    _bundle(tmp_path)
    done = _run(tmp_path, *args)
    assert _only_line(done).startswith(f"error: {line}")
    assert done.returncode == 2


@pytest.mark.parametrize("folder", ["nowhere", "/proc", "bundle/pod.yaml"])
@pytest.mark.parametrize("option", ["--output-file", "--write"])
def test_output_that_cannot_be_written(option: str, folder: str, tmp_path: Path) -> None:
    """No folder, a folder that takes no files, a file in its place: 74, and nothing is made."""
    _bundle(tmp_path)
    target = f"{folder}/report.json"
    value = target if option == "--output-file" else f"json={target}"
    done = _run(tmp_path, "analyze", "bundle", "--format", "json", option, value)
    line = _only_line(done)
    assert line.startswith(f"error: {target}: cannot be written: ")
    assert line.endswith("; check the folder and its permissions (exit 74)")
    assert done.returncode == 74
    assert [path.name for path in tmp_path.iterdir()] == ["bundle"]


def test_a_file_that_is_no_report_of_this_bundle_stays(tmp_path: Path) -> None:
    """Nothing else is overwritten without --force."""
    _bundle(tmp_path)
    notes = tmp_path / "notes.html"
    notes.write_text("mine", encoding="utf-8")
    done = _run(tmp_path, "analyze", "bundle", "--write", "html=notes.html")
    assert _only_line(done) == (
        "error: notes.html: exists and is not a report of this bundle; give another name or --force (exit 2)"
    )
    assert (done.returncode, notes.read_text(encoding="utf-8")) == (2, "mine")
    assert _run(tmp_path, "analyze", "bundle", "--write", "html=notes.html", "--force").returncode == 0
    assert notes.read_bytes().startswith(b"<!")


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (None, "error: report.json: cannot be read: No such file or directory; check the path (exit 5)"),
        (b"\x7fELF\0", "error: report.json: this is not a report of bundlescope "),
        (b'{"schema_version": "9.0"}', "error: report.json: the report has schema 9.0, this version reads "),
    ],
)
def test_rendering_what_is_no_report(content: bytes | None, line: str, tmp_path: Path) -> None:
    """`report` names the file and says what it wants."""
    if content is not None:
        (tmp_path / "report.json").write_bytes(content)
    done = _run(tmp_path, "report", "report.json")
    assert _only_line(done).startswith(line)
    assert done.returncode == 5


def test_a_broken_rule_is_named_with_its_line(tmp_path: Path) -> None:
    """A misspelt key stops the run with file, line and the nearest key."""
    _bundle(tmp_path)
    (tmp_path / "site" / "app").mkdir(parents=True)
    (tmp_path / "site" / "app" / "bad.yaml").write_text("id: app.bad\ntitel: x\n", encoding="utf-8")
    done = _run(tmp_path, "analyze", "bundle", "--rules", "site")
    assert _only_line(done) == "error: site/app/bad.yaml:2: unknown key 'titel'; did you mean 'title'? (exit 2)"
    assert done.returncode == 2


def test_rendering_again_keeps_to_the_same_manners(tmp_path: Path) -> None:
    """`report -o` writes what it renders, spares what is no report of the bundle, and says where it cannot write."""
    bundle = _bundle(tmp_path)
    assert _run(tmp_path, "analyze", str(bundle), "--format", "json", "-o", "report.json").returncode == 0
    assert _run(tmp_path, "report", "report.json", "--format", "json", "-o", "again.json").returncode == 0
    assert (tmp_path / "again.json").read_bytes() == (tmp_path / "report.json").read_bytes()
    (tmp_path / "notes.md").write_text("mine", encoding="utf-8")
    done = _run(tmp_path, "report", "report.json", "--format", "md", "-o", "notes.md")
    assert (done.returncode, (tmp_path / "notes.md").read_text(encoding="utf-8")) == (2, "mine")
    done = _run(tmp_path, "report", "report.json", "--format", "md", "-o", "nowhere/report.md")
    assert _only_line(done).startswith("error: nowhere/report.md: cannot be written: No such file or directory;")
    assert done.returncode == 74


@pytest.mark.parametrize("debug", ["", "1"])
def test_a_fault_of_the_program_is_a_line_too(debug: str, tmp_path: Path) -> None:
    """What nobody foresaw ends with 70 and one line; with BUNDLESCOPE_DEBUG the traceback is shown."""
    program = "from analyzer.cli import main as m\ndef fail(**_): raise KeyError('x')\nm.cli.main = fail\nm.main()"
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "BUNDLESCOPE_DEBUG": debug},
        capture_output=True,
        text=True,
        check=False,
    )
    if debug:
        assert "Traceback" in done.stderr
    else:
        assert done.stderr.startswith("error: KeyError in <string>:2: 'x'; this is a fault of bundlescope")
        assert (done.stderr.count("\n"), done.returncode) == (1, 70)
