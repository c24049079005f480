// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import it.unimi.dsi.fastutil.longs.Long2ObjectLinkedOpenHashMap;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One FUSE connection as the kernel's side shows it: its superblocks and its nodeids. */
public final class KernelConnection {
    /** The nodeid of every root (FUSE_ROOT_ID): counted implicitly, never forgotten. */
    static final long ROOT = 1;

    private final List<Superblock> superblocks = new ArrayList<>();
    private final Long2ObjectOpenHashMap<Epoch> live = new Long2ObjectOpenHashMap<>();
    /** Forgotten lives of each nodeid that some superblock still holds, the latest last. */
    private final Long2ObjectOpenHashMap<ArrayDeque<Epoch>> dropped = new Long2ObjectOpenHashMap<>();

    private final Long2ObjectLinkedOpenHashMap<SubmountHistory> histories = new Long2ObjectLinkedOpenHashMap<>();
    private final RequestTally tally = new RequestTally();
    private final boolean seenFromMount;
    private long pointer;
    private boolean hasPointer;
    /** Superblocks that are mounted or on their way out. */
    private int held;

    private int mounted;

    KernelConnection(boolean seenFromMount) {
        this.seenFromMount = seenFromMount;
    }

    /** The superblocks that are kept for the report, in the order they were met. */
    public List<Superblock> superblocks() {
        return superblocks;
    }

    void add(Superblock superblock, boolean isReported) {
        held++;
        mounted++;
        if (isReported) {
            superblocks.add(superblock);
        }
    }

    /** One of its superblocks is unmounted. */
    void unmounted() {
        mounted--;
    }

    /** Whether a superblock is mounted, so that what is given back still goes to the server. */
    boolean isMounted() {
        return mounted > 0;
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

    /** What happened to each nodeid that was a mount point; empty unless {@link KernelLedger#keepSubmountHistories} was asked. */
    public Collection<SubmountHistory> histories() {
        return histories.values();
    }

    SubmountHistory history(long nodeid) {
        SubmountHistory history = histories.get(nodeid);
        if (history == null) {
            history = new SubmountHistory(nodeid);
            histories.put(nodeid, history);
        }
        return history;
    }

    /** The history of a nodeid that was a mount point, null if it was none. */
    @Nullable
    SubmountHistory historyIfAny(long nodeid) {
        return histories.get(nodeid);
    }

    /** Whether the capture shows the connection from its mount on. */
    public boolean isSeenFromMount() {
        return seenFromMount;
    }

    /**
     * Whether a submount was mounted before the capture began, so that lookups of its root are not in it: of the superblocks
     * whose mount the capture does not show, one is the connection's own.
     */
    public boolean hasSubmountFromBefore() {
        return !seenFromMount
                && superblocks.stream().filter(s -> !s.isSeenFromMount()).count() > 1;
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
        live.remove(epoch.nodeid(), epoch);
        forgetDropped(epoch);
    }

    /** The server's count fell to 0 while superblocks still hold the nodeid. */
    void dropped(Epoch epoch) {
        live.remove(epoch.nodeid(), epoch);
        dropped.computeIfAbsent(epoch.nodeid(), n -> new ArrayDeque<>(1)).addLast(epoch);
    }

    /** A drop proved wrong: the nodeid lives on. */
    void revive(Epoch epoch) {
        forgetDropped(epoch);
        live.putIfAbsent(epoch.nodeid(), epoch);
    }

    private void forgetDropped(Epoch epoch) {
        ArrayDeque<Epoch> lives = dropped.get(epoch.nodeid());
        if (lives != null && lives.remove(epoch) && lives.isEmpty()) {
            dropped.remove(epoch.nodeid());
        }
    }

    /** The life of a nodeid that goes on, or else the latest forgotten one that is still held; null if there is neither. */
    @Nullable
    Epoch known(long nodeid) {
        Epoch goesOn = live.get(nodeid);
        return goesOn == null ? dropped(nodeid) : goesOn;
    }

    /** The lives of a nodeid that were forgotten while some superblock still holds them, the latest last. */
    Collection<Epoch> droppedLives(long nodeid) {
        ArrayDeque<Epoch> lives = dropped.isEmpty() ? null : dropped.get(nodeid);
        return lives == null ? List.of() : lives;
    }

    /** The latest life of a nodeid that was forgotten while some superblock still holds it, null if there is none. */
    @Nullable
    Epoch dropped(long nodeid) {
        ArrayDeque<Epoch> lives = dropped.get(nodeid);
        return lives == null ? null : lives.getLast();
    }
}
