"""Pods with every kind of container, state, probe and volume."""

from __future__ import annotations

from tests.kubectl_matrix.api_server import Json
from tests.kubectl_matrix.awkward import CPU, EXIT_CODES, MEMORY, STORAGE, Dice, controlled_by, metadata

_ARGS = (
    ["sh", "-c", "exec /app --flag=value"],
    ["--x=1", "", "two words", "Limits:", "  cpu:  9"],
    ["first\nsecond\n    State:  Running", "Ready: True"],
    ["/bin/java", "-Xmx512m", "-jar", "/app.jar"],
)
_ENV: tuple[list[Json], ...] = (
    [],
    [{"name": "PLAIN", "value": "one"}, {"name": "EMPTY", "value": ""}, {"name": "BLANKS", "value": "  x"}],
    [{"name": "LINES", "value": "one\nState: Running\n  three"}, {"name": "LIKE_LABEL", "value": "Events:  <none>"}],
    [
        {"name": "FIP", "valueFrom": {"fieldRef": {"apiVersion": "v1", "fieldPath": "status.podIP"}}},
        {"name": "RL", "valueFrom": {"resourceFieldRef": {"resource": "limits.memory", "divisor": "0"}}},
        {"name": "SK", "valueFrom": {"secretKeyRef": {"name": "sec", "key": "pw"}}},
        {"name": "CK", "valueFrom": {"configMapKeyRef": {"name": "cm", "key": "k", "optional": True}}},
    ],
)
_REASONS = ("Error", "OOMKilled", "Completed", "ContainerCannotRun", "DeadlineExceeded", "StartError")
_WAITS = ("CrashLoopBackOff", "ImagePullBackOff", "ContainerCreating", "CreateContainerConfigError", "PodInitializing")
_STATES = ("running", "waiting", "terminated", "none")
_QOS = ("Guaranteed", "Burstable", "BestEffort")
_PHASES = ("Pending", "Running", "Running", "Running", "Succeeded", "Failed", "Unknown")
_SERVICE_ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount"


def pods(dice: Dice, count: int, nodes: list[str], namespaces: list[str]) -> list[Json]:
    """`count` pods; the first ones walk through all pairs of state and last state."""
    return [_pod(dice, number, nodes, namespaces) for number in range(count)]


def template(dice: Dice) -> Json:
    """The pod template of a workload."""
    spec: Json = {"containers": [container(dice, "app", 63)], "restartPolicy": "Always"}
    if dice.maybe(0.4):
        spec["initContainers"] = [container(dice, "setup", 63)]
    if dice.maybe(0.5):
        spec["volumes"] = [
            {"name": f"v{index}", **source} for index, source in enumerate(dice.some(volume_sources(dice)))
        ]
    if dice.maybe(0.3):
        spec["tolerations"] = _tolerations(dice)
        spec["nodeSelector"] = {"disktype": "ssd"}
    return {"metadata": {"labels": {"app": "web"}, "annotations": {"note": "Name:  x\nStatus:  y"}}, "spec": spec}


def container(dice: Dice, stem: str, longest: int) -> Json:
    """One container of a spec."""
    made: Json = {"name": dice.name(stem, longest, dots=False), "image": dice.one(_IMAGES)}
    for key in ("command", "args"):
        if dice.maybe(0.4):
            made[key] = list(dice.one(_ARGS))
    if dice.maybe(0.8):
        made["resources"] = resources(dice)
    if env := dice.one(_ENV):
        made["env"] = env
    if dice.maybe(0.2):
        made["envFrom"] = [
            {"prefix": "P_", "secretRef": {"name": "secall", "optional": True}},
            {"configMapRef": {"name": "c"}},
        ]
    if dice.maybe(0.5):
        made["ports"] = [
            {"containerPort": 8080, "name": "http", "protocol": "TCP"},
            {"containerPort": 53, "hostPort": 5353, "protocol": "UDP"},
        ][: dice.number(1, 2)]
    for key in ("livenessProbe", "readinessProbe", "startupProbe"):
        if dice.maybe(0.5):
            made[key] = probe(dice)
    made["volumeMounts"] = [
        {"name": "kube-api-access-x", "mountPath": _SERVICE_ACCOUNT, "readOnly": True},
        {"name": "data", "mountPath": "/data dir (rw)", "subPath": "a b"},
    ][: dice.number(0, 2)]
    made["terminationMessagePolicy"] = dice.one(("File", "FallbackToLogsOnError"))
    return made


_IMAGES = (
    "nginx",
    "registry.example.com:5000/team/app:v1.2.3",
    "docker.io/library/busybox@sha256:" + "ab" * 32,
    "localhost/x:" + "t" * 128,
)


def resources(dice: Dice) -> Json:
    """Limits and requests, with resources of all sorts."""
    found: Json = {}
    for key in ("limits", "requests"):
        amounts: Json = {}
        if dice.maybe(0.8):
            amounts["memory"] = dice.one(MEMORY)
        if dice.maybe(0.7):
            amounts["cpu"] = dice.one(CPU)
        if dice.maybe(0.2):
            amounts |= {"hugepages-2Mi": "4Mi", "nvidia.com/gpu": "1", "ephemeral-storage": dice.one(STORAGE)}
        if amounts:
            found[key] = amounts
    return found


def probe(dice: Dice) -> Json:
    """A probe of any kind with odd parameters."""
    made: Json = dict(dice.one(_HANDLERS))
    made |= {
        "timeoutSeconds": dice.one((1, 5, 60, 90, 3600, 3661)),
        "periodSeconds": dice.one((1, 10, 300)),
        "successThreshold": dice.number(1, 5),
        "failureThreshold": dice.one((1, 3, 30, 9999)),
    }
    if dice.maybe():
        made["initialDelaySeconds"] = dice.one((1, 15, 59, 120, 7200))
    if dice.maybe(0.2):
        made["terminationGracePeriodSeconds"] = 5
    return made


_HANDLERS: tuple[Json, ...] = (
    {"httpGet": {"path": "/healthz", "port": 8080, "scheme": "HTTP"}},
    {"httpGet": {"path": "/healthz?x=1&y=a%20b", "port": "http", "scheme": "HTTP"}},
    {"httpGet": {"path": "/", "port": 8443, "scheme": "HTTPS", "host": "10.0.0.7"}},
    {"httpGet": {"port": 80, "scheme": "HTTP", "httpHeaders": [{"name": "X-Probe", "value": "a b: c"}]}},
    {"httpGet": {"path": "no-slash", "port": 80, "scheme": "HTTP"}},
    {"httpGet": {"path": "/v6", "port": 80, "scheme": "HTTP", "host": "fd00::1"}},
    {"tcpSocket": {"port": 5432}},
    {"tcpSocket": {"port": "db", "host": "db.example.com"}},
    {"exec": {"command": ["sh", "-c", "test -f /run/x delay=5s timeout=1s"]}},
    {"exec": {"command": ["cat", "/run/[healthy]"]}},
    {"grpc": {"port": 9090, "service": ""}},
    {"grpc": {"port": 9090, "service": "my.Service"}},
)


def volume_sources(dice: Dice) -> list[Json]:
    """Every source of a volume that some kubectl prints, and one that none knows."""
    del dice
    return [
        {"emptyDir": {}},
        {"emptyDir": {"medium": "Memory", "sizeLimit": "1.5Gi"}},
        {"emptyDir": {"sizeLimit": "500M"}},
        {"configMap": {"name": "settings", "defaultMode": 420}},
        {"configMap": {"name": "maybe", "optional": True, "items": [{"key": "a", "path": "b"}]}},
        {"secret": {"secretName": "cert.tls", "defaultMode": 256, "optional": False}},
        {"persistentVolumeClaim": {"claimName": "data-web-0"}},
        {"persistentVolumeClaim": {"claimName": "shared", "readOnly": True}},
        {"hostPath": {"path": "/var/log", "type": "DirectoryOrCreate"}},
        {"hostPath": {"path": "/dev", "type": ""}},
        {"nfs": {"server": "nas.example.com", "path": "/export/a", "readOnly": True}},
        {"csi": {"driver": "csi.example.com", "fsType": "ext4", "volumeAttributes": {"share": "a", "size": "1"}}},
        {"downwardAPI": {"items": [{"path": "labels", "fieldRef": {"fieldPath": "metadata.labels"}}]}},
        {"image": {"reference": "quay.io/model:v1", "pullPolicy": "IfNotPresent"}},
        {"ephemeral": {"volumeClaimTemplate": {"spec": _CLAIM}}},
        {"projected": {"sources": [{"configMap": {"name": "a"}}, {"secret": {"name": "b"}}], "defaultMode": 420}},
        {
            "projected": {
                "defaultMode": 420,
                "sources": [
                    {"serviceAccountToken": {"expirationSeconds": 3607, "path": "token"}},
                    {"configMap": {"name": "kube-root-ca.crt", "items": [{"key": "ca.crt", "path": "ca.crt"}]}},
                    {
                        "downwardAPI": {
                            "items": [{"path": "namespace", "fieldRef": {"fieldPath": "metadata.namespace"}}]
                        }
                    },
                ],
            }
        },
        {"fc": {"targetWWNs": ["500a0982991b8dc5"], "lun": 2, "fsType": "ext4"}},
        {"iscsi": {"targetPortal": "10.0.2.15:3260", "iqn": "iqn.2001-04.com.example:storage", "lun": 0}},
        {"glusterfs": {"endpoints": "glusterfs-cluster", "path": "kube_vol"}},
        {"cephfs": {"monitors": ["10.16.154.78:6789"], "path": "/", "user": "admin"}},
        {"rbd": {"monitors": ["10.16.154.78:6789"], "image": "foo", "pool": "kube"}},
        {"awsElasticBlockStore": {"volumeID": "vol-0a1b", "fsType": "ext4"}},
        {"gcePersistentDisk": {"pdName": "disk-1", "fsType": "ext4"}},
        {
            "azureDisk": {
                "diskName": "d",
                "diskURI": "/subscriptions/x/d",
                "cachingMode": "None",
                "kind": "Managed",
                "fsType": "ext4",
                "readOnly": False,
            }
        },
        {"vsphereVolume": {"volumePath": "[ds1] volumes/x", "fsType": "ext4"}},
        {"gitRepo": {"repository": "https://example.com/a.git", "revision": "main"}},
        {"cinder": {"volumeID": "vol-9", "fsType": "ext4"}},
        {"azureFile": {"secretName": "azure", "shareName": "share"}},
        {"flexVolume": {"driver": "example.com/lvm", "fsType": "ext4", "options": {"size": "1000m"}}},
        {"portworxVolume": {"volumeID": "px-1"}},
        {"quobyte": {"registry": "registry:7861", "volume": "vol"}},
        {"scaleIO": {"gateway": "https://gw", "system": "sys", "volumeName": "vol-sio", "secretRef": {"name": "s"}}},
        {"storageos": {"volumeName": "vol-sos", "volumeNamespace": "shop"}},
        {"photonPersistentDisk": {"pdID": "pd-1", "fsType": "ext4"}},
        {"flocker": {"datasetName": "set"}},
        {"brandNewSource": {"anything": "goes"}},
    ]


_CLAIM: Json = {
    "accessModes": ["ReadWriteOnce"],
    "storageClassName": "fast",
    "resources": {"requests": {"storage": "1Gi"}},
}


def _tolerations(dice: Dice) -> list[Json]:
    every: list[Json] = [
        {"operator": "Exists"},
        {"key": "node.kubernetes.io/not-ready", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300},
        {"key": "dedicated", "operator": "Equal", "value": "db", "effect": "NoSchedule"},
        {"key": "gpu", "operator": "Exists", "effect": "PreferNoSchedule"},
    ]
    return dice.some(every, 4)


def _pod(dice: Dice, number: int, nodes: list[str], namespaces: list[str]) -> Json:
    meta = metadata(dice, dice.name("pod", 253), dice.one(namespaces))
    spec: Json = {
        "containers": [container(dice, "app", 63) for _ in range(dice.one((1, 1, 1, 2, 4)))],
        "restartPolicy": dice.one(("Always", "OnFailure", "Never")),
        "terminationGracePeriodSeconds": dice.one((0, 30, 3600)),
        "priority": dice.one((0, 1000000, 2000001000, -10)),
        "serviceAccountName": "default",
        "volumes": _volumes(dice, number),
        "tolerations": _tolerations(dice),
    }
    status: Json = {"phase": dice.one(_PHASES), "qosClass": dice.one(_QOS)}
    if dice.maybe(0.85):
        spec["nodeName"] = dice.one(nodes)
        status |= {"hostIP": "192.168.10.11", "podIP": "10.244.1.5", "startTime": dice.time()}
        status["podIPs"] = [{"ip": "10.244.1.5"}, {"ip": "fd00::5"}][: dice.number(1, 2)]
    if number % 4 == 0:
        spec["initContainers"] = [
            container(dice, "init", 63),
            {**container(dice, "side", 63), "restartPolicy": "Always"},
        ]
    if number % 10 == 0:
        spec["ephemeralContainers"] = [{**container(dice, "debug", 63), "targetContainerName": "app"}]
        for key in ("resources", "livenessProbe", "readinessProbe", "startupProbe", "ports"):
            spec["ephemeralContainers"][0].pop(key, None)
    _decorate(dice, meta, spec, status)
    if dice.maybe(0.9):
        status["conditions"] = _conditions(dice)
    _statuses(dice, spec, status, number)
    return {"kind": "Pod", "apiVersion": "v1", "metadata": meta, "spec": spec, "status": status}


def _volumes(dice: Dice, number: int) -> list[Json]:
    sources = volume_sources(dice)
    picked = [sources[number % len(sources)], *dice.some(sources, 3)]
    return [{"name": f"vol-{index}", **source} for index, source in enumerate(picked)]


def _decorate(dice: Dice, meta: Json, spec: Json, status: Json) -> None:
    if dice.maybe(0.5):
        kind = dice.one(("ReplicaSet", "StatefulSet", "DaemonSet", "Job", "Node"))
        meta["ownerReferences"] = controlled_by(kind, dice.name("owner", dots=False), dice)
    if dice.maybe(0.15):
        meta["deletionTimestamp"] = dice.ago(dice.one((-20, 5, 4000)))
        meta["deletionGracePeriodSeconds"] = dice.one((0, 30, 600))
    if dice.maybe(0.2):
        spec["priorityClassName"] = "system-node-critical"
    if dice.maybe(0.1):
        spec |= {"runtimeClassName": "kata", "hostNetwork": True}
    if dice.maybe(0.2):
        spec["nodeSelector"] = {"disktype": "ssd", "empty": ""}
    if dice.maybe(0.15):
        status |= {"reason": dice.one(("Evicted", "NodeLost", "UnexpectedAdmissionError")), "message": dice.message()}
    if dice.maybe(0.1):
        status["nominatedNodeName"] = "node-9"
    if dice.maybe(0.1):
        spec["resources"] = resources(dice)
    if dice.maybe(0.1):
        spec["readinessGates"] = [{"conditionType": "example.com/ready"}]


_CONDITIONS: tuple[tuple[str, Json], ...] = (
    ("Initialized", {}),
    ("Ready", {"reason": "ContainersNotReady", "message": "containers with unready status: [app]"}),
    ("ContainersReady", {}),
    ("example.com/gate-1", {"message": "Status:  x"}),
)


def _conditions(dice: Dice) -> list[Json]:
    return [
        {"type": kind, "status": dice.one(("True", "False", "Unknown")), "lastTransitionTime": dice.time(), **extra}
        for kind, extra in _CONDITIONS
    ]


def _statuses(dice: Dice, spec: Json, status: Json, number: int) -> None:
    if dice.maybe(0.1):
        return
    for key in ("initContainers", "containers", "ephemeralContainers"):
        rows = [_status(dice, one, number + index) for index, one in enumerate(spec.get(key, []))]
        if rows:
            status[key.replace("ontainers", "ontainerStatuses")] = rows


def _status(dice: Dice, made: Json, number: int) -> Json:
    """The status of a container: all pairs of state and last state come up."""
    now, last = _STATES[number % 4], _STATES[number // 4 % 4]
    current, before = (f"containerd://{dice.hex(64)}" for _ in range(2))
    row: Json = {
        "name": made["name"],
        "image": made["image"],
        "imageID": dice.one(("", "docker.io/library/x@sha256:" + "0a" * 32)),
        "ready": now == "running" and dice.maybe(),
        "restartCount": dice.one((0, 1, 7, 4711)),
        "state": _state(dice, now, current),
        "lastState": _state(dice, "terminated", before) if last in ("terminated", "running") else {},
        "containerID": "" if now == "none" else current,
    }
    if now == "waiting":
        row["containerID"] = before if row["lastState"] else ""
    return row


def _state(dice: Dice, kind: str, identity: str) -> Json:
    if kind == "running":
        return {"running": {"startedAt": dice.time()}}
    if kind == "waiting":
        return {"waiting": {"reason": dice.one(_WAITS), "message": dice.message()} if dice.maybe(0.9) else {}}
    if kind == "none":
        return {}
    ended: Json = {
        "exitCode": dice.one(EXIT_CODES),
        "reason": dice.one(_REASONS),
        "startedAt": dice.time(least=60),
        "finishedAt": dice.time(),
        "containerID": identity,
    }
    if dice.maybe(0.2):
        ended["signal"] = dice.one((9, 11, 15))
    if dice.maybe(0.5):
        ended["message"] = dice.message()
    if dice.maybe(0.05):
        ended |= {"startedAt": None, "finishedAt": None}
    return {"terminated": ended}
