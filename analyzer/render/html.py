"""The report as one self-contained HTML file: no request, readable without script, hashed style."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from markupsafe import Markup

from analyzer.model.report import Report
from analyzer.render import json, page

SUFFIX = ".html"

_TEMPLATE = "report.html.j2"
_MOST_JSON = 3_000_000  # bytes; above, the page says that the JSON stands in its own file


def render(report: Report, templates: Path) -> bytes:
    """Write the page; the same report gives the same bytes."""
    style = (templates / "report.css").read_text(encoding="utf-8")
    script = (templates / "report.js").read_text(encoding="utf-8")
    template = page.environment(templates).get_template(_TEMPLATE)
    text = template.render(
        page.context(report),
        policy=_policy(style, script),
        # Both are shipped files of ours; their text must stay as it was hashed.
        style=Markup(style),  # noqa: S704
        script=Markup(script),  # noqa: S704
        data=_data(report),
    )
    return text.encode("utf-8", "backslashreplace")


def _policy(style: str, script: str) -> str:
    """Nothing may load; this style and this script are known by their hashes."""
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def _data(report: Report) -> Markup | None:
    """The JSON for a data block: `<`, `>` and `&` as escapes, so that nothing in it ends the block."""
    data = json.encode(report)
    if len(data) > _MOST_JSON:
        return None
    for char in (b"<", b">", b"&"):
        data = data.replace(char, b"\\u%04x" % ord(char))
    return Markup(data.decode())  # noqa: S704 - JSON without any character of markup
