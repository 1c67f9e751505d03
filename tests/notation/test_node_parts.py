"""Sizes, columns and items that outputs of nodes are made of."""

from __future__ import annotations

import pytest

from analyzer.notation.column_table import Columns
from analyzer.notation.json_items import items
from analyzer.notation.sizes import size


@pytest.mark.parametrize(
    ("text", "unit", "found"),
    [
        ("512", 1024, (524288, False)),
        ("0", 1024, (0, False)),
        ("1.5G", 1, (1610612736, True)),
        ("36.4M", 1, (38168166, True)),
        ("1.2g", 1024, (1288490189, True)),
        ("15.6kB", 1, (15600, True)),
        ("31Gi", 1, (33285996544, True)),
        ("15.5MiB", 1, (16252928, True)),
        ("0B", 1, (0, False)),
        ("1,5G", 1, (1610612736, True)),
        ("-", 1, None),
        ("infinity", 1, None),
        ("", 1, None),
    ],
)
def test_sizes(text, unit, found):
    """Letters are powers of 1024, with a bare B behind them of 1000; a bare number is in the table's unit."""
    assert size(text, unit) == found


def test_columns_begin_where_their_names_do():
    """An empty cell is left out; a row that does not fit by place is cut at its gaps."""
    columns = Columns.of("POD ID      STATE     NAME")
    assert columns.names == ("POD ID", "STATE", "NAME")
    assert columns.row("0123        Ready     web 0") == {"POD ID": "0123", "STATE": "Ready", "NAME": "web 0"}
    assert columns.row("0123                  web") == {"POD ID": "0123", "NAME": "web"}
    assert columns.row("0123456789abcdef  Ready  web") == {
        "POD ID": "0123456789abcdef",
        "STATE": "Ready",
        "NAME": "web",
    }
    assert columns.row("what is this text here") is None


def test_items_of_a_document():
    """Elements of the wanted lists with their lines, else the document."""
    text = '{"x": 1,\n "stats": [\n  {"a": 1},\n  {"a": 2}\n ]}\n'
    assert [(item.key, item.line, item.value) for item in items(text, 10, ("stats",))] == [
        ("stats", 12, {"a": 1}),
        ("stats", 13, {"a": 2}),
    ]
    assert [(item.key, item.line) for item in items('{"a": 1}\n{"b": 2}', 1, ())] == [("", 1), ("", 2)]
    assert [item.value for item in items('[{"a": 1}, {"b": ', 1, ())] == [{"a": 1}]
