"""Rules that are only true of some versions."""

from __future__ import annotations

import pytest

from analyzer.discover import tables
from analyzer.engine.database import Database
from analyzer.engine.evaluate import evaluate
from analyzer.engine.load import load_rules
from analyzer.pipeline import views

HEAD = "title: t\nlevel: high\nrole: cause\nsubject: {kind: Pod, name: '{name}'}\nevidence: [reason]\nmessage: m\n"
NODES = [
    {
        "src": 1,
        "node": "old",
        "kubelet_version": "v1.19.16",
        "runtime_version": "docker://19.3.1",
        "kernel_version": "3.10.0-1160.el7.x86_64",
        "os_image": "CentOS Linux 7",
    },
    {
        "src": 2,
        "node": "new",
        "kubelet_version": "v1.28.9+20a1b6b",
        "runtime_version": "cri-o://1.28.6",
        "kernel_version": "5.14.0-284.el9.x86_64",
        "os_image": "Red Hat Enterprise Linux CoreOS 415.92",
    },
    {"src": 3, "node": "bare"},
]
EVENTS = [
    {"src": 10 + n, "name": f"on-{host}", "kind": "Pod", "reason": "BackOff", "host": host}
    for n, host in enumerate(["old", "new", "bare"])
]


def run(tmp_path, versions: str, table: str = "event_list"):
    (tmp_path / "x").mkdir()
    rule = f"id: x.y\n{HEAD}versions: {versions}\nwhen: {{table: {table}, where: {{reason: BackOff}}}}\n"
    (tmp_path / "x" / "y.yaml").write_text(rule)
    rows = {}
    for name, given in (("nodes", NODES), ("events", EVENTS)):
        rows[name] = [
            [row.get(column) for row in given] for column in ("src", *(c.name for c in tables()[name].columns))
        ]
    database = Database(tables())
    database.load(rows)
    database.settle(views())
    return evaluate(load_rules([tmp_path]), database)


@pytest.mark.parametrize(
    ("versions", "names"),
    [
        ('{kubelet: ">=1.20"}', ["on-new"]),
        ('{kubelet: ["<1.20"]}', ["on-old"]),
        ('{kubelet: [">=1.19", "<1.28"]}', ["on-old"]),
        ('{kubelet: "=1.28"}', ["on-new"]),
        ("{runtime: cri-o}", ["on-new"]),
        ('{runtime: [docker, ">=18"]}', ["on-old"]),
        ('{kernel: "<4"}', ["on-old"]),
        ("{distribution: openshift}", ["on-new"]),
        ('{kubelet: ">=1.20", runtime: docker}', []),
    ],
)
def test_rows_of_other_versions_do_not_count(tmp_path, versions, names):
    """The version is that of the row's own node; a node whose version is not known proves nothing."""
    assert sorted(match.subject.name for match in run(tmp_path, versions).matches) == names


def test_an_unknown_version_leaves_the_rule_open(tmp_path):
    """Nothing matched, but a node that could have been meant does not say its version."""
    outcomes = run(tmp_path, '{kubelet: ">=1.30"}')
    assert [item.reason for item in outcomes.not_evaluated] == ["the version of the node is not known"]


def test_a_row_without_a_node_counts_where_any_node_fits(tmp_path):
    """Objects of the API server are on no node."""
    assert len(run(tmp_path, '{kubelet: ">=1.20"}', "events").matches) == 3
