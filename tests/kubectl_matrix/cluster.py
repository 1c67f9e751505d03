"""Every object that the matrix is about."""

from __future__ import annotations

from datetime import datetime

from tests.kubectl_matrix import controllers, happenings, network, nodes, pods, policies, storage
from tests.kubectl_matrix.api_server import Objects
from tests.kubectl_matrix.awkward import Dice

_NAMESPACES = ["shop", "kube-system", "n" * 63, "team-a.b".replace(".", "-"), "x", "status", "events"]


def cluster(now: datetime) -> Objects:
    """The same objects at every call but for their times, which are relative to `now`."""
    dice = Dice("matrix", now)
    made: Objects = {"Node": nodes.nodes(dice, 16), "Namespace": policies.namespaces(dice, _NAMESPACES)}
    names = [node["metadata"]["name"] for node in made["Node"]]
    made["Pod"] = pods.pods(dice, 110, names, _NAMESPACES)
    made |= {
        "Deployment": controllers.deployments(dice, 14, _NAMESPACES),
        "ReplicaSet": controllers.replica_sets(dice, 14, _NAMESPACES),
        "ReplicationController": controllers.replication_controllers(dice, 4, _NAMESPACES),
        "StatefulSet": controllers.stateful_sets(dice, 10, _NAMESPACES),
        "DaemonSet": controllers.daemon_sets(dice, 8, _NAMESPACES),
        "Job": controllers.jobs(dice, 16, _NAMESPACES),
        "CronJob": controllers.cron_jobs(dice, 10, _NAMESPACES),
        "Service": network.services(dice, 18, _NAMESPACES),
        "Ingress": network.ingresses(dice, 9, _NAMESPACES),
        "NetworkPolicy": network.network_policies(dice, 8, _NAMESPACES),
        "PersistentVolumeClaim": storage.claims(dice, 14, _NAMESPACES),
        "PersistentVolume": storage.volumes(dice, 12),
        "StorageClass": storage.classes(dice, 6),
        "ConfigMap": storage.config_maps(dice, 12, _NAMESPACES),
        "Secret": storage.secrets(dice, 8, _NAMESPACES),
        "ResourceQuota": policies.quotas(dice, 8, _NAMESPACES),
        "LimitRange": policies.limit_ranges(dice, 6, _NAMESPACES),
        "HorizontalPodAutoscaler": policies.autoscalers(dice, 9, _NAMESPACES),
        "PodDisruptionBudget": policies.disruption_budgets(dice, 8, _NAMESPACES),
        "ServiceAccount": policies.service_accounts(dice, 4, _NAMESPACES),
        "PriorityClass": policies.priority_classes(dice, 3),
        "CertificateSigningRequest": policies.signing_requests(dice, 3),
        "Lease": nodes.leases(dice, made["Node"]),
        "Widget": policies.widgets(dice, 8, _NAMESPACES),
    }
    made["Endpoints"] = network.endpoints(dice, made["Service"][:12])
    made["EndpointSlice"] = network.endpoint_slices(dice, made["Service"][:12])
    about = [*made["Pod"][:70], *made["Node"], *made["Deployment"], *made["ReplicaSet"], *made["Job"]]
    about += [*made["HorizontalPodAutoscaler"], *made["PersistentVolumeClaim"], *made["Widget"][:3]]
    made["Event"] = happenings.events(dice, about)
    made["NewEvent"] = [happenings.in_new_form(event) for event in made["Event"]]
    return made
