# ruff: noqa: E501  (excerpts of logs keep their lines)
"""Container logs: whose they are, their end, and what rules ask for."""

from __future__ import annotations

from datetime import UTC, datetime

from analyzer.bundle.member import Lines, Piece
from analyzer.bundle.patterns import PatternSet
from analyzer.parsers.logs.container_log import parse
from analyzer.tables.log_files import LogFile
from analyzer.tables.log_hits import LogHit


def _read(text, path="pod.log", *, asked=(), **context):
    piece = Piece(path, "container-log", Lines(text), context=context, asked=PatternSet(asked) if asked else None)
    file, *hits = parse(piece)
    assert isinstance(file, LogFile)
    assert all(isinstance(hit, LogHit) for hit in hits)
    return file, hits


def test_the_end_of_a_log_is_kept():
    """The last 25 lines that are not empty, in order, with what follows them counted."""
    file, hits = _read("".join(f"line {i}\n\n" for i in range(1, 41)))
    assert (file.lines, file.last_line) == (40, 79)
    assert [hit.text for hit in hits] == [f"line {i}" for i in range(16, 41)]
    assert [hit.from_end for hit in hits] == list(range(24, -1, -1))
    assert (hits[0].line, hits[0].asked) == (31, False)


def test_lines_that_rules_ask_for_are_kept_wherever_they_are():
    """A line that is asked for and at the end is one hit."""
    text = "panic: first\n" + "x\n" * 30 + "panic: last\n"
    _, hits = _read(text, asked=(r"^panic: ",))
    assert [(hit.line, hit.from_end) for hit in hits if hit.asked] == [(1, 31), (32, 0)]
    assert len(hits) == 26


def test_of_many_asked_lines_the_first_and_the_last_hundred_are_kept():
    """A flood of one error does not fill the table."""
    _, hits = _read("".join(f"error {i}\n" for i in range(1000)), asked=("error",))
    assert [hit.line for hit in hits] == [*range(1, 101), *range(901, 1001)]


def test_patterns_see_the_line_without_its_wrapper():
    """`^` means the application's own first character."""
    text = '2024-05-07T11:59:34.519591759Z stderr F panic: no\n{"log":"panic: 2\\n","stream":"stdout","time":"x"}\n'
    _, hits = _read(text, asked=("^panic: ",))
    assert [(hit.text, hit.asked) for hit in hits] == [("panic: no", True), ("panic: 2", True)]


def test_first_and_last_time():
    """A stack trace at the end has no times: the last line that has one counts."""
    file, hits = _read(
        "starting\n2025-05-29 10:14:26,367 INFO up\n2025-05-29 10:15:28,411 ERROR down\nTraceback\n  File x\n"
    )
    assert file.first == datetime(2025, 5, 29, 10, 14, 26, 367000, tzinfo=UTC)
    assert file.last == datetime(2025, 5, 29, 10, 15, 28, 411000, tzinfo=UTC)
    assert (file.time_quality, hits[-1].time, hits[-1].time_quality) == ("zone_unknown", None, "none")


def test_lines_pasted_as_markup_share_their_number():
    """`<br/>` in the place of line ends: one physical line, several of the application's."""
    text = (
        "9178 ms: Scavenge 1984.0 <br/>[INFO] app: <--- JS stacktrace ---><br/>[INFO] app: FATAL ERROR: Ineffective "
        "mark-compacts near heap limit Allocation failed - JavaScript heap out of memory<br/>"
    )
    file, hits = _read(text, asked=("heap out of memory",))
    assert (file.lines, file.last_line) == (3, 1)
    assert [(hit.line, hit.from_end, hit.asked) for hit in hits] == [
        (1, 2, False),
        (1, 1, False),
        (1, 0, True),
    ]


def test_the_owner_comes_from_path_command_and_headline():
    """Each says what it knows; nothing is made up."""
    assert _read("x\n")[0][1:5] == (None, None, None, None)
    assert _read("x\n", "namespaces/shop/pods/web-0/app/app/logs/previous.log")[0][1:5] == (
        "shop",
        "web-0",
        "app",
        True,
    )
    assert _read("x\n", command="kubectl logs web-0 -n shop")[0][1:5] == ("shop", "web-0", None, False)
    head = "==== START logs for container app of pod shop/web-0 ====\nx\n==== END logs for container app ====\n"
    assert _read(head, "shop/web-0/logs.txt")[0][1:5] == ("shop", "web-0", "app", None)
    two = head + head.replace("container app", "container side")
    assert _read(two, "shop/web-0/logs.txt")[0][1:5] == ("shop", "web-0", None, None)
    said = 'Defaulted container "web-ctr" out of: web-ctr, init-ctr (init)\nexec /bin/sh: exec format error\n'
    assert _read(said)[0].container == "web-ctr"


def test_a_line_that_the_runtime_has_not_ended_is_a_cut():
    """The CRI marks it with P; of plain text nothing is claimed."""
    assert _read("2024-05-07T11:59:34.519591759Z stdout P half\n")[0].cut is True
    assert _read("half")[0].cut is None


def test_an_empty_log_is_a_log():
    """It is there, with no lines."""
    file, hits = _read("\n \n")
    assert (file.lines, file.last_line, file.time_quality, hits) == (0, None, "none", [])


def test_long_lines_are_cut():
    """Ten thousand characters of a line are enough for any rule."""
    assert len(_read("x" * 20_000)[1][0].text) == 10_000


def test_numbers_are_the_members():
    """A piece that starts in the middle of a member keeps the member's numbers."""
    piece = Piece("m", "container-log", Lines("a\nb\n", 7))
    file, *hits = parse(piece)
    assert (file.line, [hit.line for hit in hits]) == (7, [7, 8])


def test_the_arrangement_of_a_collector_says_whose_log_it_is():
    """What the place tells comes before what the name looks like."""
    context = {"namespace": "shop", "pod": "web-0", "container": "app", "previous": "true"}
    file = next(parse(Piece("podlogs/shop-web-0-previous", "container-log", Lines("x\n"), context=context)))
    assert (file.namespace, file.pod, file.container, file.previous) == ("shop", "web-0", "app", True)
