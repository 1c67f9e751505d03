"""Whose log a path names, in the layouts of kubelets and collectors."""

from __future__ import annotations

import re
from typing import NamedTuple


class LogOwner(NamedTuple):
    """What a path or command says clearly; the rest is None. `previous` is False where it says `current`."""

    namespace: str | None = None
    pod: str | None = None
    pod_uid: str | None = None
    container: str | None = None
    container_id: str | None = None
    previous: bool | None = None

    def filled(self, other: LogOwner) -> LogOwner:
        """This owner, with what only the other one says; unchanged if they name different pods."""
        if self.pod and other.pod and self.pod != other.pod:
            return self
        return LogOwner._make(mine if mine is not None else its for mine, its in zip(self, other, strict=True))


def log_owner(path: str) -> LogOwner:
    """Read the label of a log; layouts are those of bundle-layouts and of /var/log on a node."""
    path = path.removesuffix(".gz")
    for layout in _LAYOUTS:
        if found := layout.search(path):
            parts = found.groupdict()
            mark = parts.pop("mark", None)
            return LogOwner(**parts, previous=_previous(mark))
    name = path.rsplit("/", 1)[-1]
    return LogOwner(previous=True) if _PREVIOUS_NAME.search(name) else LogOwner()


def log_command(command: str) -> LogOwner:
    """Read `kubectl logs POD -n NS -c C --previous`; anything else names nobody."""
    found = _COMMAND.search(command)
    if found is None:
        return LogOwner()
    rest = f" {found['rest']} "
    values = {name: pattern.search(f"{found[0]} ") for name, pattern in _OPTIONS.items()}
    # What is left without options and their values: the pod, and perhaps the container.
    words = _ANY_OPTION.sub(" ", rest).split()
    pod = words[0].removeprefix("pod/").removeprefix("pods/") if words else None
    if pod is None or not _POD_NAME.fullmatch(pod):
        return LogOwner(previous=_PREVIOUS_OPTION.search(rest) is not None)
    container = values["container"][1] if values["container"] else (words[1] if len(words) == 2 else None)
    namespace = values["namespace"][1] if values["namespace"] else None
    return LogOwner(namespace, pod, None, container, None, _PREVIOUS_OPTION.search(rest) is not None)


_NAME = "[a-z0-9][a-z0-9-]{0,62}"
_POD = "[a-z0-9][a-z0-9.-]{0,252}"
_UID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32}"
# Suffixes of controllers: a ReplicaSet's hash and five safe characters, or a StatefulSet's ordinal
_SAFE = "[bcdfghjklmnpqrstvwxz2456789]"
_MADE = rf"(?!(?:pods?|logs?|jobs?|containers?|nodes?)-{_SAFE}{{5}}\b)[a-z0-9][a-z0-9.-]{{0,230}}-{_SAFE}{{5}}"
_ORDINAL = r"[a-z0-9][a-z0-9.-]{0,230}-\d{1,4}"
_CURRENT = r"(?:\.insecure)?\.(?:log|txt)$"

_LAYOUTS = tuple(
    re.compile(text)
    for text in (
        # must-gather and oc adm inspect
        rf"(?:^|/)namespaces/(?P<namespace>{_NAME})/pods/(?P<pod>{_POD})/(?P<container>{_NAME})/(?P=container)/logs/"
        rf"(?P<mark>current|previous){_CURRENT}",
        rf"(?:^|/)namespaces/(?P<namespace>{_NAME})/pods/(?P<pod>{_POD})/(?P<container>{_NAME})/(?P=container)/logs/"
        r"rotated/",
        # kubelet: /var/log/pods/NS_POD_UID/C/N.log
        rf"(?:^|/)(?P<namespace>{_NAME})_(?P<pod>{_POD})_(?P<pod_uid>{_UID})/(?P<container>{_NAME})/\d{{1,5}}\.log"
        r"(?:\.\d{8}-\d{6})?$",
        # kubelet: /var/log/containers/POD_NS_C-ID.log
        rf"(?:^|/)(?P<pod>{_POD})_(?P<namespace>{_NAME})_(?P<container>{_NAME})-(?P<container_id>[0-9a-f]{{64}})\.log$",
        # troubleshoot, support-bundle-kit
        rf"(?:^|/)(?:pod)?logs/(?P<namespace>{_NAME})/(?P<pod>{_POD})/(?P<container>{_NAME}?)"
        r"(?P<mark>-previous\.log|\.log\.1|\.log)$",
        # dockerd's name of a container, which RKE's collectors give its log
        rf"(?:^|/)k8s_(?P<container>{_NAME})_(?P<pod>{_POD})_(?P<namespace>{_NAME})_(?P<pod_uid>{_UID})_\d{{1,6}}(?:\.log)?$",
        # sos: the command line is the name
        rf"(?:^|/)(?P<namespace>{_NAME})/podlogs/(?P<pod>{_POD})/[^/]{{0,200}}_logs_(?P=pod)_-c_(?P<container>{_NAME})$",
        # sonobuoy
        rf"(?:^|/)podlogs/(?P<namespace>{_NAME})/(?P<pod>{_POD})/logs/(?P<container>{_NAME})\.(?:txt|log)$",
        # crash-diagnostics
        rf"(?:^|/)kubecapture/(?:[^/]+/)?(?P<namespace>{_NAME})/(?P<pod>{_POD})/(?P<container>{_NAME})/(?P=container)\.log$",
        # kubectl cluster-info dump
        rf"(?:^|/)(?P<namespace>{_NAME})/(?P<pod>{_POD})/logs\.txt$",
        # by hand
        rf"(?:^|/)(?P<namespace>{_NAME})_(?P<pod>{_MADE}|{_ORDINAL})_(?P<container>{_NAME}?)(?P<mark>[-_.]previous)?\.(?:log|txt)$",
        rf"(?:^|/)(?P<pod>{_MADE}|{_ORDINAL})_(?P<container>{_NAME}?)(?P<mark>[-_.]previous)?\.(?:log|txt)$",
        rf"(?:^|/)(?P<pod>{_MADE}|{_ORDINAL})(?P<mark>[-_.]previous)\.(?:log|txt)$",
        rf"(?:^|/)(?P<pod>{_MADE})\.log$",
    )
)
_PREVIOUS_NAME = re.compile(r"(?:^|[-_.])prev(?:ious)?(?:[-_.]|$)", re.IGNORECASE)

_COMMAND = re.compile(r"\b(?:kubectl|oc|k) (?:.{0,200}? )?logs?\b(?P<rest>[^|>;]{0,600})")
_PREVIOUS_OPTION = re.compile(r" (?:-p|--previous(?:=true)?)(?= )")
_OPTIONS = {
    "namespace": re.compile(rf" (?:-n|--namespace)[ =]({_NAME})(?= )"),
    "container": re.compile(rf" (?:-c|--container)[ =]({_NAME})(?= )"),
}
_ANY_OPTION = re.compile(
    r"(?<= )(?:(?:-n|-c|-l|--namespace|--container|--tail|--since|--selector|--since-time)[ =]\S+|-\S+)"
)
_POD_NAME = re.compile(_POD)


def _previous(mark: str | None) -> bool | None:
    if mark is None:
        return None
    return "previous" in mark or mark.endswith(".1")
