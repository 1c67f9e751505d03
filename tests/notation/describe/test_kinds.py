"""Every kind that kubectl describes, in the shape of the API; versions are named where forms differ."""

# ruff: noqa: E501 -- lines of kubectl are long, and are kept as they are

from __future__ import annotations

import pytest

from analyzer.notation.describe import document as describe

HEAD = "Name:         {name}\nNamespace:    shop\nLabels:       app=web\nAnnotations:  <none>\n"


def bodies(text):
    """(kind, body) of each object of a text."""
    return [(item.kind, item.body) for item in describe.objects(text, 1)]


def body(text, kind):
    """The one object of a text, which is of this kind."""
    ((found, value),) = bodies(text)
    assert found == kind
    return value


# kubectl 1.30: the wished address of the load balancer is a second IP, as up to 1.30
SERVICE = """\
Name:                     web
Namespace:                shop
Labels:                   <none>
Annotations:              <none>
Selector:                 app=web,tier=front
Type:                     LoadBalancer
IP Family Policy:         SingleStack
IP Families:              IPv4
IP:                       10.96.0.2
IPs:                      10.96.0.2
External IPs:             198.51.100.1,198.51.100.2
IP:                       5.5.5.5
LoadBalancer Ingress:     203.0.113.9, lb.example.com
Port:                     http  80/TCP
TargetPort:               web/TCP
NodePort:                 http  30020/TCP
Endpoints:                10.3.2.0:8080,10.3.2.1:8080,10.3.2.2:8080 + 2 more...
Port:                     <unset>  53/UDP
TargetPort:               5353/UDP
NodePort:                 <unset>  30021/UDP
Endpoints:                <none>
Session Affinity:         None
External Traffic Policy:  Local
HealthCheck NodePort:     31999
Events:                   <none>
"""


ENDPOINTS = "10.3.2.0:8080,10.3.2.1:8080,10.3.2.2:8080 + 2 more..."


def test_service():
    """Each `Port:` begins a port; what follows belongs to it."""
    found = body(SERVICE, "Service")
    assert found["spec"] == {
        "selector": {"app": "web", "tier": "front"},
        "type": "LoadBalancer",
        "clusterIP": "10.96.0.2",
        "externalIPs": ["198.51.100.1", "198.51.100.2"],
        "loadBalancerIP": "5.5.5.5",
        "ports": [
            {
                "name": "http",
                "port": 80,
                "protocol": "TCP",
                "targetPort": "web",
                "nodePort": 30020,
                "endpoints": ENDPOINTS,
            },
            {"port": 53, "protocol": "UDP", "targetPort": 5353, "nodePort": 30021, "endpoints": "<none>"},
        ],
        "sessionAffinity": "None",
        "externalTrafficPolicy": "Local",
        "healthCheckNodePort": 31999,
    }
    assert found["status"]["loadBalancer"]["ingress"] == [{"ip": "203.0.113.9"}, {"hostname": "lb.example.com"}]


@pytest.mark.parametrize(
    ("line", "spec"),
    [
        # 1.31 and later
        ("Desired LoadBalancer IP:     5.5.5.5\nLoadBalancer Ingress:        203.0.113.9 (VIP)", {"loadBalancerIP": "5.5.5.5"}),
        # 1.36 and later
        ("Port:  http  80/TCP\nTargetPort:  80/TCP\nAppProtocol:  kubernetes.io/h2c",
         {"ports": [{"name": "http", "port": 80, "protocol": "TCP", "targetPort": 80, "appProtocol": "kubernetes.io/h2c"}]}),
        ("Selector:  <none>\nType:  ExternalName\nIP:  \nExternal Name:  db.example.com", {"type": "ExternalName", "externalName": "db.example.com"}),
        # 1.16 to 1.19
        ("IP:  10.0.0.1\nIPFamily:  IPv4", {"clusterIP": "10.0.0.1"}),
    ],
)  # fmt: skip
def test_lines_of_services_by_version(line, spec):
    """Labels that came and went."""
    assert body(HEAD.format(name="s") + line + "\nSession Affinity:  None\n", "Service")["spec"] == {
        **spec,
        "sessionAffinity": "None",
    }


def test_endpoints():
    """An empty line stands after each subset; ready addresses come first."""
    text = HEAD.format(name="web") + (
        "Subsets:\n  Addresses:          10.1.4.0,10.1.4.1\n  NotReadyAddresses:  10.2.4.0\n  Ports:\n    Name     Port  Protocol\n"
        "    ----     ----  --------\n    http     8080  TCP\n\n  Addresses:          fd00::7\n  NotReadyAddresses:  <none>\n\nEvents:  <none>\n"
    )
    assert body(text, "Endpoints")["subsets"] == [
        {"addresses": [{"ip": "10.1.4.0"}, {"ip": "10.1.4.1"}], "notReadyAddresses": [{"ip": "10.2.4.0"}]},
        {"addresses": [{"ip": "fd00::7"}]},
    ]


def test_endpoint_slice():
    """Each `- Addresses:` begins an endpoint; what is unset stays open."""
    text = HEAD.format(name="web-abc") + (
        "AddressType:  IPv4\nPorts:\n  Name  Port  Protocol\n  ----  ----  --------\n  http  8080  TCP\nEndpoints:\n  - Addresses:  10.3.2.0\n"
        "    Conditions:\n      Ready:    true\n    Hostname:   <unset>\n    NodeName:   <unset>\n    Zone:       <unset>\n  - Addresses:  10.3.2.1\n"
        "    Conditions:\n      Ready:    <unset>\n    Hostname:   <unset>\n    TargetRef:  Pod/web-1\n    NodeName:   node-1\n    Zone:       eu-1a\nEvents:         <none>\n"
    )
    assert body(text, "EndpointSlice")["endpoints"] == [
        {"addresses": ["10.3.2.0"], "conditions": {"ready": True}},
        {
            "addresses": ["10.3.2.1"],
            "targetRef": {"kind": "Pod", "name": "web-1"},
            "nodeName": "node-1",
            "zone": "eu-1a",
        },
    ]


# kubectl 1.37; a resource as a backend makes 1.24 and 1.25 panic
INGRESS = """\
Name:             shop
Labels:           <none>
Namespace:        shop
Address:          203.0.113.7,lb.example.com
Ingress Class:    nginx
Default backend:  <default>
TLS:
  tls-cert terminates a.example.com,b.example.com
  SNI routes c.example.com
Rules:
  Host           Path  Backends
  ----           ----  --------
  h.example.com  \n                 /    gone:http (<error: services "gone" not found>)
                 /m   web:8080 (10.1.0.1:8080,10.1.0.2:8080)
  *              \n                 /s   APIGroup: k8s.example.com, Kind: StorageBucket, Name: static
Annotations:     <none>
Events:          <none>
"""


def test_ingress():
    """A host stands alone on its line, its paths below it; `*` is any host."""
    found = body(INGRESS, "Ingress")
    assert found["spec"] == {
        "ingressClassName": "nginx",
        "tls": [{"hosts": ["a.example.com", "b.example.com"], "secretName": "tls-cert"}, {"hosts": ["c.example.com"]}],
        "rules": [
            {
                "host": "h.example.com",
                "http": {
                    "paths": [
                        {"path": "/", "backend": {"service": {"name": "gone", "port": {"name": "http"}}}},
                        {"path": "/m", "backend": {"service": {"name": "web", "port": {"number": 8080}}}},
                    ]
                },
            },
            {
                "http": {
                    "paths": [
                        {
                            "path": "/s",
                            "backend": {
                                "resource": {"apiGroup": "k8s.example.com", "kind": "StorageBucket", "name": "static"}
                            },
                        }
                    ]
                }
            },
        ],
    }


@pytest.mark.parametrize(
    ("backend", "expected"),
    [
        ('default-http-backend:80 (<error: endpoints "default-http-backend" not found>)', None),  # up to 1.23
        ("<default>", None),
        ("web:8080 (10.1.0.1:8080)", {"service": {"name": "web", "port": {"number": 8080}}}),
    ],
)
def test_default_backend_of_an_ingress(backend, expected):
    """Where an Ingress has none, kubectl names one that does not exist, or says so."""
    text = f"Name:             i\nNamespace:        shop\nAddress:          \nDefault backend:  {backend}\nRules:\n  Host        Path  Backends\n  ----        ----  --------\n  *           *     {backend}\nAnnotations:  <none>\nEvents:  <none>\n"
    assert body(text, "Ingress").get("spec", {}).get("defaultBackend") == expected


def test_network_policy():
    """Rules of a direction are separated by dashes; no rules is not the same as not affected."""
    text = (
        "Name:         np\nNamespace:    shop\nCreated on:   2026-05-16 18:53:29 +0530 IST\nLabels:       <none>\nAnnotations:  <none>\nSpec:\n"
        "  PodSelector:     app=web\n  Allowing ingress traffic:\n    To Port: 5432/TCP\n    From:\n      PodSelector: app=db\n    ----------\n"
        "    To Port: <any> (traffic allowed to all ports)\n    From: <any> (traffic not restricted by source)\n  Allowing egress traffic:\n"
        "    <none> (Selected pods are isolated for egress connectivity)\n  Policy Types: Ingress, Egress\n"
    )
    found = body(text, "NetworkPolicy")
    assert found["spec"] == {
        "podSelector": "app=web",
        "ingress": [{}, {}],
        "egress": [],
        "policyTypes": ["Ingress", "Egress"],
    }
    assert found["metadata"]["creationTimestamp"] == "2026-05-16 18:53:29 +0530 IST"


def test_claim():
    """Capacity and modes are blank while a claim is not bound; conditions have four columns that count."""
    text = (
        "Name:          data\nNamespace:     shop\nStorageClass:  fast\nStatus:        Bound\nVolume:        pvc-1\nLabels:        <none>\n"
        "Annotations:   <none>\nFinalizers:    [kubernetes.io/pvc-protection a/b]\nCapacity:      1536Mi\nAccess Modes:  RWO,ROX\nVolumeMode:    Filesystem\n"
        "Used By:       web-0\n               web-1\nConditions:\n"
        "  Type                      Status  LastProbeTime                     LastTransitionTime                Reason  Message\n"
        "  ----                      ------  -----------------                 ------------------                ------  -------\n"
        "  FileSystemResizePending   True    Mon, 01 Jan 0001 00:00:00 +0000   Tue, 19 May 2026 20:20:00 +0000           Waiting for user to (re-)start a pod.\n"
        "Events:        <none>\n"
    )
    found = body(text, "PersistentVolumeClaim")
    assert found["metadata"]["finalizers"] == ["kubernetes.io/pvc-protection", "a/b"]
    assert found["spec"] == {"storageClassName": "fast", "volumeName": "pvc-1", "volumeMode": "Filesystem"}
    (condition,) = found["status"].pop("conditions")
    assert found["status"] == {
        "phase": "Bound",
        "capacity": {"storage": "1536Mi"},
        "accessModes": ["ReadWriteOnce", "ReadOnlyMany"],
    }
    assert condition["message"] == "Waiting for user to (re-)start a pod."
    assert "reason" not in condition


def test_mounted_by_is_used_by():
    """kubectl up to 1.19 said Mounted By."""
    text = "Name:          data\nNamespace:     shop\nStorageClass:  fast\nStatus:        Pending\nMounted By:    web-0\nEvents:        <none>\n"
    assert body(text, "PersistentVolumeClaim")["status"] == {"phase": "Pending"}


def test_storage_class():
    """Options stand on lines of their own."""
    text = (
        "Name:                  fast\nIsDefaultClass:        Yes\nAnnotations:           storageclass.kubernetes.io/is-default-class=true\n"
        "Provisioner:           ebs.csi.aws.com\nParameters:            a=b=c,type=gp3\nAllowVolumeExpansion:  True\nMountOptions:\n  hard\n  nfsvers=4.1\n"
        "ReclaimPolicy:      Retain\nVolumeBindingMode:  WaitForFirstConsumer\nEvents:             <none>\n"
    )
    found = body(text, "StorageClass")
    assert found["metadata"]["annotations"] == {"storageclass.kubernetes.io/is-default-class": "true"}
    assert (found["allowVolumeExpansion"], found["volumeBindingMode"]) == (True, "WaitForFirstConsumer")


def test_secret_has_sizes_only():
    """Sizes are what describe prints of a Secret; a token that it prints in clear is no size and is left out."""
    text = (
        HEAD.format(name="tls")
        + "\nType:  kubernetes.io/tls\n\nData\n====\ntls.crt:  333 bytes\ntls.key:  0 bytes\ntoken:    eyJhbGciOi\n"
    )
    found = body(text, "Secret")
    assert found["describedData"] == {"tls.crt": "333 bytes", "tls.key": "0 bytes"}
    assert found["type"] == "kubernetes.io/tls"


@pytest.mark.parametrize(
    "quotas",
    [
        # 1.21 and later
        "Resource Quotas\n  Name:            q1\n  Resource         Used  Hard\n  --------         ---   ---\n  pods             3     10\n"
        "  Name:            q2\n  Resource         Used  Hard\n  --------         ---   ---\n  requests.memory  1Gi   1536Mi\n",
        # 1.16 to 1.20
        "Resource Quotas\n Name:            q1\n Resource         Used  Hard\n --------         ---   ---\n pods             3     10\n\n"
        " Name:            q2\n Resource         Used  Hard\n --------         ---   ---\n requests.memory  1Gi   1536Mi\n",
    ],
)
def test_namespace_holds_quotas_and_limits(quotas):
    """Quotas and limits that are printed inside a Namespace are objects of their own."""
    text = (
        "Name:         shop\nLabels:       <none>\nAnnotations:  <none>\nStatus:       Terminating\n\n"
        + quotas
        + "\nResource Limits\n"
        " Type       Resource  Min  Max  Default Request  Default Limit  Max Limit/Request Ratio\n"
        " ----       --------  ---  ---  ---------------  -------------  -----------------------\n Container  memory    -    2Gi  -                1536Mi         -\n"
    )
    (_, namespace), (_, first), (_, second), (kind, limits) = bodies(text)
    assert namespace["status"] == {"phase": "Terminating"}
    assert first == {
        "metadata": {"name": "q1", "namespace": "shop"},
        "status": {"used": {"pods": "3"}, "hard": {"pods": "10"}},
    }
    assert second["status"]["hard"] == {"requests.memory": "1536Mi"}
    assert kind == "LimitRange"
    assert limits["spec"]["limits"] == [
        {"type": "Container", "max": {"memory": "2Gi"}, "default": {"memory": "1536Mi"}}
    ]


def test_quota_and_limit_range():
    """The tables stand at the left edge, below one or two labels."""
    quota = "Name:       q\nNamespace:  shop\nScopes:     BestEffort\n * Matches all pods that do not have resource requirements set.\nResource    Used  Hard\n--------    ----  ----\npods        3     10\n"
    limits = (
        "Name:       l\nNamespace:  shop\nType        Resource  Min  Max  Default Request  Default Limit  Max Limit/Request Ratio\n"
        "----        --------  ---  ---  ---------------  -------------  -----------------------\nPod         cpu       1m   2    -                -              4\n"
    )
    (first, one), (second, two) = bodies(quota + "\n\n" + limits)
    assert (first, second) == ("ResourceQuota", "LimitRange")
    assert one["status"] == {"used": {"pods": "3"}, "hard": {"pods": "10"}}
    assert two["spec"]["limits"] == [
        {"type": "Pod", "min": {"cpu": "1m"}, "max": {"cpu": "2"}, "maxLimitRequestRatio": {"cpu": "4"}}
    ]


def test_autoscaler():
    """The count of pods has the kind of the target in its label; messages have several lines."""
    text = (
        "Name:                                                  web\nNamespace:                                             shop\n"
        "Labels:                                                <none>\nAnnotations:                                           <none>\n"
        "CreationTimestamp:                                     Tue, 19 May 2026 20:20:00 +0000\nReference:                                             Deployment/web\n"
        "Metrics:                                               ( current / target )\n  resource cpu on pods  (as a percentage of request):  90% (225m) / 80%\n"
        "Min replicas:                                          <unset>\nMax replicas:                                          11\n"
        "Deployment pods:                                       1 current / 4 desired\nConditions:\n  Type           Status  Reason                   Message\n"
        "  ----           ------  ------                   -------\n  ScalingActive  False   FailedGetResourceMetric  missing request for cpu\nsecond line\n"
        "  AbleToScale  True  SucceededGetScale  fine\nEvents:  <none>\n"
    )
    found = body(text, "HorizontalPodAutoscaler")
    assert found["spec"] == {"scaleTargetRef": {"kind": "Deployment", "name": "web"}, "maxReplicas": 11}
    assert (found["status"]["currentReplicas"], found["status"]["desiredReplicas"]) == (1, 4)
    assert [row["message"] for row in found["status"]["conditions"]] == ["missing request for cpu\nsecond line", "fine"]
    assert found["status"]["conditions"][1]["reason"] == "SucceededGetScale"


def test_disruption_budget():
    """The counts are indented by four blanks."""
    text = "Name:             pdb\nNamespace:        shop\nMax unavailable:  25%\nSelector:         app=web\nStatus:\n    Allowed disruptions:  1\n    Current:              10\n    Desired:              8\n    Total:                30\nEvents:                   <none>\n"
    found = body(text, "PodDisruptionBudget")
    assert found["spec"] == {"maxUnavailable": "25%", "selector": "app=web"}
    assert found["status"] == {"disruptionsAllowed": 1, "currentHealthy": 10, "desiredHealthy": 8, "expectedPods": 30}


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("3 Running / 1 Succeeded / 7 Failed", {"active": 3, "succeeded": 1, "failed": 7}),  # up to 1.22
        ("3 Active / 1 Succeeded / 7 Failed", {"active": 3, "succeeded": 1, "failed": 7}),
        (
            "3 Active (2 Ready) / 1 Succeeded / 7 Failed",
            {"active": 3, "ready": 2, "succeeded": 1, "failed": 7},
        ),  # from 1.23
    ],
)
def test_job(line, status):
    """How many pods of a Job run, succeeded and failed."""
    text = (
        HEAD.format(name="job")
        + f"Controlled By:  CronJob/nightly\nParallelism:    2\nCompletions:    7\nPods Statuses:  {line}\nPod Template:\n  Labels:  <none>\n"
    )
    found = body(text, "Job")
    assert found["status"] == status
    assert found["spec"] == {"parallelism": 2, "completions": 7}


def test_cron_job_is_no_job():
    """A CronJob prints the fields of its Jobs, too."""
    text = HEAD.format(name="nightly") + (
        "Schedule:                      0 3 * * 1-5\nConcurrency Policy:            Forbid\nSuspend:                       True\nSelector:  <unset>\n"
        "Parallelism:                   2\nCompletions:                   <unset>\nLast Schedule Time:  Tue, 19 May 2026 20:20:00 +0000\nActive Jobs:         a-1, a-2\n"
    )
    found = body(text, "CronJob")
    assert found["spec"] == {"schedule": "0 3 * * 1-5", "concurrencyPolicy": "Forbid", "suspend": True}
    assert found["status"]["active"] == [{"name": "a-1"}, {"name": "a-2"}]


def test_daemon_set_counts():
    """The labels are long and stand one blank before their values; up to 1.32 there is no namespace."""
    text = (
        "Name:           agent\nSelector:       app=agent\nNode-Selector:  <none>\nLabels:         <none>\nAnnotations:    <none>\n"
        "Desired Number of Nodes Scheduled: 40\nCurrent Number of Nodes Scheduled: 30\nNumber of Nodes Scheduled with Up-to-date Pods: 20\n"
        "Number of Nodes Scheduled with Available Pods: 10\nNumber of Nodes Misscheduled: 0\nPods Status:  30 Running / 0 Waiting / 0 Succeeded / 0 Failed\n"
    )
    found = body(text, "DaemonSet")
    assert "namespace" not in found["metadata"]
    assert list(found["status"].values()) == [40, 30, 20, 10, 0]


@pytest.mark.parametrize(
    ("owner", "kind"), [("Controlled By:  Deployment/web\n", "ReplicaSet"), ("", "ReplicationController")]
)
def test_replica_set_or_replication_controller(owner, kind):
    """Both print the same, but a ReplicationController no owner."""
    text = (
        HEAD.format(name="web-1")
        + owner
        + "Replicas:       1 current / 11 desired\nPods Status:    1 Running / 0 Waiting / 0 Succeeded / 0 Failed\n"
    )
    found = body(text, kind)
    assert (found["spec"]["replicas"], found["status"]["replicas"]) == (11, 1)


def test_node_with_lease_pods_and_requests():
    """The lease is an object of its own; what the pods ask for is kept without the percentages."""
    text = (
        "Name:               worker-1\nRoles:              <none>\nLabels:             <none>\nAnnotations:        <none>\nCreationTimestamp:  Tue, 19 May 2026 20:20:00 +0000\n"
        "Taints:             <none>\nUnschedulable:      false\nLease:\n  HolderIdentity:  worker-1\n  AcquireTime:     <unset>\n  RenewTime:       Tue, 19 May 2026 20:28:50 +0000\n"
        "Capacity:\n  memory:  16Gi\nSystem Info:\n  Machine ID:  ec24\nNon-terminated Pods:          (1 in total)\n"
        "  Namespace                   Name                CPU Requests  CPU Limits  Memory Requests  Memory Limits  Age\n"
        "  ---------                   ----                ------------  ----------  ---------------  -------------  ---\n"
        "  shop                        web-abc             250m (6%)     600m (15%)  32Mi (0%)        0 (0%)         3d5h\n"
        "Allocated resources:\n  (Total limits may be over 100 percent, i.e., overcommitted.)\n  Resource           Requests     Limits\n  --------           --------     ------\n"
        "  memory             32Mi (0%)    0 (0%)\n  nvidia.com/gpu     1            1\nEvents:              <none>\n"
    )
    (_, node), (kind, lease) = bodies(text)
    assert kind == "Lease"
    assert lease == {
        "metadata": {"name": "worker-1", "namespace": "kube-node-lease"},
        "spec": {"holderIdentity": "worker-1", "renewTime": "Tue, 19 May 2026 20:28:50 +0000"},
    }
    assert node["describedPods"] == [
        {
            "namespace": "shop",
            "name": "web-abc",
            "age": "3d5h",
            "requests": {"cpu": "250m", "memory": "32Mi"},
            "limits": {"cpu": "600m", "memory": "0"},
        }
    ]
    assert node["describedRequests"][1] == {"resource": "nvidia.com/gpu", "requests": "1", "limits": "1"}


# kubectl 1.14 to 1.16, from its describe.go: rows of a node are indented by one blank, a pod has one address
OLD_NODE = """\
Name:               worker-1
Roles:              <none>
Labels:             <none>
Annotations:        <none>
CreationTimestamp:  Tue, 19 May 2020 20:20:00 +0000
Taints:             <none>
Unschedulable:      true
Addresses:
  InternalIP:  192.168.0.1
Capacity:
 cpu:     2
 memory:  3943312Ki
System Info:
 Machine ID:                 ec2479e8
 Kernel Version:             4.15.0
 Kubelet Version:            v1.14.1
Non-terminated Pods:         (0 in total)
  Namespace                  Name    CPU Requests  CPU Limits  Memory Requests  Memory Limits  AGE
  ---------                  ----    ------------  ----------  ---------------  -------------  ---
Events:                      <none>
"""
OLD_POD = """\
Name:               web-0
Namespace:          shop
Priority:           2000000000
PriorityClassName:  system-node-critical
Node:               worker-1/192.168.0.1
Start Time:         Tue, 19 May 2020 20:20:00 +0000
Labels:             <none>
Annotations:        <none>
Status:             Terminating (lasts 7m30s)
Termination Grace Period:  30s
Reason:             Evicted
Message:            low on memory
Status:  Running
IP:                 10.244.0.2
Controlled By:      StatefulSet/web
Containers:
  app:
    Image:  nginx
QoS Class:       BestEffort
Node-Selectors:  <none>
Tolerations:     \n                  op=Exists
Events:          <none>
"""


def test_forms_of_kubectl_1_14_to_1_19():
    """One blank of indentation, no lease, PriorityClassName in one word, no list of addresses."""
    (kind, node), (_, pod) = bodies(OLD_NODE + "\n\n" + OLD_POD)
    assert kind == "Node"
    assert node["status"]["capacity"] == {"cpu": "2", "memory": "3943312Ki"}
    assert node["status"]["nodeInfo"]["kubeletVersion"] == "v1.14.1"
    assert pod["spec"]["priorityClassName"] == "system-node-critical"
    assert pod["status"]["message"] == "low on memory\nStatus:  Running"
    assert (pod["status"]["phase"], pod["metadata"]["deletionGracePeriodSeconds"]) == ("Terminating", 30)


def test_custom_resource():
    """Keys are printed as words; elements of a list have no mark and are told by the order of their keys."""
    text = HEAD.format(name="w") + (
        "API Version:  example.com/v1\nKind:         Widget\nMetadata:\n  Creation Timestamp:  2026-05-19T20:20:00Z\n  Deletion Timestamp:  2026-05-19T20:21:00Z\n"
        "  Owner References:\n    API Version:     apps/v1\n    Controller:      true\n    Kind:            Deployment\n    Name:            up\n"
        "  UID:               789331be\nSpec:\n  External UR Ls:\n    http://a\n    http://b\n  Nested:\n    a.b/c:  x\n    Empty:\n  Replica Count:  3\n"
        "Status:\n  Conditions:\n    Last Transition Time:  2026-05-19T20:20:00Z\n    Message:               fine\n    Status:                True\n    Type:                  Ready\n"
        "    Last Transition Time:  2026-05-19T20:20:01Z\n    Status:                False\n    Type:                  Synced\nEvents:                    <none>\n"
    )
    found = body(text, "Widget")
    assert found["metadata"]["ownerReferences"] == [
        {"apiVersion": "apps/v1", "controller": True, "kind": "Deployment", "name": "up"}
    ]
    assert (found["metadata"]["uid"], found["metadata"]["labels"]) == ("789331be", {"app": "web"})
    assert found["spec"]["replicaCount"] == "3"
    assert found["spec"]["nested"] == {"a.b/c": "x"}
    assert [row["type"] for row in found["status"]["conditions"]] == ["Ready", "Synced"]
    assert "message" not in found["status"]["conditions"][1]


def test_places_of_objects_inside_others():
    """A value of a lease is found on its line in the text of the node."""
    text = "Name:               worker-1\nRoles:              <none>\nCreationTimestamp:  Tue, 19 May 2026 20:20:00 +0000\nLease:\n  HolderIdentity:  worker-1\n  RenewTime:       Tue, 19 May 2026 20:28:50 +0000\n"
    assert describe.locate(text, 1, 4, "spec.renewTime") == (6, 20)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("PolicyRule:\n  Resources  Non-Resource URLs  Resource Names  Verbs\n  ---------  -----------------  --------------  -----\n  pods       []                 []              [get]\n", "Role"),
        ("Role:\n  Kind:  Role\n  Name:  reader\nSubjects:\n  Kind  Name  Namespace\n  ----  ----  ---------\n  User  jane  \n", "RoleBinding"),
        ("Controller:   example.com/ingress\n", "IngressClass"),
        ("Image pull secrets:  <none>\nEvents:              <none>\n", "ServiceAccount"),
    ],
)  # fmt: skip
def test_kinds_of_which_only_the_head_is_read(text, kind):
    """Their objects are known by name and labels."""
    head = "Name:         x\nLabels:       app=web\nAnnotations:  <none>\n"
    assert body(head + text, kind)["metadata"] == {"name": "x", "labels": {"app": "web"}}
