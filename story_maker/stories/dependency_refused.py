"""The database has no pod; the program that needs it gives up at once."""

from __future__ import annotations

from datetime import timedelta

from story_maker.bundle import Bundle, Story, cause, pod_subject
from story_maker.clock import rfc3339
from story_maker.cluster import Cluster
from story_maker.collect import objects
from story_maker.neighbours import settle_in
from story_maker.scene import (
    Setting,
    back_off,
    cluster_of,
    crash_runs,
    deployed,
    pod_of,
    publish,
    start_events,
)
from story_maker.workload import Container

NAME = "dependency-refused"
SETTING = Setting("5.15.0-105-generic", "cri-o://1.27.6", "Ubuntu 22.04.4 LTS", "1.27.13", uptime_days=17.1)


def tell() -> Story:
    """Return the story."""
    cluster = cluster_of(NAME, "2026-03-25 21:04:00", SETTING)
    settle_in(cluster)
    owner = deployed(cluster, "crm", "contacts", "17")
    end = cluster.before(minutes=1, seconds=38.409117)
    app = Container(
        "contacts",
        "registry.example.com/crm/contacts:1.77.0",
        crash_runs(end, [1.914, 1.702, 1.688, 1.731, 1.695, 1.709, 1.718], 1, "Error"),
        requests={"cpu": "100m", "memory": "192Mi"},
        limits={"memory": "384Mi"},
        extra={
            "env": [{"name": "DATABASE_HOST", "value": "contacts-db"}, {"name": "NODE_ENV", "value": "production"}],
            "ports": [{"containerPort": 3000, "protocol": "TCP"}],
        },
    )
    pod = pod_of(cluster, owner, "worker-1", app.runs[0].started - timedelta(seconds=3.7), [app])
    app.waiting = back_off(pod, "contacts", app.restart_count)
    publish(cluster, owner, 3000, cluster.before(days=120), "17")
    address = _database(cluster)
    start_events(cluster, pod, "contacts")
    bundle = Bundle(cluster, kubectl=27)
    objects(bundle, pod)
    bundle.log(pod, "contacts", _log(address), previous=True)
    path = f"logs/crm/{pod.name}/contacts-previous.log"
    return Story(
        NAME,
        "contacts ends because its database refuses the connection",
        """The StatefulSet of the database was scaled down to 0 in the evening, its Service has no endpoints. The
        contacts service connects once at start, is refused, and ends with code 1; it never tries again by
        itself.""",
        bundle,
        [
            cause(
                "container.exit-dependency-unavailable",
                pod_subject(pod, "contacts"),
                (path, "ECONNREFUSED"),
                confidence="confirmed|likely",
            )
        ],
        must_not=["memory.oom-container-limit", "container.lang-unhandled-exception", "container.exit-app-error"]
        + ["dns.dns-resolution-failing"],
        more={"says": ["database"]},
    )


def _database(cluster: Cluster) -> str:
    address = "10.96.44.17"
    stamp = rfc3339(cluster.before(days=120))
    metadata = {"creationTimestamp": stamp, "labels": {"app": "contacts-db"}, "name": "contacts-db"}
    metadata |= {"namespace": "crm"}
    spec = {
        "clusterIP": address,
        "clusterIPs": [address],
        "ports": [{"name": "postgres", "port": 5432, "protocol": "TCP", "targetPort": 5432}],
        "selector": {"app": "contacts-db"},
        "sessionAffinity": "None",
        "type": "ClusterIP",
    }
    service = {"apiVersion": "v1", "kind": "Service", "metadata": dict(metadata), "spec": spec}
    cluster.add("services", service | {"status": {"loadBalancer": {}}})
    cluster.add("endpoints", {"apiVersion": "v1", "kind": "Endpoints", "metadata": dict(metadata)})
    return address


def _log(address: str) -> str:
    return f"""> contacts@1.77.0 start
> node dist/server.js

contacts 1.77.0 starting, NODE_ENV=production
connecting to postgres://contacts@contacts-db:5432/contacts
Error: connect ECONNREFUSED {address}:5432
    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1595:16) {{
  errno: -111,
  code: 'ECONNREFUSED',
  syscall: 'connect',
  address: '{address}',
  port: 5432
}}
could not reach the database, giving up
"""
