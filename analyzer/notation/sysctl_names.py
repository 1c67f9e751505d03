"""Names of kernel parameters, from paths below /proc/sys and from files that were taken out of it."""

from __future__ import annotations

import re


def sysctl_name(path: str) -> str | None:
    """`vm.swappiness` of `/proc/sys/vm/swappiness` or of a file that is called `swappiness`; None for others.

    As sysctl does, a dot inside a name becomes a slash (`net.ipv4.conf.eth0/100.forwarding`).
    """
    if found := _BELOW.search(path):
        return ".".join(part.replace(".", "/") for part in found[1].removesuffix(".txt").split("/"))
    return _ALONE.get(path.rsplit("/", 1)[-1].removesuffix(".txt"))


def is_per_interface(name: str) -> bool:
    """Whether a parameter is that of one network interface: every pod's has fifty of them."""
    return _INTERFACE.match(name) is not None


_BELOW = re.compile(r"(?:^|/)proc/sys/([a-z][\w./@:-]{1,200})$")
_INTERFACE = re.compile(r"net[./]ipv[46][./](?:conf|neigh)[./](?!all[./]|default[./])")
_ALONE = {
    name.rsplit(".", 1)[-1]: name
    for name in (
        "net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max net.netfilter.nf_conntrack_buckets "
        "fs.file-nr fs.file-max fs.inode-nr fs.nr_open fs.inotify.max_user_watches fs.inotify.max_user_instances "
        "kernel.pid_max kernel.threads-max kernel.panic kernel.panic_on_oops kernel.hostname "
        "vm.min_free_kbytes vm.swappiness vm.overcommit_memory vm.overcommit_ratio vm.extfrag_threshold "
        "vm.compaction_proactiveness vm.max_map_count vm.panic_on_oom vm.oom_kill_allocating_task "
        "net.core.somaxconn net.ipv4.tcp_max_syn_backlog net.ipv4.ip_local_port_range net.ipv4.ip_forward "
        "net.ipv4.neigh.default.gc_thresh1 net.ipv4.neigh.default.gc_thresh2 net.ipv4.neigh.default.gc_thresh3"
    ).split()
}
