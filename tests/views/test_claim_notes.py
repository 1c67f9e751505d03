"""Why a claim has no volume, and whether it still has none."""

from __future__ import annotations

import pytest

from tests.views.tables_of_rows import database, only, values

MEMBERS = ["pvc.yaml", "events.txt", "pods.yaml", "pvc.txt"]


def event(reason, message="m", line=1, **known):
    return {
        "where": (1, line),
        "kind": "PersistentVolumeClaim",
        "name": "data",
        "namespace": "shop",
        "reason": reason,
        "message": message,
        "count": 1,
        "form": "table",
        **known,
    }


def claim(phase="Pending", **known):
    return {
        "where": (0, 1),
        "at": "",
        "namespace": "shop",
        "claim": "data",
        "phase": phase,
        "storage_class": "fast",
        "form": "yaml",
        **known,
    }


def class_(name="fast", **known):
    return {
        "where": (0, 9),
        "at": "",
        "storage_class": name,
        "provisioner": "p",
        "binding_mode": "Immediate",
        "is_default": False,
        "form": "yaml",
        **known,
    }


@pytest.mark.parametrize(
    ("reason", "message", "count", "about"),
    [
        ("ProvisioningFailed", 'storageclass.storage.k8s.io "fast" not found', 1, "class missing"),
        ("ProvisioningFailed", 'StorageClass "fast" not found', 1, "class missing"),
        ("ProvisioningFailed", 'failed to provision volume with StorageClass "fast": quota', 1, "provisioning failed"),
        ("ExternalProvisioning", "waiting for a volume to be created", 4, "provisioner silent"),
        ("ExternalProvisioning", "waiting for a volume to be created", 3, None),
        ("FailedBinding", "no persistent volumes available for this claim and no storage class is set", 1, "no match"),
        ("FailedBinding", 'volume "v" already bound to a different claim.', 1, "mismatch"),
        ("VolumeMismatch", 'Cannot bind to requested volume "v": requested PV is too small', 1, "mismatch"),
        (
            "WaitForFirstConsumer",
            "waiting for first consumer to be created before binding",
            1,
            "waiting for a consumer",
        ),
        ("WaitForPodScheduled", "waiting for pod web-0 to be scheduled", 1, "waiting for a consumer"),
        ("ClaimLost", "Bound claim has lost its PersistentVolume.", 1, "lost"),
        ("ClaimMisbound", "Two claims are bound to the same volume", 1, "misbound"),
        ("Resizing", "External resizer is resizing volume v", 1, None),
    ],
)
def test_what_an_event_is_about(reason, message, count, about):
    """The words of the controllers; four reminders of 15 s are a minute."""
    made = database(members=MEMBERS, events=[event(reason, message, count=count)])
    assert [a for (a,) in values(made, "SELECT about FROM claim_notes")] == ([about] if about else [])


@pytest.mark.parametrize("word", ["Provisioning", "ProvisioningFailed", "ProvisioningSucceeded"])
def test_a_provisioner_that_says_anything_is_not_silent(word):
    """Of this claim; what it does for another one proves nothing."""
    told = event("ExternalProvisioning", count=9)
    about = "SELECT about FROM claim_notes WHERE claim = 'data' AND about = 'provisioner silent'"
    assert values(database(members=MEMBERS, events=[told, event(word, line=2)]), about) == []
    assert values(database(members=MEMBERS, events=[told, event(word, line=2, name="other")]), about) == [
        ("provisioner silent",)
    ]
    assert values(database(members=MEMBERS, events=[told, event(word, line=2, namespace="crm")]), about) == [
        ("provisioner silent",)
    ]


@pytest.mark.parametrize(
    ("of", "classes", "about"),
    [
        (claim(), [class_("slow")], "class missing"),
        (claim(), [class_()], None),
        (claim(), [], None),
        (claim(storage_class=None), [class_()], "no match"),
        (claim(storage_class=None), [class_(is_default=True)], None),
        (claim(storage_class=None, volume="v"), [class_()], None),
        (claim(storage_class=None, form="describe"), [class_()], None),
        (claim(storage_class=None), [], None),
        (claim(), [class_(binding_mode="WaitForFirstConsumer")], "waiting for a consumer"),
        (claim("Lost"), [], "lost"),
        (claim("Bound"), [class_("slow")], None),
    ],
)
def test_what_the_objects_say_where_no_event_does(of, classes, about):
    """Only against classes that were collected."""
    made = database(members=MEMBERS, claims=[of], storage_classes=classes)
    assert [a for (a,) in values(made, "SELECT about FROM claim_notes")] == ([about] if about else [])


def test_an_event_speaks_before_the_objects():
    """Of the same claim."""
    made = database(
        members=MEMBERS, claims=[claim()], storage_classes=[class_("slow")], events=[event("FailedBinding")]
    )
    assert values(made, "SELECT about, said_by, storage_class FROM claim_notes") == [("no match", "event", "fast")]


@pytest.mark.parametrize(
    ("phase", "reason", "state"),
    [("Pending", "FailedBinding", "failing"), ("Bound", "FailedBinding", "over"), ("Lost", "ClaimLost", "failing"), ("Bound", "ClaimLost", "unknown"), (None, "FailedBinding", "unknown")],
)  # fmt: skip
def test_whether_it_goes_on(phase, reason, state):
    """As the claim's phase says; who lost a volume does not get it back by being bound."""
    made = database(members=MEMBERS, claims=[claim(phase)] if phase else [], events=[event(reason)])
    assert only(made, "SELECT state_now FROM claim_notes") == state


def test_who_uses_it():
    """Pods of its namespace that name it; not one that another has replaced."""

    def pod(line, **known):
        return {"where": (2, line), "at": "", "namespace": "shop", "pod": f"web-{line}", "form": "yaml", **known}

    def volume(line, **known):
        return {
            "where": (2, line),
            "at": "v",
            "volume": "d",
            "type": "persistentVolumeClaim",
            "source": "data",
            **known,
        }

    made = database(
        members=MEMBERS, events=[event("FailedBinding")], pods=[pod(1), pod(2, namespace="crm"), pod(3), pod(4)],
        volumes=[volume(1), volume(2), volume(3, type="configMap"), volume(4, source="other")],
    )  # fmt: skip
    assert values(made, "SELECT pod, pod_key FROM claim_notes") == [("web-1", "shop/web-1")]


def test_a_table_without_a_namespace_is_of_the_claim_described():
    """`kubectl get pvc` in the namespace of a describe."""
    table = claim("Pending", where=(3, 1), namespace=None, form="table")
    made = database(
        members=MEMBERS,
        claims=[claim("Bound", form="describe"), table],
        events=[event("FailedBinding", namespace=None)],
    )
    assert values(made, "SELECT namespace, phase FROM claim_notes") == [("shop", "Bound")]
