// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

import java.util.List;
import org.forgetmenot.event.ForgetCause;

/** Why an inode goes: the stack under {@code fuse_queue_forget}, as real traces have it. */
enum Cause {
    KSWAPD(
            ForgetCause.KSWAPD,
            "fuse_evict_inode evict __dentry_kill shrink_dentry_list prune_dcache_sb super_cache_scan do_shrink_slab"
                    + " shrink_slab.part.0 shrink_node balance_pgdat kswapd kthread ret_from_fork"),
    DIRECT_RECLAIM(
            ForgetCause.DIRECT_RECLAIM,
            "fuse_evict_inode evict __dentry_kill shrink_dentry_list prune_dcache_sb super_cache_scan do_shrink_slab"
                    + " shrink_slab.part.0 shrink_node do_try_to_free_pages try_to_free_pages __alloc_pages"),
    DROP_CACHES(
            ForgetCause.DROP_CACHES,
            "fuse_evict_inode evict __dentry_kill shrink_dentry_list prune_dcache_sb super_cache_scan do_shrink_slab"
                    + " shrink_slab.part.0 drop_slab drop_caches_sysctl_handler proc_sys_call_handler vfs_write"),
    UNMOUNT(
            ForgetCause.UNMOUNT,
            "fuse_evict_inode evict __dentry_kill shrink_dentry_list shrink_dcache_parent shrink_dcache_for_umount"
                    + " generic_shutdown_super kill_anon_super virtio_kill_sb deactivate_locked_super cleanup_mnt"),
    UNLINK(ForgetCause.UNLINK, "fuse_evict_inode evict d_delete vfs_unlink do_unlinkat __x64_sys_unlinkat"),
    REVALIDATE(
            ForgetCause.REVALIDATE,
            "fuse_evict_inode evict __dentry_kill shrink_dentry_list d_invalidate"
                    + " lookup_fast walk_component path_lookupat"),
    /** The lookup that found another inode is given back at once. */
    MISMATCH(ForgetCause.REVALIDATE, "fuse_dentry_revalidate lookup_fast walk_component path_lookupat"),
    /** There was no memory for the inode of an entry. */
    NO_MEMORY(ForgetCause.OTHER, "fuse_lookup_name fuse_lookup __lookup_slow walk_component path_lookupat"),
    INVALIDATE(
            ForgetCause.INVALIDATE,
            "fuse_evict_inode evict __dentry_kill dput fuse_reverse_inval_entry fuse_dev_do_write"),
    /** The last reference goes: a file is closed, a name replaced. */
    LAST_REFERENCE(ForgetCause.OTHER, "fuse_evict_inode evict __dentry_kill dput __fput task_work_run");

    private static final List<String> PROBE =
            List.of("kprobe_trace_func", "kprobe_dispatcher", "kprobe_ftrace_handler", "0xffffffffa00240c8");

    private final ForgetCause reported;

    @SuppressWarnings("ImmutableEnumChecker") // List.of
    private final List<String> frames;

    Cause(ForgetCause reported, String frames) {
        this.reported = reported;
        this.frames = List.of(frames.split(" "));
    }

    /** What a report should call it. */
    ForgetCause reported() {
        return reported;
    }

    /** All lines of the stack, the probe's own first. */
    void print(StringBuilder out) {
        PROBE.forEach(frame -> out.append(" => ").append(frame).append('\n'));
        out.append(" => fuse_queue_forget\n");
        frames.forEach(frame -> out.append(" => ").append(frame).append('\n'));
        out.append(" => do_syscall_64\n => entry_SYSCALL_64_after_hwframe\n");
    }
}
