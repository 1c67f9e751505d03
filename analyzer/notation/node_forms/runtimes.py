"""Container runtimes: tables and JSON of crictl, docker, ctr, nerdctl, podman; /stats/summary of the kubelet."""

from __future__ import annotations

from analyzer.notation.node_form import Form

_JSON = r"[\[{]"

FORMS = (
    Form(
        "runtime-json",
        _JSON,
        (
            '"sandboxID"',
            '"podSandboxId"',
            '"SANDBOX_',
            '"CONTAINER_RUNNING"',
            '"CONTAINER_EXITED"',
            '"CONTAINER_CREATED"',
            '"CONTAINER_UNKNOWN"',
            '"sandboxId"',
            '"runtimeSpec"',
            '"RuntimeReady"',
            '"HostConfig"',
            '"OOMKilled":',
            '"OomScoreAdj"',
            '"usageCoreNanoSeconds": {',
            '"usageCoreNanoSeconds":{',
            '"repoDigests"',
        ),
    ),
    Form("runtime-json", "", (), ("crictl", "docker", "podman", "nerdctl"), "", r"[\[{]$|[\[{]\s*\""),
    # `nodeName` and `podRef` alone stand in objects of the API, too
    Form(
        "stats-summary",
        r'\{?\s*"(?:node|pods)": ?[\[{]',
        ('"workingSetBytes"', '"usageNanoCores"', '"systemContainers"', '"cpu"'),
    ),
    # Prometheus: /api/v1/rules and /api/v1/alerts; Alertmanager: /api/v2/alerts
    Form("alerts", r"[\[{].*\"(?:groups|alerts|alertname)\"", ('"groups":[{', '"alerts":[', '"alertname"')),
    Form(
        "runtime-table",
        r"CONTAINER(?: ID)? +IMAGE +(?:CREATED|COMMAND|NAME|RUNTIME)\b|POD ID +CREATED +STATE|CONTAINER +(?:NAME +)?CPU %|CONTAINER ID +NAME +CPU %",
        ("CONTAINER", "POD ID"),
        ("crictl", "docker", "podman", "nerdctl", "ctr"),
        "",
        r"[0-9a-f]{12,64} +\S+ ",
    ),
    Form(
        "runtime-table",
        r"CONTAINER +IMAGE +RUNTIME$|TASK +PID +STATUS$",
        ("RUNTIME", "TASK"),
        ("ctr",),
        "",
        r"[0-9a-f]{64} ",
    ),
    Form(
        "image-table",
        r"IMAGE +TAG +IMAGE ID +SIZE|REPOSITORY +TAG +(?:DIGEST +)?IMAGE ID|REF +TYPE +DIGEST +SIZE",
        ("IMAGE ID", "DIGEST"),
        ("crictl", "docker", "ctr", "podman", "nerdctl"),
        "",
        r"\S+[/:]\S+ +\S+ ",
    ),
    Form(
        "docker-info",
        r"(?:Storage Driver|Cgroup Driver|Containers): ",
        ("Storage Driver:", "Cgroup Driver:"),
        ("docker", "podman"),
        "docker_info",
        r"[A-Z][\w ]+: ",
    ),
)
