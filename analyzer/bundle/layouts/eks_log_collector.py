"""Amazon's EKS log collector for Linux: `eks_<instance>_2023-03-02_1011-UTC_0.7.3.tar.gz`, nothing around it.

Source: awslabs/amazon-eks-ami log-collector-script/linux/eks-log-collector.sh. One node, no API objects.
"""

from __future__ import annotations

from analyzer.bundle.layout import Layout, Marker, Member, RootName

_TWICE = frozenset(("observed-twice",))
_COMMANDS = {
    "kernel/dmesg.current": "dmesg",
    "kernel/uname.txt": "uname -a",
    "storage/inodes.txt": "df --inodes",
    "storage/lsblk.txt": "lsblk",
    "system/top.txt": "top -b -n 1",
    "system/ps.txt": "ps fauxwww --headers",
    "system/ps-threads.txt": "ps -eTF --headers",
    "system/netstat.txt": "netstat -plant",
    "system/services.txt": "systemctl list-units",
    "sysctls/sysctl_all.txt": "sysctl --all",
    "networking/ifconfig.txt": "ifconfig",
    "networking/iprule.txt": "ip rule show",
    "networking/iproute.txt": "ip route show table all",
    "kubelet/svc.log": "kubectl get svc",
    "kubelet/kubelet_service.txt": "systemctl cat kubelet",
    "containerd/containerd-config.txt": "containerd config dump",
}
_FILES = {
    "kernel/dmesg.boot": "/var/log/dmesg",
    "system/procstat.txt": "/proc/stat",
    "networking/resolv.conf": "/etc/resolv.conf",
    "kubelet/kubelet-config.json": "/etc/kubernetes/kubelet/config.json",
    "kubelet/config.json": "/etc/kubernetes/kubelet/config.json",
}
_JOURNALS = {
    "kubelet/kubelet.log": "kubelet",
    "containerd/containerd-log.txt": "containerd",
    "docker/docker.log": "docker",
    "sandbox-image/sandbox-image-log.txt": "sandbox-image",
    "networking/configure-multicard-interfaces.txt": "configure-multicard-interfaces",
}

LAYOUT = Layout(
    "eks-log-collector",
    markers=(
        Marker("system/instance-id.txt", 3),
        Marker("ipamd/**", 1),
        Marker("kernel/dmesg.(current|human.current|boot)", 1),
        Marker("kubelet/kubelet.log", 1),
        Marker("sysctls/sysctl_all.txt", 1),
        Marker("networking/iptables*.txt", 1),
        Marker("storage/mounts.txt", 1),
        Marker("var_log/**", 1),
    ),
    enough=3,
    members=(
        Member(("kernel/dmesg.human.current",), "kernel-log", {"command": "dmesg --ctime"}, _TWICE),
        *(Member((name,), None, {"command": command}) for name, command in _COMMANDS.items()),
        *(Member((name,), None, {"file": file}) for name, file in _FILES.items()),
        *(
            Member((name,), "service-log", {"unit": unit, "command": f"journalctl -u {unit}"})
            for name, unit in _JOURNALS.items()
        ),
        Member(("system/instance-id.txt",), "instance-id"),
        Member(
            (
                "var_log/{namespace}_{pod}_{pod_uid}/{container}/{run}.log",
                "var_log/{namespace}_{pod}_{pod_uid}/{container}/{run}.log.*",
                "var_log/{pod}_{namespace}_{container}-*.log",
            ),
            "container-log",
        ),
        Member(("var_log/{path}",), None, {"file": "/var/log/{path}"}),
        Member(("cni/{path}",), None, {"file": "/etc/cni/net.d/{path}"}),
    ),
    names=(RootName("eks_{instance}_{collected}-UTC_*", "%Y-%m-%d_%H%M", utc=True),),
)
