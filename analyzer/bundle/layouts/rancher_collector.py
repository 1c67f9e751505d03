"""Rancher's v2 logs collector: `<hostname>-2023-05-01_12_30_00.tar.gz`, nothing around it, names without extensions.

Source: rancherlabs/support-tools collection/rancher/v2.x/logs-collector. One node, with what kubectl on it printed of
the cluster as `get -o wide` and `describe`.
"""

from __future__ import annotations

from analyzer.bundle.layout import Layout, Marker, Member, RootName

_COMMANDS = {
    "date": "date",
    "freem": "free -m",
    "freeh": "free -h",
    "uptime": "uptime",
    "dmesg": "dmesg -T",
    "dfh": "df -h",
    "dfi": "df -i",
    "lsmod": "lsmod",
    "mount": "mount",
    "ps": "ps auxfww",
    "vmstat": "vmstat --wide --timestamp 1 5",
    "top": "top -cbn 1",
    "uname": "uname -a",
    "lsblk": "lsblk",
    "iostathx": "iostat -h -x 2 5",
    "lsof": "lsof -Pn",
    "sysctla": "sysctl -a",
    "systemd-units": "systemctl list-units",
    "hostname": "hostname",
    "hostnamefqdn": "hostname -f",
}
_FILES = {
    "cpuinfo": "/proc/cpuinfo",
    "file-nr": "/proc/sys/fs/file-nr",
    "file-max": "/proc/sys/fs/file-max",
    "etchosts": "/etc/hosts",
    "etcresolvconf": "/etc/resolv.conf",
    "osrelease": "/etc/os-release",
}
_CRICTL = {
    "psa": "ps -a",
    "pods": "pods",
    "info": "info",
    "statsa": "stats -a",
    "images": "images",
    "imagefsinfo": "imagefsinfo",
}
# what kubectl printed there is of the cluster, not of the node
_CLUSTER = {"of": "cluster"}
_DISTRIBUTION = "(k3s|rke2|kubeadm|k8s|rke)"
# Whose pods it collects; a file is `<namespace>-<pod>`, which only these names can part.
_NAMESPACES = """
    cattle-alerting cattle-capi-system cattle-csp-adapter-system cattle-elemental-system cattle-epinio-system
    cattle-externalip-system cattle-fleet-clusters-system cattle-fleet-local-system cattle-fleet-system
    cattle-gatekeeper-system cattle-global-data cattle-global-nt cattle-impersonation-system cattle-istio
    cattle-istio-system cattle-logging cattle-logging-system cattle-monitoring-system cattle-neuvector-system
    cattle-pipeline cattle-prometheus cattle-provisioning-capi-system cattle-resources-system cattle-scc-system
    cattle-sriov-system cattle-system cattle-turtles-system cattle-ui-plugin-system cattle-windows-gmsa-system
    calico-apiserver calico-system cert-manager cis-operator-system compliance-operator-system default fleet-default
    fleet-system harvester-system ingress-nginx istio-system kube-node-lease kube-public kube-system
    longhorn-system rancher-alerting-drivers rancher-operator-system suse-observability system-upgrade tigera-operator
"""
_NAMESPACE = "{namespace:" + "|".join(sorted(_NAMESPACES.split(), key=lambda name: (-len(name), name))) + "}"

LAYOUT = Layout(
    "rancher-collector",
    markers=(
        Marker("collector-output.log", 2),
        Marker("systeminfo/(dmesg|freem|freeh|dfh|sysctla|hostname|ps)", 2),
        Marker("systemlogs/**", 1),
        Marker("journald/*", 1),
        Marker("networking/(iptablessave|ipaddrshow|ssanp|iproute)", 1),
        Marker(f"{_DISTRIBUTION}/kubectl/**", 1),
        Marker(f"{_DISTRIBUTION}/podlogs/**", 1),
        Marker(f"{_DISTRIBUTION}/(crictl|containerlogs)/**", 1),
    ),
    enough=3,
    members=(
        Member(("collector-output.log",), "collector-log"),
        *(Member((f"systeminfo/{name}",), None, {"command": command}) for name, command in _COMMANDS.items()),
        *(Member((f"systeminfo/{name}",), None, {"file": file}) for name, file in _FILES.items()),
        Member(("journald/{unit}",), "service-log", {"command": "journalctl --unit={unit}"}),
        Member(
            (f"{_DISTRIBUTION}/kubectl/poddescribe/{{namespace}}",),
            "describe",
            {"command": "kubectl describe pod -n {namespace}", **_CLUSTER},
        ),
        Member(
            (f"{_DISTRIBUTION}/kubectl/nodesdescribe",), "describe", {"command": "kubectl describe nodes", **_CLUSTER}
        ),
        # several documents and logs in one stream: notation/dump_marks.py
        Member(
            (f"{_DISTRIBUTION}/kubectl/cluster-info_dump",), None, {"command": "kubectl cluster-info dump", **_CLUSTER}
        ),
        Member((f"{_DISTRIBUTION}/kubectl/version",), "cluster-version", _CLUSTER),
        Member(
            (f"{_DISTRIBUTION}/kubectl/(nodes|pv|crds|namespaces|clusterroles|clusterrolebindings|volumeattachments)",),
            None,
            {"command": "kubectl get -o wide", **_CLUSTER},
        ),
        Member(
            (f"{_DISTRIBUTION}/kubectl/{{resource}}",),
            None,
            {"command": "kubectl get {resource} --all-namespaces -o wide", **_CLUSTER},
        ),
        # all containers of the pod one after the other
        Member(
            (f"{_DISTRIBUTION}/podlogs/{_NAMESPACE}-{{pod}}-previous",),
            "container-log",
            {"previous": "true", **_CLUSTER},
        ),
        Member((f"{_DISTRIBUTION}/podlogs/{_NAMESPACE}-{{pod}}",), "container-log", {"previous": "false", **_CLUSTER}),
        Member(
            (
                f"{_DISTRIBUTION}/podlogs/{{namespace}}_{{pod}}_{{pod_uid}}/{{container}}/{{run}}.log",
                f"{_DISTRIBUTION}/podlogs/{{namespace}}_{{pod}}_{{pod_uid}}/{{container}}/{{run}}.log.*",
                f"{_DISTRIBUTION}/podlogs/k8s_{{container}}_{{pod}}_{{namespace}}_{{pod_uid}}_{{run}}",
                f"{_DISTRIBUTION}/containers-varlogs/{{pod}}_{{namespace}}_{{container}}-*.log",
            ),
            "container-log",
        ),
        Member((f"{_DISTRIBUTION}/containerlogs/{{container}}", "rancher/containerlogs/*"), "container-log"),
        *(
            Member((f"{_DISTRIBUTION}/crictl/{name}",), None, {"command": f"crictl {command}"})
            for name, command in _CRICTL.items()
        ),
        Member((f"{_DISTRIBUTION}/agent-logs/kubelet.log",), None, {"unit": "kubelet"}),
        Member((f"{_DISTRIBUTION}/containerd.log",), None, {"unit": "containerd"}),
        Member(("systemlogs/{path}",), None, {"file": "/var/log/{path}"}),
    ),
    # in the node's local time
    names=(RootName("{node}-{collected}(|.tar|.tar.gz|.tgz)", "%Y-%m-%d_%H_%M_%S"),),
)
