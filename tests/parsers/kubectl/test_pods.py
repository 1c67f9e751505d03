"""Pods from objects."""

# ruff: noqa: E501 -- lines of kubectl are long, and are kept as they are

from __future__ import annotations

from datetime import UTC, datetime

from analyzer.parsers.kubectl import pods

from .reading import POD_YAML, records


def test_pod_of_yaml():
    """Spec, status, owner and times of a pod."""
    (pod,) = records(pods, POD_YAML, "yaml")
    assert (pod.namespace, pod.pod, pod.node, pod.phase) == ("shop", "web-0", "worker-1", "Running")
    assert (pod.owner_kind, pod.owner_name) == ("StatefulSet", "web")
    assert pod.created == datetime(2025, 2, 27, 6, 30, 28, tzinfo=UTC)
    assert (pod.grace_s, pod.restart_policy, pod.containers) == (30.0, "Always", 1)
    assert pod.deleted is None


def test_static_pod_has_its_file_hash_in_cgroup_paths():
    """The kubelet names the cgroup of a static pod after the hash of its file."""
    text = "kind: Pod\nmetadata:\n  name: etcd-m0\n  uid: aaa\n  annotations:\n    kubernetes.io/config.hash: bbb\n"
    (pod,) = records(pods, text, "yaml")
    assert (pod.uid, pod.cgroup_uid) == ("aaa", "bbb")


def test_excerpt_takes_its_name_from_the_command():
    """An excerpt of describe without a head is about the one pod that the command asked for."""
    (pod,) = records(
        pods,
        "Status:  Pending\nQoS Class:  Burstable\n",
        "describe",
        command="kubectl describe po web-0 -n shop",
    )
    assert (pod.namespace, pod.pod, pod.phase) == ("shop", "web-0", "Pending")


def test_pod_of_describe_while_it_is_deleted():
    """`Terminating (lasts 7m30s)` replaces the phase, and the grace period of the deletion is printed."""
    text = "Name:  a\nNamespace:  b\nStatus:  Terminating (lasts 7m30s)\nTermination Grace Period:  30s\nIP:\nIPs:  <none>\n"
    (pod,) = records(pods, text, "describe")
    assert (pod.phase, pod.grace_s, pod.pod_ip) == ("Terminating", 30.0, None)


def test_bare_pods_have_missing_values():
    """A pod without spec and with null in the place of lists has no defaults."""
    (pod,) = records(pods, "kind: Pod\nmetadata:\n  name: a\n  ownerReferences: null\nspec: null\nstatus: {}\n", "yaml")
    assert pod._replace(line=0, at="", pod=None, form=None) == pods.pods.Pod(line=0, at="")


def test_what_the_scheduler_reads():
    """Its name, the gates before it, and the labels that the node must have."""
    text = (
        "kind: Pod\nspec:\n  schedulerName: batch\n  schedulingGates: [{name: x/quota}, {name: x/data}]\n"
        "  nodeSelector: {disk: ssd, arch: amd64}\n"
    )
    (pod,) = records(pods, text, "yaml")
    assert (pod.scheduler, pod.scheduling_gates, pod.node_selector) == (
        "batch",
        "x/quota,x/data",
        "arch=amd64,disk=ssd",
    )


def test_node_selectors_of_describe():
    """One a line."""
    text = "Name:  a\nStatus:  Pending\nNode-Selectors:  disk=ssd\n                 kubernetes.io/arch=amd64\nTolerations:  <none>\n"
    (pod,) = records(pods, text, "describe")
    assert pod.node_selector == "disk=ssd,kubernetes.io/arch=amd64"


def test_how_long_it_is_terminating():
    """describe tells no moment, only how long it is ago."""
    text = "Name:  web-0\nNamespace:  shop\nNode:  worker-1/10.0.0.1\nStatus:  Terminating (lasts 7m30s)\nTermination Grace Period:  30s\nIP:\nContainers:\n  app:\n    Image:  web:1\n"
    (row,) = records(pods, text, "describe")
    assert (row.phase, row.terminating_s, row.deleted) == ("Terminating", 450.0, None)
