"""A small pattern language for labels of members below the root of a layout.

    nodes/{node}.zip!*/logs/(kubelet|k3s-service).log     one member, `node` is told by the path
    namespaces/{namespace}/core/**                        everything below; `**` stands only at the end
    proc/{path}                                           the same with a name; `path` stands only at the end

Segments are parted by `/`, or by `!` where an archive lies in an archive. `*` is any text within a
segment, `(a|b)` one of several texts, `{name}` text that is named; a name used twice means the same
text. `{namespace}`, `{pod}`, `{container}` take only what Kubernetes allows as such a name, and
`{name:a|b*}` only the listed texts, or what begins with one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product


@dataclass(frozen=True, slots=True)
class Glob:
    """One pattern without alternatives: `literals` are its segments, by place, that hold nothing but text."""

    literals: dict[int, str]
    segments: int
    open_ended: bool
    regex: re.Pattern[str]

    def fits(self, count: int) -> bool:
        """Whether a label of so many segments below the root can match."""
        return count > self.segments if self.open_ended else count == self.segments

    def match(self, label: str) -> dict[str, str] | None:
        """The named parts of a label below the root; None if it is not matched."""
        found = self.regex.fullmatch(label)
        return None if found is None else found.groupdict()


def globs(pattern: str) -> tuple[Glob, ...]:
    """The pattern with its alternatives written out; ValueError if it is not of the language."""
    parts = [part[1:-1].split("|") if part.startswith("(") else [part] for part in _ALTERNATIVES.split(pattern) if part]
    return tuple(_glob("".join(chosen)) for chosen in product(*parts))


def segments(label: str) -> list[str]:
    """The segments of a label; they keep their places, so their lengths tell where each begins."""
    return label.replace("!", "/").split("/")


def plain(label: str) -> str:
    """The label as patterns see it: without a compression's suffix and the mark of a duplicate name."""
    if label.endswith(_COMPRESSED) or "#" in label:
        return _SUFFIX.sub("", label)
    return label


_ALTERNATIVES = re.compile(r"(\([^()]*\))")
_COMPRESSED = (".gz", ".xz", ".bz2", ".zst")
_SUFFIX = re.compile(r"(?:\.(?:gz|xz|bz2|zst))?(?:#\d{1,6})?$")
_OPEN_END = re.compile(r"[/!](?:\*\*|\{path\})$")
_TOKEN = re.compile(r"\*\*$|\*|\{(?P<name>[a-z_]+)(?::(?P<texts>[^{}]+))?\}")
_KINDS = {
    "namespace": "[a-z0-9][a-z0-9-]{0,62}",
    "pod": "[a-z0-9][a-z0-9.-]{0,252}",
    "container": "[a-z0-9][a-z0-9-]{0,62}",
    "node": "[A-Za-z0-9][A-Za-z0-9._-]{0,252}",
    "pod_uid": "[0-9a-f-]{32,36}",
    "run": r"\d{1,6}",
    "path": ".+",
    "collected": r"\d{4}-\d{2}-\d{2}[T_][\d_-]{4,8}Z?|\d{12}",
}


def _glob(pattern: str) -> Glob:
    fixed = _OPEN_END.sub("", pattern)
    if "**" in fixed or "{path}" in fixed:
        raise ValueError(f"`**` and `{{path}}` stand only at the end: {pattern}")
    parts = segments(fixed)
    literals = {place: text for place, text in enumerate(parts) if not _TOKEN.search(text)}
    return Glob(literals, len(parts), fixed != pattern, re.compile(_regex(pattern)))


def _regex(pattern: str) -> str:
    out, position, seen = [], 0, set[str]()
    for token in _TOKEN.finditer(pattern):
        out.append(re.escape(pattern[position : token.start()]))
        position = token.end()
        name = token["name"]
        if name is None:
            out.append(".+" if token[0] == "**" else "[^/!]*")
        elif name in seen:
            out.append(f"(?P={name})")
        else:
            texts = token["texts"]
            kind = "|".join(map(_text, texts.split("|"))) if texts else _KINDS.get(name, "[^/!]+")
            out.append(f"(?P<{name}>{kind})")
            seen.add(name)
    return "".join(out) + re.escape(pattern[position:])


def _text(text: str) -> str:
    return re.escape(text.removesuffix("*")) + ("[^/!]*" if text.endswith("*") else "")
