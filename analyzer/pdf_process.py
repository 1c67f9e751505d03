"""The PDF's own process, started before the bundle is read: its library takes longer to load than a small run."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

from analyzer.model.errors import OutputError

_TIMEOUT = 180.0
_PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


class PdfProcess:
    """Waits with everything loaded until it gets the report."""

    def __init__(self, templates: Path) -> None:
        if importlib.util.find_spec("weasyprint") is None:
            raise OutputError("a PDF needs the package weasyprint", remedy="install bundlescope[pdf], or ask for html")
        command = [sys.executable, "-m", "analyzer.render.pdf", str(templates)]
        self._process = subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )

    def render(self, report: bytes) -> bytes:
        """The PDF of a JSON report; OutputError where the process fails."""
        try:
            content, said = self._process.communicate(report, timeout=_TIMEOUT)
        except subprocess.TimeoutExpired as error:
            self._process.kill()
            raise OutputError(f"the PDF took longer than {_TIMEOUT:.0f} s", remedy="use the HTML instead") from error
        if self._process.returncode != 0:
            last = said.decode("utf-8", "replace").strip().splitlines()[-1:]
            missing = bool(last) and "cannot load library" in last[0]
            remedy = f"install the Debian packages {_PACKAGES}" if missing else "use the HTML instead"
            raise OutputError(f"the PDF could not be made: {last[0] if last else 'its process ended'}", remedy=remedy)
        return content
