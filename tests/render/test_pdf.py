"""The PDF in its own process: short, archival, tagged, with the JSON inside, and it fetches nothing."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from analyzer.model.report import Report
from analyzer.render import json
from tests.demand import demand

from .conftest import ROOT
from .sample_report import big, hostile, rich


@pytest.fixture(autouse=True)
def _needed() -> None:
    """The library, and the programs that read what it wrote."""
    demand(programs=("pdfinfo", "pdftotext", "pdfdetach", "qpdf"), modules=("weasyprint",))


def test_is_a_sound_short_tagged_document(report: Report, templates: Path, tmp_path: Path) -> None:
    """qpdf finds nothing wrong; eight pages at most for a usual report, twenty for any."""
    path = _written(report, templates, tmp_path)
    assert "No syntax or stream encoding errors" in _run("qpdf", "--check", str(path))
    info = _run("pdfinfo", str(path))
    assert re.search(r"^Tagged: +yes$", info, re.MULTILINE)
    assert re.search(r"^JavaScript: +no$", info, re.MULTILINE)
    assert int(re.search(r"^Pages: +(\d+)$", info, re.MULTILINE)[1]) <= 8
    assert re.search(r"^CreationDate: .*2026", info, re.MULTILINE)


def test_is_pdf_a_with_bookmarks_and_language(templates: Path, tmp_path: Path) -> None:
    """The marks of PDF/A-3a and the document's structure are there."""
    path = _written(rich(), templates, tmp_path)
    raw = _run("qpdf", "--qdf", "--object-streams=disable", str(path), "-", encoding="latin-1")
    for mark in ("/AFRelationship /Data", "/StructTreeRoot", "/Outlines", "/Lang (en)", "/MarkInfo"):
        assert mark in raw
    assert re.search(r'pdfaid:part="3"|<pdfaid:part>3<', raw)
    assert re.search(r'pdfaid:conformance="A"|<pdfaid:conformance>A<', raw)


def test_says_what_matters(templates: Path, tmp_path: Path) -> None:
    """Verdict, chain, findings, time, memory, gaps and what was not read are in the text."""
    text = " ".join(_text(_written(rich(), templates, tmp_path)).split())
    for part in (
        "was killed 7 times for reaching its own memory limit",
        "page 1 / ",
        "What led to what",
        "Timeline, 2026-11-22 (UTC)",
        "498 MiB of 512 MiB (97 %)",
        "oc debug node/worker-1 -- chroot /host dmesg -T",
        "no kernel log of this node",
        "host_service_logs/masters/etcd.log.gz",
        "Redaction is best effort",
    ):
        assert part in text


def test_carries_the_report(report: Report, templates: Path, tmp_path: Path) -> None:
    """The attached JSON is the report that was rendered."""
    path = _written(report, templates, tmp_path)
    _run("pdfdetach", "-save", "1", "-o", str(tmp_path / "out.json"), str(path))
    assert (tmp_path / "out.json").read_bytes() == json.render(report, templates)


def test_the_same_report_gives_the_same_bytes(templates: Path, tmp_path: Path) -> None:
    """No clock and no hash seed is in it."""
    first = _written(rich(), templates, tmp_path).read_bytes()
    assert _written(rich(), templates, tmp_path, PYTHONHASHSEED="7").read_bytes() == first


def test_too_much_is_left_out_and_said(templates: Path, tmp_path: Path) -> None:
    """A report with thousands of rows stays short and names what it leaves out."""
    text = _text(_written(big(), templates, tmp_path))
    assert "5,970 entries more in the attached report.json" in text


def test_hostile_text_stays_text(templates: Path, tmp_path: Path) -> None:
    """Markup and controls of a bundle are printed, not obeyed."""
    text = re.sub(r"\s+", "", _text(_written(hostile(), templates, tmp_path)))
    assert "<script>alert(1)</script>" in text
    assert "\\x1b]52;c;cm0gLXJm\\x07" in text
    assert "\u202e" not in text


@pytest.mark.parametrize(
    "markup",
    [
        "<link rel='attachment' href='file://{canary}'>",
        "<link rel='stylesheet' href='file://{canary}'>",
        "<style>@import url('file://{canary}');</style>",
        "<style>@font-face {{ font-family: x; src: url('file://{canary}') }} p {{ font: 1em x }}</style><p>a",
        "<img src='file://{canary}'>",
        "<object data='file://{canary}'></object>",
        "<img src='http://127.0.0.1:9/x.png'>",
        "<svg><image href='file://{canary}'/></svg>",
        "<img src='data:image/svg+xml,<svg xmlns=\"http://www.w3.org/2000/svg\"><text>CANARY</text></svg>'>",
        "<a rel='attachment' href='file://{canary}'>x</a>",
    ],
)
def test_nothing_is_fetched_whatever_the_markup_says(markup: str, tmp_path: Path) -> None:
    """Even markup of a template could not bring a file of this machine into the document."""
    import weasyprint

    from analyzer.render import pdf

    canary = tmp_path / "canary.txt"
    canary.write_text("CANARY")
    fetcher = pdf._refusing(weasyprint)  # noqa: SLF001 - the guard itself is what is tested
    page = weasyprint.HTML(string=markup.format(canary=canary), url_fetcher=fetcher)
    written = page.write_pdf(uncompressed_pdf=True, pdf_variant="pdf/a-3a")
    assert b"CANARY" not in written


def _written(report: Report, templates: Path, folder: Path, **environment: str) -> Path:
    done = subprocess.run(
        [sys.executable, "-m", "analyzer.render.pdf", str(templates)],
        input=json.render(report, templates),
        capture_output=True,
        check=True,
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "HOME": str(folder), **environment},
    )
    assert done.stderr == b""
    path = folder / "report.pdf"
    path.write_bytes(done.stdout)
    return path


def _text(path: Path) -> str:
    return _run("pdftotext", "-layout", str(path), "-")


def _run(*command: str, encoding: str = "utf-8") -> Any:
    return subprocess.run(command, capture_output=True, check=True).stdout.decode(encoding)
