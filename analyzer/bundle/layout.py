"""Whose arrangement the members of an upload lie in, and what their labels tell.

A layout is declared in one file of `analyzer/bundle/layouts/`. It can begin in any folder and at any
archive inside an archive; several may lie in one upload, also several times the same. Nothing but
labels is looked at, and their order changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple

from analyzer.bundle.label_glob import Glob, globs, plain, segments

LOOSE = "loose"


@dataclass(frozen=True, slots=True)
class Marker:
    """A label below the root that speaks for the layout, once, however many members match it."""

    pattern: str
    weight: int


@dataclass(frozen=True, slots=True)
class Member:
    """Members of one sort. The first one of a layout that matches counts, so special ones come first.

    role     given only where the arrangement makes it certain
    context  what the pattern says beside its named parts; a value may quote them: `/proc/{name}`.
             A part named `command` is read with its underscores as blanks.
    traps    what a reader of it has to know (`TRAPS`)
    beside   a label below the root without which the patterns mean nothing
    """

    patterns: tuple[str, ...]
    role: str | None = None
    context: Mapping[str, str] = field(default_factory=dict)
    traps: frozenset[str] = frozenset()
    beside: str = ""


@dataclass(frozen=True, slots=True)
class RootName:
    """What the name of the root's folder or archive, or of one around it, tells.

    pattern  of one segment; `{collected}` is written as `time` says (strptime)
    utc      whether that time is UTC; a local one is passed on without an offset
    """

    pattern: str
    time: str = ""
    utc: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """One collector's arrangement: it is there if its markers found below a root weigh `enough`.

    not_roots  ends of folders where markers may lie without a root being there
    """

    id: str
    markers: tuple[Marker, ...]
    enough: int
    members: tuple[Member, ...] = ()
    names: tuple[RootName, ...] = ()
    not_roots: tuple[str, ...] = ()


# What a reader has to know of a member beside its format.
TRAPS = {
    "null-words": "null and empty strings were written as the word null: notation/null_words.py",
    "hidden-words": "a redactor's ***WORDS*** break the YAML: notation/hidden_words.py",
    "newest-first": "the last line is the oldest: context `order`",
    "observed-twice": "the same objects stand in a second member; a uid is one object",
    "elided-secrets": "`6958 bytes long` stands in place of a value: notation/elided_secrets.py",
    "all-hosts": "several hosts' journals one after the other; only the host column tells them apart",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a member lies. `root` is the label's prefix; without a role the content decides.

    context  node, namespace, pod, pod_uid, container, previous (true, false), unit, file, command, kind,
             resource, instance, order (newest-first), collected (RFC 3339, without offset where the
             zone is not known); `of` is `cluster` where the member tells of the cluster although
             everything around it is of one node
    """

    layout: str
    root: str
    role: str | None
    context: dict[str, str]
    traps: frozenset[str]


# Named parts that are context; the others only serve the patterns and the values of `Member.context`.
_TOLD = frozenset("node namespace pod pod_uid container unit file command kind resource instance".split())


class Recognised:
    """The layouts of an upload and the places of its members."""

    def __init__(self, roots: dict[str, list[_Members]], labels: frozenset[str], name: str) -> None:
        self._roots = roots
        self._labels = labels
        self._named = {
            (root, there.layout.id): _name_context(there.layout, root, name)
            for root, ranked in roots.items()
            for there in ranked
        }

    @property
    def layouts(self) -> tuple[str, ...]:
        """The ids that were found, sorted; `loose` alone if there is no layout."""
        return tuple(sorted({there.layout.id for ranked in self._roots.values() for there in ranked})) or (LOOSE,)

    def place(self, label: str) -> Place | None:
        """The place of a member: in the innermost layout that knows it, else in the innermost; None if in none."""
        around: Place | None = None
        for root in _prefixes(label):
            for there in self._roots.get(root, ()):
                place = self._in(there, root, label)
                if place[1]:
                    return place[0]
                around = around or place[0]
        return around

    def _in(self, there: _Members, root: str, label: str) -> tuple[Place, bool]:
        named = dict(self._named[root, there.layout.id])
        found = there.find(plain(label[len(root) :]), lambda beside: root + beside in self._labels)
        if found is None:
            return Place(there.layout.id, root, None, named, frozenset()), False
        member, parts = found
        said = {key: value.format_map(parts) for key, value in member.context.items()}
        if said.get("of") == "cluster":
            named.pop("node", None)
        if "command" in parts:
            parts["command"] = parts["command"].replace("_", " ")
        told = {key: value for key, value in parts.items() if key in _TOLD}
        return Place(there.layout.id, root, member.role, named | told | said, member.traps), True


def recognise(labels: Iterable[str], layouts: Iterable[Layout], name: str = "") -> Recognised:
    """Find the layouts among the labels of an upload; `name` is the upload's own, which labels do not repeat."""
    declared = sorted(layouts, key=lambda layout: layout.id)
    labels = tuple(labels)
    markers_of = _Markers(declared)
    for label in labels:
        markers_of.look(label)
    scores: dict[str, list[tuple[int, str, Layout]]] = {}
    for (root, number), markers in markers_of.seen.items():
        layout = declared[number]
        score = sum(layout.markers[marker].weight for marker in markers)
        if score >= layout.enough and not _is_inside(root, layout.not_roots):
            scores.setdefault(root, []).append((-score, layout.id, layout))
    known = {layout.id: _Members(layout) for ranked in scores.values() for _, _, layout in ranked}
    roots = {
        root: [known[id_] for _, id_, _ in sorted(ranked, key=lambda one: one[:2])] for root, ranked in scores.items()
    }
    return Recognised(roots, frozenset(labels), name)


def _is_inside(root: str, not_roots: tuple[str, ...]) -> bool:
    return any(f"/{root}".endswith(f"/{end}/") for end in not_roots)


class _Markers:
    """Which markers (by number) of which layout (by number) lie below which root."""

    def __init__(self, declared: list[Layout]) -> None:
        self._index = _marker_index(declared)
        self._folders: dict[str, list[_Open]] = {"": []}
        self.seen: dict[tuple[str, int], set[int]] = {}

    def look(self, label: str) -> None:
        """Note the markers that one label is."""
        bare = plain(label)
        depth = bare.count("/") + bare.count("!")
        cut = max(bare.rfind("/"), bare.rfind("!")) + 1
        folder = bare[:cut]
        if folder not in self._folders:
            self._folders[folder] = self._may_become(folder, depth)
        if still := self._folders[folder]:
            still[:] = [one for one in still if not self._is_met(one, bare, depth + 1)]
        if bare[cut:] in self._index:
            for one in self._opened(bare, depth):
                self._is_met(one, bare, depth + 1)

    def _may_become(self, folder: str, depth: int) -> list[_Open]:
        """What the names down to a folder may still be the beginning of; worked out once for a folder.

        The list is the parent's own where nothing changes: what is met is met for all.
        """
        cut = max(folder.rfind("/", 0, -1), folder.rfind("!", 0, -1)) + 1
        parent, name = folder[:cut], folder[cut:-1]
        if parent not in self._folders:
            self._folders[parent] = self._may_become(parent, depth - 1)
        held = self._folders[parent]
        if any(one.glob.literals.get(depth - 1 - one.depth, name) != name for one in held):
            held = [one for one in held if one.glob.literals.get(depth - 1 - one.depth, name) == name]
        return [*held, *self._opened(folder[:-1], depth - 1)] if name in self._index else held

    def _opened(self, label: str, at: int) -> Iterator[_Open]:
        """The markers that may begin with a label whose last segment (number `at`) is one of theirs."""
        parts = segments(label)
        for anchor, number, marker, glob in self._index[parts[at]]:
            depth = at - anchor
            if depth >= 0 and all(
                parts[depth + place] == text for place, text in glob.literals.items() if place < anchor
            ):
                yield _Open(depth, len("/".join(parts[:depth])) + (depth > 0), number, marker, glob)

    def _is_met(self, one: _Open, label: str, count: int) -> bool:
        """Whether the marker needs no further looking; it is noted if this label is the one."""
        key = (label[: one.length], one.layout)
        if one.marker in self.seen.get(key, ()):
            return True
        if one.glob.fits(count - one.depth) and one.glob.match(label[one.length :]) is not None:
            self.seen.setdefault(key, set()).add(one.marker)
            return True
        return False


class _Open(NamedTuple):
    """A marker that may be met below a root: the root's depth in segments and length in characters."""

    depth: int
    length: int
    layout: int
    marker: int
    glob: Glob


_Index = dict[str, list[tuple[int, int, int, Glob]]]


def _marker_index(declared: list[Layout]) -> _Index:
    """Markers by one literal segment of theirs: (its place, number of the layout, of the marker, the glob)."""
    index: _Index = {}
    for number, layout in enumerate(declared):
        for order, marker in enumerate(layout.markers):
            for glob in globs(marker.pattern):
                if not glob.literals:
                    raise ValueError(f"a marker needs a segment without wildcards: {marker.pattern}")
                # The longest one is the rarest.
                place, text = max(glob.literals.items(), key=lambda literal: len(literal[1]))
                index.setdefault(text, []).append((place, number, order, glob))
    return index


def _prefixes(label: str) -> list[str]:
    """The folders and archives around a member, the innermost first; the last is empty."""
    cuts = [place + 1 for place, char in enumerate(label) if char in "/!"]
    return [label[:cut] for cut in reversed(cuts)] + [""]


class _Members:
    """The members of a layout, found by a literal segment of their patterns."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self._anchored: dict[tuple[int, str], list[tuple[int, Glob]]] = {}
        self._rest: list[tuple[int, Glob]] = []
        for order, member in enumerate(layout.members):
            if unknown := member.traps - TRAPS.keys():
                raise ValueError(f"{layout.id}: nobody knows the traps {sorted(unknown)}")
            for glob in (glob for pattern in member.patterns for glob in globs(pattern)):
                anchor = max(glob.literals.items(), key=lambda literal: len(literal[1]), default=None)
                held = self._rest if anchor is None else self._anchored.setdefault(anchor, [])
                held.append((order, glob))

    def find(self, label: str, has: Callable[[str], bool]) -> tuple[Member, dict[str, str]] | None:
        """The first declared member that a label below the root matches, with the named parts."""
        parts = segments(label)
        candidates = list(self._rest)
        for anchor in enumerate(parts):
            candidates += self._anchored.get(anchor, ())
        for order, glob in sorted(candidates, key=lambda one: one[0]):
            member = self.layout.members[order]
            if glob.fits(len(parts)) and (found := glob.match(label)) is not None:
                if member.beside and not has(member.beside):
                    continue
                return member, found
        return None


def _name_context(layout: Layout, root: str, name: str) -> dict[str, str]:
    """What the names around a root tell; the nearest one counts."""
    found: dict[str, str] = {}
    around = [*reversed(segments(root.rstrip("/!"))), name.rsplit("/", 1)[-1]]
    for declared in layout.names:
        for glob in globs(declared.pattern):
            for text in around:
                parts = glob.match(text)
                if parts is not None:
                    found = _timed(declared, parts) | found
    return found


def _timed(declared: RootName, parts: dict[str, str]) -> dict[str, str]:
    if "collected" not in parts:
        return parts
    text = parts.pop("collected")
    try:
        moment = datetime.strptime(text, declared.time).replace(tzinfo=UTC)
    except ValueError:
        return parts
    return parts | {"collected": moment.strftime("%Y-%m-%dT%H:%M:%S") + ("Z" if declared.utc else "")}
