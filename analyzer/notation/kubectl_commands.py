"""What a kubectl command line says about the output below it."""

from __future__ import annotations

import re

_VERB = re.compile(r"(?:^|\s)(?:describe|get)\s+(?P<rest>\S.*)$")
_NAMESPACE = re.compile(r"(?:^|\s)(?:-n|--namespace)[ =]?(?P<name>[a-z0-9][a-z0-9-]*)")
_OPTION = re.compile(r"(?:^|\s)--?[A-Za-z][\w-]*(?:=\S+)?")
_WITH_VALUE = re.compile(r"(?:^|\s)(?:-n|--namespace|-o|--output|-l|--selector|--context|--kubeconfig|-c)[ =]\s*\S+")
_KINDS = {
    **dict.fromkeys(("po", "pod", "pods"), "Pod"),
    **dict.fromkeys(("no", "node", "nodes"), "Node"),
    **dict.fromkeys(("deploy", "deployment", "deployments", "deployment.apps"), "Deployment"),
    **dict.fromkeys(("sts", "statefulset", "statefulsets"), "StatefulSet"),
    **dict.fromkeys(("ds", "daemonset", "daemonsets"), "DaemonSet"),
    **dict.fromkeys(("rs", "replicaset", "replicasets"), "ReplicaSet"),
    **dict.fromkeys(("job", "jobs"), "Job"),
    **dict.fromkeys(("cj", "cronjob", "cronjobs"), "CronJob"),
    **dict.fromkeys(("pvc", "persistentvolumeclaim", "persistentvolumeclaims"), "PersistentVolumeClaim"),
    **dict.fromkeys(("svc", "service", "services"), "Service"),
}
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?")


def subject(command: str | None) -> dict[str, str]:
    """kind, namespace and name of the one object that the command asks for, as far as it says.

    `kubectl describe po web-0 -n shop | grep -A5 State` gives all three; several names or a selector
    give no name.
    """
    command = (command or "").split("|")[0].strip()
    found = _VERB.search(command)
    if found is None:
        return {}
    about: dict[str, str] = {}
    if namespace := _NAMESPACE.search(command):
        about["namespace"] = namespace["name"]
    words = _OPTION.sub(" ", _WITH_VALUE.sub(" ", found["rest"])).split()
    resource, _, name = words[0].partition("/") if words else ("", "", "")
    names = [name] if name else words[1:]
    kind = _KINDS.get(resource.lower())
    if kind is None:
        return about
    about["kind"] = kind
    if len(names) == 1 and _NAME.fullmatch(names[0]):
        about["name"] = names[0]
    return about
