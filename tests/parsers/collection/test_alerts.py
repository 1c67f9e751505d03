"""Alerts as Prometheus and Alertmanager list them."""

# ruff: noqa: E501 -- answers of an API are long, and are kept as they are

from __future__ import annotations

from analyzer.bundle.member import Lines, Piece
from analyzer.model.understood import Understood
from analyzer.parsers.collection import alerts

RULES = """{"status":"success","data":{"groups":[{"name":"etcd","file":"/etc/x.yaml","rules":[
{"state":"firing","name":"etcdMembersDown","query":"up == 0","labels":{"severity":"critical"},"alerts":[
{"labels":{"alertname":"etcdMembersDown","severity":"critical","namespace":"openshift-etcd","pod":"etcd-0","job":"etcd"},"annotations":{"summary":"etcd members are down"},"state":"firing","activeAt":"2026-05-19T20:10:00.5Z","value":"1e+00"}],"type":"alerting"},
{"state":"inactive","name":"etcdNoLeader","query":"up","labels":{"severity":"critical"},"alerts":[],"type":"alerting"},
{"name":"up:count","query":"count(up)","type":"recording"}]}]}}
"""
ACTIVE = '{"status":"success","data":{"alerts":[{"labels":{"alertname":"Watchdog","severity":"none"},"annotations":{"description":"always"},"state":"firing","activeAt":"2026-05-19T20:10:00Z","value":"1"},{"labels":{"severity":"none"},"annotations":{},"state":"firing"}]}}'
MANAGER = '[{"annotations":{"message":"node is down"},"endsAt":"2026-05-19T21:10:00Z","startsAt":"2026-05-19T20:10:00Z","status":{"state":"active"},"labels":{"alertname":"KubeNodeNotReady","severity":"warning","node":"worker-1"}}]'


def read(text):
    found = list(alerts.parse(Piece("m", "alerts", Lines(text), context={})))
    assert isinstance(found[-1], Understood)
    return found[:-1]


def test_rules_with_their_alerts():
    """Each alert stands in a line of its own here, so the line is told."""
    (row,) = read(RULES)
    assert (row.line, row.alert, row.state, row.severity) == (3, "etcdMembersDown", "firing", "critical")
    assert (row.namespace, row.pod, row.name, row.said) == ("openshift-etcd", "etcd-0", "etcd", "etcd members are down")
    assert row.since.isoformat() == "2026-05-19T20:10:00.500000+00:00"


def test_the_list_of_active_alerts():
    """One without a name is none."""
    assert [(row.alert, row.state, row.said) for row in read(ACTIVE)] == [("Watchdog", "firing", "always")]


def test_alertmanager():
    (row,) = read(MANAGER)
    assert (row.alert, row.state, row.node, row.said) == ("KubeNodeNotReady", "active", "worker-1", "node is down")


def test_a_cut_answer_keeps_its_whole_alerts():
    cut = ACTIVE[: ACTIVE.index('{"labels":{"severity"') + 20]
    assert [row.alert for row in read(cut)] == ["Watchdog"]
