"""The report as a short PDF for a ticket: PDF/A-3a, tagged, with the JSON attached.

WeasyPrint is slow to import and reads markup, so it runs in a process of its own:
`python -m analyzer.render.pdf TEMPLATES < report.json > report.pdf`.
"""

from __future__ import annotations

import contextlib
import importlib
import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from analyzer.model.extra import Extra
from analyzer.model.report import Report
from analyzer.render import excerpt, json, page

SUFFIX = ".pdf"
REQUIRES = Extra(module="weasyprint", extra="pdf")

_TEMPLATE = "report.pdf.html.j2"
_LONGEST = 600  # characters of one value: a page holds about 4,000
_MEMORY = 2 << 30
_SECONDS = 120


def render(report: Report, templates: Path) -> bytes:
    """Write the PDF; the same report gives the same bytes on one machine."""
    import weasyprint  # noqa: PLC0415

    fetcher = _refusing(weasyprint)
    data = json.render(report, templates)
    style = weasyprint.CSS(string=(templates / "pdf.css").read_text(encoding="utf-8"), url_fetcher=fetcher)
    attached = weasyprint.Attachment(
        string=data,
        name="report.json",
        description="The whole report as JSON",
        created=report.generated_at,
        modified=report.generated_at,
        relationship="Data",
        url_fetcher=fetcher,
    )
    with _epoch(report):
        document = weasyprint.HTML(string=_markup(report, templates), url_fetcher=fetcher)
        written: bytes = document.write_pdf(
            stylesheets=[style],
            attachments=[attached],
            # names the bundle, so that the next run knows whose report the file is
            pdf_identifier=report.bundle.sha256[:32].encode(),
            pdf_variant="pdf/a-3a",
            presentational_hints=False,
        )
    return written


def main() -> None:
    """Read a report from standard input, write the PDF to standard output; the library loads meanwhile."""
    importlib.import_module(REQUIRES.module)
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    _limit()
    sys.stdout.buffer.write(render(json.load(sys.stdin.buffer.read()), Path(sys.argv[1])))


def _markup(report: Report, templates: Path) -> str:
    template = page.environment(templates, longest=_LONGEST).get_template(_TEMPLATE)
    return template.render(page.context(report), short=excerpt.of(report))


def _refusing(library: Any) -> Any:
    """A fetcher that refuses every address, whatever the markup names."""

    class Refusing(library.urls.URLFetcher):  # type: ignore[misc] # the library is only known when it is there
        def fetch(self, url: str, **_: object) -> NoReturn:
            raise ValueError(f"refused: {url[:80]}")

    return Refusing(allowed_protocols=(), allow_redirects=False)


@contextlib.contextmanager
def _epoch(report: Report) -> Iterator[None]:
    """The report's own time for the embedded fonts, which else carry the clock's."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = str(int(report.generated_at.timestamp()))
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before


def _limit() -> None:
    """A page that grows without end ends this process, not the machine."""
    try:
        resource = importlib.import_module("resource")
        resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    except (ImportError, ValueError, OSError) as error:
        logging.getLogger(__name__).debug("no limits on this system: %s", error)


if __name__ == "__main__":
    main()
