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

    /** Facts looked through for a task's last lookup. */
    private static final int LOOK_BACK = 64;

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
    /** Roots whose mount goes on. */
    private final List<Integer> mounting = new ArrayList<>();

    private boolean cut;
    private boolean unknownOrigin;
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

    /** Whether a submount was entered from a mount point that the capture does not show. */
    public boolean hasUnknownOrigin() {
        return unknownOrigin;
    }

    /** FORGETs that the kernel really sent when it evicted one of the inodes, but for those of another file that got the nodeid. */
    public long forgets() {
        return forgets;
    }

    void forgotten() {
        forgets++;
    }

    int nextInode() {
        return inodes++;
    }

    /**
     * The walk into a mount point shows that the last lookup of its task below the directory was the mount point's own.
     *
     * @param inode of the mount point
     */
    void revalidated(int inode, @Nullable Superblock superblock, Mark mark) {
        for (int i = facts.size() - 1; i >= Math.max(0, facts.size() - LOOK_BACK); i--) {
            Fact fact = facts.get(i);
            if (fact.kind() == Kind.MAYBE_REVALIDATED
                    && fact.inode() == inode
                    && fact.mark().pid() == mark.pid()) {
                facts.set(i, new Fact(Kind.REVALIDATED, inode, -1, -1, superblock, fact.mark()));
                return;
            }
        }
        add(Kind.REVALIDATED, inode, -1, -1, superblock, mark);
    }

    /** There was no memory for an inode that began here: its reply's lookup goes back at once. */
    void neverGot(int inode) {
        int last = facts.size() - 1;
        if (last >= 0 && facts.get(last).inode() == inode) {
            facts.remove(last);
        }
    }

    /**
     * A root's mount is done. Of several that are mounted at the same time on one mount point, the first to be done is taken
     * for the first to enter: what a root takes it takes after its inode was got ({@code fuse_get_tree_submount}).
     */
    void mounted(int root) {
        if (!mounting.remove((Integer) root)) {
            return;
        }
        int at = facts.size() - 1;
        while (at >= 0 && !isEntry(facts.get(at), root)) {
            at--;
        }
        int to = at;
        while (to > 0
                && facts.get(to - 1).kind() == Kind.ENTERED
                && mounting.contains(facts.get(to - 1).inode())) {
            to--;
        }
        if (to < at) {
            facts.add(to, facts.remove(at));
        }
    }

    private static boolean isEntry(Fact fact, int root) {
        return fact.kind() == Kind.ENTERED && fact.inode() == root;
    }

    void add(Kind kind, int inode, int from, long nlookup, @Nullable Superblock superblock, Mark mark) {
        if (facts.size() >= FACTS_MAX) {
            cut = true;
            return;
        }
        if (kind == Kind.USED && repeats(superblock)) {
            return; // one use between two other facts tells as much as a thousand
        }
        if (kind == Kind.ENTERED) {
            mounting.add(inode);
            unknownOrigin |= from < 0;
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
