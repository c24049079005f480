// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

import java.util.function.LongConsumer;

/** How kernels have counted the lookup of a submount: the table of the patch discussion, written anew as an oracle. */
enum CountPolicy {
    /** The root borrows. */
    UNFIXED,
    /** The root is looked up while it is mounted. */
    LOOKUP,
    /** The root takes one from the mount point, if there is one. */
    STEAL,
    /** The first lookup belongs to an object that the mount point and its roots share. */
    SHARED;

    /** {@code struct fuse_submount_lookup}. */
    static final class SharedLookup {
        private int users = 1;
    }

    /** The mount point was looked up, and a new inode stands for it. */
    void got(SimInode mountPoint) {
        if (this == SHARED) {
            mountPoint.shared = new SharedLookup();
        } else {
            mountPoint.nlookup = 1;
        }
    }

    /** A submount's root is made from the mount point. */
    void entered(SimInode mountPoint, SimInode root) {
        switch (this) {
            case UNFIXED -> {}
            case LOOKUP -> root.nlookup = 1;
            case STEAL -> {
                if (mountPoint.nlookup > 0) {
                    mountPoint.nlookup--;
                    root.nlookup = 1;
                }
            }
            case SHARED -> {
                root.shared = mountPoint.shared;
                root.shared.users++;
            }
        }
    }

    /** An inode goes: what is given back to the server, FORGET by FORGET. */
    static void evicted(SimInode inode, LongConsumer forget) {
        if (inode.nlookup > 0) {
            forget.accept(inode.nlookup);
        }
        if (inode.shared != null && --inode.shared.users == 0) {
            forget.accept(1);
        }
    }

    /** What the server would get back if the inode went now. */
    static long gives(SimInode inode) {
        return inode.nlookup + (inode.shared != null && inode.shared.users == 1 ? 1 : 0);
    }
}
