"""Page allocation failures: fragmentation on a 3.10 kernel, and a harmless burst of a network driver."""

from __future__ import annotations

from datetime import datetime

from story_maker.dice import Dice
from story_maker.kernel_forms import form_of
from story_maker.kernel_log import KernelLog
from story_maker.kernel_meminfo import MachineUse, memory_info
from story_maker.kernel_oom import address, taint

# A network namespace of these kernels registers a conntrack slab, whose memcg table is one big kmalloc.
_NAMESPACE = (
    "dump_stack+0x19/0x1b",
    "warn_alloc_failed+0x110/0x180",
    "__alloc_pages_slowpath+0x6bb/0x729",
    "__alloc_pages_nodemask+0x436/0x450",
    "alloc_pages_current+0x98/0x110",
    "kmalloc_order+0x18/0x40",
    "kmalloc_order_trace+0x26/0xa0",
    "__kmalloc+0x211/0x230",
    "memcg_alloc_cache_params+0x81/0xb0",
    "do_kmem_cache_create+0x74/0xf0",
    "kmem_cache_create+0x102/0x1b0",
    "nf_conntrack_init_net+0xf1/0x260 [nf_conntrack]",
    "nf_conntrack_pernet_init+0x14/0x150 [nf_conntrack]",
    "ops_init+0x44/0x150",
    "setup_net+0xab/0x160",
    "copy_net_ns+0xb5/0x180",
    "create_new_namespaces+0xf9/0x180",
    "unshare_nsproxy_namespaces+0x5a/0xc0",
    "SyS_unshare+0x173/0x2e0",
    "system_call_fastpath+0x25/0x2a",
)
_RECEIVE = (
    "dump_stack_lvl+0x4a/0x63",
    "dump_stack+0x10/0x16",
    "warn_alloc+0x138/0x160",
    "__alloc_pages_slowpath.constprop.0+0xa44/0xa80",
    "__alloc_pages+0x311/0x330",
    "alloc_pages+0x9e/0x1e0",
    "skb_page_frag_refill+0x7c/0x120",
    "try_fill_recv+0x33d/0x790 [virtio_net]",
    "virtnet_receive.constprop.0+0x14a/0x1a0 [virtio_net]",
    "virtnet_poll+0x6a/0x1f0 [virtio_net]",
    "__napi_poll+0x33/0x180",
    "net_rx_action+0x126/0x280",
    "__do_softirq+0xd9/0x2e7",
    "run_ksoftirqd+0x3b/0x50",
    "smpboot_thread_fn+0xb7/0x150",
    "kthread+0x12a/0x150",
    "ret_from_fork+0x22/0x30",
)


def namespace_failure(
    log: KernelLog, at: datetime, *, use: MachineUse, pid: int, dice: Dice, order: int = 6
) -> datetime:
    """Write the failure of runc's child to get 2^`order` pages for a network namespace (kernel 3.10)."""
    comm = "runc:[1:CHILD]"
    cpu = dice.between(f"{at}/cpu", 0, log.node.cpus - 1)
    frames = [f" [<{address(dice, line)}>] {line}" for line in _NAMESPACE]
    return log.say(
        at,
        f"{comm}: page allocation failure: order:{order}, mode:0xc0d0",
        f"CPU: {cpu} PID: {pid} Comm: {comm} {taint(log.node.kernel)}",
        f"Hardware name: {log.node.hardware}",
        "Call Trace:",
        *frames,
        *memory_info(form_of(log.node.kernel).version, use, dice),
    )


def receive_failure(log: KernelLog, at: datetime, *, use: MachineUse, dice: Dice) -> datetime:
    """Write a GFP_ATOMIC failure of order 0 out of the receive path: the driver tries again."""
    cpu = dice.between(f"{at}/cpu", 0, log.node.cpus - 1)
    comm = f"ksoftirqd/{cpu}"
    return log.say(
        at,
        f"{comm}: page allocation failure: order:0, mode:0x484a20(GFP_ATOMIC|__GFP_COMP|__GFP_MEMALLOC), "
        "nodemask=(null),cpuset=/,mems_allowed=0",
        f"CPU: {cpu} PID: {11 + 7 * cpu} Comm: {comm} {taint(log.node.kernel)}",
        f"Hardware name: {log.node.hardware}",
        "Call Trace:",
        " <TASK>",
        *[f" {line}" for line in _RECEIVE],
        " </TASK>",
        *memory_info(form_of(log.node.kernel).version, use, dice),
    )
