# ruff: noqa: E501  (outputs of commands keep their lines)
"""Containers as runtimes know them."""

from __future__ import annotations

from datetime import UTC, datetime

from analyzer.parsers.node import runtime_json, runtime_tables, stats_summary

from .reading import facts, rows, unclaimed

_ID = "6232a31aa008cc426bae5557687d53468f64c8a76049aa87ccbca1c670871e7d"
_UID = "4cc80322-f2e6-4ab9-8dba-c5b5f7c84430"


def test_crictl_ps():
    """cri-tools 1.27 prints the first 13 digits and the pod's name."""
    text = "CONTAINER           IMAGE               CREATED             STATE               NAME                ATTEMPT             POD ID              POD\n87d3992f84f74       e6f1816883972       About an hour ago   Running             coredns             0                   2a0bdc2dbbeb5       coredns-5d78c9869d-abcde\n0123456789abc       e6f1816883972       2 minutes ago       Exited              app                 12                  3a0bdc2dbbeb5       web-0\n"
    assert facts(
        runtime_tables, "runtime-table", text, "id", "name", "attempt", "state", "pod", "sandbox_id", "age"
    ) == [
        ("87d3992f84f74", "coredns", 0, "running", "coredns-5d78c9869d-abcde", "2a0bdc2dbbeb5", "About an hour ago"),
        ("0123456789abc", "app", 12, "exited", "web-0", "3a0bdc2dbbeb5", "2 minutes ago"),
    ]
    assert unclaimed(runtime_tables, "runtime-table", text) == []


def test_crictl_pods():
    """Sandboxes name their namespace."""
    text = "POD ID              CREATED             STATE               NAME                        NAMESPACE           ATTEMPT             RUNTIME\n2a0bdc2dbbeb5       About an hour ago   NotReady            coredns-5d78c9869d-abcde    kube-system         1                   (default)\n"
    assert facts(runtime_tables, "runtime-table", text, "kind", "pod", "namespace", "state", "attempt", "name") == [
        ("sandbox", "coredns-5d78c9869d-abcde", "kube-system", "notready", 1, None)
    ]


def test_docker_ps():
    """An empty column leaves no gap; names of dockershim hold pod and namespace."""
    text = f'CONTAINER ID   IMAGE                    COMMAND                  CREATED       STATUS                        PORTS     NAMES\n0123456789ab   nginx                    "/docker-entrypoint.…"   3 hours ago   Up 3 hours (healthy)                    k8s_web_web-0_default_{_UID}_2\n1123456789ab   k8s.gcr.io/pause:3.1     "/pause"                 3 hours ago   Exited (137) 5 minutes ago              k8s_POD_web-0_default_{_UID}_2\n2123456789ab   redis                    "redis"                  3 hours ago   Up 3 hours                    6379/tcp  cache\n'
    assert facts(
        runtime_tables, "runtime-table", text, "kind", "name", "pod", "pod_uid", "attempt", "state", "exit_code"
    ) == [
        ("container", "web", "web-0", _UID, 2, "running", None),
        ("sandbox", None, "web-0", _UID, 2, "exited", 137),
        ("container", "cache", None, None, None, "running", None),
    ]


def test_ctr():
    """`ctr -n k8s.io tasks ls` has processes."""
    text = f"TASK                                                                PID      STATUS\n{_ID}    12345    RUNNING\n"
    assert facts(runtime_tables, "runtime-table", text, "source", "id", "pid", "state") == [
        ("ctr", _ID, 12345, "running")
    ]


def test_usage_of_containers():
    """crictl counts by 1000, docker by 1024 for memory."""
    text = "CONTAINER           CPU %               MEM                 DISK                INODES\n87d3992f84f74       0.25                15.6MB              45.06kB             12\n"
    assert facts(
        runtime_tables,
        "runtime-table",
        text,
        "container_id",
        "cpu_cores",
        "working_set_bytes",
        "fs_used_bytes",
        "approximate",
    ) == [("87d3992f84f74", 0.0025, 15600000, 45060, True)]
    text = f"CONTAINER ID   NAME      CPU %     MEM USAGE / LIMIT     MEM %     NET I/O           BLOCK I/O         PIDS\n0123456789ab   k8s_web_web-0_default_{_UID}_2   12.50%    15.5MiB / 31.2GiB   0.05%     1.2kB / 0B   0B / 0B   3\n"
    assert facts(
        runtime_tables, "runtime-table", text, "pod", "container", "working_set_bytes", "limit_bytes", "processes"
    ) == [("web-0", "web", 16252928, 33500744909, 3)]


def test_images_are_understood():
    """Nobody asks for them yet."""
    text = "IMAGE                     TAG                 IMAGE ID            SIZE\nregistry.k8s.io/pause     3.9                 e6f1816883972       322kB\n"
    assert rows(runtime_tables, "image-table", text) == []
    assert unclaimed(runtime_tables, "image-table", text) == []


INSPECT = f"""{{
  "status": {{
    "id": "{_ID}",
    "metadata": {{"attempt": 3, "name": "app"}},
    "state": "CONTAINER_EXITED",
    "createdAt": "2024-03-05T10:11:12.123456789Z",
    "startedAt": "2024-03-05T10:11:13Z",
    "finishedAt": "2024-03-05T10:12:13Z",
    "exitCode": 137,
    "image": {{"image": "docker.io/library/app:1"}},
    "reason": "OOMKilled",
    "message": "",
    "labels": {{
      "io.kubernetes.container.name": "app",
      "io.kubernetes.pod.name": "web-0",
      "io.kubernetes.pod.namespace": "shop",
      "io.kubernetes.pod.uid": "{_UID}"
    }}
  }},
  "info": {{"sandboxID": "abc", "pid": 0, "runtimeSpec": {{"linux": {{"resources": {{"memory": {{"limit": 134217728}}}}}}}}}}
}}
"""


def test_crictl_inspect():
    """An exited container: code, reason, the runtime's OOM flag, times, limit."""
    (row,) = rows(runtime_json, "runtime-json", INSPECT)
    assert (row.id, row.name, row.pod, row.namespace, row.pod_uid, row.sandbox_id) == (
        _ID,
        "app",
        "web-0",
        "shop",
        _UID,
        "abc",
    )
    assert (row.state, row.exit_code, row.reason, row.oom_killed, row.pid) == ("exited", 137, "OOMKilled", True, None)
    assert (row.finished, row.memory_limit_bytes) == (datetime(2024, 3, 5, 10, 12, 13, tzinfo=UTC), 134217728)
    assert unclaimed(runtime_json, "runtime-json", INSPECT) == []


def test_a_running_container_has_no_exit_code():
    """CRI's zero values are no facts: exit code 0 and the time 0001-01-01."""
    text = (
        INSPECT.replace("CONTAINER_EXITED", "CONTAINER_RUNNING")
        .replace("137", "0")
        .replace("2024-03-05T10:12:13Z", "0001-01-01T00:00:00Z")
        .replace("OOMKilled", "")
    )
    (row,) = rows(runtime_json, "runtime-json", text)
    assert (row.state, row.exit_code, row.finished, row.oom_killed) == ("running", None, None, None)


def test_lists_of_crictl():
    """`-o json`: 64-bit numbers are texts, times are nanoseconds; each has its own line."""
    text = '{\n "containers": [\n  {"id": "aa", "podSandboxId": "bb", "metadata": {"name": "app", "attempt": 1},\n   "state": "CONTAINER_RUNNING", "createdAt": "1709633472000000000"},\n  {"id": "cc", "metadata": {"name": "b"}, "state": "CONTAINER_EXITED"}\n ]\n}\n'
    assert facts(runtime_json, "runtime-json", text, "line", "id", "state", "created") == [
        (3, "aa", "running", datetime(2024, 3, 5, 10, 11, 12, tzinfo=UTC)),
        (5, "cc", "exited", None),
    ]
    pods = '{"items":[{"id":"aa","metadata":{"name":"web-0","uid":"u","namespace":"shop","attempt":0},"state":"SANDBOX_READY"}]}'
    assert facts(runtime_json, "runtime-json", pods, "kind", "pod", "namespace", "pod_uid", "state") == [
        ("sandbox", "web-0", "shop", "u", "ready")
    ]


def test_docker_inspect():
    """docker 18 to 24; year 1 is no time, memory 0 is no limit."""
    text = f'[\n {{\n  "Id": "{_ID}",\n  "Created": "2019-12-19T20:57:22.1Z",\n  "State": {{"Status": "exited", "OOMKilled": true, "Pid": 0, "ExitCode": 137, "Error": "", "StartedAt": "0001-01-01T00:00:00Z", "FinishedAt": "2019-12-19T20:58:22Z"}},\n  "Name": "/k8s_web_web-0_default_{_UID}_2",\n  "HostConfig": {{"Memory": 0}}\n }}\n]\n'
    (row,) = rows(runtime_json, "runtime-json", text)
    assert (row.line, row.source, row.name, row.pod, row.exit_code, row.oom_killed) == (
        2,
        "docker",
        "web",
        "web-0",
        137,
        True,
    )
    assert (row.started, row.finished, row.memory_limit_bytes) == (
        None,
        datetime(2019, 12, 19, 20, 58, 22, tzinfo=UTC),
        None,
    )


def test_conditions_of_the_runtime():
    """`crictl info` says whether runtime and network are ready."""
    text = '{"status":{"conditions":[{"type":"RuntimeReady","status":true,"reason":"","message":""},{"type":"NetworkReady","status":false,"reason":"NetworkPluginNotReady","message":"cni plugin not initialized"}]}}'
    assert facts(runtime_json, "runtime-json", text, "key", "value") == [
        ("RuntimeReady", "true"),
        ("NetworkReady", "false: NetworkPluginNotReady: cni plugin not initialized"),
    ]


def test_statistics_of_crictl():
    """`crictl stats -o json`."""
    text = '{"stats":[{"attributes":{"id":"aa","metadata":{"name":"app"},"labels":{"io.kubernetes.pod.name":"web-0"}},"cpu":{"usageNanoCores":{"value":"250000000"}},"memory":{"workingSetBytes":{"value":"77"}}}]}'
    assert facts(runtime_json, "runtime-json", text, "container", "pod", "cpu_cores", "working_set_bytes") == [
        ("app", "web-0", 0.25, 77)
    ]


def test_what_is_cut_gives_what_is_whole():
    """A listing that ends in the middle."""
    text = '{"containers":[{"id":"aa","metadata":{"name":"a"},"state":"CONTAINER_RUNNING"},{"id":"bb","metadata":{"na'
    assert facts(runtime_json, "runtime-json", text, "id") == [("aa",)]
    assert rows(runtime_json, "runtime-json", "{nonsense") == []


def test_summary_of_the_kubelet():
    """/stats/summary: node, its system containers, pods, containers."""
    text = '{\n "node": {\n  "nodeName": "n1",\n  "systemContainers":[{"name":"kubelet","memory":{"usageBytes":5,"workingSetBytes":4}}],\n  "memory":{"time":"2024-03-05T10:11:12Z","availableBytes":100,"usageBytes":50,"workingSetBytes":40},\n  "fs":{"availableBytes":1,"capacityBytes":2,"inodesFree":9},"rlimit":{"maxpid":32768,"curproc":400}},\n "pods":[\n  {"podRef":{"name":"web-0","namespace":"shop","uid":"u"},"containers":[{"name":"app","memory":{"workingSetBytes":7}}],"memory":{"workingSetBytes":9}}]}'
    identity, *usage = rows(stats_summary, "stats-summary", text)
    assert (identity.kind, identity.value) == ("hostname", "n1")
    assert [(row.line, row.subject, row.pod, row.container, row.working_set_bytes) for row in usage] == [
        (1, "node", None, None, 40),
        (1, "system", None, "kubelet", 4),
        (8, "pod", "web-0", None, 9),
        (8, "container", "web-0", "app", 7),
    ]
    assert (usage[0].processes, usage[0].max_processes, usage[0].fs_inodes_free) == (400, 32768, 9)
