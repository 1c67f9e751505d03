"""Undoing support-bundle-kit's word null."""

from __future__ import annotations

from analyzer.notation.kube.null_words import without_null_words

# as Longhorn 1.4's bundle writes a pod
POD = {
    "kind": "Pod",
    "metadata": {
        "name": "manager-x1",
        "creationTimestamp": "null",
        "labels": {"app": "x", "node-role.kubernetes.io/worker": "null"},
        "ownerReferences": [{"name": "manager", "uid": "null"}],
    },
    "spec": {
        "nodeName": "null",
        "volumes": [{"name": "v", "emptyDir": {}}],
        "containers": [{"name": "c", "args": ["-c", "null", "x"], "env": [{"name": "A", "value": "null"}]}],
        "tolerations": "null",
    },
    "status": {"containerStatuses": [{"name": "c", "lastState": {}, "started": "null"}]},
}


def test_the_word_is_absence():
    """Keys go, empty values of labels stay keys, items of lists keep their places."""
    clean = without_null_words(POD)
    assert "creationTimestamp" not in clean["metadata"]
    assert clean["metadata"]["labels"] == {"app": "x", "node-role.kubernetes.io/worker": ""}
    assert clean["metadata"]["ownerReferences"] == [{"name": "manager"}]
    assert clean["spec"].keys() == {"volumes", "containers"}
    assert clean["spec"]["containers"][0] == {"name": "c", "args": ["-c", "", "x"], "env": [{"name": "A"}]}
    assert clean["status"]["containerStatuses"] == [{"name": "c", "lastState": {}}]


def test_the_object_itself_stays():
    """What was read is not changed in place."""
    without_null_words(POD)
    assert POD["spec"]["nodeName"] == "null"
