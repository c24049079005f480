// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One FUSE connection as the kernel's side shows it: its superblocks and its nodeids. */
public final class KernelConnection {
    /** The nodeid of every root (FUSE_ROOT_ID): counted implicitly, never forgotten. */
    static final long ROOT = 1;

    private final List<Superblock> superblocks = new ArrayList<>();
    private final Long2ObjectOpenHashMap<Epoch> live = new Long2ObjectOpenHashMap<>();
    private final Long2ObjectOpenHashMap<Epoch> dropped = new Long2ObjectOpenHashMap<>();
    private final RequestTally tally = new RequestTally();
    private final boolean seenFromMount;
    private long pointer;
    private boolean hasPointer;
    /** Superblocks that are mounted or on their way out. */
    private int held;

    KernelConnection(boolean seenFromMount) {
        this.seenFromMount = seenFromMount;
    }

    /** The superblocks that are kept for the report, in the order they were met. */
    public List<Superblock> superblocks() {
        return superblocks;
    }

    void add(Superblock superblock, boolean isReported) {
        held++;
        if (isReported) {
            superblocks.add(superblock);
        }
    }

    /** One of its superblocks is gone for good; true if that was the last. */
    boolean letGo() {
        return --held == 0;
    }

    /** Forgets every nodeid; returns how many were live. */
    int close() {
        int left = live.size();
        live.clear();
        live.trim();
        dropped.clear();
        dropped.trim();
        return left;
    }

    /** Whether the capture shows the connection from its mount on. */
    public boolean isSeenFromMount() {
        return seenFromMount;
    }

    public RequestTally tally() {
        return tally;
    }

    boolean hasPointer() {
        return hasPointer;
    }

    long pointer() {
        return pointer;
    }

    void pointer(long value) {
        pointer = value;
        hasPointer = true;
    }

    /** The life of a nodeid that goes on, null if there is none. */
    @Nullable
    Epoch live(long nodeid) {
        return live.get(nodeid);
    }

    void begin(Epoch epoch) {
        live.put(epoch.nodeid(), epoch);
    }

    void end(Epoch epoch) {
        if (live.get(epoch.nodeid()) == epoch) {
            live.remove(epoch.nodeid());
        }
        dropped.remove(epoch.nodeid(), epoch);
    }

    /** The server's count fell to 0 while superblocks still hold the nodeid. */
    void dropped(Epoch epoch) {
        live.remove(epoch.nodeid(), epoch);
        dropped.put(epoch.nodeid(), epoch);
    }

    /** A drop proved wrong: the nodeid lives on. */
    void revive(Epoch epoch) {
        dropped.remove(epoch.nodeid(), epoch);
        live.putIfAbsent(epoch.nodeid(), epoch);
    }

    /** A forgotten nodeid that some superblock still holds, null if there is none. */
    @Nullable
    Epoch dropped(long nodeid) {
        return dropped.get(nodeid);
    }
}
