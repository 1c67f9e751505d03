"""Memory, processors and kernel counters: /proc, free, vmstat, sysctl."""

from __future__ import annotations

from analyzer.notation.node_form import Form

_NUMBERS = r"-?\d+(?:\s+-?\d+)*$"

FORMS = (
    Form("meminfo", r"MemTotal:\s+\d+ kB$", ("MemTotal:",), (), "meminfo", r"[A-Z]\w+(?:\(\w+\))?:\s+\d+"),
    Form("numa-meminfo", r"Node \d+ MemTotal:\s+\d+ kB$", ("MemTotal:",)),
    Form("vmstat", r"nr_free_pages \d+$", ("nr_free_pages",), (), "proc/vmstat", r"[a-z]\w+ \d+$"),
    Form(
        "pagetypeinfo",
        r"Page block order: +\d+$|Free pages count per migrate type|Node +\d+, zone +\w+, type +\w+ ",
        ("Page block order", "migrate type", ", type "),
    ),
    Form("slabinfo", r"slabinfo - version: |# name\s+<active_objs>", ("slabinfo - version", "<active_objs>")),
    Form("slabtop", r"Active / Total Objects \(% used\)|OBJS +ACTIVE +USE +OBJ SIZE", ("Total Objects", "OBJ SIZE")),
    Form("zoneinfo", r"pages free +\d+$|per-node stats$", ("pages free", "per-node stats")),
    Form("loadavg", r"\d+\.\d\d \d+\.\d\d \d+\.\d\d \d+/\d+ \d+$", ("/",), most=2),
    Form(
        "uptime",
        r"\d\d:\d\d(?::\d\d)?(?: [AP]M)? +up .{1,60}load averages?: ",
        ("load average",),
        ("uptime",),
        most=3,
        row=r"(?:\d\d:\d\d|up ).* load averages?: |\d+\.\d\d \d+\.\d\d$",
    ),
    Form("logged-in", r"\d\d:\d\d(?::\d\d)? +up .{1,60}load averages?: ", ("LOGIN@",)),
    Form("proc-stat", "", (), (), "proc/stat", r"cpu +\d+|btime \d+$"),
    Form("kernel-version", r"Linux version \d\S* \(", ("Linux version",), most=3),
    Form("kernel-cmdline", r"BOOT_IMAGE=\S+ ", ("BOOT_IMAGE=",), (), "cmdline", r"(?:\S+=\S+|ro|quiet|rw) ", 2),
    Form(
        "cpuinfo",
        r"processor\s*: \d+$|vendor_id\s*: ",
        ("processor", "vendor_id"),
        (),
        "cpuinfo",
        r"processor\s*: \d+$|model name\s*: ",
    ),
    Form("lscpu", r"CPU\(s\): +\d+$", ("CPU(s):",), ("lscpu",), row=r"CPU\(s\): +\d+$"),
    Form("free", r"total\s+used\s+free\s+shared", ("shared",), ("free",), "freeh|freem", r"Mem:\s+\d"),
    Form("vmstat-samples", r"r +b +swpd +free +", ("swpd",), ("vmstat",), row=r"\d+ +\d+ +\d+ +\d+ +\d+ +\d+ +\d+ "),
    Form(
        "swaps",
        r"Filename\s+Type\s+Size\s+Used\s+Priority|NAME +TYPE +SIZE +USED +PRIO",
        ("Priority", "PRIO"),
        ("swapon",),
        "proc/swaps",
        r"(?:Filename|NAME)\s|/\S+\s+(?:partition|file)\s",
    ),
    Form(
        "sysctl",
        r"(?:kernel|vm|net|fs|user|dev|abi|debug|sunrpc|crypto)\.[\w.*/@:-]+ ?= ?",
        ("kernel.", "vm.", "net.", "fs.", "user.", "dev.", "abi."),
        ("sysctl",),
        r"sysctla|sysctl_all|sysctls?/[^/]*",
        r"(?=[a-z][\w-]{0,60}[./])[\w.*/@:-]{3,300} ?= ?",
    ),
    Form("sysctl-file", "", (), (), r"proc/sys/(?!kernel/(?:random|hostname))[\w./-]+", r"\S.*$", 40),
    Form(
        "sysctl-file",
        "",
        (),
        (),
        r"nf_conntrack_(?:count|max|buckets)|file-(?:nr|max)|inode-nr|pid_max|threads-max|min_free_kbytes|swappiness|"
        r"overcommit_(?:memory|ratio)|somaxconn|tcp_max_syn_backlog|max_user_(?:watches|instances)|gc_thresh[123]|"
        r"ip_local_port_range|extfrag_threshold|compaction_proactiveness|max_map_count|panic_on_oom|oom_kill_allocating_task",
        _NUMBERS,
        2,
    ),
    Form(
        "path-values",
        r"/?(?:proc/(?:sys|pressure|\d+)|sys/(?:fs/cgroup|kernel|block|devices|class|module))/[^\s:]+:[^:]",
        ("/sys/", "sys/fs/cgroup", "/proc/", "proc/"),
        ("grep", "tail", "head", "find"),
        "",
        r"[^\s:]*\b(?:memory|cpu|cpuacct|cpuset|pids|io|blkio|hugetlb|cgroup)\.[a-z_.]+:",
    ),
    # files of /sys but those of cgroups
    Form(
        "sys-file",
        "",
        (),
        (),
        r"(?<!proc/)sys/(?!.*(?:product_uuid|meminfo|vmstat|numastat))(?:kernel|block|class|devices|module)/[\w./:@-]+",
        r"\S",
        40,
    ),
    # /sys/kernel/debug/extfrag: what buddyinfo tells, too
    Form("node-text", r"Node +\d+, zone +\w+ +-?\d\.\d{3} ", ("zone",)),
)
