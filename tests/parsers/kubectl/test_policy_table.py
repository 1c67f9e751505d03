"""Tables of autoscalers and budgets."""

# ruff: noqa: E501 -- lines of kubectl are long, and are kept as they are

from __future__ import annotations

from analyzer.parsers.kubectl import policy_table

from .reading import rows

AUTOSCALERS = """\
NAMESPACE   NAME   REFERENCE        TARGETS         MINPODS   MAXPODS   REPLICAS   AGE
shop        web    Deployment/web   <unknown>/80%   2         10        3          4d
shop        api    StatefulSet/db   cpu: 91%/80%    2         5         5          4d
"""
BUDGETS = """\
NAME   MIN AVAILABLE   MAX UNAVAILABLE   ALLOWED DISRUPTIONS   AGE
web    N/A             1                 0                     9d
db     2               N/A               1                     9d
"""


def test_autoscalers():
    """What is measured is kept as it is printed, a measurement that is missing included."""
    web, api = rows(policy_table, AUTOSCALERS)
    assert (web.namespace, web.autoscaler, web.target_kind, web.target_name) == ("shop", "web", "Deployment", "web")
    assert (web.min_replicas, web.max_replicas, web.current_replicas, web.targets, web.line) == (
        2,
        10,
        3,
        "<unknown>/80%",
        2,
    )
    assert (api.target_kind, api.max_replicas, api.targets, api.form) == ("StatefulSet", 5, "cpu: 91%/80%", "table")


def test_budgets():
    """`N/A` stands where the budget says it the other way."""
    web, db = rows(policy_table, BUDGETS, namespace="shop")
    assert (web.namespace, web.budget, web.min_available, web.max_unavailable, web.allowed) == (
        "shop",
        "web",
        None,
        "1",
        0,
    )
    assert (db.min_available, db.max_unavailable, db.allowed, db.line) == ("2", None, 1, 3)


def test_other_kinds_are_none():
    """Deployments are read elsewhere, and a row without a name is none."""
    text = "NAME   READY   UP-TO-DATE   AVAILABLE   AGE\nweb    1/3     3            1           5d\n"
    assert rows(policy_table, text, namespace="shop") == []
