"""API objects in a text, whichever way they were printed, and the lines of their values."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzer.model.kube_object import KubeObject
from analyzer.model.problem import Problem
from analyzer.notation.describe import document as describe
from analyzer.notation.kube import json as kube_json
from analyzer.notation.kube import yaml as kube_yaml
from analyzer.notation.kube.hidden_words import without_aliases


def objects(text: str, first_line: int, form: str) -> Iterator[KubeObject | Problem]:
    """The objects of `text` (yaml, json or describe), whose first line is `first_line` of its member.

    Lists are flattened, each item has its own line. Of a text that ends in the middle, the complete
    objects come first, then what is complete of the one that is cut, then a Problem with reason
    TRUNCATED. Problems have no path: the caller knows the member. Nothing is raised.
    """
    if form == "json":
        yield from kube_json.objects(text, first_line)
    elif form == "yaml":
        yield from kube_yaml.objects(_plain(text), first_line)
    else:
        yield from describe.objects(text, first_line)


def is_empty_list(text: str) -> bool:
    """Whether the text is a list of objects that has none: the answer `nothing`, not a text that nobody knows."""
    return len(text) < _MOST_OF_EMPTY and _EMPTY.search(text) is not None


# What YAML and Python take for line ends, too. A line of a member ends with \n and nothing else.
_OTHER_BREAKS = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]|\r(?!\n)")


def _plain(text: str) -> str:
    """YAML of the same lines and columns that a strict reader can read."""
    return _OTHER_BREAKS.sub(" ", without_aliases(text))


_MOST_OF_EMPTY = 4000
_EMPTY = re.compile(r"\A\s*\[\s*\]\s*\Z|(?:^|[\s{,])\"?[iI]tems\"?:\s*(?:\[\s*\]|null)\s*(?:[,}]|$)", re.MULTILINE)


def locate(text: str, first_line: int, form: str, object_line: int, path: str) -> tuple[int, int | None] | None:
    """(line, column from 1) where the value at an object path stands, in lines of the member.

    `text` is what `objects` was given (or any part of it that holds the whole object); `object_line`
    is the object's line, `path` begins with the object's `at`. Where the path is absent, its nearest
    ancestor counts, at last the object's first line without a column; None if that is not in the text.
    """
    if form == "json":
        return kube_json.locate(text, first_line, object_line, path)
    if form == "yaml":
        return kube_yaml.locate(_plain(text), first_line, object_line, path)
    return describe.locate(text, first_line, object_line, path)
