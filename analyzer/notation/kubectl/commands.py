"""What a command line says about the output below it: kubectl's, and those that are run on a node."""

from __future__ import annotations

import re

_VERB = re.compile(r"(?:^|\s)(?P<verb>describe|get|top)\s+(?P<rest>\S.*)$")
_NAMESPACE = re.compile(r"(?:^|\s)(?:-n|--namespace)(?:[ =]+)?(?P<name>[a-z0-9][a-z0-9-]*)")
_OPTION = re.compile(r"(?:^|\s)--?[A-Za-z][\w-]*(?:=(?:'[^']*'|\"[^\"]*\"|\S+))?")
_WITH_VALUE = re.compile(
    r"(?:^|\s)(?:-n|--namespace|-o|--output|-l|--selector|--context|--kubeconfig|-c|--sort-by|--field-selector|-L"
    r"|--label-columns|-f|--filename)[ =]\s*(?:'[^']*'|\"[^\"]*\"|\S+)"
)
# fmt: off
_KINDS = {
    name: kind
    for kind, names in {
        "Pod": "po pod pods", "Node": "no node nodes", "Event": "ev event events", "Namespace": "ns namespace namespaces",
        "Deployment": "deploy deployment deployments", "StatefulSet": "sts statefulset statefulsets",
        "DaemonSet": "ds daemonset daemonsets", "ReplicaSet": "rs replicaset replicasets",
        "ReplicationController": "rc replicationcontroller replicationcontrollers",
        "Job": "job jobs", "CronJob": "cj cronjob cronjobs", "Service": "svc service services",
        "Endpoints": "ep endpoint endpoints", "EndpointSlice": "endpointslice endpointslices",
        "Ingress": "ing ingress ingresses", "Route": "route routes", "ConfigMap": "cm configmap configmaps",
        "Secret": "secret secrets", "ServiceAccount": "sa serviceaccount serviceaccounts",
        "PersistentVolumeClaim": "pvc persistentvolumeclaim persistentvolumeclaims",
        "PersistentVolume": "pv persistentvolume persistentvolumes", "StorageClass": "sc storageclass storageclasses",
        "VolumeAttachment": "volumeattachment volumeattachments", "CSINode": "csinode csinodes",
        "CSIDriver": "csidriver csidrivers", "HorizontalPodAutoscaler": "hpa horizontalpodautoscaler horizontalpodautoscalers",
        "PodDisruptionBudget": "pdb poddisruptionbudget poddisruptionbudgets",
        "NetworkPolicy": "netpol networkpolicy networkpolicies", "ResourceQuota": "quota resourcequota resourcequotas",
        "LimitRange": "limits limitrange limitranges", "PriorityClass": "pc priorityclass priorityclasses",
        "Lease": "lease leases", "CertificateSigningRequest": "csr certificatesigningrequest certificatesigningrequests",
        "CustomResourceDefinition": "crd crds customresourcedefinition customresourcedefinitions",
        "ComponentStatus": "cs componentstatus componentstatuses", "APIService": "apiservice apiservices",
        "ClusterOperator": "co clusteroperator clusteroperators", "ClusterVersion": "clusterversion clusterversions",
        "MachineConfigPool": "mcp machineconfigpool machineconfigpools", "Machine": "machine machines",
        "MachineSet": "machineset machinesets", "RuntimeClass": "runtimeclass runtimeclasses",
        "IngressClass": "ingressclass ingressclasses", "Role": "role roles", "RoleBinding": "rolebinding rolebindings",
        "ClusterRole": "clusterrole clusterroles", "ClusterRoleBinding": "clusterrolebinding clusterrolebindings",
        "MutatingWebhookConfiguration": "mutatingwebhookconfiguration mutatingwebhookconfigurations",
        "ValidatingWebhookConfiguration": "validatingwebhookconfiguration validatingwebhookconfigurations",
        "ControllerRevision": "controllerrevision controllerrevisions",
    }.items()
    for name in names.split()
}
# fmt: on
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?")
_CLUSTER = re.compile(r"(?:^|[\s/])(?:kubectl|oc|ocp|helm|k\w{0,4})(?:\.exe)?\s")
_HOST = r"(?P<node>[A-Za-z0-9][\w.-]{0,250})"

# What stands in front of the command that prints: it is run with other rights, elsewhere, or in a container.
_WRAPPED = re.compile(
    r"(?:sudo|time|nice|watch|nohup)\s+(?:-\S+\s+(?:\d+\s+)?){0,4}|chroot\s+/\S*\s+|nsenter\s+(?:-\S+\s+(?:\d+\s+)?){1,8}(?:--\s+)?"
    r"|(?:/usr)?(?:/local)?/s?bin/|\./|(?:bash|sh)\s+-l?c\s+(?=['\"])|timeout\s+\S+\s+"
)
_DEBUG = re.compile(
    rf"(?:kubectl|oc)\s+(?:\S+\s+){{0,4}}?debug\s+(?:-\S+\s+(?:\S+\s+)??){{0,8}}?nodes?/{_HOST}(?P<rest>.*)"
)
_SSH = re.compile(rf"ssh\s+(?:-[A-Za-z]\s+\S+\s+|-\S+\s+){{0,8}}(?:[\w.-]+@)?{_HOST}(?P<rest>\s.*)?$")
_EXEC = re.compile(r"(?:kubectl|oc|k)\s+(?:.{0,200}\s)?(?:exec|rsh)\s(?P<rest>.*)")
_TALOS = re.compile(rf"talosctl\s+(?:.{{0,200}}\s)?(?:-n|--nodes)[ =]{_HOST}\s*(?P<rest>.*)")
_CONTAINER = re.compile(r"\s(?:-c|--container)[ =](?P<name>[a-z0-9][a-z0-9-]*)")
_SHELLS = re.compile(r"(?:/\S*/)?(?:ba|a|da|z)?sh(?:\s+-l)?|chroot /host(?: /?\S*sh)?|")
_FILE = re.compile(
    r"(?:c?at|zcat|less|more|head|tail|tac)\s+(?:-n\s+\S+\s+|-\S+\s+|\d+\s+){0,6}(?P<file>[~\w./-][^\s|;&<>*?]*)\s*$"
)


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
    kind = _KINDS.get(resource.lower().partition(".")[0])
    if kind is None:
        return about
    about["kind"] = kind
    if len(names) == 1 and _NAME.fullmatch(names[0]):
        about["name"] = names[0]
    return about


def kind_named(word: str) -> str | None:
    """The kind that a resource's name means: `po`, `deployment.apps`, `persistentvolumeclaims`."""
    return _KINDS.get(word.lower().partition(".")[0])


def context(command: str) -> dict[str, str]:
    """What a command says about its output: command, namespace, node, pod, container, file."""
    plain, place = inner(command)
    found = {"command": command, **place}
    if _CLUSTER.search(command) and (namespace := _NAMESPACE.search(command)):
        found["namespace"] = namespace["name"]
    if file := _FILE.match(plain):
        found["file"] = file["file"]
    return found


def inner(command: str) -> tuple[str, dict[str, str]]:
    """(the command that prints, where it runs): `ssh n1 sudo dmesg` is dmesg on node n1.

    The command is empty where the line only opens a shell there.
    """
    text, place = command.strip(), {}
    for _ in range(6):
        if found := _DEBUG.match(text):
            place, text = {"node": found["node"]}, _behind(found["rest"])
        elif found := _SSH.match(text) or _TALOS.match(text):
            place, text = {"node": found["node"]}, (found["rest"] or "").strip().strip("'\"")
        elif found := _EXEC.match(text):
            place, text = _container(found["rest"])
        elif found := _WRAPPED.match(text):
            text = text[found.end() :].strip("'\" ")
        else:
            break
    return ("" if place and _SHELLS.fullmatch(text) else text), place


def _behind(rest: str) -> str:
    """The command behind the options of `oc debug`."""
    _, dashes, text = f" {rest} ".partition(" -- ")
    text = text if dashes else _OPTION.sub(" ", _WITH_VALUE.sub(" ", rest))
    return text.strip().strip("'\"").strip()


def _container(rest: str) -> tuple[dict[str, str], str]:
    options, dashes, text = f"{rest} ".partition(" -- ")
    words = _OPTION.sub(" ", _WITH_VALUE.sub(" ", f" {options}")).split()
    if not words:
        return {}, ""
    place = {"pod": words[0].removeprefix("pod/").removeprefix("po/").removeprefix("pods/")}
    if named := _CONTAINER.search(f" {options}"):
        place["container"] = named["name"]
    return place, text.strip() if dashes else " ".join(words[1:])
