"""Tables of events."""

# ruff: noqa: E501 -- lines of kubectl are long, and are kept as they are

from __future__ import annotations

from datetime import UTC, datetime

from analyzer.bundle.member import Lines, Piece
from analyzer.model.understood import Understood
from analyzer.parsers.kubectl import event_table, event_table_lines

from .reading import rows

# kubectl 1.29 describe pod
SECTION = """\
Events:
  Type     Reason     Age                 From               Message
  ----     ------     ----                ----               -------
  Normal   Scheduled  24m                 default-scheduler  Successfully assigned default/initpod to minikube
  Normal   Created    22m (x5 over 23m)   kubelet            Created container web-ctr
  Warning  BackOff    14m (x46
"""


def test_section_of_describe_belongs_to_its_object():
    """Ages are seconds; the object and the node come from the describe text around the section."""
    found = rows(event_table, SECTION, 40, kind="Pod", namespace="shop", name="web-0", node="node-1")
    assert [row.line for row in found] == [43, 44, 45]
    assert {(row.kind, row.namespace, row.name, row.form) for row in found} == {("Pod", "shop", "web-0", "describe")}
    assert (found[0].first_age_s, found[0].last_age_s, found[0].count) == (1440.0, 1440.0, 1)
    assert (found[1].first_age_s, found[1].last_age_s, found[1].count, found[1].container) == (
        1380.0,
        1320.0,
        5,
        "web-ctr",
    )
    assert (found[1].age_resolution_s, found[1].host) == (60.0, "node-1")
    assert (found[2].count, found[2].first_age_s, found[2].message) == (46, None, None)


def test_section_without_surroundings_names_its_object_itself():
    """All rows of one describe section are about one object: the one that a message names."""
    found = rows(event_table, SECTION)
    assert {(row.kind, row.namespace, row.name) for row in found} == {("Pod", "default", "initpod")}


def test_rows_of_several_objects_are_kept_apart():
    """A printed object counts more than the surroundings."""
    text = "LAST SEEN   TYPE      REASON    OBJECT      MESSAGE\n99s         Warning   Failed    pod/a       Error: ImagePullBackOff\n50m         Normal    Killing   pod/b       Stopping container driver\n"
    first, second = rows(event_table, text, namespace="shop")
    assert (first.name, first.namespace, first.last_age_s, first.first_age_s) == ("a", "shop", 99.0, None)
    assert (second.name, second.container, second.age_resolution_s, second.form) == (
        "b",
        "driver",
        60.0,
        "table",
    )


# a mount error, kubectl 1.27
MOUNT = """\
  Warning  FailedMount  8s (x6 over 24s)  kubelet            MountVolume.MountDevice failed for volume "azurefile" : rpc error
Mounting command: mount
Output: mount error(13): Permission denied

NAME        READY   STATUS              RESTARTS   AGE
pod/mypod   0/1     ContainerCreating   0          12s
"""


def test_messages_go_on_over_lines():
    """A message with newlines is one message; an empty line or another table ends it."""
    (row,) = rows(event_table, MOUNT)
    assert row.message.endswith("rpc error Mounting command: mount Output: mount error(13): Permission denied")
    assert row.line == 1


def test_invalid_ages_are_missing():
    """`<invalid>` is an age in the future of the client's clock."""
    (row,) = rows(event_table, "  Warning  FailedMount  <invalid> (x3 over <invalid>)  kubelet  MountDevice failed\n")
    assert (row.last_age_s, row.first_age_s, row.count) == (None, None, 3)


def test_old_tables_have_ages_of_one_unit():
    """Before kubectl 1.8 `5m` meant anything below 6 minutes."""
    (row,) = rows(
        event_table,
        "  5m\t1s\t23\tkubelet, node-1\tspec.containers{app}\tWarning\tBackOff\tBack-off restarting\n",
    )
    assert (row.first_age_s, row.age_resolution_s, row.host, row.container) == (300.0, 60.0, "node-1", "app")


def test_end_to_end_tests_print_times():
    """Their lines have a time, no age."""
    (row,) = rows(
        event_table,
        "At 2020-05-05 11:22:33 +0000 UTC - event for web: {kubelet node-1} Killing: Stopping container app\n",
    )
    assert row.last == datetime(2020, 5, 5, 11, 22, 33, tzinfo=UTC)
    assert (row.name, row.container, row.host) == ("web", "app", "node-1")


def test_command_names_the_object():
    """The command above a pasted section names the pod."""
    (row,) = rows(
        event_table,
        "Warning  FailedMount  8m8s  kubelet  MountVolume.SetUp failed\n",
        command="kubectl describe pod nginx",
    )
    assert (row.kind, row.name) == ("Pod", "nginx")


def test_other_text_yields_nothing():
    """Logs and tables of other things are passed over."""
    assert rows(event_table, "Warning: x\nNAME  READY\nhello\n\n") == []


def test_custom_columns_have_any_names():
    """`-o custom-columns`: names in capitals in any order; times instead of ages."""
    text = (
        "FIRSTSEEN              LASTSEEN               COUNT   KIND   NAME    REASON   MESSAGE\n"
        "2025-05-29T08:46:14Z   2025-05-29T08:50:14Z   12      Pod    web-0   BackOff  Back-off restarting failed container\n"
    )
    command = "kubectl get events -n shop -o custom-columns=FIRSTSEEN:.firstTimestamp,LASTSEEN:.lastTimestamp"
    (row,) = rows(event_table, text, command=command, namespace="shop")
    assert (row.kind, row.namespace, row.name, row.reason, row.count) == ("Pod", "shop", "web-0", "BackOff", 12)
    assert row.last == datetime(2025, 5, 29, 8, 50, 14, tzinfo=UTC)


def test_events_whose_line_ends_were_lost():
    """All on one line: each event cites it."""
    text = (
        "Events: Type Reason Age From Message ---- ------ ---- ---- ------- "
        "Normal Scheduled 18s default-scheduler Successfully assigned default/web to n1 "
        "Warning Failed 2s (x2 over 16s) kubelet Error: ErrImagePull\n"
    )
    assert [(row.reason, row.message, row.line) for row in rows(event_table, text)] == [
        ("Scheduled", "Successfully assigned default/web to n1", 1),
        ("Failed", "Error: ErrImagePull", 1),
    ]


def test_arrows_drawn_by_hand_are_no_message():
    """People point at the line that matters."""
    (row,) = rows(event_table, "  Warning  BackOff  5m  kubelet  Back-off restarting    <<<<<<< this one\n")
    assert row.message == "Back-off restarting"


def test_lines_of_a_table_are_understood():
    """Headers, rows, and the lines that go on with a message."""
    piece = Piece("member", "event-table", Lines(MOUNT))
    assert list(event_table_lines.parse(piece)) == [Understood(1, 3), Understood(5, 5)]
