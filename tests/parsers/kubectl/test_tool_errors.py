"""What tools say instead of data."""

from __future__ import annotations

from analyzer.parsers.kubectl import tool_errors

from .reading import rows


def test_each_line_with_its_command():
    """Empty lines are none; a line keeps its number."""
    text = "Error from server (Forbidden): secrets is forbidden\n\n  error: timed out waiting\n"
    found = rows(tool_errors, text, 7, command="kubectl get secrets")
    assert [(row.line, row.text) for row in found] == [
        (7, "Error from server (Forbidden): secrets is forbidden"),
        (9, "error: timed out waiting"),
    ]
    assert {row.command for row in found} == {"kubectl get secrets"}


def test_a_flood_is_cut():
    """The first 200 lines, and 2000 characters of each."""
    found = rows(tool_errors, f"error: {'x' * 3000}\n" * 300)
    assert len(found) == 200
    assert {len(row.text) for row in found} == {2000}
    assert found[0].command is None
