// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import java.util.ArrayList;
import java.util.List;
import org.forgetmenot.wire.Opcode;
import org.jspecify.annotations.Nullable;

/**
 * One life of one nodeid: from the first lookup that hands it out to the FORGET that takes its count to 0. Servers hand a
 * freed nodeid out again for another file, so a nodeid alone names nothing.
 */
public final class Epoch {
    /** Lookups whose evidence is kept. */
    static final int GRANTS_MAX = 4;
    /** Directories of a path that are followed. */
    private static final int PATH_MAX = 256;

    private final long nodeid;
    private final List<Grant> grants = new ArrayList<>(1);
    private final List<Inode> holders = new ArrayList<>(1);
    private @Nullable Epoch parent;
    private @Nullable String name;
    private long count;
    private long generation;
    private boolean hasGeneration;
    private int mode;
    private long ino;
    private long lastName;
    private long foundOrder;
    private long lastAskedUnique;
    private long ahead;
    private long countedOrder = -1;
    private AttributeBook.@Nullable Suspicion suspicion;
    private @Nullable Drop race;
    private @Nullable Epoch predecessor;
    private boolean pathTold;
    private boolean lastByReaddirplus;
    private long readdirplusGivenBack;
    private boolean submount;
    private boolean exact;
    private boolean maybeHidingLookups;
    private @Nullable Drop drop;
    private @Nullable Mark debt;
    private long debtCount;
    private long debtOrder;
    private @Nullable Rejection rejection;

    /**
     * @param exact whether every count since its first lookup was seen
     */
    Epoch(long nodeid, boolean exact) {
        this.nodeid = nodeid;
        this.exact = exact;
    }

    /** Unsigned. */
    public long nodeid() {
        return nodeid;
    }

    /** The first lookups. */
    public List<Grant> grants() {
        return grants;
    }

    void granted(Grant grant) {
        if (grants.size() < GRANTS_MAX) {
            grants.add(grant);
        }
    }

    /** The server's count, as far as is known. */
    public long count() {
        return count;
    }

    void count(long value) {
        count = value;
    }

    void add(long lookups) {
        count += lookups;
    }

    /**
     * The server's log tells its own count.
     *
     * @param order position among all events
     */
    void counted(long serverCount, long order) {
        ahead += serverCount - count;
        count = serverCount;
        countedOrder = order;
    }

    /**
     * An entry that was asked for before the server last told its count: it was counted in that already, and only its reply
     * is logged late.
     *
     * @param askedOrder position of the request among all events
     * @return whether it is one
     */
    boolean isCountedAlready(long askedOrder) {
        if (ahead <= 0 || askedOrder > countedOrder) {
            return false;
        }
        ahead--;
        return true;
    }

    /** How much more the server counts than the replies and FORGETs that were seen; below 0 if it counts less. */
    long ahead() {
        return ahead;
    }

    public boolean isExact() {
        return exact;
    }

    void inexact() {
        exact = false;
    }

    /**
     * Whether a mount point of it went that may have been looked up unseen: where a submount's root takes or shares a lookup
     * of its mount point, the unseen ones and those taken hide each other, and more may be left than is known.
     */
    boolean isMaybeHidingLookups() {
        return maybeHidingLookups;
    }

    void mayHideLookups() {
        maybeHidingLookups = true;
    }

    public boolean hasGeneration() {
        return hasGeneration;
    }

    public long generation() {
        return generation;
    }

    void generation(long value) {
        generation = value;
        hasGeneration = true;
    }

    /** {@code fuse_attr.mode} of its first entry, 0 if unknown. */
    int mode() {
        return mode;
    }

    void mode(int value) {
        mode = value;
    }

    /** Whether two lives of a nodeid are those of one file, as far as its ino or else its name tells. */
    boolean isSameFileAs(Epoch other) {
        return ino != 0 && other.ino != 0 ? ino == other.ino : lastName != 0 && lastName == other.lastName;
    }

    /** {@code fuse_attr.ino} as it was last told, 0 if unknown; unsigned. */
    long ino() {
        return ino;
    }

    /** A number for the name that it was last found by, 0 if unknown. */
    long lastName() {
        return lastName;
    }

    /** Position among all events at which it was last asked for by that name. */
    long foundOrder() {
        return foundOrder;
    }

    /** It was found by a name; 0 tells nothing. */
    void found(long name, long askedOrder) {
        if (name != 0) {
            lastName = name;
            foundOrder = askedOrder;
        }
    }

    /** What the server last told of it; an ino of 0 tells nothing. */
    void attributes(int newMode, long newIno) {
        mode = newMode;
        ino = newIno == 0 ? ino : newIno;
    }

    /** Another nodeid with the same ino, null if there is none. */
    AttributeBook.@Nullable Suspicion suspicion() {
        return suspicion;
    }

    void suspicion(AttributeBook.@Nullable Suspicion value) {
        suspicion = value;
    }

    /**
     * The FORGET that ended the life before, while the reply that began this one was on its way; null if there was no such
     * race.
     */
    public @Nullable Drop race() {
        return race;
    }

    void race(Drop forgotten) {
        race = forgotten;
    }

    /** A reply handed it out. */
    void grantedBy(int opcode) {
        lastByReaddirplus = opcode == Opcode.READDIRPLUS.number();
    }

    /** A FORGET came. */
    void givenBack(long nlookup) {
        if (nlookup == 1 && lastByReaddirplus) {
            readdirplusGivenBack++;
        }
        lastByReaddirplus = false;
    }

    /** How often a FORGET of 1 followed an entry of READDIRPLUS. */
    long readdirplusGivenBack() {
        return readdirplusGivenBack;
    }

    /** It begins with a FORGET: nothing handed it out since the life before, which is where the reason lies. */
    void begunByForget(@Nullable Epoch before) {
        if (before != null) {
            predecessor = before.predecessor == null ? before : before.predecessor;
            readdirplusGivenBack = before.readdirplusGivenBack;
        }
    }

    /** The life that tells of its lookups: this one, or the one before if a FORGET began this. */
    Epoch lookedUp() {
        return grants.isEmpty() && predecessor != null ? predecessor : this;
    }

    /**
     * The submount, or the root, below which it lies: inos are those of one device only below one of them. Null if its
     * path is not known.
     */
    @Nullable
    Epoch device() {
        Epoch at = this;
        for (int depth = 0; depth < PATH_MAX && at != null; depth++) {
            if (at.submount || at.nodeid == KernelConnection.ROOT) {
                return at;
            }
            at = at.parent;
        }
        return null;
    }

    /** Whether an entry announced it as a submount. */
    public boolean isSubmount() {
        return submount;
    }

    void submount() {
        submount = true;
    }

    /** The FORGET that took the count to 0, null while it is above. */
    public @Nullable Drop drop() {
        return drop;
    }

    void drop(@Nullable Drop value) {
        drop = value;
    }

    void exact() {
        exact = true;
    }

    /** The FORGET that took more than was there, null if there was none. */
    @Nullable
    Mark debt() {
        return debt;
    }

    /** What was there before that FORGET. */
    long debtCount() {
        return debtCount;
    }

    /** Position of that FORGET among all events. */
    long debtOrder() {
        return debtOrder;
    }

    void debt(Mark mark, long countBefore, long order) {
        debt = mark;
        debtOrder = order;
        debtCount = countBefore;
    }

    /** The server's answers that it does not know the nodeid, null if there were none. */
    @Nullable
    Rejection rejection() {
        return rejection;
    }

    void rejection(Rejection value) {
        rejection = value;
    }

    /** Whether the server refused it while its count was above 0, and has not answered for it since. */
    public boolean isLost() {
        return rejection != null && !rejection.isContradicted();
    }

    /** Unique of the last request that handed it out, 0 if unknown. */
    public long lastAskedUnique() {
        return lastAskedUnique;
    }

    void asked(long unique) {
        lastAskedUnique = unique;
    }

    /** Kernel inodes that stand for it. */
    List<Inode> holders() {
        return holders;
    }

    void named(@Nullable Epoch directory, @Nullable String entryName) {
        if (name == null) {
            parent = directory;
            name = entryName;
        }
    }

    /** Whether a log of steps has its path. */
    boolean isPathTold() {
        return pathTold;
    }

    void tellPath() {
        pathTold = true;
    }

    /** The name it was first found by, safe to print; null if unknown. */
    @Nullable
    String name() {
        return name;
    }

    /** The path from the root as far as names were seen, safe to print; null if none was. */
    public @Nullable String path() {
        if (name == null) {
            return null;
        }
        StringBuilder path = new StringBuilder();
        Epoch at = this;
        for (int depth = 0; depth < PATH_MAX && at != null; depth++) {
            String part = at.name;
            if (part == null) {
                return at.nodeid == KernelConnection.ROOT ? path.toString() : "…" + path;
            }
            path.insert(0, "/" + part);
            at = at.parent;
        }
        return at == null ? "…" + path : path.toString();
    }
}
