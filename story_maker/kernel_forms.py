"""What differs between kernels in an OOM report: traces, flags, headers. Read in real reports of each."""

from __future__ import annotations

from typing import NamedTuple


class Form(NamedTuple):
    """The texts of one kernel family."""

    version: tuple[int, int]
    gfp_memcg: str
    gfp_global: str
    trace_head: tuple[str, ...]
    trace_memcg: tuple[str, ...]
    trace_global: tuple[str, ...]
    trace_tail: tuple[str, ...]
    stats: tuple[str, ...]

    @property
    def task_marks(self) -> bool:
        """Whether call traces stand between <TASK> and </TASK>."""
        return self.version >= (5, 15)


_STATS_5_4 = tuple(
    "anon file kernel_stack slab sock shmem file_mapped file_dirty file_writeback anon_thp inactive_anon "
    "active_anon inactive_file active_file unevictable slab_reclaimable slab_unreclaimable pgfault pgmajfault "
    "workingset_refault workingset_activate workingset_nodereclaim pgrefill pgscan pgsteal pgactivate "
    "pgdeactivate pglazyfree pglazyfreed thp_fault_alloc thp_collapse_alloc".split()
)
_STATS_5_15 = tuple(
    "anon file kernel_stack pagetables percpu sock shmem file_mapped file_dirty file_writeback swapcached "
    "anon_thp file_thp shmem_thp inactive_anon active_anon inactive_file active_file unevictable "
    "slab_reclaimable slab_unreclaimable slab workingset_refault_anon workingset_refault_file "
    "workingset_activate_anon workingset_activate_file workingset_restore_anon workingset_restore_file "
    "workingset_nodereclaim pgfault pgmajfault pgrefill pgscan pgsteal pgactivate pgdeactivate pglazyfree "
    "pglazyfreed thp_fault_alloc thp_collapse_alloc".split()
)
_STATS_6_1 = tuple(
    "anon file kernel kernel_stack pagetables sec_pagetables percpu sock vmalloc shmem zswap zswapped "
    "file_mapped file_dirty file_writeback swapcached anon_thp file_thp shmem_thp inactive_anon active_anon "
    "inactive_file active_file unevictable slab_reclaimable slab_unreclaimable slab workingset_refault_anon "
    "workingset_refault_file workingset_activate_anon workingset_activate_file workingset_restore_anon "
    "workingset_restore_file workingset_nodereclaim pgscan pgsteal pgscan_kswapd pgscan_direct pgsteal_kswapd "
    "pgsteal_direct pgfault pgmajfault pgrefill pgactivate pgdeactivate pglazyfree pglazyfreed zswpin zswpout "
    "thp_fault_alloc thp_collapse_alloc".split()
)
_TAIL_6 = (
    "handle_mm_fault+0xdb/0x2d0",
    "do_user_addr_fault+0x191/0x550",
    "exc_page_fault+0x70/0x170",
    "asm_exc_page_fault+0x22/0x30",
)

_FORMS = (
    Form(
        (3, 10),
        "0xd0",
        "0x280da",
        ("dump_stack+0x19/0x1b", "dump_header+0x90/0x229", "? ktime_get_ts64+0x52/0xf0"),
        ("oom_kill_process+0x254/0x3d0", "mem_cgroup_oom_synchronize+0x551/0x580", "pagefault_out_of_memory+0x14/0x90"),
        ("oom_kill_process+0x254/0x3d0", "out_of_memory+0x4b6/0x4f0", "__alloc_pages_slowpath+0x5d6/0x724"),
        ("mm_fault_error+0x6a/0x157", "__do_page_fault+0x491/0x500", "do_page_fault+0x35/0x90", "page_fault+0x28/0x30"),
        (),
    ),
    Form(
        (4, 19),
        "0x6000c0(GFP_KERNEL)",
        "0x6200ca(GFP_HIGHUSER_MOVABLE)",
        ("dump_stack+0x66/0x81", "dump_header+0x6b/0x283"),
        (
            "? mem_cgroup_scan_tasks+0x9c/0xf0",
            "oom_kill_process.cold.30+0xb/0x1cf",
            "out_of_memory+0x1a5/0x450",
            "mem_cgroup_out_of_memory+0x4b/0x80",
            "try_charge+0x6df/0x770",
            "mem_cgroup_try_charge+0x8b/0x190",
            "mem_cgroup_try_charge_delay+0x1c/0x40",
            "__handle_mm_fault+0x94d/0x1190",
        ),
        (
            "oom_kill_process.cold.30+0xb/0x1cf",
            "out_of_memory+0x1a5/0x450",
            "__alloc_pages_slowpath+0xbe9/0xd20",
            "__alloc_pages_nodemask+0x28b/0x2b0",
            "filemap_fault+0x3bd/0x780",
            "ext4_filemap_fault+0x2c/0x40 [ext4]",
            "__do_fault+0x36/0x130",
            "__handle_mm_fault+0xe6c/0x1270",
        ),
        ("handle_mm_fault+0xd6/0x200", "__do_page_fault+0x249/0x4f0", "? async_page_fault+0x8/0x30", "async_page_fault+0x1e/0x30"),
        (),
    ),
    Form(
        (5, 4),
        "0xcc0(GFP_KERNEL)",
        "0x100cca(GFP_HIGHUSER_MOVABLE)",
        ("dump_stack+0x6d/0x8b", "dump_header+0x4f/0x1eb"),
        (
            "oom_kill_process.cold+0xb/0x10",
            "out_of_memory+0x1cf/0x4d0",
            "mem_cgroup_out_of_memory+0xbd/0xe0",
            "try_charge+0x77c/0x810",
            "mem_cgroup_try_charge+0x71/0x190",
            "mem_cgroup_try_charge_delay+0x22/0x50",
            "do_anonymous_page+0x11a/0x650",
            "__handle_mm_fault+0xc2f/0x1230",
        ),
        (
            "oom_kill_process.cold+0xb/0x10",
            "out_of_memory+0x1cf/0x4d0",
            "__alloc_pages_slowpath+0xd5e/0xe50",
            "__alloc_pages_nodemask+0x2d0/0x320",
            "alloc_pages_current+0x87/0xe0",
            "pagecache_get_page+0xbe/0x2e0",
            "filemap_fault+0x887/0xa70",
            "__do_fault+0x3c/0x130",
        ),
        ("handle_mm_fault+0xca/0x200", "do_user_addr_fault+0x1f9/0x450", "__do_page_fault+0x58/0x90", "page_fault+0x34/0x40"),
        _STATS_5_4,
    ),
    Form(
        (5, 15),
        "0xcc0(GFP_KERNEL)",
        "0x1100cca(GFP_HIGHUSER_MOVABLE)",
        ("show_stack+0x52/0x5c", "dump_stack_lvl+0x4a/0x63", "dump_stack+0x10/0x16", "dump_header+0x53/0x228"),
        (
            "oom_kill_process.cold+0xb/0x10",
            "out_of_memory+0x106/0x2e0",
            "mem_cgroup_out_of_memory+0x13f/0x160",
            "try_charge_memcg+0x6cd/0x790",
            "charge_memcg+0x45/0xb0",
            "__mem_cgroup_charge+0x2d/0x90",
            "do_anonymous_page+0x104/0x4c0",
            "handle_pte_fault+0x21b/0x260",
            "__handle_mm_fault+0x409/0x760",
        ),
        (
            "oom_kill_process.cold+0xb/0x10",
            "out_of_memory+0x106/0x2e0",
            "__alloc_pages_slowpath.constprop.0+0x9a1/0xa80",
            "__alloc_pages+0x311/0x330",
            "alloc_pages+0x9e/0x1e0",
            "__page_cache_alloc+0x7e/0x90",
            "pagecache_get_page+0x152/0x590",
            "filemap_fault+0x488/0xab0",
            "__do_fault+0x3c/0x170",
        ),
        ("handle_mm_fault+0xc8/0x2a0", "do_user_addr_fault+0x1bc/0x660", "exc_page_fault+0x77/0x170", "asm_exc_page_fault+0x27/0x30"),
        _STATS_5_15,
    ),
    Form(
        (6, 1),
        "0xcc0(GFP_KERNEL)",
        "0x140dca(GFP_HIGHUSER_MOVABLE|__GFP_COMP|__GFP_ZERO)",
        ("dump_stack_lvl+0x44/0x5c", "dump_header+0x4a/0x211"),
        (
            "oom_kill_process.cold+0xb/0x10",
            "out_of_memory+0x1fd/0x4c0",
            "mem_cgroup_out_of_memory+0x134/0x150",
            "try_charge_memcg+0x696/0x780",
            "charge_memcg+0x39/0xf0",
            "__mem_cgroup_charge+0x28/0x80",
            "__handle_mm_fault+0x95b/0xfa0",
        ),
        (
            "oom_kill_process.cold+0xb/0x10",
            "out_of_memory+0x1fd/0x4c0",
            "__alloc_pages_slowpath.constprop.0+0xc73/0xe20",
            "__alloc_pages+0x305/0x330",
            "__folio_alloc+0x17/0x50",
            "vma_alloc_folio+0xa0/0x360",
            "__handle_mm_fault+0x92f/0xfa0",
        ),
        _TAIL_6,
        _STATS_6_1,
    ),
    Form(
        (6, 12),
        "0xcc0(GFP_KERNEL)",
        "0x140cca(GFP_HIGHUSER_MOVABLE|__GFP_COMP)",
        ("dump_stack_lvl+0x5d/0x80", "dump_header+0x43/0x1aa"),
        (
            "oom_kill_process.cold+0x8/0x87",
            "out_of_memory+0x229/0x4f0",
            "mem_cgroup_out_of_memory+0x134/0x150",
            "try_charge_memcg+0x3c8/0x5b0",
            "charge_memcg+0x3b/0xb0",
            "__mem_cgroup_charge+0x2d/0xb0",
            "alloc_anon_folio+0x1ab/0x4a0",
            "do_anonymous_page+0x161/0x850",
            "__handle_mm_fault+0xbb7/0x10a0",
        ),
        (
            "oom_kill_process.cold+0x8/0x87",
            "out_of_memory+0x229/0x4f0",
            "__alloc_pages_slowpath.constprop.0+0xb0f/0xda0",
            "__alloc_pages_noprof+0x31c/0x330",
            "alloc_pages_mpol_noprof+0xd9/0x1f0",
            "folio_alloc_noprof+0x5b/0xc0",
            "filemap_fault+0x45e/0xa20",
            "__handle_mm_fault+0xbb7/0x10a0",
        ),
        ("handle_mm_fault+0xf0/0x2d0", "do_user_addr_fault+0x207/0x690", "exc_page_fault+0x7e/0x180", "asm_exc_page_fault+0x26/0x30"),
        _STATS_6_1,
    ),
)  # fmt: skip


def form_of(kernel: str) -> Form:
    """Return the newest form that is not newer than the kernel."""
    major, minor = kernel.split(".")[:2]
    version = (int(major), int(minor.split("-")[0]))
    return next(form for form in reversed(_FORMS) if form.version <= version)
