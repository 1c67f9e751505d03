"""What single lines of kubelet, runtime and systemd logs say, in the wordings of Kubernetes 1.16 to 1.34.

Sources: pkg/kubelet (prober, kuberuntime, eviction, kubelet_node_status), the CRI servers of containerd and
CRI-O, runc, systemd's messages about units, systemd-oomd.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from analyzer.bundle.patterns import PatternSet
from analyzer.notation.klog_fields import klog_fields, unescape
from analyzer.notation.kubelet_names import Names, names
from analyzer.notation.service_lines import ServiceText


class Fact(NamedTuple):
    """One known statement. `detail` is `<` where the text goes on in the lines below."""

    kind: str
    detail: str | None
    names: Names
    exit_code: int | None = None
    times: int | None = None


def may_say(text: str) -> bool:
    """Whether a raw line has a word of any known statement; nearly all lines have none."""
    return _WORDS.matches(text)


def fact(line: ServiceText) -> Fact | None:
    """What the line says, or None if it is none of the known statements."""
    if not may_say(line.message):
        return None
    said = _Said(line, *klog_fields(line.message))
    return next((found for test in _TESTS if (found := test(said)) is not None), None)


_WORDS = PatternSet(
    (
        r"robe|is unhealthy|OOM|oom event|annot allocate memory|ailed|Kill|Stop(?:Container|ping)",
        r"creation error|returned error|ContainerDied|container finished|PLEG is not|exit (?:event|status)",
        r"ExitStatus|restarted|viction manager|not ready|runtime is down|\.sock|certificate|Docker daemon",
        r"Started |main sync loop|uppressed|rate-limiting|drop messages|Scheduled restart|Main process",
        r"sending SIG|with \w+(?:Error|BackOff|Name)|nmounted volumes=|MountVolume started",
        r"no space left|too many open files|temporarily unavailable|OS thread|inotify|node status|egister node",
        r"swap on is not|[Nn]odes? \\*\"[^\"]{1,300}\" not found|not signed|serving certificate|tart request repeated",
        r"hold-?off time|failed state|unknown flag|Node Allocatable|arbage collect|System clock",
        r"hook not completed|pod data director|ensure pod container|cgroup driver|unknown service",
    )
)


class _Said(NamedTuple):
    line: ServiceText
    sentence: str
    fields: Mapping[str, str]

    @property
    def text(self) -> str:
        return self.line.message

    def fact(self, kind: str, detail: str | None, exit_code: int | None = None, times: int | None = None) -> Fact:
        return Fact(kind, detail, names(self.text, self.fields), exit_code, times)


_PROBE = re.compile(
    r"(?P<probe>Liveness|Readiness|Startup|readiness) probe for \"[^\"]*\" (?P<verb>failed|errored)"
    r"(?: and resulted in \w+ state)?(?: \(\w+\))?: ?(?P<output>.*)",
    re.S,
)
_PROBE_KILL = re.compile(r"(?:Init c|C)ontainer [a-z0-9.-]+ failed (?:liveness|startup) probe(?:, will be restarted)?")
_UNHEALTHY = re.compile(r"[Cc]ontainer \"[^\"]*\".{0,500}? is unhealthy, it will be killed and re-created")


def _probe(said: _Said) -> Fact | None:
    kind = said.fields.get("probeType")
    if kind and said.sentence.startswith("Probe failed"):
        return said.fact("probe-failed", f"{kind} probe failed: {said.fields.get('output', '')}")
    if kind and said.sentence.startswith("Probe errored"):
        return said.fact("probe-errored", f"{kind} probe errored: {said.fields.get('err', '')}")
    if found := _PROBE.match(said.text):
        detail = f"{found['probe'].capitalize()} probe {found['verb']}: {found['output']}"
        return said.fact(f"probe-{found['verb']}", detail)
    if found := _PROBE_KILL.search(said.text):
        return said.fact("probe-kill", found[0])
    if found := _UNHEALTHY.search(said.text):
        # Only liveness restarted containers in the versions that say so (up to 1.13).
        return said.fact("probe-kill", "liveness: is unhealthy, it will be killed and re-created")
    return None


_SYSTEM_OOM = re.compile(r"System OOM encountered, victim process: .{0,300}?(?=\"|$)")
_CADVISOR_OOM = re.compile(r"Created an OOM event in containe.{0,600}")
_UNIT_OOM = re.compile(
    r"(?<!\S)(?P<unit>\S{1,300}\.(?:service|scope|slice|mount)): "
    r"(?P<why>A process of this unit has been killed by the OOM killer|Failed with result 'oom-kill')"
)
_OOMD = re.compile(r"Killed /\S+ due to .{1,400}")
_EARLYOOM = re.compile(r"sending SIG(?:TERM|KILL) to process \d+ .{1,400}")


def _out_of_memory(said: _Said) -> Fact | None:
    text = said.text
    if found := _UNIT_OOM.search(text):
        return said.fact("unit-oom", f"{found['unit']}: {found['why']}")
    if text.startswith("TaskOOM event") or said.sentence.startswith("Got sys oom event"):
        return said.fact("oom-event", text)
    if found := _SYSTEM_OOM.search(text) or _CADVISOR_OOM.search(text):
        return said.fact("oom-event", found[0])
    killer = {"systemd-oomd": _OOMD, "earlyoom": _EARLYOOM}.get(said.line.unit or "")
    if killer is not None and (found := killer.search(text)):
        return said.fact("userspace-oom", found[0])
    return None


_ENOMEM = re.compile(r"[Cc]annot allocate memory|setns process\b.{0,200}exit status 6\b")


def _no_memory(said: _Said) -> Fact | None:
    if _ENOMEM.search(said.text):
        return said.fact("enomem", said.fields.get("err") or said.text)
    return None


# `failed to "StartContainer" for "app" with CrashLoopBackOff: "back-off 5m0s …"`
_SYNC = re.compile(r"failed to \"(?P<step>\w+)\" for \"(?P<what>[^\"]*)\" with (?P<reason>\w+): (?P<why>.*)", re.S)
_SYNC_KINDS = {
    "CrashLoopBackOff": "back-off",
    **dict.fromkeys(("ImagePullBackOff", "ErrImagePull", "ErrImageNeverPull", "InvalidImageName"), "image-pull-failed"),
    **dict.fromkeys(("ImageInspectError", "RegistryUnavailable", "SignatureValidationFailed"), "image-pull-failed"),
    **dict.fromkeys(("CreateContainerConfigError", "CreateContainerError", "RunContainerError"), "start-failed"),
    **dict.fromkeys(("PostStartHookError", "PreStartHookError", "PreCreateHookError"), "start-failed"),
    **dict.fromkeys(("CreatePodSandboxError", "KillPodSandboxError", "ConfigPodSandboxError"), "sandbox-failed"),
}
_CONTAINER_START = re.compile(r"start failed in pod \S+: (?P<reason>\w+): (?P<why>.*)", re.S)


def _sync_error(said: _Said) -> Fact | None:
    text = unescape(unescape(said.fields.get("err", said.text)))
    found = _SYNC.search(text) or _CONTAINER_START.search(text)
    kind = _SYNC_KINDS.get(found["reason"]) if found else None
    if found is None or kind is None:
        return None
    named = names(said.text, said.fields)
    if found.re is _SYNC and found["step"] == "StartContainer":
        named = named._replace(container=found["what"])
    why = found["why"].strip()
    if why.startswith('"'):
        why = why[1:].split('", failed to "', 1)[0].removesuffix("]").removesuffix('"')
    return Fact(kind, f"{found['reason']}: {why}", named)


_FAILURES = {
    "image-pull-failed": re.compile(
        r"^(?:PullImage from image service failed|Failed to pull image|Pull(?:Image \"| image ).* failed"
        r"|Handler for POST \S*/images/create\b.* returned error)"
    ),
    "sandbox-failed": re.compile(
        r"^(?:(?:Run|Stop)PodSandbox (?:from runtime service|for .*) failed|CreatePodSandbox for pod .*failed"
        r"|Failed to create (?:sandbox for pod|pod sandbox)|failed to reserve sandbox name)"
    ),
    "start-failed": re.compile(
        r"^(?:StartContainer (?:from runtime service|for .*) failed"
        r"|CreateContainer (?:in|within) sandbox .*failed|Container creation error"
        r"|Handler for POST \S*/(?:start|create)\b.* returned error)|OCI runtime create failed"
    ),
}


# `Operation for "{volumeName:…}" failed. … Error: MountVolume.SetUp failed for volume "v" (UniqueName: "…") pod "p" (UID: "…") : why`
_MOUNT = re.compile(
    r"(?:MountVolume|AttachVolume|MapVolume)\.\w+ .{0,40}failed for volume \".*|(?:Unable to attach or mount volumes.*: )?unmounted volumes=\[.*",
    re.S,
)
_MOUNT_POD = re.compile(r" pod \"(?P<pod>[a-z0-9.-]+)\" \(UID: \"(?P<uid>[0-9a-f-]{32,36})\"\)")


def _mount(said: _Said) -> Fact | None:
    """A volume that could not be attached or mounted, in the words of the event about it."""
    if said.line.level not in ("E", "W") and said.line.unit != "kubelet":
        return None
    text = said.fields.get("err") or said.text
    found = _MOUNT.search(unescape(text) if 'Error: "' in text else text)
    if found is None or said.sentence.startswith(("Event(", "Event occurred")):
        return None
    # A mount command's own words stand in the lines below.
    more = " <" if re.search(r"exit status \d+$", found[0]) else ""
    told = said.fact("mount-failed", found[0].removesuffix('"') + more if 'Error: "' in text else found[0] + more)
    if pod := _MOUNT_POD.search(found[0]):
        return told._replace(
            names=told.names._replace(pod=told.names.pod or pod["pod"], pod_uid=told.names.pod_uid or pod["uid"])
        )
    return told


_MOUNT_OF = re.compile(r"operationExecutor\.MountVolume started for volume \"(?P<volume>[^\"]+)\"")


def _mount_started(said: _Said) -> Fact | None:
    """Whose a volume is: the only line that names the pod with its namespace beside the volume."""
    found = _MOUNT_OF.match(said.sentence) if "pod" in said.fields else None
    return said.fact("volume-mount", found["volume"]) if found else None


_EXEC = re.compile(r"^ExecSync (?:for \"[0-9a-f]{64}\"|(?:cmd )?from runtime service|[0-9a-f]{64} .{0,400}) ?failed")


def _exec(said: _Said) -> Fact | None:
    """A command that the kubelet wanted run in a container, for a probe or a hook, and that did not run."""
    if not _EXEC.match(said.sentence):
        return None
    found = said.fact("exec-failed", said.fields.get("err") or said.text)
    if said.fields and "containerID" not in said.fields:
        # The ID in the error is the one of the command.
        return found._replace(names=found.names._replace(container_id=None))
    return found


_POD_SETUP = {
    "cri-api": re.compile(r"unknown service runtime\.v1\w{0,8}\.(?:Runtime|Image)Service"),
    "cgroup-driver": re.compile(r"kubelet cgroup driver: .{0,40} is different from .{0,80}cgroup driver"),
    "pod-cgroup-failed": re.compile(
        r"unable to ensure pod container exists|[Ff]ailed to ensure that the pod: \S+ cgroups exist"
    ),
    "pod-dir-failed": re.compile(r"(?:[Uu]nable to make|error making) pod data director"),
    "poststart-failed": re.compile(r"^\"?Failed to execute PostStartHook"),
    "prestop-failed": re.compile(
        r"^\"?(?:[Pp]reStop hook (?:failed|for container .{1,300} failed|not completed in grace period))"
    ),
}
_CRI_TIMEOUT = re.compile(
    r"^(?:(?:List|Pod|Container|Status|Version|ImageFs)\w* .{0,120}from (?:runtime|image) service failed|Container runtime sanity check failed)"
)
_TIMEOUT = re.compile(r"DeadlineExceeded|context deadline exceeded|operation timeout")


def _pod_setup(said: _Said) -> Fact | None:
    """What the kubelet prepares for a pod or asks the runtime in general, and did not get."""
    for kind, pattern in _POD_SETUP.items():
        if pattern.search(said.text):
            return said.fact(kind, unescape(said.fields.get("err") or said.text))
    if _CRI_TIMEOUT.match(said.sentence) and _TIMEOUT.search(said.text):
        return said.fact("cri-timeout", said.fields.get("err") or said.text)
    return None


def _failure(said: _Said) -> Fact | None:
    for kind, pattern in _FAILURES.items():
        if pattern.search(said.sentence):
            return said.fact(kind, said.fields.get("err") or said.text)
    return None


_KILL = re.compile(r"Killing container\b.{0,200}?grace ?period|Killing unwanted container|Killing container \"", re.I)
_KILL_MESSAGE = re.compile(r"Message for Container of pod")
_RUNTIME_STOP = re.compile(
    r"StopContainer for \"[0-9a-f]{64}\" with timeout (\d+) \(s\)"
    r"|Stopping container: [0-9a-f]{64} \(timeout: (\d+)s\)"
)
_FORCED = re.compile(r"Kill container \"[0-9a-f]{64}\"|Container \S{12,64} failed to exit within \d+ ?s")
_GRACE = re.compile(r"with (?:an? )?(\d+) second grace period")


def _killing(said: _Said) -> Fact | None:
    if found := _RUNTIME_STOP.match(said.text):
        return said.fact("killing", f"grace period {found[1] or found[2]} s")
    if found := _FORCED.search(said.text):
        return said.fact("killing", f"SIGKILL: {found[0]}")
    if _KILL_MESSAGE.match(said.sentence):
        return said.fact("killing", said.fields.get("containerMessage"))
    if not _KILL.search(said.sentence):
        return None
    found = _GRACE.search(said.text)
    seconds = said.fields.get("gracePeriod") or (found[1] if found else None)
    return said.fact("killing", f"grace period {seconds} s" if seconds else None)


_DIED = re.compile(
    r"SyncLoop \(PLEG\).{0,900}?Type\"?: ?\"?ContainerDied\"?,? ?\"?Data\"?: ?\"?(?P<id>[0-9a-f]{64})", re.S
)
_PLEG_UID = re.compile(r"\bID\"?: ?\"?(?P<uid>[0-9a-f-]{32,36})")
_TASK_EXIT = re.compile(
    r"container_id:\"(?P<a>[0-9a-f]{64})\" +id:\"(?P<b>[0-9a-f]{64})\" +pid:\d+"
    r"(?: +exit_status:(?P<c>\d{1,3}))?"
    r"|ContainerID:(?P<d>[0-9a-f]{64}),ID:(?P<e>[0-9a-f]{64}),Pid:\d+,ExitStatus:(?P<f>\d{1,3})"
)


def _exited(said: _Said) -> Fact | None:
    if found := _DIED.search(said.text):
        named = names(said.text, said.fields)
        uid = _PLEG_UID.search(said.text)
        named = named._replace(container_id=found["id"], pod_uid=uid["uid"] if uid else named.pod_uid)
        return Fact("exited", "ContainerDied", named)
    if said.sentence.startswith("Generic (PLEG): container finished"):
        code = said.fields.get("exitCode", "")
        return said.fact("exited", "container finished", exit_code=int(code) if _CODE.fullmatch(code) else None)
    found = _TASK_EXIT.search(said.text)
    # An exec inside a container has an id of its own; the protobuf text leaves out a zero.
    if found and (found["a"] == found["b"] if found["a"] else found["d"] == found["e"]):
        return said.fact("exited", "task exit", exit_code=int(found["c"] or found["f"] or 0))
    return None


_CODE = re.compile(r"-?\d{1,10}")
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


def _eviction(said: _Said) -> Fact | None:
    return said.fact("eviction", said.text) if _EVICTION.search(said.sentence) else None


def _node_state(said: _Said) -> Fact | None:
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


def _node_trouble(said: _Said) -> Fact | None:
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


def _node_and_api(said: _Said) -> Fact | None:
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


def _unit_state(said: _Said) -> Fact | None:
    if found := _STARTED.match(said.sentence):
        return said.fact("unit-started", found[0])
    if found := _UNIT_FAILED.search(said.text):
        code, count = found["code"], found["count"]
        return said.fact("unit-failed", said.text, int(code) if code else None, int(count) if count else None)
    if found := _SUPPRESSED.search(said.text):
        count = found["a"] or found["b"]
        return said.fact("suppressed", said.text, times=int(count) if count else None)
    return None


_TESTS: tuple[Callable[[_Said], Fact | None], ...] = (
    _probe,
    _out_of_memory,
    _no_memory,
    _exec,
    _pod_setup,
    _mount,
    _mount_started,
    _sync_error,
    _failure,
    _killing,
    _exited,
    _eviction,
    _node_state,
    _node_trouble,
    _node_and_api,
    _unit_state,
)
