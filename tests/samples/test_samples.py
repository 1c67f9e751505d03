"""The sample bundles are of one form, small, made of sums that close, and free of this machine's clock."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

SAMPLES = Path(__file__).parents[2] / "sample_bundles"
STORIES = sorted(SAMPLES.glob("*/story.yaml"))
LIMIT = 400 * 1024
WANTED = {"title", "story", "expect"}
PAGE = 4096

pytestmark = pytest.mark.parametrize("card", STORIES, ids=lambda card: card.parent.name)


def texts(card: Path, name: str) -> dict[str, str]:
    """Return the files of the bundle whose path fits the pattern."""
    found = sorted(path for path in (card.parent / "bundle").rglob("*") if path.is_file())
    return {
        path.relative_to(card.parent / "bundle").as_posix(): path.read_text(encoding="utf-8")
        for path in found
        if re.search(name, path.relative_to(card.parent / "bundle").as_posix())
    }


def kernel_logs(card: Path) -> dict[str, str]:
    """Return the kernel logs by the node's name."""
    logs = texts(card, r"nodes/[^/]+/(dmesg|messages|journal-kernel)")
    return {path.split("/")[1]: text for path, text in logs.items()}


def test_card_says_what_is_expected(card: Path) -> None:
    """A card has a title, a story and expectations, and each root cause names rule, subject and proof."""
    content = yaml.safe_load(card.read_text(encoding="utf-8"))
    assert set(content) == WANTED
    assert {"root_causes", "must_not"} <= set(content["expect"])
    for cause in content["expect"]["root_causes"]:
        assert set(cause) == {"rule", "subject", "confidence", "state", "evidence"}
        assert set(cause["subject"]) == {"kind", "namespace", "name", "container", "node"}
        assert cause["rule"] not in content["expect"]["must_not"]


def test_evidence_stands_in_the_bundle(card: Path) -> None:
    """Each piece of evidence occurs in one line of the file that is named."""
    content = yaml.safe_load(card.read_text(encoding="utf-8"))
    for cause in content["expect"]["root_causes"]:
        for piece in cause["evidence"]:
            text = (card.parent / "bundle" / piece["path"]).read_text(encoding="utf-8")
            assert any(piece["contains"] in line for line in text.splitlines()), piece


def test_bundle_is_small(card: Path) -> None:
    """No bundle is larger than 400 KiB."""
    assert sum(len(text.encode()) for text in texts(card, "").values()) <= LIMIT


def test_usage_equals_limit_in_memcg_reports(card: Path) -> None:
    """A kill at a limit happens when usage equals it."""
    for log in kernel_logs(card).values():
        for usage, limit in re.findall(r" memory: usage (\d+)kB, limit (\d+)kB", log):
            assert usage == limit


def test_counter_equals_kills_in_the_log(card: Path) -> None:
    """vmstat counted exactly the kills that the kernel log shows."""
    logs = kernel_logs(card)
    for path, text in texts(card, r"proc/vmstat$").items():
        counted = re.search(r"^oom_kill (\d+)$", text, re.MULTILINE)
        node = path.split("/")[1]
        if counted and node in logs:
            assert int(counted[1]) == len(re.findall(r"Killed process \d+", logs[node]))


def test_free_lists_add_up(card: Path) -> None:
    """The free list of a zone sums up to what the kernel prints behind it, and to the zone's free memory."""
    for log in kernel_logs(card).values():
        for zone, blocks, total in re.findall(r"Node 0 (\w+): ((?:\d+\*\d+kB[ (A-Z)]*)+)= (\d+)kB", log):
            pairs = re.findall(r"(\d+)\*(\d+)kB", blocks)
            assert sum(int(count) * int(size) for count, size in pairs) == int(total)
            assert f"Node 0 {zone} free:{total}kB" in log


def test_memory_adds_up_in_global_reports(card: Path) -> None:
    """Anonymous memory of the task table and what Mem-Info names account for the machine, within 3 %."""
    for node, log in kernel_logs(card).items():
        for block in re.findall(r"active_anon:\d+ inactive_anon:.*?Killed process", log, re.DOTALL):
            pages = {key: int(value) for key, value in re.findall(r"\b([a-z_]+):(\d+)\b(?!kB)", block)}
            total = _mem_total(card, node)
            named = ("active_anon", "inactive_anon", "active_file", "inactive_file", "slab_reclaimable")
            sum_pages = sum(pages[key] for key in (*named, "slab_unreclaimable", "pagetables", "free"))
            assert 0.97 * total < sum_pages * PAGE // 1024 <= total
            anon = pages["active_anon"] + pages["inactive_anon"]
            table = sum(int(rss) for rss in re.findall(r"\] +\d+ +\d+ +\d+ +(\d+) +\d+ +0 +-?\d+ \S+", block))
            assert abs(table - anon) < 0.04 * anon


def test_processes_of_a_table_have_pids_of_their_own(card: Path) -> None:
    """No process ID occurs twice in one task table."""
    for log in kernel_logs(card).values():
        for table in re.split(r"\[ *pid *\]", log)[1:]:
            pids = re.findall(r"\[ *(\d+)\] +\d+ +\d+ ", table.split("oom-kill:")[0].split("Kill process")[0])
            assert len(pids) == len(set(pids))


def test_no_clock_of_this_machine(card: Path) -> None:
    """No date in the bundle lies after the collection, and ages were counted from then."""
    collected = datetime.strptime(
        re.sub(r" [A-Z]+ ", " ", (card.parent / "bundle/collected.txt").read_text(encoding="utf-8").strip()),
        "%a %b %d %H:%M:%S %Y",
    ).replace(tzinfo=UTC)
    latest = collected.timestamp() + 14 * 3600
    for path, text in texts(card, r"^(kubectl|logs|nodes)/").items():
        for stamp in re.findall(r"\b20\d\d-\d\d-\d\d[T ]\d\d:\d\d:\d\d", text):
            at = datetime.fromisoformat(stamp.replace(" ", "T")).replace(tzinfo=UTC)
            assert at.timestamp() <= latest, path


def _mem_total(card: Path, node: str) -> int:
    found = re.search(r"MemTotal: +(\d+) kB", texts(card, f"nodes/{node}/proc/meminfo")[f"nodes/{node}/proc/meminfo"])
    assert found is not None
    return int(found[1])
