"""What the API server refused, told by its own words."""

from __future__ import annotations

import pytest

from tests.views.tables_of_rows import database, only, values

MEMBERS = ["a.txt", "b.txt"]
RS = {"namespace": "shop", "kind": "ReplicaSet", "name": "web-7d5f9c6b8d"}


def event(message, line=1, **known):
    return {
        "where": (0, line),
        "at": "",
        **RS,
        "type": "Warning",
        "reason": "FailedCreate",
        "message": message,
        **known,
    }


def refused(message, **known):
    return database(members=MEMBERS, events=[event(message, **known)])


@pytest.mark.parametrize(
    ("message", "about", "policy"),
    [
        ('Error creating: pods "web-" is forbidden: exceeded quota: compute, requested: pods=1', "quota", "compute"),
        ('pods "web-" is forbidden: failed quota: compute: must specify cpu for: app', "quota", "compute"),
        ('pods "web-" is forbidden: status unknown for quota: compute, resources: pods', "quota", None),
        ('pods "web-" is forbidden: insufficient quota to consume: cpu', "quota", None),
        ('pods "web-" is forbidden: insufficient quota to match these scopes: [{PriorityClass In [x]}]', "quota", None),
        ('pods "web-" is forbidden: maximum memory usage per Container is 1Gi, but limit is 2Gi', "limitrange", None),
        ('pods "web-" is forbidden: minimum cpu usage per Pod is 100m.  No request is specified', "limitrange", None),
        ('"db" is forbidden: maximum storage usage per PersistentVolumeClaim is 5Gi, but request is 9Gi', "limitrange", None),
        ('pods "web-" is forbidden: memory max limit to request ratio per Container is 2, but provided ratio is 4', "limitrange", None),
        ('pods "web-" is forbidden: violates PodSecurity "restricted:latest": x', "psa", "restricted:latest"),
        ('pods "web-" is forbidden: unable to validate against any security context constraint: [x]', "scc", None),
        ('pods "web-" is forbidden: unable to validate against any pod security policy: []', "scc", None),
        ('failed calling webhook "a.b.c": failed to call webhook: EOF', "webhook-failing", "a.b.c"),
        ('failed calling admission webhook "a.b.c": EOF', "webhook-failing", "a.b.c"),
        ('admission webhook "a.b.c" denied the request: no', "webhook-denied", "a.b.c"),
        ("pods \"web-\" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no", "vap", "p"),
        ('error looking up service account shop/web: serviceaccount "web" not found', "sa", "shop/web"),
        ("service account shop/web was not found, retry after the service account is created", "sa", "shop/web"),
        ('No API token found for service account "web", retry after the token is created', "sa", "web"),
        ("pods \"web-\" is forbidden: no PriorityClass with name high was found", "priorityclass", "high"),
        ('pods "web-" is forbidden: not today', "other", None),
    ],
)  # fmt: skip
def test_what_it_is_about(message, about, policy):
    """Each plugin of the API server words its refusals in its own way."""
    assert values(refused(message), "SELECT about, policy FROM refusals") == [(about, policy)]


def test_only_a_controller_s_failure_is_of_no_known_kind():
    """Other events are no refusals, unless their words are."""
    assert values(refused("x", kind="Pod", name="web-0"), "SELECT * FROM refusals") == []
    assert values(refused("x", reason="SuccessfulCreate"), "SELECT * FROM refusals") == []
    made = refused('admission webhook "a" denied the request: no', kind="Pod", name="web-0", reason="Failed")
    assert values(made, "SELECT about, made_by_controller FROM refusals") == [("webhook-denied", False)]


def test_whose_it_is():
    """The Deployment stands for its ReplicaSet, the CronJob for a Job's workload."""
    rows = [
        event("x"),
        event("x", 2, kind="Job", name="import-29128320"),
        event("x", 3, kind="DaemonSet", name="agent"),
        event("x", 4, name="once"),
    ]
    made = database(members=MEMBERS, events=rows)
    assert values(made, "SELECT workload, subject_kind, subject_name FROM refusals ORDER BY src") == [
        ("web", "Deployment", "web"),
        ("import", "Job", "import-29128320"),
        ("agent", "DaemonSet", "agent"),
        ("once", "ReplicaSet", "once"),
    ]


@pytest.mark.parametrize(
    ("text", "why", "service"),
    [
        ('Post "https://hook.ops.svc:443/v": no endpoints available for service "hook"', 'no endpoints available for service "hook"', "hook"),
        ('Post "https://hook.ops.svc:443/v": service "hook" not found', 'service "hook" not found', "hook"),
        ('Post "https://hook.ops.svc:443/v": context deadline exceeded', "context deadline exceeded", "hook"),
        ('Post "https://hook.ops.svc:443/v": x509: certificate has expired', "x509: certificate has expired", "hook"),
        ('Post "https://hook.ops.svc:443/v": dial tcp 10.0.0.1:443: connect: connection refused', "connect: connection refused", "hook"),
        ("the server could not find the requested resource", "the server could not find the requested resource", None),
    ],
)  # fmt: skip
def test_a_webhook_that_does_not_answer(text, why, service):
    """The Service behind it, and what came instead of an answer."""
    made = refused(f'Internal error occurred: failed calling webhook "a.b.c": failed to call webhook: {text}')
    assert values(made, "SELECT why, service, service_namespace FROM refusals") == [
        (why, service, "ops" if service else None)
    ]


def test_what_kubectl_says():
    """Its words in front are cut off; the object is the one that was sent."""
    text = 'Error from server (Forbidden): error when creating "p.yaml": pods "p" is forbidden: exceeded quota: q, requested: x'
    made = database(
        members=MEMBERS, tool_errors=[{"where": (0, 3), "text": text}, {"where": (0, 4), "text": "error: x"}]
    )
    assert values(made, "SELECT source, kind, name, said, state_now FROM refusals") == [
        ("tool", None, "p", 'pods "p" is forbidden: exceeded quota: q, requested: x', "unknown")
    ]


@pytest.mark.parametrize(
    ("kind", "status", "found"),
    [("ReplicaFailure", "True", 1), ("ReplicaFailure", "False", 0), ("Ready", "False", 1)],
)
def test_conditions(kind, status, found):
    """A failure to make pods only while it holds; the words of a refusal in any other condition."""
    row = {
        "where": (0, 1), "at": "status.conditions[0]", "kind": "Deployment", "namespace": "shop", "name": "web",
        "type": kind, "status": status, "reason": "FailedCreate", "message": 'admission webhook "a" denied the request: no',
    }  # fmt: skip
    made = database(members=MEMBERS, conditions=[row])
    assert only(made, "SELECT count(*) FROM refusals") == found


def rs(**known):
    return {"where": (0, 9), "at": "", **RS, **known}


@pytest.mark.parametrize(
    ("workload", "state"),
    [
        ({"desired": 2, "ready": 2}, "over"),
        ({"desired": 0, "ready": None}, "over"),
        ({"desired": 2, "ready": 1}, "failing"),
        ({"desired": 2, "ready": 2, "namespace": "pay"}, "unknown"),
    ],
)
def test_state(workload, state):
    """Over where the controller has what it wants, failing where it does not."""
    made = database(members=MEMBERS, events=[event("x")], workloads=[rs(**workload)])
    assert only(made, "SELECT state_now FROM refusals") == state


@pytest.mark.parametrize(
    ("refused_age", "made_age", "name", "state"),
    [(600, 500, "web-7d5f9c6b8d", "over"), (600, 700, "web-7d5f9c6b8d", "unknown"), (600, 500, "api-1", "unknown")],
)
def test_a_pod_that_was_made_later(refused_age, made_age, name, state):
    """Then nothing is refused any more; one that was made before says nothing."""
    rows = [
        event("x", last_age_s=refused_age),
        event("Created pod: y", 2, reason="SuccessfulCreate", name=name, last_age_s=made_age),
    ]
    assert only(database(members=MEMBERS, events=rows), "SELECT state_now FROM refusals") == state
