"""Event objects."""

from __future__ import annotations

from datetime import UTC, datetime

from analyzer.parsers.kubectl import events

from .reading import records

CORE = """\
kind: Event
involvedObject: {kind: Pod, name: web-0, namespace: shop, uid: u1, fieldPath: "spec.containers{app}"}
reason: BackOff
message: Back-off restarting failed container
type: Warning
count: 12
firstTimestamp: "2025-05-14T07:07:15Z"
lastTimestamp: "2025-05-14T14:07:25Z"
eventTime: null
reportingComponent: ""
source: {component: kubelet, host: node-1}
"""
NEW = """\
apiVersion: events.k8s.io/v1
kind: Event
regarding: {kind: Pod, name: web-0, namespace: shop}
reason: FailedScheduling
note: 0/3 nodes are available
type: Warning
deprecatedFirstTimestamp: null
deprecatedLastTimestamp: null
eventTime: "2025-05-14T07:07:15.123456Z"
reportingController: default-scheduler
series: {count: 7, lastObservedTime: "2025-05-14T08:07:15.000000Z"}
"""


def test_event_of_core_v1():
    """Object, container, times and count."""
    (event,) = records(events, CORE, "yaml")
    assert (event.namespace, event.kind, event.name, event.container) == ("shop", "Pod", "web-0", "app")
    assert (event.count, event.component, event.host) == (12, "kubelet", "node-1")
    assert event.last == datetime(2025, 5, 14, 14, 7, 25, tzinfo=UTC)
    assert event.first_age_s is None


def test_event_of_events_k8s_io():
    """The newer API names its fields differently and counts in a series."""
    (event,) = records(events, NEW, "yaml")
    assert (event.name, event.message, event.component, event.count) == (
        "web-0",
        "0/3 nodes are available",
        "default-scheduler",
        7,
    )
    assert event.first == datetime(2025, 5, 14, 7, 7, 15, 123456, tzinfo=UTC)
    assert event.last == datetime(2025, 5, 14, 8, 7, 15, tzinfo=UTC)


def test_field_path_before_the_message():
    """The container is taken out of the message, where it stands there."""
    (event,) = records(
        events,
        CORE.replace("message: ", "message: 'spec.containers{app}: ").replace("container\ntype", "container'\ntype"),
        "yaml",
    )
    assert event.message == "Back-off restarting failed container"
