// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A kernel inode: what one superblock holds of one nodeid. */
final class SimInode {
    final SimSuperblock superblock;
    final long nodeid;
    final long generation;
    final int mode;
    final long pointer;
    /** A place in the parent where a submount is mounted. */
    final boolean mountPoint;

    final boolean root;
    final List<SimDentry> dentries = new ArrayList<>();
    long nlookup;
    CountPolicy.SharedLookup shared;
    /** It was looked up again without passing {@code fuse_iget}. */
    boolean countedUnseen;

    /** {@code i_rwsem}: held while a name in the directory is looked up or changed. */
    private boolean locked;

    private final Deque<Runnable> waiting = new ArrayDeque<>();

    SimInode(
            SimSuperblock superblock,
            long nodeid,
            long generation,
            int mode,
            long pointer,
            boolean mountPoint,
            boolean root) {
        this.superblock = superblock;
        this.nodeid = nodeid;
        this.generation = generation;
        this.mode = mode;
        this.pointer = pointer;
        this.mountPoint = mountPoint;
        this.root = root;
    }

    boolean isDirectory() {
        return (mode & HostFile.S_IFMT) == (HostFile.DIRECTORY & HostFile.S_IFMT);
    }

    /** Whether an entry shows the same file ({@code fuse_stale_inode}). */
    boolean isSame(EntryReply entry) {
        return generation == entry.generation() && (mode & HostFile.S_IFMT) == (entry.mode() & HostFile.S_IFMT);
    }

    /** Goes on when nobody else has the lock. */
    void lock(Runnable then) {
        if (locked) {
            waiting.add(then);
        } else {
            locked = true;
            then.run();
        }
    }

    void unlock() {
        Runnable next = waiting.poll();
        if (next == null) {
            locked = false;
        } else {
            next.run();
        }
    }
}
