"""What single lines of kubelet, runtime and systemd logs say, in the wordings of Kubernetes 1.16 to 1.34.

Sources: pkg/kubelet (prober, kuberuntime, eviction, kubelet_node_status), the CRI servers of containerd and
CRI-O, runc, systemd's messages about units, systemd-oomd.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from analyzer.bundle.patterns import PatternSet
from analyzer.notation.klog_fields import klog_fields, unescape
from analyzer.notation.kubelet_names import names
from analyzer.notation.service_lines import ServiceText
from analyzer.parsers.node.node_facts import eviction, node_and_api, node_state, node_trouble, unit_state
from analyzer.parsers.node.service_statement import Fact, Said


def may_say(text: str) -> bool:
    """Whether a raw line has a word of any known statement; nearly all lines have none."""
    return _WORDS.matches(text)


def fact(line: ServiceText) -> Fact | None:
    """What the line says, or None if it is none of the known statements."""
    if not may_say(line.message):
        return None
    said = Said(line, *klog_fields(line.message))
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


_PROBE = re.compile(
    r"(?P<probe>Liveness|Readiness|Startup|readiness) probe for \"[^\"]*\" (?P<verb>failed|errored)"
    r"(?: and resulted in \w+ state)?(?: \(\w+\))?: ?(?P<output>.*)",
    re.S,
)
_PROBE_KILL = re.compile(r"(?:Init c|C)ontainer [a-z0-9.-]+ failed (?:liveness|startup) probe(?:, will be restarted)?")
_UNHEALTHY = re.compile(r"[Cc]ontainer \"[^\"]*\".{0,500}? is unhealthy, it will be killed and re-created")


def _probe(said: Said) -> Fact | None:
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


def _out_of_memory(said: Said) -> Fact | None:
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


def _no_memory(said: Said) -> Fact | None:
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


def _sync_error(said: Said) -> Fact | None:
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


def _mount(said: Said) -> Fact | None:
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


def _mount_started(said: Said) -> Fact | None:
    """Whose a volume is: the only line that names the pod with its namespace beside the volume."""
    found = _MOUNT_OF.match(said.sentence) if "pod" in said.fields else None
    return said.fact("volume-mount", found["volume"]) if found else None


_EXEC = re.compile(r"^ExecSync (?:for \"[0-9a-f]{64}\"|(?:cmd )?from runtime service|[0-9a-f]{64} .{0,400}) ?failed")


def _exec(said: Said) -> Fact | None:
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


def _pod_setup(said: Said) -> Fact | None:
    """What the kubelet prepares for a pod or asks the runtime in general, and did not get."""
    for kind, pattern in _POD_SETUP.items():
        if pattern.search(said.text):
            return said.fact(kind, unescape(said.fields.get("err") or said.text))
    if _CRI_TIMEOUT.match(said.sentence) and _TIMEOUT.search(said.text):
        return said.fact("cri-timeout", said.fields.get("err") or said.text)
    return None


def _failure(said: Said) -> Fact | None:
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


def _killing(said: Said) -> Fact | None:
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


def _exited(said: Said) -> Fact | None:
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


_TESTS: tuple[Callable[[Said], Fact | None], ...] = (
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
    eviction,
    node_state,
    node_trouble,
    node_and_api,
    unit_state,
)
