// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One life of one nodeid: from the first lookup that hands it out to the FORGET that takes its count to 0. Servers hand a
 * freed nodeid out again for another file, so a nodeid alone names nothing.
 */
public final class Epoch {
    /** Lookups whose evidence is kept. */
    static final int GRANTS_MAX = 4;

    private final long nodeid;
    private final List<Grant> grants = new ArrayList<>(1);
    private final List<Inode> holders = new ArrayList<>(1);
    private @Nullable Epoch parent;
    private @Nullable String name;
    private long count;
    private long generation;
    private boolean hasGeneration;
    private int mode;
    private boolean submount;
    private boolean exact;
    private @Nullable Drop drop;
    private @Nullable Mark debt;
    private long debtCount;
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

    public boolean isExact() {
        return exact;
    }

    void inexact() {
        exact = false;
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

    void debt(Mark mark, long countBefore) {
        debt = mark;
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
        for (int depth = 0; depth < 256 && at != null; depth++) {
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
