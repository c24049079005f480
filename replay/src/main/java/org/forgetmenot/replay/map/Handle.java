// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay.map;

import java.util.HashSet;
import java.util.Set;
import org.forgetmenot.replay.plan.Name;
import org.jspecify.annotations.Nullable;

/** An open file or directory of the capture, and what it is on the live server. */
public final class Handle extends Resource {
    /** Names of a directory that are kept to be compared; a larger one is not compared. */
    private static final int NAMES_MAX = 1 << 16;

    private final Node node;
    private final boolean directory;
    private long live;
    private boolean bound;
    private boolean released;
    private long cookie;
    private long offset;
    private @Nullable Set<Name> recordedNames;
    private @Nullable Set<Name> liveNames;
    private boolean recordedEnd;
    private boolean liveEnd;

    Handle(Node node, boolean directory) {
        this.node = node;
        this.directory = directory;
    }

    /** Whether it is an open directory. */
    public boolean isDirectory() {
        return directory;
    }

    /** What was opened. */
    public Node node() {
        return node;
    }

    public boolean isBound() {
        return bound;
    }

    /** Its number on the live server; only if it {@link #isBound}. */
    public long live() {
        return live;
    }

    void bind(long fh) {
        live = fh;
        bound = true;
    }

    /** Whether it was released: a use of it is one after the RELEASE. */
    public boolean isReleased() {
        return released;
    }

    void release() {
        released = true;
    }

    /** Where a live directory listing goes on: the server's own number, 0 at the beginning. */
    public long cookie() {
        return cookie;
    }

    public void cookie(long value) {
        cookie = value;
    }

    /** Where the next READ or WRITE is guessed to be, in bytes. */
    public long offset() {
        return offset;
    }

    public void offset(long value) {
        offset = value;
    }

    /** A listing begins anew. */
    public void rewind() {
        cookie = 0;
        recordedNames = new HashSet<>();
        liveNames = new HashSet<>();
        recordedEnd = false;
        liveEnd = false;
    }

    /** The capture lists a name. */
    public void recorded(Name name) {
        recordedNames = add(recordedNames, name);
    }

    /** The live server lists a name. */
    public void live(Name name) {
        liveNames = add(liveNames, name);
    }

    private static @Nullable Set<Name> add(@Nullable Set<Name> names, Name name) {
        if (names == null || names.size() >= NAMES_MAX) {
            return null;
        }
        names.add(name);
        return names;
    }

    /** The capture's listing has come to its end. */
    public void recordedEnd() {
        recordedEnd = true;
    }

    /** The live listing has come to its end. */
    public void liveEnd() {
        liveEnd = true;
    }

    /** Names in the capture's whole listing that the live one lacks; null unless both are whole. */
    public @Nullable Set<Name> missing() {
        return difference(recordedNames, liveNames);
    }

    /** Names in the whole live listing that the capture's lacks; null unless both are whole. */
    public @Nullable Set<Name> surplus() {
        return difference(liveNames, recordedNames);
    }

    private @Nullable Set<Name> difference(@Nullable Set<Name> one, @Nullable Set<Name> other) {
        if (one == null || other == null || !recordedEnd || !liveEnd) {
            return null;
        }
        Set<Name> rest = new HashSet<>(one);
        rest.removeAll(other);
        return rest;
    }
}
