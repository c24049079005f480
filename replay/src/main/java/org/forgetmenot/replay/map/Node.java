// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay.map;

import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.forgetmenot.replay.plan.Name;
import org.forgetmenot.wire.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * One epoch of a recorded nodeid, from its first lookup to its count of 0, and what it is on the live server. It stays as
 * a tombstone after that, so that a later use of it can be sent with the number that the server last knew it by.
 */
public final class Node extends Resource {
    /** Directories of a path that are followed: more are a circle, which only a damaged capture has. */
    private static final int DEPTH_MAX = 256;

    private final long recorded;
    private final @Nullable Node parent;
    private final Name name;
    private final boolean guessed;
    private long count;
    private boolean dropped;
    private boolean bound;
    private boolean lost;
    private long live;
    private @Nullable LongArrayList others;
    private final ArrayDeque<Handle> files = new ArrayDeque<>(0);
    /** Of a directory: entries that one side's READDIRPLUS showed and the other's not yet. */
    private @Nullable Map<Name, Object> unmatched;

    /**
     * @param recorded the nodeid in the capture
     * @param parent directory in which it was found, null if unknown
     * @param name there
     * @param guessed whether its name, or that of a directory above it, is none that the capture tells
     */
    Node(long recorded, @Nullable Node parent, Name name, boolean guessed) {
        this.recorded = recorded;
        this.parent = parent;
        this.name = name;
        this.guessed = guessed;
    }

    /** The nodeid in the capture; unsigned. */
    public long recorded() {
        return recorded;
    }

    /** The directory in which it was found, null if unknown. */
    public @Nullable Node parent() {
        return parent;
    }

    /** Its name when it was found; empty for the root. */
    public Name name() {
        return name;
    }

    /** Whether its name, or that of a directory above it, is none that the capture tells. */
    public boolean isGuessed() {
        return guessed;
    }

    /** The recorded lookups that were not given back. */
    long count() {
        return count;
    }

    void add(long lookups) {
        count += lookups;
    }

    /** Its count fell to 0. */
    void drop() {
        count = 0;
        dropped = true;
    }

    /** Whether its recorded count has fallen to 0: a use of it is one after the FORGET. */
    public boolean isDropped() {
        return dropped;
    }

    /** Whether it has a number on the live server. */
    public boolean isBound() {
        return bound;
    }

    /** Its number on the live server; only if it {@link #isBound}. */
    public long live() {
        return live;
    }

    /** It will never have a number on the live server. */
    public void lose() {
        lost = true;
    }

    public boolean isLost() {
        return lost;
    }

    /** It has this number on the live server from now on. */
    public void bind(long nodeid) {
        if (bound && live != nodeid) {
            if (others == null) {
                others = new LongArrayList(1);
            }
            others.add(live);
        }
        live = nodeid;
        bound = true;
    }

    /** Earlier numbers of it on the live server that may still be counted; null if none. */
    @Nullable
    LongArrayList others() {
        return others;
    }

    /** Its open files, the latest first. */
    ArrayDeque<Handle> files() {
        return files;
    }

    /** Of a directory: entries that only one side has shown so far, by name; a {@link Node} or a live nodeid. */
    public Map<Name, Object> unmatched() {
        if (unmatched == null) {
            unmatched = new HashMap<>();
        }
        return unmatched;
    }

    /** All that {@link #unmatched} has, taken out. */
    public List<Object> takeAllUnmatched() {
        if (unmatched == null || unmatched.isEmpty()) {
            return List.of();
        }
        List<Object> all = new ArrayList<>(unmatched.values());
        unmatched.clear();
        return all;
    }

    /** Its path as far as names were seen, safe to print; null if they do not reach to the root. */
    public @Nullable String path() {
        if (guessed) {
            return null;
        }
        StringBuilder path = new StringBuilder();
        Node at = this;
        for (int depth = 0; depth < DEPTH_MAX; depth++) {
            if (at.parent == null) {
                return at.isRoot() ? (path.length() == 0 ? "/" : path.toString()) : null;
            }
            path.insert(0, at.name).insert(0, '/');
            at = at.parent;
        }
        return null;
    }

    private boolean isRoot() {
        return recorded == Protocol.ROOT_NODEID;
    }
}
