"""Markdown for tickets: complete, and nothing out of a bundle becomes markup."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from analyzer.model.report import Report
from analyzer.render import md
from analyzer.render.visible import ACTING

from .sample_report import DMESG, empty, hostile, rich


def test_has_everything_in_order(templates: Path) -> None:
    """Verdict, chain, findings, evidence, what was not asked and not read follow each other."""
    text = md.render(rich(), templates).decode()
    titles = re.findall(r"^## (.*)$", text, re.MULTILINE)
    assert titles == [
        "Verdict",
        "What led to what",
        "Findings",
        "Evidence",
        "Not evaluated: 3 checks",
        "Not read",
    ]
    assert f"`{DMESG}:9021`" in text
    assert "```sh\noc debug node/worker-1 -- chroot /host dmesg -T\n```" in text
    assert "> [Sat Nov 22 09:41:07 2026] oom-kill:constraint=CONSTRAINT_MEMCG" in text
    assert text.startswith("# ticket-4711.tar.gz\n")


def test_nothing_found_is_not_health(templates: Path) -> None:
    """Without a finding the sentence is about what could be read."""
    text = md.render(empty(), templates).decode()
    assert "**No known problem found in what could be read.**" in text
    assert "healthy" not in text.lower()


def test_bundle_text_is_no_markup(templates: Path) -> None:
    """Links, images, tags, mentions and references of a bundle stay words."""
    text = md.render(hostile(), templates).decode()
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(text)
    kinds = {token.type for part in tokens for token in (part, *(part.children or ()))}
    assert kinds.isdisjoint({"link_open", "image", "html_block", "html_inline"})
    outside = re.sub(r"^ *(`{3,}).*?^ *\1$", "", text, flags=re.MULTILINE | re.DOTALL)
    outside = re.sub(r"(`+).+?(?<!`)\1(?!`)", "", outside)
    assert not re.search(r"@everyone|#123|http://|(?<!\\)\]\(", outside)


def test_no_character_acts(report: Report, templates: Path) -> None:
    """Controls, bidi and zero-width characters are written out; the word joiner is ours."""
    text = md.render(report, templates).decode().replace("\u2060", "")
    assert not ACTING.search(text)


@pytest.mark.parametrize(
    ("lines", "fence"),
    [(["plain"], "```"), (["a ``` b"], "````"), (["`````"], "``````"), ([], "```")],
)
def test_a_fence_is_longer_than_what_it_holds(lines: list[str], fence: str) -> None:
    """No line can close the fence that it stands in."""
    made = md.fenced(lines)
    assert (made[0], made[-1]) == (f"{fence}text", fence)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("api-7d9f.yaml (v1.2)", "api-7d9f.yaml (v1.2)"),
        ("a_b __init__ _x_", "a_b \\_\\_init\\_\\_ \\_x\\_"),
        ("**bold** | <b>", "\\*\\*bold\\*\\* \\| \\<b>"),
        ("@team #12 GH-3", "@\u2060team #\u206012 GH\u2060-3"),
        ("https://x.example www.x", "https:\u2060//x.example www.\u2060x"),
        ("line\nbreak", "line break"),
    ],
)
def test_escaping_keeps_text_readable(text: str, shown: str) -> None:
    """Only what has a meaning is escaped."""
    assert md.escaped(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"), [("a", "`a`"), ("a`b", "`` a`b ``"), ("a|b", "`a\\|b`"), ("a\x1bb", "`a\\x1bb`")]
)
def test_inline_code(text: str, shown: str) -> None:
    """The delimiter is longer than any run inside, and a bar does not end a table cell."""
    assert md.code(text) == shown
