// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import java.util.List;

/**
 * Inodes that the kernel let go without giving back what they counted: {@code fuse_evict_inode} queues the FORGET itself,
 * unless the superblock is being unmounted.
 */
final class LeakBook {
    private static final int KEPT_MAX = 100;

    private final KernelState state;
    private final Kept<KernelLedger.Unforgotten> unforgotten = new Kept<>(KEPT_MAX);
    private boolean sawForget;

    LeakBook(KernelState state) {
        this.state = state;
    }

    /** A FORGET followed the eviction of its inode: this capture shows such. */
    void forgotten() {
        sawForget = true;
    }

    /** The task that evicted an inode does something else: no FORGET of it comes any more. */
    void movesOn(Task task) {
        Inode inode = task.evicted;
        if (inode == null
                || task.evictedLeft == 0
                || task.strayForget == inode.nodeid()
                || !sawForget
                || state.isLossy()
                || inode.nodeid() == KernelConnection.ROOT
                || !inode.superblock().isAlive()) {
            return;
        }
        inode.superblock()
                .unforgotten(new KernelLedger.Unforgotten(
                        inode.epoch(), inode.superblock(), task.evictedAt.mark(), task.evictedLeft));
    }

    /** A superblock got an inode: it is not being unmounted, so what it let go before should have been given back. */
    void lives(Superblock superblock) {
        KernelLedger.Unforgotten suspect = superblock.unforgotten();
        if (suspect != null && superblock.isAlive()) {
            superblock.unforgotten(null);
            unforgotten.add(suspect);
        }
    }

    List<KernelLedger.Unforgotten> unforgotten() {
        return unforgotten.first();
    }
}
