"""What single lines of a node service's log say of the node and its services, in the wordings of Kubernetes 1.16 to 1.34.

Sources: pkg/kubelet (eviction, kubelet_node_status, cm, images), client-go, systemd's messages about units, chrony.
"""

from __future__ import annotations

import re

from analyzer.notation.klog_fields import unescape
from analyzer.parsers.node.service_statement import Fact, Said

_EVICTION = re.compile(
    r"[Ee]viction manager: .{0,300}"
    r"(?:attempting to reclaim|must evict|ranked for eviction|evicted|(?:cannot|unable to) evict|threshold)"
)
_NOT_READY = re.compile(r"Node became not ready")
_RUNTIME_DOWN = re.compile(
    r"container runtime is down|Cannot connect to the Docker daemon"
    r"|(?:containerd|crio|dockershim|cri-dockerd|docker)\.sock\b.{0,200}(?:connection refused|no such file)",
    re.S,
)
_NETWORK = re.compile(r"[Cc]ontainer runtime network not ready")
_PLEG = re.compile(r"PLEG is not healthy: pleg was last seen active .{0,200}")
_EXPIRED = re.compile(
    r"certificate has expired or is not yet valid.{0,200}|certificate is expired.{0,200}"
    r"|part of the existing bootstrap client certificate in .{1,200}? is expired.{0,200}"
    r"|currently active client certificate has expired.{0,200}",
    re.S,
)


def eviction(said: Said) -> Fact | None:
    """What the eviction manager does."""
    return said.fact("eviction", said.text) if _EVICTION.search(said.sentence) else None


def node_state(said: Said) -> Fact | None:
    """Whether the node is ready, and what of its runtime, network or certificate is wrong."""
    if _NOT_READY.match(said.sentence):
        return said.fact("node-not-ready", said.fields.get("condition") or said.text)
    if found := _PLEG.search(said.text):
        return said.fact("pleg-unhealthy", found[0])
    if _RUNTIME_DOWN.search(said.text):
        return said.fact("runtime-down", said.fields.get("err") or said.text)
    if _NETWORK.search(said.text):
        return said.fact("network-not-ready", said.fields.get("networkReady") or said.text)
    if found := _EXPIRED.search(said.text):
        return said.fact("cert-expired", found[0])
    return None


_SWAP = re.compile(r"[Rr]unning with swap on is not supported.{0,200}")
_INOTIFY = re.compile(
    r"(?i)(?:inotify|fsnotify|file watcher).{0,300}(?:too many open files|no space left on device)"
    r"|too many open files.{0,80}inotify",
    re.S,
)
_NO_THREAD = re.compile(
    r"(?i)(?:fork|clone|exec|thread).{0,300}resource temporarily unavailable|failed to create new OS thread",
    re.S,
)
_ALLOCATABLE = re.compile(r"[Ff]ailed to (?:update|enforce) Node Allocatable Limits.{0,300}", re.S)
_REGISTER = re.compile(r"Unable to register node\b.{0,200}with API server")
_API = re.compile(
    r"Error updating node status, will retry|Unable to update node status|[Ff]ailed to ensure (?:node )?lease exists"
    r"|[Ff]ailed to update (?:node )?lease\b|Failed to (?:watch|list) \*v1\.\w+"
)
_LISTER = re.compile(r"[Nn]ode \"[^\"]{1,253}\" not found")
_UNSIGNED = re.compile(r"(?i)certificate request was not signed|no serving certificate available for the kubelet")
_IMAGE_GC = re.compile(
    r"(?i)image garbage collection failed multiple times|failed to garbage collect required amount of images"
    r"|container garbage collection failed"
)
_WRONG_CLOCK = re.compile(r"System clock wrong by -?[\d.]+ seconds")
_FATAL = re.compile(
    r"command failed\b|[Ff]ailed to run [Kk]ubelet\b|[Ff]ailed to load [Kk]ubelet config file|[Ff]ailed to start ContainerManager\b"
    r"|[Ff]ailed to (?:construct|initialize|validate|parse) kubelet\b|unknown flag: --\S+"
)


def node_trouble(said: Said) -> Fact | None:
    """What keeps a kubelet from its work: the API, its certificate, its start, and what the machine is short of."""
    text, error = said.text, said.fields.get("err") or said.text
    if found := _SWAP.search(text):
        return said.fact("swap-on", found[0])
    if _INOTIFY.search(text):
        return said.fact("inotify-exhausted", error)
    if _NO_THREAD.search(text):
        return said.fact("no-thread", error)
    if found := _ALLOCATABLE.search(text):
        return said.fact("allocatable-failed", found[0])
    if found := _WRONG_CLOCK.search(text):
        return said.fact("clock-wrong", found[0])
    if _IMAGE_GC.search(text):
        return said.fact("image-gc-failed", error)
    if "no space left on device" in text:
        return said.fact("no-space", error)
    if "too many open files" in text:
        return said.fact("too-many-files", error)
    return None


def node_and_api(said: Said) -> Fact | None:
    """What the kubelet says of its node's object, its certificates and its own end."""
    if said.line.unit not in (None, "kubelet", "k3s", "rke2"):
        return None
    error = unescape(said.fields.get("err", said.text))
    if _REGISTER.search(said.text):
        return said.fact("register-failed", error)
    if _API.search(said.sentence):
        return said.fact("api-failed", error)
    if _UNSIGNED.search(said.text):
        return said.fact("cert-unsigned", said.text)
    if found := _LISTER.search(error):
        return said.fact("node-not-found", found[0])
    if _FATAL.search(said.text):
        return said.fact("kubelet-fatal", error)
    return None


_STARTED = re.compile(
    r"Started (?:(?:kubelet|containerd|crio|docker|k3s|rke2)\S{0,60}\.service\b|kubelet\b|Kubernetes Kubelet"
    r"|containerd container |Docker Application|Lightweight Kubernetes|Rancher Kubernetes"
    r"|Container Runtime Interface for OCI).{0,100}|Starting kubelet main sync loop"
)
_UNIT_FAILED = re.compile(
    r"(?P<unit>(?:kubelet|containerd|crio|docker|k3s|rke2)[\w@.-]*\.service):? "
    r"(?:Main process exited, .{0,80}status=(?P<code>\d{1,3})|Failed with result .{1,40}|[Ss]tart request repeated too quickly"
    r"|[Ss]ervice hold-?off time over|holdoff time over|Scheduled restart job, restart counter is at (?P<count>\d{1,9}))"
    r"|(?:[Ss]tart request repeated too quickly for |Unit )(?:kubelet|containerd|crio|docker|k3s|rke2)[\w@.-]*\.service"
    r"(?:$| entered failed state)"
)
_SUPPRESSED = re.compile(
    r"Suppressed (?P<a>\d{1,12}) messages from|(?P<b>\d{1,12}) messages lost due to rate-limiting"
    r"|begin to drop messages due to rate"
)


def unit_state(said: Said) -> Fact | None:
    """What systemd says of the unit, and that lines were dropped."""
    if found := _STARTED.match(said.sentence):
        return said.fact("unit-started", found[0])
    if found := _UNIT_FAILED.search(said.text):
        code, count = found["code"], found["count"]
        return said.fact("unit-failed", said.text, int(code) if code else None, int(count) if count else None)
    if found := _SUPPRESSED.search(said.text):
        count = found["a"] or found["b"]
        return said.fact("suppressed", said.text, times=int(count) if count else None)
    return None
