// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.event;

import java.util.List;

/** Why the kernel gave a nodeid back, read from the stack under {@code fuse_queue_forget}. */
public enum ForgetCause {
    /** Memory pressure: the page-out daemon shrank the dentry cache. */
    KSWAPD("kswapd", "the dentry shrinker under memory pressure (kswapd)"),
    /** Memory pressure: a task had to reclaim memory itself. */
    DIRECT_RECLAIM("direct-reclaim", "the dentry shrinker under memory pressure (direct reclaim)"),
    /** Somebody wrote to /proc/sys/vm/drop_caches. */
    DROP_CACHES("drop-caches", "the dentry shrinker under drop_caches"),
    /** A superblock went away. */
    UNMOUNT("unmount", "the unmount of the superblock"),
    /** A file or directory was removed. */
    UNLINK("unlink", "unlink or rmdir"),
    /** Revalidation found another inode under the name. */
    REVALIDATE("revalidate", "a revalidation that found another inode"),
    /** The server told the kernel to drop the entry. */
    INVALIDATE("invalidate", "the server's own invalidation"),
    /** Some other way of the last reference going. */
    OTHER("other", "the last reference to its inode");

    private final String id;
    private final String sentence;

    ForgetCause(String id, String sentence) {
        this.id = id;
        this.sentence = sentence;
    }

    /** The stable name in JSON. */
    public String id() {
        return id;
    }

    /** For people: "forgotten by …". */
    public String sentence() {
        return sentence;
    }

    /**
     * Reads the cause from a stack.
     *
     * @param frames function names, innermost first
     */
    public static ForgetCause of(List<String> frames) {
        boolean shrinker = false;
        for (String frame : frames) {
            switch (base(frame)) {
                case "drop_caches_sysctl_handler", "drop_slab", "drop_slab_node" -> {
                    return DROP_CACHES;
                }
                case "balance_pgdat", "kswapd" -> {
                    return KSWAPD;
                }
                case "try_to_free_pages",
                        "__alloc_pages_direct_reclaim",
                        "try_to_free_mem_cgroup_pages",
                        "node_reclaim" -> {
                    return DIRECT_RECLAIM;
                }
                case "shrink_dcache_for_umount", "generic_shutdown_super" -> {
                    return UNMOUNT;
                }
                case "fuse_reverse_inval_entry" -> {
                    return INVALIDATE;
                }
                case "vfs_unlink", "vfs_rmdir", "d_delete" -> {
                    return UNLINK;
                }
                case "fuse_dentry_revalidate", "d_invalidate" -> {
                    return REVALIDATE;
                }
                case "shrink_slab", "do_shrink_slab", "super_cache_scan" -> shrinker = true;
                default -> {}
            }
        }
        return shrinker ? DIRECT_RECLAIM : OTHER;
    }

    /** The function's own name, without {@code +0x12/0x34} and compiler suffixes such as {@code .part.0}. */
    private static String base(String frame) {
        int end = frame.length();
        int plus = frame.indexOf('+');
        if (plus > 0) {
            end = plus;
        }
        int dot = frame.indexOf('.');
        if (dot > 0 && dot < end) {
            end = dot;
        }
        return frame.substring(0, end);
    }
}
