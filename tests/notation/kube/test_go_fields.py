"""Objects as kubectl 1.8 to 1.13 dumped them."""

from __future__ import annotations

import pytest

from analyzer.notation.kube.go_fields import api_object, is_go_object
from analyzer.notation.kube.kind import infer

# minikube 1.13.3, shortened
POD = {
    "name": "coredns-86c58d9df4-mnjkg",
    "namespace": "kube-system",
    "uid": "f2f74677-417e-11e9-9e86-00155d700139",
    "creationTimestamp": "2019-03-08T08:48:30Z",
    "labels": {"k8s-app": "kube-dns"},
    "Spec": {
        "Volumes": [{"Name": "config", "HostPath": None, "NFS": None, "ConfigMap": {"Name": "coredns", "Items": None}}],
        "InitContainers": None,
        "Containers": [
            {
                "Name": "coredns",
                "Command": None,
                "WorkingDir": "",
                "Resources": {"Limits": {"memory": "170Mi"}, "Requests": {"cpu": "100m"}},
                "LivenessProbe": {"Exec": None, "HTTPGet": {"Path": "/health", "Port": 8080}, "TimeoutSeconds": 5},
                "SecurityContext": {"SELinuxOptions": {"Level": "s0"}},
                "TTY": False,
            }
        ],
        "DNSPolicy": "Default",
        "NodeName": "minikube",
        "NodeSelector": {"Disk": "ssd"},
        "SecurityContext": {"HostNetwork": True, "HostPID": False, "FSGroup": None},
    },
    "Status": {
        "Phase": "Running",
        "Reason": "",
        "HostIP": "10.41.10.26",
        "PodIP": "172.17.0.2",
        "QOSClass": "Burstable",
        "ContainerStatuses": [
            {
                "Name": "coredns",
                "State": {"Waiting": None, "Running": {"StartedAt": "2019-03-08T08:48:32Z"}, "Terminated": None},
                "LastTerminationState": {"Terminated": {"ExitCode": 137, "ContainerID": "docker://7"}},
                "RestartCount": 0,
                "ImageID": "docker-pullable://x",
            }
        ],
    },
}


def test_a_pod_is_one_of_the_api():
    """Names as the API writes them, what is not set is absent, metadata together."""
    body = api_object(POD)
    assert infer(body) == "Pod"
    assert body["metadata"]["labels"] == {"k8s-app": "kube-dns"}
    assert body["spec"]["volumes"] == [{"name": "config", "configMap": {"name": "coredns"}}]
    container = body["spec"]["containers"][0]
    assert container["resources"] == {"limits": {"memory": "170Mi"}, "requests": {"cpu": "100m"}}
    assert container["livenessProbe"] == {"httpGet": {"path": "/health", "port": 8080}, "timeoutSeconds": 5}
    assert container["securityContext"] == {"seLinuxOptions": {"level": "s0"}}
    assert (container["tty"], body["spec"]["hostNetwork"]) == (False, True)
    assert body["spec"]["nodeSelector"] == {"Disk": "ssd"}
    status = body["status"]
    assert (status["podIP"], status["qosClass"], "reason" in status) == ("172.17.0.2", "Burstable", False)
    (run,) = status["containerStatuses"]
    assert run["state"] == {"running": {"startedAt": "2019-03-08T08:48:32Z"}}
    assert run["lastState"] == {"terminated": {"exitCode": 137, "containerID": "docker://7"}}
    assert run["restartCount"] == 0


def test_a_node_and_an_event():
    """Acronyms at the front of a name, and fields that were renamed."""
    node = api_object(
        {"name": "n", "Spec": {"PodCIDR": ""}, "Status": {"NodeInfo": {"OSImage": "B", "MachineID": "m"}}}
    )
    assert infer(node) == "Node"
    assert node["status"]["nodeInfo"] == {"osImage": "B", "machineID": "m"}
    event = api_object(
        {
            "name": "e",
            "InvolvedObject": {"Kind": "Pod", "UID": "u", "APIVersion": "v1", "FieldPath": ""},
            "Reason": "Pulled",
            "Count": 2,
            "ReportingController": "kubelet",
        }
    )
    assert infer(event) == "Event"
    assert event["involvedObject"] == {"kind": "Pod", "uid": "u", "apiVersion": "v1"}
    assert (event["count"], event["reportingComponent"]) == (2, "kubelet")


def test_a_template_has_metadata_too():
    """Workloads hold the pod's template in the same form."""
    body = api_object(
        {"name": "d", "Spec": {"Replicas": 1, "Template": {"labels": {"a": "b"}, "Spec": {"Containers": []}}}}
    )
    assert body["spec"]["template"] == {"metadata": {"labels": {"a": "b"}}, "spec": {"containers": []}}


@pytest.mark.parametrize("value", [{"metadata": {}, "Spec": {}}, {"spec": {}}, [], "Spec", None])
def test_other_values_are_not_taken_for_it(value):
    """The API's own objects have metadata."""
    assert not is_go_object(value)
