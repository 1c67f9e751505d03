"""Whose arrangement the members of an upload lie in."""

from __future__ import annotations

import itertools
import random
import time

import pytest

from analyzer import discover
from analyzer.bundle.label_glob import globs
from analyzer.bundle.layout import TRAPS, Layout, Marker, Member, RootName, recognise

HOUSE = Layout(
    "house",
    markers=(Marker("door/*.txt", 2), Marker("roof", 1), Marker("cellar/**", 1)),
    enough=3,
    members=(
        Member(("door/{node}.txt",), "date", {"file": "/door/{node}"}),
        Member(("cellar/{command}",)),
        Member(("attic/{node}/x",), beside="attic/list"),
    ),
    names=(RootName("house-{collected}", "%Y-%m-%dT%H_%M_%S", utc=True), RootName("{instance}.house")),
)
SHED = Layout("shed", markers=(Marker("tools/*", 1),), enough=1, not_roots=("old/shed",))


def found(*labels: str, layouts: tuple[Layout, ...] = (HOUSE, SHED), name: str = ""):
    return recognise(labels, layouts, name)


def test_markers_weigh_together():
    """One marker alone may be chance; several are the layout, however many members match each of them."""
    assert found("door/a.txt", "door/b.txt").layouts == ("loose",)
    assert found("door/a.txt", "roof").layouts == ("house",)


@pytest.mark.parametrize(
    "root",
    ["", "x/", "./", "ticket/upload/x/", "a.tar.gz!", "up.zip!deep.tar.gz!wrapper/", "up.zip!x/y/"],
)
def test_a_layout_begins_at_any_depth(root):
    """Wrappers, folders beside other things, and archives inside archives."""
    there = found(f"{root}door/a.txt", f"{root}roof", "README.md")
    assert there.layouts == ("house",)
    assert there.place(f"{root}door/a.txt").root == root


def test_a_place_tells_what_the_path_says():
    """Role, named parts and what the pattern adds; a part named `command` has blanks again."""
    there = found("h/door/n1.txt", "h/roof", "h/cellar/df_-i")
    place = there.place("h/door/n1.txt")
    assert (place.layout, place.role) == ("house", "date")
    assert place.context == {"node": "n1", "file": "/door/n1"}
    assert there.place("h/cellar/df_-i").context == {"command": "df -i"}


def test_what_no_pattern_names_lies_in_the_layout_still():
    """Its content decides what it is."""
    place = found("h/door/n1.txt", "h/roof").place("h/else/where")
    assert (place.layout, place.root, place.role, place.context) == ("house", "h/", None, {})


def test_outside_of_all_roots_is_no_place():
    """A loose file beside a bundle belongs to nothing."""
    assert found("h/door/n1.txt", "h/roof").place("dmesg.txt") is None


def test_several_roots_and_layouts_in_one_upload():
    """Each has its own members; the innermost root that knows a member has it."""
    there = found("a/door/n.txt", "a/roof", "b/door/n.txt", "b/roof", "b/cellar/tools/saw")
    assert there.layouts == ("house", "shed")
    assert {there.place(label).root for label in ("a/roof", "b/roof")} == {"a/", "b/"}
    assert there.place("b/cellar/tools/saw").layout == "shed"


def test_a_folder_may_hold_markers_without_being_a_root():
    """Some layouts repeat themselves inside."""
    assert found("old/shed/tools/saw").layouts == ("loose",)


def test_a_pattern_may_need_a_companion():
    """The same path means something else where the companion is missing."""
    with_list = found("door/n.txt", "roof", "attic/list", "attic/n1/x")
    assert with_list.place("attic/n1/x").context == {"node": "n1"}
    assert found("door/n.txt", "roof", "attic/n1/x").place("attic/n1/x").context == {}


def test_names_around_the_root_tell_of_all_members():
    """The folder's own name first, then what lies around it, and the upload's name where labels do not repeat it."""
    inside = "i-1.house!house-2024-02-29T23_59_01/"
    place = found(f"{inside}door/a.txt", f"{inside}roof").place(f"{inside}roof")
    assert place.context == {"collected": "2024-02-29T23:59:01Z", "instance": "i-1"}
    place = found("door/a.txt", "roof", name="uploads/house-2024-02-29T23_59_01").place("roof")
    assert place.context == {"collected": "2024-02-29T23:59:01Z"}
    assert found("door/a.txt", "roof", name="house-2024-99-29T23_59_01").place("roof").context == {}


def test_order_of_labels_changes_nothing():
    """The listing of a folder and the order in an archive are no facts."""
    labels = ["a/door/n.txt", "a/roof", "b/tools/saw", "c!d/cellar/x", "c!d/door/q.txt"]
    expected = [found(*labels).place(label) for label in labels]
    for order in itertools.permutations(labels):
        there = found(*order)
        assert [there.place(label) for label in labels] == expected
        assert there.layouts == ("house", "shed")


def test_odd_labels_are_no_trouble():
    """Names are whatever somebody packed."""
    odd = ["", "/", "!", "a//b", "a!!b", "door/", "door", "..", "../door/a.txt", "é\\xff/roof", "a" * 5000]
    there = found(*odd, "x/door/a.txt", "x/roof")
    assert there.layouts == ("house",)
    assert all(there.place(label) is None for label in odd)


@pytest.mark.parametrize("layout", discover.layouts(), ids=lambda layout: layout.id)
def test_every_declared_layout_can_be_indexed(layout):
    """Patterns are of the language, markers have a plain segment, traps are known, markers suffice."""
    assert all(glob.literals for marker in layout.markers for glob in globs(marker.pattern))
    assert all(globs(pattern) for member in layout.members for pattern in member.patterns)
    assert {trap for member in layout.members for trap in member.traps} <= set(TRAPS)
    assert layout.enough <= sum(marker.weight for marker in layout.markers)
    assert recognise((), discover.layouts()).layouts == ("loose",)


def test_an_unknown_trap_is_refused():
    """A trap that no reader knows would be a promise that nobody keeps."""
    odd = Layout("odd", (Marker("roof", 1),), 1, (Member(("roof",), traps=frozenset(("bear",))),))
    with pytest.raises(ValueError, match="bear"):
        recognise(["roof"], [odd])


def test_a_hundred_thousand_labels_take_no_time():
    """The limit leaves room for a busy machine; the work is far less than a second."""
    names = [f"up.zip!mg/q/namespaces/ns{n % 50}/pods/p{n}/c/c/logs/current.log" for n in range(60_000)]
    names += [f"up.zip!mg/q/cluster-scoped-resources/core/nodes/n{n}.yaml" for n in range(40_000)]
    random.Random(1).shuffle(names)  # noqa: S311
    start = time.process_time()
    there = recognise(names, discover.layouts())
    assert time.process_time() - start < 2
    assert there.layouts == ("must-gather",)
