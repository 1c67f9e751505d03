"""Tables of events."""

# ruff: noqa: E501 -- lines of kubectl are long, and are kept as they are

from __future__ import annotations

from datetime import UTC, datetime

from analyzer.parsers.kubectl import event_table

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
