"""Opening folders and files."""

from __future__ import annotations

import os

import pytest

from analyzer.bundle.limits import Limits
from analyzer.bundle.open import members
from analyzer.model.errors import UsageError
from analyzer.model.problem import Problem


def listed(path, limits=None):
    """(label, content or reason) of everything below a path."""
    return [
        (item.path, item.reason if isinstance(item, Problem) else item.stream.read())
        for item in members(path, limits or Limits())
    ]


def test_a_folder_gives_its_files_in_a_fixed_order(tmp_path):
    """Members are sorted by label, whatever the file system's order is."""
    for name in ("b/2.txt", "a.txt", "b/1.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    assert [label for label, _ in listed(tmp_path)] == ["a.txt", "b/1.txt", "b/2.txt"]


def test_links_and_pipes_are_not_followed(tmp_path):
    """What is not a regular file becomes a Problem, and nothing blocks on it."""
    (tmp_path / "link").symlink_to("/etc/passwd")
    os.mkfifo(tmp_path / "pipe")
    assert listed(tmp_path) == [("link", "LINK"), ("pipe", "DEVICE")]


def test_a_missing_path_is_wrong_usage(tmp_path):
    """The error names the path and ends with the usage exit code."""
    with pytest.raises(UsageError, match="no-such") as caught:
        listed(tmp_path / "no-such")
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("limits", "reason"), [(Limits(max_members=1), "LIMIT_MEMBERS"), (Limits(max_total=1), "LIMIT_TOTAL")]
)
def test_a_limit_ends_the_walk_and_says_so(tmp_path, limits, reason):
    """At a limit the rest becomes one Problem that names the option."""
    (tmp_path / "a").write_text("x")
    (tmp_path / "b").write_text("y")
    assert listed(tmp_path, limits)[-1] == ("b", reason)


def test_a_name_that_is_no_text_is_shown_escaped(tmp_path):
    """A label never holds bytes that cannot be printed."""
    with open(os.fsencode(tmp_path) + b"/caf\xe9.txt", "wb") as stream:  # noqa: PTH123  (a name in bytes)
        stream.write(b"x")
    assert listed(tmp_path) == [("caf\\xe9.txt", b"x")]
