"""The HTML page in a real browser: alone, quiet, readable without script, accessible in both themes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import msgspec
import pytest

from analyzer.model.report import Report
from analyzer.render import html, json
from analyzer.render.visible import ACTING
from tests.demand import demand

from .sample_report import DMESG, big, empty, hostile, rich

SECTIONS = [
    "verdict",
    "chain",
    "findings",
    "timeline",
    "memory",
    "open",
    "clear",
    "coverage",
    "not-read",
    "about",
]


class Page:
    """A page in the browser, with everything that it asked for or complained about."""

    def __init__(self, browser: Any, path: Path, **settings: Any) -> None:
        self.asked: list[str] = []
        self.said: list[str] = []
        self.dialogs: list[str] = []
        self.context = browser.new_context(offline=True, **settings)
        self.page = self.context.new_page()
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", self._dismiss)
        self.page.goto(path.as_uri())

    def _dismiss(self, dialog: Any) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()


@pytest.fixture
def opened(browser: Any, templates: Path, tmp_path: Path) -> Iterator[Any]:
    """Opens a report in the browser."""
    pages: list[Page] = []

    def open_(report: Report, **settings: Any) -> Page:
        path = tmp_path / "report.html"
        path.write_bytes(html.render(report, templates))
        pages.append(Page(browser, path, **settings))
        return pages[-1]

    yield open_
    for page in pages:
        page.context.close()


def test_asks_for_nothing_and_runs_nothing_of_the_bundle(report: Report, opened: Any) -> None:
    """One file: no request beside it, no message on the console, no dialog, also with everything open."""
    page = opened(report)
    page.page.evaluate("document.querySelectorAll('details').forEach(item => { item.open = true; })")
    page.page.mouse.move(400, 400)
    page.page.keyboard.press("Tab")
    assert [url for url in page.asked if not url.startswith("file:")] == []
    assert len(page.asked) == 1
    assert page.said == []
    assert page.dialogs == []


def test_says_everything_without_script(opened: Any) -> None:
    """With JavaScript off everything can be read and opened; controls that need it are not shown."""
    page = opened(rich(), java_script_enabled=False).page
    assert [page.locator(f"#{name}").count() for name in SECTIONS] == [1] * len(SECTIONS)
    text = page.inner_text("main")
    for part in ("was killed 7 times", "No kernel log of this node".lower(), "Ruled out", "liveness probe"):
        assert part in text
    assert page.locator("button:visible").count() == 0
    page.locator("summary", has_text="Clocks differ").click()
    assert page.get_by_text("Pod is Pending: front").last.is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("make", [rich, empty, hostile], ids=lambda make: make.__name__)
def test_has_no_accessibility_violations(make: Any, scheme: str, opened: Any) -> None:
    """axe finds nothing in both themes with everything open."""
    demand(modules=("axe_playwright_python",))
    from axe_playwright_python.sync_playwright import Axe

    page = opened(make(), color_scheme=scheme).page
    page.evaluate("document.querySelectorAll('details').forEach(item => { item.open = true; })")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("width", [320, 400, 1280])
def test_reflows(width: int, report: Report, opened: Any) -> None:
    """No width needs scrolling sideways, except inside of tables."""
    page = opened(report, viewport={"width": width, "height": 800}).page
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_controls_work(opened: Any) -> None:
    """The filter narrows, the theme changes, a link opens what it points to, a place is copied."""
    page = opened(rich(), permissions=["clipboard-read", "clipboard-write"]).page
    page.keyboard.press("/")
    page.keyboard.type("image")
    assert page.inner_text("#filter-count") == "2 of 8 shown"
    page.keyboard.press("Escape")
    assert page.inner_text("#filter-count") == ""
    page.click("#theme")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.click("#chain a[href='#f-backoff-batch']")
    page.locator("#f-backoff-batch .body").wait_for(state="visible", timeout=5000)
    page.locator("#chain .copy").first.click()
    page.wait_for_function("document.querySelector('.status').textContent === 'Copied'")
    assert page.evaluate("navigator.clipboard.readText()") == f"{DMESG}:9021"


def test_the_policy_is_the_first_word_and_holds(opened: Any) -> None:
    """The content policy stands before all else in the head, and script that is not ours does not run."""
    page = opened(rich()).page
    first = page.evaluate("[document.head.firstElementChild.httpEquiv, document.head.firstElementChild.content]")
    assert first[0] == "Content-Security-Policy"
    assert first[1].startswith("default-src 'none'; style-src 'sha256-")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.ran = 1\">')")
    page.wait_for_timeout(50)
    assert page.evaluate("window.ran") is None


def test_the_json_inside_is_the_report(report: Report, templates: Path) -> None:
    """The embedded document is the report; a report too large for that is left out, and the page says so."""
    text = html.render(report, templates).decode()
    found = re.search(r'<script type="application/json" id="report">([^<]*)</script>', text)
    if found is None:
        assert "too large to lie in this page" in text
        return
    assert msgspec.json.decode(found[1]) == msgspec.json.decode(json.encode(report))
    assert not re.search("[<>&\u2028\u2029]", found[1])


def test_a_page_stays_small(templates: Path) -> None:
    """Far too much of everything becomes a page that still opens, and says what it leaves out."""
    text = html.render(big(), templates)
    assert len(text) < 8_000_000
    assert text.count(b"<use ") + text.count(b'<rect class="span') <= 2 * 2_000
    assert b"more in the JSON report" in text


def test_no_character_acts(report: Report, templates: Path) -> None:
    """Controls, bidi and zero-width characters are written out in the page, too."""
    assert not ACTING.search(html.render(report, templates).decode())


def test_nothing_found_is_not_health(templates: Path) -> None:
    """Without a finding the page says so of what could be read, and what to collect."""
    text = html.render(empty(), templates).decode()
    assert "No known problem found in what could be read." in text
    assert "oc debug node/worker-1 -- chroot /host dmesg -T" in text
    assert "healthy" not in text.lower()


def test_markup_is_closed_and_without_styles(report: Report, templates: Path) -> None:
    """Every element is closed, ids are unique, headings do not skip a level, and no element has a style."""
    seen = _Structure()
    seen.feed(html.render(report, templates).decode())
    assert seen.open == []
    assert len(seen.ids) == len(set(seen.ids))
    assert seen.styled == 0
    steps = [after - before for before, after in zip(seen.headings, seen.headings[1:], strict=False)]
    assert seen.headings[0] == 1
    assert max(steps) <= 1


@pytest.mark.parametrize("name", ["*.j2"])
def test_templates_cannot_be_broken_out_of(name: str, templates: Path) -> None:
    """No template switches escaping off, and every attribute that holds a value is quoted."""
    for path in sorted(templates.glob(name)):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\|\s*safe\b|autoescape|<script[^>]*>\s*\{\{(?!\s*(script|data))", text), path
        assert not re.search(r"=\{\{", re.sub(r"\{%.*?%\}", "", text)), path
        assert not re.search(r"\sstyle=|\son\w+=", text), path


def test_script_never_writes_markup(templates: Path) -> None:
    """Our script puts text into the page, never markup."""
    script = (templates / "report.js").read_text(encoding="utf-8")
    assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|Function\(", script)


class _Structure(HTMLParser):
    """Open elements, ids, heading levels and style attributes of a page."""

    _VOID = ("meta", "link", "br", "input", "img", "hr")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.headings: list[int] = []
        self.styled = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.styled += "style" in values
        self.ids += [values["id"]] if values.get("id") else []
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in self._VOID:
            self.open.append(tag)

    def handle_startendtag(self, _: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.styled += "style" in values
        self.ids += [values["id"]] if values.get("id") else []

    def handle_endtag(self, tag: str) -> None:
        assert self.open
        assert self.open.pop() == tag
