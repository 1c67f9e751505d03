"""Notes about lost lines, tasks and CPUs that do not go on, crashes, memory, hardware, clocks, boots.

Read in Linux 3.10 to 6.12: kernel/hung_task.c, kernel/watchdog.c, kernel/rcu/tree_stall.h (tree.c before 5.1),
arch/x86/mm/fault.c, arch/x86/kernel/traps.c, kernel/panic.c, mm/slub.c, arch/x86/kernel/cpu/mce/.
"""

from __future__ import annotations

from analyzer.parsers.kernel.told import Told

_CPU = r"CPU: {cpu} (?:UID: {number} )?PID: {pid} Comm: (?P<comm>.{1,64}?) (?:Not tainted|Tainted:|Kdump:)"
_OLD_CPU = r"Pid: {pid}, comm: (?P<comm>.{1,64}?) (?:Not tainted|Tainted:)"
_WHERE = (_CPU, _OLD_CPU)

TOLD = (
    # Notes about lines that are missing.
    Told(
        "suppressed",
        ("callbacks suppressed",),
        r"(?:{comm}: )?{amount} callbacks suppressed",
        "oom_kill_process: 3 callbacks suppressed",
    ),
    Told(
        "suppressed",
        ("printk messages dropped",),
        r"{amount} printk messages dropped",
        "** 77 printk messages dropped **",
    ),
    Told(
        "suppressed",
        ("output lines suppressed", "messages suppressed"),
        r"{amount} (?:output lines|messages) suppressed",
        "printk: 5 messages suppressed.",
    ),
    Told(
        "suppressed",
        ("Suppressed ", "Missed "),
        r"(?:Suppressed|Missed) {amount} (?:kernel )?messages",
        "systemd-journald[1]: Suppressed 12 messages from kubelet.service",
    ),
    Told(
        "suppressed",
        ("rate-limiting",),
        r"(?:{amount} messages lost|begin to drop messages) due to rate-limiting",
        "imjournal: 200 messages lost due to rate-limiting",
    ),
    Told("repeated", ("message repeated",), r"message repeated {amount} times", "message repeated 4 times: [ x]"),
    # Tasks and CPUs that do not go on.
    Told(
        "hung-task",
        ("blocked for more than", "blocked in I/O wait"),
        r"task {comm}:{pid} blocked (?:in I/O wait )?for more than {seconds} seconds",
        "INFO: task docker:20744 blocked for more than 120 seconds.",
    ),
    Told(
        "hung-task-blocker",
        ("likely owned by", "likely last held by"),
        r"task {comm}:{pid} (?:is )?blocked on an? [\w-]+ likely (?:owned|last held) by task {detail}\.?$",
        "INFO: task cat:115 is blocked on a mutex likely owned by task cat:114.",
    ),
    Told(
        "hung-task-hint",
        ("hung_task_timeout_secs",),
        r'"echo 0 > /proc/sys/kernel/hung_task_timeout_secs"',
        '"echo 0 > /proc/sys/kernel/hung_task_timeout_secs" disables this message.',
    ),
    Told(
        "hung-task-suppressed",
        ("Future hung task",),
        r"Future hung task reports are suppressed",
        "Future hung task reports are suppressed, see sysctl kernel.hung_task_warnings",
    ),
    Told(
        "soft-lockup",
        ("soft lockup",),
        r"lockup - CPU#{cpu} stuck for {seconds}s! \[(?P<comm>.*):{pid}\]",
        "watchdog: BUG: soft lockup - CPU#3 stuck for 22s! [java:4242]",
    ),
    Told("soft-lockup", ("soft lockup",), r"BUG: soft lockup", "BUG: soft lockup - CPU#3", _WHERE),
    Told(
        "hard-lockup",
        ("LOCKUP",),
        r"hard LOCKUP on cpu {cpu}",
        "NMI watchdog: Watchdog detected hard LOCKUP on cpu 7",
        _WHERE,
    ),
    Told(
        "rcu-stall",
        ("detected stall", "detected expedited stall"),
        r"INFO: rcu_\w+ (?P<detail>(?:self-)?detected (?:expedited )?stalls?) on CPU"
        r"(?:s/tasks:)?(?: ?\{ ?(?P<cpus>[\d][\d ,.PBO!-]{0,200}?) ?\} *)?"
        r"(?:\((?:detected by \d+, )?t=(?P<amount>\d+) jiffies)?(?:(?P<expedited>\d+) jiffies)?",
        "rcu: INFO: rcu_sched self-detected stall on CPU",
        (
            r"^(?:rcu: )?\s*{cpus}-[.!oO<>]+: \(",
            r"^(?:rcu: )?\s*\((?:detected by \d+, )?t=(?P<amount>\d{1,18}) jiffies",
        ),
    ),
    Told(
        "rcu-stall",
        ("starved for",),
        r"rcu_\w+ kthread starved for {amount} jiffies",
        "rcu: rcu_preempt kthread starved for 5252 jiffies! g1 f0x0",
    ),
    Told(
        "workqueue-stall",
        ("workqueue lockup",),
        r"workqueue lockup - pool (?:{device} |cpus={cpu} ).*stuck for {seconds}s!",
        "BUG: workqueue lockup - pool cpus=3 node=0 flags=0x0 nice=0 stuck for 44s!",
    ),
    # Crashes, of the kernel and of programs.
    Told(
        "panic",
        ("Kernel panic",),
        r"(?<!end )Kernel panic - not syncing(?:: {detail}$)?",
        "Kernel panic - not syncing: Fatal exception",
        _WHERE,
    ),
    Told(
        "oops",
        ("NULL pointer",),
        r"(?P<detail>(?:BUG: (?:unable to handle )?|[Uu]nable to handle )kernel NULL pointer dereference)",
        "BUG: unable to handle kernel NULL pointer dereference at 0000000000000078",
        _WHERE,
    ),
    Told(
        "oops",
        ("BUG: unable to handle",),
        r"(?P<detail>BUG: unable to handle (?:kernel )?(?:NULL|page fault|paging request))",
        "BUG: unable to handle page fault for address: ffffffffc0000000",
        _WHERE,
    ),
    Told(
        "oops",
        ("nable to handle kernel",),
        r"^(?P<detail>Unable to handle kernel [\w ]{1,60})",
        "Unable to handle kernel paging request at virtual address dead000000000108",
        _WHERE,
    ),
    Told(
        "oops",
        ("kernel BUG at",),
        r"(?P<detail>kernel BUG) at (?P<device>\S+?)!",
        "kernel BUG at mm/slub.c:3957!",
        _WHERE,
    ),
    Told(
        "oops",
        (" [#",),
        r"^(?:Oops: )?(?P<detail>general protection fault|divide error|invalid opcode|stack segment).*\[#{amount}\]",
        "general protection fault, probably for non-canonical address 0xdead000000000108: 0000 [#1] SMP PTI",
        _WHERE,
    ),
    Told(
        "oops",
        ("Oops: ", "Oops - "),
        r"^(?:Internal error: )?(?P<detail>Oops)(?: - \w+)?:.*\[#{amount}\]",
        "Oops: 0000 [#1] SMP",
        _WHERE,
    ),
    Told(
        "kernel-warning",
        ("WARNING: CPU: ", "WARNING: at "),
        r"^WARNING: (?:CPU: {cpu} PID: {pid} )?at (?P<device>\S+:\d+)(?: (?P<detail>[\w.]+)\+)?",
        "WARNING: CPU: 3 PID: 4242 at net/sched/sch_generic.c:477 dev_watchdog+0x24e/0x260",
    ),
    Told(
        "trap",
        ("traps: ",),
        r"traps: {comm}\[{pid}\]:? (?P<detail>general protection|trap [\w ]+?)(?: fault)?(?: ip:|,| \()",
        "traps: node[4242] general protection fault ip:7f sp:7f error:0 in libc.so[7f+1]",
    ),
    Told(
        "segfault",
        ("segfault at",),
        r"^{comm}\[{pid}\]: segfault at [0-9a-f]+ ip [^ ]+(?: \([^)]{1,80}\))? sp .*?"
        r"(?: in (?P<detail>[^\[ ]{1,120})\[.*?)?(?: likely on CPU {cpu} \(.*)?$",
        "nginx[99]: segfault at 0 ip 00007f sp 00007f error 4 in libc-2.31.so[7f+1] likely on CPU 1 (core 1, socket 0)",
    ),
    Told(
        "fatal-signal",
        ("unexpected fatal signal",),
        r"(?:^|: ){comm}(?:/{pid})?: potentially unexpected fatal signal {amount}",
        "nginx/99: potentially unexpected fatal signal 11.",
    ),
    Told(
        "fatal-signal",
        ("unexpected fatal signal",),
        r"^potentially unexpected fatal signal {amount}",
        "potentially unexpected fatal signal 6.",
        _WHERE,
    ),
    # Memory.
    Told(
        "alloc-stall",
        ("allocation stalls for",),
        r"^{comm}: page allocation stalls for {ms}ms, order:",
        "java: page allocation stalls for 10011ms, order:0, mode:0x14280ca(GFP_HIGHUSER_MOVABLE)",
    ),
    Told(
        "alloc-stall",
        ("allocation deadlock",),
        r"^(?:XFS(?: \([^)]*\))?: )?{comm}\({pid}\) possible memory allocation deadlock(?: size {amount})?",
        "XFS: java(77) possible memory allocation deadlock size 4096 in kmem_alloc (mode:0x2400240)",
    ),
    Told(
        "slub",
        ("SLUB: Unable",),
        r"SLUB: Unable to allocate memory on (?:CPU {cpu} \(of node \d+\) )?.*?gfp=(?P<detail>0x[0-9a-f]+(?:\([^)]*\))?)",
        "SLUB: Unable to allocate memory on node -1, gfp=0x6000c0(GFP_KERNEL)",
        (r"^ *cache: {device}, object size:",),
    ),
    Told(
        "slub", ("SLUB: Unable",), r"SLUB: Unable to allocate memory on ", "SLUB: Unable to allocate memory on node -1"
    ),
    Told(
        "oom-reaper",
        ("oom_reaper:",),
        r"oom_reaper: (?:reaped process |unable to reap pid:){pid} \({comm}\)",
        "oom_reaper: reaped process 77 (java), now anon-rss:0kB, file-rss:0kB, shmem-rss:0kB",
    ),
    Told(
        "oom-victim-exiting",
        ("is already exiting",),
        r"OOM victim {pid} \({comm}\) is already exiting",
        "Memory cgroup out of memory: OOM victim 77 (java) is already exiting. Skip killing the task",
    ),
    Told(
        "oom-deadlock", ("deadlocked on memory",), r"System is deadlocked on memory", "System is deadlocked on memory"
    ),
    Told(
        "hwpoison",
        ("hardware memory corruption",),
        r"(?:Memory failure:|MCE) 0x\w+: (?:Sending SIGBUS to|Killing) {comm}:{pid} due to",
        "Memory failure: 0x1234: Sending SIGBUS to java:77 due to hardware memory corruption",
    ),
    Told(
        "hwpoison",
        ("Memory failure: 0x",),
        r"Memory failure: 0x\w+: recovery action for (?P<detail>.{1,80})",
        "Memory failure: 0x1234: recovery action for dirty LRU page: Recovered",
    ),
    Told(
        "pids-limit",
        ("rejected by pids",),
        r"fork rejected by pids controller in {cgroup}",
        "cgroup: fork rejected by pids controller in /kubepods/burstable/pod1",
    ),
    Told("file-max", ("file-max limit",), r"VFS: file-max limit {amount} reached", "VFS: file-max limit 1024 reached"),
    # Hardware.
    Told(
        "edac",
        ("EDAC ",),
        r"EDAC {device}: {amount} (?P<detail>[CU]E) ",
        "EDAC MC0: 1 CE memory read error on CPU_SrcID#0_Ha#0_Chan#0_DIMM#0 (channel:0 slot:0)",
    ),
    Told("edac", ("memory read error",), r"(?P<detail>[CU]E) memory read error", "CE memory read error on CPU_SrcID#0"),
    Told(
        "mce",
        ("Machine check events logged",),
        r"Machine check events logged",
        "mce: [Hardware Error]: Machine check events logged",
    ),
    Told(
        "mce",
        ("Hardware Error]: CPU ",),
        r"\[Hardware Error\]: CPU {cpu}: Machine Check[^:]*: \w+ Bank {amount}:",
        "mce: [Hardware Error]: CPU 4: Machine Check Exception: 5 Bank 4: b200000000100402",
    ),
    Told(
        "mce",
        ("event severity:",),
        r"\[Hardware Error\]: event severity: (?P<detail>corrected|recoverable|fatal)",
        "{1}[Hardware Error]: event severity: corrected",
    ),
    Told(
        "thermal",
        ("above threshold",),
        r"CPU{cpu}: (?P<detail>Core|Package) (?:temperature|power)(?:/speed)? (?:limit notification|above threshold)"
        r"(?:.*total events = {amount})?",
        "mce: CPU7: Package temperature above threshold, cpu clock throttled (total events = 144933)",
    ),
    Told(
        "gpu-xid",
        ("NVRM: Xid",),
        r"NVRM: Xid \(?(?:PCI:)?{device}\)?: {amount}, {detail}$",
        "NVRM: Xid (PCI:0000:3b:00): 79, pid='<unknown>', name=<unknown>, GPU has fallen off the bus.",
    ),
    Told(
        "clocksource",
        ("Marking clocksource", "Marking TSC unstable", "locksource tsc unstable"),
        r"(?:Marking clocksource '(?P<device>[^']+)' as unstable|Marking TSC unstable(?: due to (?P<detail>.{1,80}))?"
        r"|Clocksource tsc unstable)",
        "clocksource: timekeeping watchdog on CPU3: Marking clocksource 'tsc' as unstable because the skew is too large:",
    ),
    Told(
        "time-jump",
        ("Time jumped backwards", "Time has been changed"),
        r"(?P<detail>Time jumped backwards|Time has been changed)",
        "systemd-journald[345]: Time jumped backwards, rotating.",
    ),
    # Boots.
    Told(
        "boot",
        ("Linux version ",),
        r"^Linux version (?P<detail>\d+\.\d\S*)",
        "Linux version 5.4.0-99-generic (buildd@lgw01-amd64-007) (gcc version 9.3.0) #112-Ubuntu SMP",
    ),
    Told(
        "command-line",
        ("ommand line: ",),
        r"^(?:Kernel c|C)ommand line: {detail}$",
        "Kernel command line: BOOT_IMAGE=/boot/vmlinuz-5.4.0 root=/dev/sda1 ro",
    ),
    Told(
        "unit-failed",
        ("Failed to start ", "Failed with result", "entered failed state"),
        r"(?:systemd\[1\]: |^\[FAILED\] )(?:Failed to start {detail}(?:\.|$)|(?P<device>[\w@.\\-]{1,120}): Failed with result"
        r"|Unit (?P<unit>[\w@.\\-]{1,120}) entered failed state)",
        "systemd[1]: Failed to start Docker Application Container Engine.",
    ),
)
