// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happened to one nodeid that was a mount point, without the counts: the facts that are the same under every way to
 * count a submount's lookup.
 */
public final class SubmountHistory {
    /** Facts kept; a nodeid with more is judged by its beginning. */
    static final int FACTS_MAX = 200_000;

    /** What a fact is. */
    public enum Kind {
        /** A superblock got an inode for the mount point: the reply of a LOOKUP or READDIRPLUS counted one. */
        MOUNT_POINT_GOT,
        /** The mount point was revalidated: one more lookup of the same inode. */
        REVALIDATED,
        /** A lookup below its directory that may have been its own: one more lookup, or none. */
        MAYBE_REVALIDATED,
        /** Someone walked into it: a submount's root stands for the same nodeid. */
        ENTERED,
        /** A mount point inode was evicted. */
        MOUNT_POINT_EVICTED,
        /** A submount's root was evicted. */
        ROOT_EVICTED,
        /** A submount's superblock was killed, as {@link #ROOT_EVICTED} will follow. */
        KILLED,
        /** A submount used its root. */
        USED
    }

    /**
     * One fact.
     *
     * @param inode which inode: numbered in the order they were got
     * @param from for a root the mount point that was walked into, -1 if unknown
     * @param nlookup what an evicted inode had, -1 if unknown
     */
    public record Fact(
            Kind kind,
            int inode,
            int from,
            long nlookup,
            @Nullable Superblock superblock,
            Mark mark) {}

    private final long nodeid;
    private final List<Fact> facts = new ArrayList<>();
    private boolean cut;
    private int inodes;
    private long forgets;

    SubmountHistory(long nodeid) {
        this.nodeid = nodeid;
    }

    /** Unsigned. */
    public long nodeid() {
        return nodeid;
    }

    public List<Fact> facts() {
        return facts;
    }

    /** Whether there were more facts than are kept. */
    public boolean isCut() {
        return cut;
    }

    /** FORGETs of the nodeid that the kernel really sent. */
    public long forgets() {
        return forgets;
    }

    void forgotten() {
        forgets++;
    }

    int nextInode() {
        return inodes++;
    }

    void add(Kind kind, int inode, int from, long nlookup, @Nullable Superblock superblock, Mark mark) {
        if (facts.size() >= FACTS_MAX) {
            cut = true;
            return;
        }
        if (kind == Kind.USED && repeats(superblock)) {
            return; // one use between two other facts tells as much as a thousand
        }
        facts.add(new Fact(kind, inode, from, nlookup, superblock, mark));
    }

    private boolean repeats(@Nullable Superblock superblock) {
        for (int i = facts.size() - 1; i >= 0 && facts.get(i).kind() == Kind.USED; i--) {
            if (facts.get(i).superblock() == superblock) {
                return true;
            }
        }
        return false;
    }
}
