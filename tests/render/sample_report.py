"""Reports to render: a rich one, one that hostile text went into, one where nothing was found, a big one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from analyzer.model.finding import Advice, Evidence, Finding, Instance, Subject
from analyzer.model.report import (
    BundleFacts,
    CoverageRow,
    Diagnosis,
    Link,
    MemoryBar,
    NotEvaluated,
    Platform,
    Report,
    RootCause,
    TimelineEntry,
    Tool,
    Verdict,
)

T0 = datetime(2026, 11, 22, 8, 41, 7, tzinfo=UTC)
DMESG = "must-gather.local.5524/quay-io-openshift-release-sha256-4c1f/host_service_logs/worker-2/dmesg.txt"
PODS = "must-gather.local.5524/quay-io-openshift-release-sha256-4c1f/namespaces/payments/core/pods.yaml"
SOS = "sosreport-worker-2-2026-11-22.tar.xz!sos_commands/kubernetes/journalctl_--no-pager_--unit_kubelet"
MIB = 1 << 20

# What an attacker inside the cluster can put into a log line, an annotation or an event message.
HOSTILE = (
    "\x1b[31mred\x1b[0m \x1b]8;;http://evil.example/\x07click\x1b]8;;\x07 \x1b]52;c;cm0gLXJm\x07 \x9b2J"
    " <script>alert(1)</script> <img src=x onerror=alert(2)> </script><svg/onload=alert(3)>"
    " \u202egnp.exe\u202c zero\u200bwidth\u2028line\ufeff ' onmouseover='alert(4)' \" onfocus=\"alert(5)"
    " [link](javascript:alert(6)) ![beacon](http://evil.example/x.png) @everyone #123 `code` **bold** |cell|"
    " ```\nfence ~~~ {{7*7}} {% raw %} =cmd|' /C calc'!A0 javascript:alert(8) \udcff"
)


def at(minutes: float) -> datetime:
    """A moment of the story."""
    return T0 + timedelta(minutes=minutes)


def rich() -> Report:
    """A container killed at its limit, a failing image pull beside it, symptoms, gaps, things not read."""
    return Report(
        schema_version="1.0",
        generated_at=at(95),
        tool=Tool("bundlescope", "0.1.0", {"count": 212, "sha256": "7d" * 32}),
        bundle=BundleFacts(
            name="ticket-4711.tar.gz",
            sha256="9f2c41d0" + "ab" * 28,
            layouts=("must-gather", "sosreport"),
            collected_at=at(60),
            collected_by="timestamp file of must-gather",
            members=3605,
            members_read=3602,
            bytes=79_000_000,
            bytes_read=78_800_000,
        ),
        platform=Platform("OpenShift 4.18", "v1.31.4", "v1.31.4", "cri-o 1.31.2", "5.14.0-427.el9", "v2", 3, 3),
        coverage=(
            CoverageRow("kernel", "worker-2", at(-330), at(61), complete=True, gaps=()),
            CoverageRow("kernel", "worker-1", None, None, complete=False, gaps=("no kernel log of this node",)),
            CoverageRow("events", None, at(0), at(60), complete=False, gaps=("older events had expired",)),
            CoverageRow(
                "kubelet",
                "worker-2",
                at(20),
                at(58),
                complete=False,
                gaps=("starts after the first kill", "320 lines suppressed by journald"),
            ),
            CoverageRow("cgroup", "worker-2", at(60), at(60), complete=True, gaps=()),
            CoverageRow("objects", None, at(59), at(61), complete=True, gaps=()),
        ),
        verdict=_verdict(),
        diagnosis=_diagnosis(),
        findings=_findings(),
        not_evaluated=_not_evaluated(),
        clear=(
            {"rule": "disk.pressure", "title": "Node short of disk", "subjects": ["worker-1", "worker-2"]},
            {"rule": "memory.oom-global", "title": "Node ran out of memory", "subjects": ["worker-2"]},
            {
                "rule": "probe.liveness-kill",
                "title": "Killed by its liveness probe",
                "subjects": ["payments/api"],
            },
        ),
        failed=({"rule": "network.conntrack-full", "reason": "the query took longer than 10 s"},),
        timeline=_timeline(),
        nodes=(
            MemoryBar(
                "worker-2",
                "node",
                16 << 30,
                "MemTotal",
                7_400 * MIB,
                (
                    ("anonymous", 4_100 * MIB),
                    ("shared", 130 * MIB),
                    ("kernel", 900 * MIB),
                    ("cache", 2_270 * MIB),
                ),
                9_000 * MIB,
                0,
                f"{SOS}!proc/meminfo",
                1,
            ),
            MemoryBar(
                "worker-2 kubepods",
                "kubepods",
                14 << 30,
                "memory.max",
                5_100 * MIB,
                (("anonymous", 3_700 * MIB), ("kernel", 300 * MIB), ("cache", 1_100 * MIB)),
                None,
                7,
                "sos/sys/fs/cgroup/kubepods.slice/memory.current",
                1,
            ),
            MemoryBar("worker-1", "node", None, None, None, (), None, None, "nodes.yaml", 40),
        ),
        containers=(
            MemoryBar(
                "payments/api-7d9f66c5b-x2x8q app",
                "container",
                512 * MIB,
                "limits.memory 512Mi",
                498 * MIB,
                (("anonymous", 470 * MIB), ("shared", 2 * MIB), ("kernel", 9 * MIB), ("cache", 17 * MIB)),
                256 * MIB,
                7,
                "sos/sys/fs/cgroup/kubepods.slice/kubepods-burstable.slice/memory.current",
                1,
            ),
            MemoryBar(
                "payments/ledger-0 db",
                "container",
                2048 * MIB,
                "limits.memory 2Gi",
                700 * MIB,
                (("anonymous", 300 * MIB), ("cache", 400 * MIB)),
                1024 * MIB,
                0,
                "sos/ledger/memory.current",
                1,
            ),
            MemoryBar(
                "payments/cache-0 redis",
                "container",
                None,
                None,
                90 * MIB,
                (("anonymous", 90 * MIB),),
                None,
                None,
                "sos/cache/memory.current",
                1,
            ),
        ),
        inventory=(
            {"path": DMESG, "roles": ["kernel-log"], "bytes": 812_331, "node": "worker-2"},
            {"path": PODS, "roles": ["objects"], "bytes": 4_412_900, "node": None},
            {"path": SOS, "roles": ["service-log"], "bytes": 9_912_900, "node": "worker-2"},
        ),
        redaction={"jwt": 3, "password": 12, "private-key": 1},
        problems=(
            {
                "path": "host_service_logs/masters/etcd.log.gz",
                "reason": "BAD_CHECKSUM",
                "detail": "the checksum does not agree; 1.2 MiB were read",
                "bytes_read": 1_258_291,
                "option": None,
            },
            {
                "path": "namespaces/all/current",
                "reason": "LINK",
                "detail": "points to ../x",
                "bytes_read": None,
                "option": None,
            },
            {
                "path": "registry/images.yaml",
                "reason": "LIMIT_MEMBER",
                "detail": "above 512 MiB",
                "bytes_read": 536_870_912,
                "option": "--max-member",
            },
        ),
        buddyinfo=(
            {
                "node": "worker-2",
                "numa_node": 0,
                "zone": "DMA32",
                "blocks": [12000, 830, 120, 44, 20, 8, 3, 1, 1, 1, 0],
                "path": "sos/proc/buddyinfo",
                "line": 2,
            },
            {
                "node": "worker-2",
                "numa_node": 0,
                "zone": "Normal",
                "blocks": [93120, 20441, 8003, 612, 10, 0, 0, 0, 0, 0, 0],
                "path": "sos/proc/buddyinfo",
                "line": 3,
            },
        ),
    )


def empty() -> Report:
    """Nothing was found, and much could not be asked."""
    full = rich()
    return replace(
        full,
        verdict=Verdict("", None, None, (), (), (), (), full.not_evaluated[0].ask),
        diagnosis=Diagnosis((), (), ()),
        findings=(),
        timeline=(),
        nodes=(),
        containers=(),
        buddyinfo=(),
        coverage=(),
        clear=(),
        failed=(),
        redaction={},
        platform=Platform(None, None, None, None, None, None, 0, None),
    )


def hostile() -> Report:
    """The rich report with hostile text in every field that takes text out of a bundle."""
    full = rich()
    bad = Subject(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE)
    quoted = Evidence(HOSTILE, 7, HOSTILE, 3, HOSTILE, (HOSTILE,), (HOSTILE,))
    advice = Advice("ask", HOSTILE, HOSTILE, HOSTILE, HOSTILE)
    finding = replace(
        full.findings[0],
        title=HOSTILE,
        message=HOSTILE,
        subject=bad,
        facts={HOSTILE: HOSTILE, "list": [HOSTILE]},
        evidence=(quoted,),
        instances=(Instance(bad, T0, T0, 1, (quoted,)),),
        remedy=(advice,),
        references=("javascript:alert(9)", HOSTILE),
        why={HOSTILE: [HOSTILE, {"x": HOSTILE}]},
        rule=HOSTILE,
    )
    root = replace(full.diagnosis.root_causes[0], considered=({"rule": HOSTILE, "lost_because": HOSTILE},))
    return replace(
        full,
        bundle=replace(full.bundle, name=HOSTILE, collected_by=HOSTILE, layouts=(HOSTILE,)),
        platform=Platform(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, 3, None),
        coverage=(CoverageRow("kernel", HOSTILE, T0, at(3), complete=False, gaps=(HOSTILE,)),),
        verdict=Verdict(HOSTILE, "possible", "unknown", (HOSTILE,), (HOSTILE,), (HOSTILE,), (HOSTILE,), (advice,)),
        diagnosis=replace(full.diagnosis, root_causes=(root, *full.diagnosis.root_causes[1:])),
        findings=(finding, *full.findings[1:]),
        not_evaluated=(NotEvaluated(HOSTILE, HOSTILE, (HOSTILE,), HOSTILE, (advice,)),),
        clear=({"rule": HOSTILE, "title": HOSTILE, "subjects": [HOSTILE]},),
        failed=({"rule": HOSTILE, "reason": HOSTILE},),
        timeline=(TimelineEntry(T0, at(3), "exact", "kernel", HOSTILE, HOSTILE, HOSTILE, 3, full.findings[0].id),),
        nodes=(replace(full.nodes[0], subject=HOSTILE, limit_text=HOSTILE, path=HOSTILE),),
        inventory=({"path": HOSTILE, "roles": [HOSTILE], "bytes": 3, "node": HOSTILE},),
        redaction={HOSTILE: 3},
        problems=({"path": HOSTILE, "reason": "SYNTAX", "detail": HOSTILE, "bytes_read": 1, "option": HOSTILE},),
        buddyinfo=({**full.buddyinfo[0], "node": HOSTILE, "zone": HOSTILE, "path": HOSTILE},),
    )


def big() -> Report:
    """Far more of everything than a page can take."""
    full = rich()
    findings = tuple(replace(full.findings[3], id=f"extra-{n}", title=f"Finding {n}") for n in range(400))
    entries = tuple(
        TimelineEntry(at(n / 20), at(n / 20), "exact", lane, "payments/api", f"line {n}", PODS, n + 1)
        for n in range(6_000)
        for lane in (("kernel", "kubelet", "events", "containers", "nodes")[n % 5],)
    )
    bars = tuple(replace(full.containers[0], subject=f"payments/api-{n}") for n in range(300))
    members = tuple({"path": f"logs/{n}.log", "roles": ["log"], "bytes": n, "node": None} for n in range(5_000))
    asks = tuple(replace(full.not_evaluated[0], rule=f"disk.rule-{n}") for n in range(300))
    return replace(
        full,
        findings=(*full.findings, *findings),
        timeline=entries,
        containers=bars,
        inventory=members,
        not_evaluated=asks,
        problems=tuple({**full.problems[0], "path": f"logs/{n}.gz"} for n in range(500)),
    )


def _verdict() -> Verdict:
    return Verdict(
        sentence="payments/api (container app) was killed 7 times for reaching its own memory limit "
        "of 512 MiB; the node had 9.1 GiB free.",
        confidence="confirmed",
        state="failing",
        impact=("1 of 3 replicas Ready", "Service payments/api has 1 endpoint"),
        ruled_out=("node out of memory", "liveness probe", "eviction"),
        unknown=("what grew in the process: not in this bundle",),
        changed=("08:55 Deployment payments/api: revision 41 to 42, new image",),
        next=(
            Advice(
                "mitigate",
                "Set the limit above 512 MiB to measure the need",
                "restarts the pods",
                "kubectl set resources deployment/api -n payments -c app --limits=memory=1Gi",
            ),
            Advice("fix", "Lower what the process keeps: 470 MiB of anonymous memory at the kill"),
            Advice(
                "ask",
                "The log of the run that was killed",
                None,
                "kubectl logs api-7d9f66c5b-x2x8q -c app --previous -n payments",
                "shows what grew before the kill",
            ),
        ),
    )


def _diagnosis() -> Diagnosis:
    oom = RootCause(
        finding="oom-api",
        effects=("crash-api", "endpoints-api"),
        state="failing",
        last_hit=at(60),
        links=(
            Link("oom-api", "crash-api", 1.0, "same id"),
            Link("crash-api", "endpoints-api", 41.0, "same node and time"),
        ),
        considered=(
            {
                "rule": "memory.oom-global",
                "lost_because": "the kernel names the container's own cgroup as the limit",
            },
            {
                "rule": "probe.liveness-kill",
                "lost_because": "no Killing event, and the kernel log covers the end",
            },
        ),
    )
    image = RootCause(
        "image-batch",
        ("backoff-batch",),
        "recurring",
        at(55),
        (Link("image-batch", "backoff-batch", 12.0, "rule"),),
        (),
    )
    return Diagnosis((oom, image), ("single-replica",), ("pending-web",))


def _findings() -> tuple[Finding, ...]:
    api = Subject("Pod", "payments", "api-7d9f66c5b-x2x8q", "app", "worker-2")
    kill = Evidence(
        DMESG,
        9021,
        "[Sat Nov 22 09:41:07 2026] oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),"
        "cpuset=crio-1f2e.scope,mems_allowed=0,oom_memcg=/kubepods.slice/kubepods-burstable.slice/"
        "kubepods-burstable-pod4f2.slice/crio-1f2e.scope,"
        "task_memcg=/kubepods.slice/crio-1f2e.scope,task=java,pid=41200,uid=1001",
        before=(
            "[Sat Nov 22 09:41:07 2026] Tasks state (memory values in pages):",
            "[Sat Nov 22 09:41:07 2026] [  41200]  1001 41200   812331   120400  1126400        0           984 java",
        ),
        after=(
            "[Sat Nov 22 09:41:07 2026] Memory cgroup out of memory: Killed process 41200 (java) "
            "total-vm:3249324kB, anon-rss:481600kB, file-rss:0kB, shmem-rss:0kB, UID:1001",
        ),
    )
    status = Evidence(
        PODS,
        4410,
        "            reason: OOMKilled",
        at="items[12].status.containerStatuses[0].lastState.terminated.reason",
        before=("            exitCode: 137", '            finishedAt: "2026-11-22T09:41:08Z"'),
        after=('            startedAt: "2026-11-22T09:33:12Z"',),
    )
    oom = Finding(
        "oom-api",
        "memory.oom-container-limit",
        "high",
        "cause",
        "confirmed",
        "Container killed at its memory limit",
        "app was killed 7 times at its limit of 512 MiB",
        api,
        at(14),
        at(60),
        7,
        {
            "limit_bytes": 512 * MIB,
            "anon_bytes": 470 * MIB,
            "events": 7,
            "names_run": True,
            "longest_run_s": 476.0,
            "version": None,
        },
        ("kernel", "objects"),
        (kill, status),
        (
            Instance(api, at(14), at(60), 5, (kill,)),
            Instance(replace(api, name="api-7d9f66c5b-m4kd2"), at(20), at(50), 2),
        ),
        _verdict().next,
        ("https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/",),
        {
            "all": [
                {"field": "scope", "is": "container", "value": "container", "holds": True},
                {"field": "limit_bytes", "gt": 0, "value": 536_870_912, "holds": True},
            ]
        },
    )
    crash = _symptom("crash-api", "container.crashloop-backoff", "high", "Container restarts again and again", api)
    ends = _symptom(
        "endpoints-api",
        "service.no-endpoints",
        "medium",
        "Service has fewer endpoints than replicas",
        Subject("Service", "payments", "api"),
    )
    job = Subject("Pod", "batch", "nightly-28391", "etl", "worker-1")
    image = replace(
        _symptom("image-batch", "image.pull-not-found", "medium", "Image does not exist in the registry", job),
        role="cause",
        confidence="likely",
        message="registry.example/etl:1.9 was not found (manifest unknown)",
    )
    backoff = _symptom("backoff-batch", "image.pull-backoff", "low", "Image pull is backing off", job)
    single = replace(
        _symptom(
            "single-replica",
            "workload.single-replica",
            "low",
            "One replica only",
            Subject("Deployment", "payments", "ledger"),
        ),
        role="contributing",
    )
    pending = _symptom("pending-web", "pod.pending", "medium", "Pod is Pending", Subject("Pod", "web", "front-5c-9x"))
    hidden = replace(pending, id="hidden", suppressed="known: test namespace, until 2026-12-31")
    noise = replace(
        pending,
        id="clock",
        rule="node.clock-skew",
        level="informational",
        role="noise",
        title="Clocks differ by 3 s",
        confidence="possible",
        subject=Subject("Node", None, "worker-1"),
    )
    return (oom, crash, ends, image, backoff, single, pending, hidden, noise)


def _symptom(name: str, rule: str, level: str, title: str, thing: Subject) -> Finding:
    quoted = Evidence("events.txt", 31, f"Warning  BackOff  {thing.name}  Back-off restarting failed container")
    return Finding(
        name,
        rule,
        level,
        "symptom",
        "confirmed",
        title,
        f"{title}: {thing.name}",
        thing,
        at(15),
        at(59),
        12,
        {"restarts": 14},
        ("events",),
        (quoted,),
        (),
        (),
        (),
    )


def _not_evaluated() -> tuple[NotEvaluated, ...]:
    dmesg = Advice(
        "ask",
        "The kernel log of worker-1",
        None,
        "oc debug node/worker-1 -- chroot /host dmesg -T",
        "the kernel names the limit that was reached; it is lost at the next boot",
    )
    return (
        NotEvaluated(
            "memory.oom-container-limit",
            "Container killed at its memory limit",
            ("batch/nightly-28391",),
            "no kernel log of worker-1",
            (dmesg,),
        ),
        NotEvaluated(
            "disk.io-error",
            "Disk errors",
            ("worker-1", "worker-3"),
            "no kernel log of worker-1, worker-3",
            (
                dmesg,
                replace(
                    dmesg,
                    text="The kernel log of worker-3",
                    command="oc debug node/worker-3 -- chroot /host dmesg -T",
                ),
            ),
        ),
        NotEvaluated("network.conntrack-full", "Connection table full", ("worker-2",), "no conntrack counters", ()),
    )


def _timeline() -> tuple[TimelineEntry, ...]:
    def entry(minutes: float, lane: str, text: str, finding: str | None = None, length: float = 0) -> TimelineEntry:
        path = DMESG if lane == "kernel" else PODS
        quality = "inferred" if length else "exact"
        return TimelineEntry(
            at(minutes),
            at(minutes + length),
            quality,
            lane,
            "payments/api-7d9f66c5b-x2x8q",
            text,
            path,
            int(9000 + minutes),
            finding,
        )

    kills = tuple(
        entry(14 + 7.6 * n, "kernel", "oom-kill: CONSTRAINT_MEMCG, this container", "oom-api") for n in range(7)
    )
    ends = tuple(
        entry(14.02 + 7.6 * n, "containers", f"exit 137, OOMKilled (run {n + 1})", "crash-api") for n in range(7)
    )
    others = (
        entry(13.8, "nodes", "Deployment payments/api: revision 41 to 42"),
        entry(15, "events", "Back-off restarting failed container", "crash-api", 44),
        entry(16, "events", "Failed to pull image: manifest unknown", "image-batch"),
        entry(30, "kubelet", "SyncLoop (PLEG): ContainerDied", None),
        entry(44, "kubelet", "SyncLoop (PLEG): ContainerDied", None),
        TimelineEntry(
            at(60),
            at(60),
            "exact",
            "kernel",
            "worker-2",
            "oom-kill: CONSTRAINT_MEMCG, this container",
            DMESG,
            9021,
            "oom-api",
        ),
    )
    return tuple(sorted((*kills, *ends, *others), key=lambda one: (one.t_min, one.lane, one.line)))
