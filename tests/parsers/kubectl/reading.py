"""Records of one parser for a text, as the reader would give it."""

from __future__ import annotations

import json
from types import ModuleType

import yaml

from analyzer.bundle.member import Lines, Piece
from analyzer.model.problem import Problem
from analyzer.model.understood import Understood
from analyzer.notation.kube.documents import objects


def records(parser: ModuleType, text: str, form: str, **context: str) -> list:
    """What the parser yields for every object of a text that it wants."""
    found = []
    for item in objects(text, 1, form):
        if not isinstance(item, Problem) and {item.kind, "*"} & set(parser.MEMBERS):
            found += parser.parse(Piece("member", item.kind, object=item, context=context))
    return found


def rows(parser: ModuleType, text: str, first: int = 1, **context: str) -> list:
    """What the parser yields for the lines of a text."""
    (role,) = (role for role in parser.MEMBERS if "-" in role)
    found = parser.parse(Piece("member", role, Lines(text, first), context=context))
    return [row for row in found if not isinstance(row, Understood)]


def as_json(text: str) -> str:
    """A YAML document as kubectl prints it with -o json."""
    return json.dumps(yaml.safe_load(text), indent=4)


# The same pod by kubectl 1.30, with -o yaml and describe; shortened.
POD_YAML = """\
apiVersion: v1
kind: Pod
metadata:
  creationTimestamp: "2025-02-27T06:30:28Z"
  name: web-0
  namespace: shop
  uid: 8209d63f-aa89-450d-9813-d555ddcaa175
  ownerReferences:
  - controller: true
    kind: StatefulSet
    name: web
spec:
  containers:
  - command:
    - sh
    - -c
    image: web:1.0
    livenessProbe:
      failureThreshold: 3
      httpGet:
        path: /healthz?x=1
        port: http
        scheme: HTTP
      initialDelaySeconds: 10
      periodSeconds: 10
      successThreshold: 1
      timeoutSeconds: 1
    name: app
    resources:
      limits:
        memory: 128Mi
      requests:
        cpu: 250m
        memory: 64Mi
  initContainers:
  - image: busybox
    name: setup
  nodeName: worker-1
  priority: 0
  restartPolicy: Always
  terminationGracePeriodSeconds: 30
  volumes:
  - emptyDir:
      medium: Memory
      sizeLimit: 1Gi
    name: cache
  - name: data
    persistentVolumeClaim:
      claimName: web-data
status:
  conditions:
  - lastTransitionTime: "2025-02-27T06:30:29Z"
    message: 'containers with unready status: [app]'
    reason: ContainersNotReady
    status: "False"
    type: Ready
  containerStatuses:
  - containerID: containerd://0ca62d24
    image: web:1.0
    lastState:
      terminated:
        containerID: containerd://0ca62d24
        exitCode: 137
        finishedAt: "2025-02-27T06:36:22Z"
        reason: OOMKilled
        startedAt: "2025-02-27T06:36:21Z"
    name: app
    ready: false
    restartCount: 6
    state:
      waiting:
        reason: CrashLoopBackOff
  initContainerStatuses:
  - containerID: containerd://5e7
    name: setup
    ready: true
    restartCount: 0
    state:
      terminated:
        containerID: containerd://5e7
        exitCode: 0
        finishedAt: "2025-02-27T06:30:29Z"
        reason: Completed
        startedAt: "2025-02-27T06:30:29Z"
  phase: Running
  podIP: 10.244.0.63
  qosClass: Burstable
  startTime: "2025-02-27T06:30:28Z"
"""
POD_DESCRIBE = """\
Name:             web-0
Namespace:        shop
Priority:         0
Node:             worker-1/172.18.0.2
Start Time:       Thu, 27 Feb 2025 07:30:28 +0100
Labels:           <none>
Annotations:      <none>
Status:           Running
IP:               10.244.0.63
IPs:
  IP:           10.244.0.63
Controlled By:  StatefulSet/web
Init Containers:
  setup:
    Container ID:   containerd://5e7
    Image:          busybox
    Port:           <none>
    State:          Terminated
      Reason:       Completed
      Exit Code:    0
      Started:      Thu, 27 Feb 2025 07:30:29 +0100
      Finished:     Thu, 27 Feb 2025 07:30:29 +0100
    Ready:          True
    Restart Count:  0
    Environment:    <none>
    Mounts:         <none>
Containers:
  app:
    Container ID:  containerd://0ca62d24
    Image:         web:1.0
    Port:          <none>
    Command:
      sh
      -c
    State:          Waiting
      Reason:       CrashLoopBackOff
    Last State:     Terminated
      Reason:       OOMKilled
      Exit Code:    137
      Started:      Thu, 27 Feb 2025 07:36:21 +0100
      Finished:     Thu, 27 Feb 2025 07:36:22 +0100
    Ready:          False
    Restart Count:  6
    Limits:
      memory:  128Mi
    Requests:
      cpu:        250m
      memory:     64Mi
    Liveness:     http-get http://:http/healthz%3Fx=1 delay=10s timeout=1s period=10s #success=1 #failure=3
    Environment:  <none>
    Mounts:       <none>
Conditions:
  Type    Status
  Ready   False
Volumes:
  cache:
    Type:       EmptyDir (a temporary directory that shares a pod's lifetime)
    Medium:     Memory
    SizeLimit:  1Gi
  data:
    Type:       PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)
    ClaimName:  web-data
    ReadOnly:   false
QoS Class:       Burstable
Node-Selectors:  <none>
Events:          <none>
"""
