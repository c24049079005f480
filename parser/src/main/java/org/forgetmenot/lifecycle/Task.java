// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import org.jspecify.annotations.Nullable;

/** What one kernel task is in the middle of: return probes and stacks name only their task. */
final class Task {
    /** The request it waits for. */
    boolean asking;

    int opcode;
    long nodeid;

    @Nullable
    Superblock superblock;

    @Nullable
    Use use;

    @Nullable
    Drop useOf;
    /** The last event was a successful LOOKUP for a dentry that the kernel already had. */
    boolean revalidated;
    /** Which of the lookups below its directory that was, counted from 1. */
    long lookupBelow;

    /** The connection of its last request. */
    @Nullable
    KernelConnection connection;

    /** It is inside {@code fuse_get_tree_submount}. */
    boolean submounting;

    @Nullable
    Inode mountPoint;

    long mountPointNodeid;
    /** A LOOKUP succeeded since it began to mount: policy {@code lookup}. */
    boolean lookedUpInside;

    boolean gotRoot;
    /** The root of the submount that it is mounting. */
    @Nullable
    Inode root;

    /** The inode of its last fuse_iget, until the return probe gives the address. */
    @Nullable
    Inode got;

    /** The inode that it just evicted: FORGETs that follow at once are that inode's. */
    @Nullable
    Inode evicted;

    final Place evictedAt = new Place();

    /** Nodeid of the FORGET just before that belongs to no eviction, 0 if there was none. */
    long strayForget;

    /** What of the evicted inode's own nlookup no FORGET has given back yet. */
    long evictedLeft;

    /** The drop of its last FORGET, until the stack comes. */
    @Nullable
    Drop forgot;

    /** The step of its last FORGET, until the stack comes; null if nobody follows that nodeid. */
    Watch.@Nullable Forget forgetStep;

    /** Position of its last event among all events. */
    long lastSeen;

    /** Whether nothing of it is under way. */
    boolean isIdle() {
        return !asking && !submounting && got == null && evicted == null && forgot == null;
    }

    /** Anything but a FORGET ends the time in which FORGETs are the evicted inode's. */
    void movesOn() {
        if (evicted != null) {
            strayForget = 0;
        }
        evicted = null;
        evictedLeft = 0;
        revalidated = false;
    }
}
