// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongIterable;
import java.util.List;
import org.forgetmenot.event.Event;
import org.jspecify.annotations.Nullable;

/**
 * One superblock, from its mount to its kill_sb. Both its address and its device number are used again by later
 * superblocks, so neither alone is its identity.
 */
public final class Superblock {
    private final long pointer;
    private final KernelConnection connection;
    private final boolean seenFromMount;
    private final int losses;
    private final Long2ObjectOpenHashMap<Inode> byNodeid = new Long2ObjectOpenHashMap<>();
    private int sDev;
    private boolean hasSDev;
    private boolean submount;
    private long rootNodeid;
    private boolean hasRoot;
    private @Nullable Mark mounted;
    private @Nullable Mark killed;
    private KernelLedger.@Nullable Unforgotten unforgotten;

    /**
     * A superblock that was met.
     *
     * @param losses how often events had been lost by then
     */
    Superblock(long pointer, KernelConnection connection, boolean seenFromMount, int losses) {
        this.losses = losses;
        this.pointer = pointer;
        this.connection = connection;
        this.seenFromMount = seenFromMount;
    }

    /** Kernel address, unsigned. */
    public long pointer() {
        return pointer;
    }

    public boolean hasSDev() {
        return hasSDev;
    }

    public int sDev() {
        return sDev;
    }

    void sDev(int value) {
        sDev = value;
        hasSDev = true;
    }

    public boolean isSubmount() {
        return submount;
    }

    public boolean hasRoot() {
        return hasRoot;
    }

    /** Nodeid of its root, unsigned, if its mount was seen. */
    public long rootNodeid() {
        return rootNodeid;
    }

    /** When it was mounted, null if that was before the capture. */
    public @Nullable Mark mounted() {
        return mounted;
    }

    /** Whether it was that event that mounted it. */
    boolean isMountedBy(Event event) {
        return mounted != null && mounted.input() == event.input() && mounted.position() == event.position();
    }

    /** When it was killed, null if it lives on. */
    public @Nullable Mark killed() {
        return killed;
    }

    KernelConnection connection() {
        return connection;
    }

    /** Whether the capture shows all its inodes, from its root on. */
    boolean isSeenFromMount() {
        return seenFromMount;
    }

    /** Whether the capture shows all of it, if events were lost so often until now. */
    boolean isWhole(int lossesUntilNow) {
        return seenFromMount && losses == lossesUntilNow;
    }

    void mountedWith(long nodeid, boolean asSubmount, Mark mark) {
        rootNodeid = nodeid;
        hasRoot = true;
        submount = asSubmount;
        mounted = mark;
    }

    void kill(Mark mark) {
        if (killed == null) {
            killed = mark;
        }
    }

    /** The first inode that it let go without a FORGET, null if there is none. */
    KernelLedger.@Nullable Unforgotten unforgotten() {
        return unforgotten;
    }

    void unforgotten(KernelLedger.@Nullable Unforgotten value) {
        if (value == null || unforgotten == null) {
            unforgotten = value;
        }
    }

    boolean isAlive() {
        return killed == null;
    }

    @Nullable
    Inode inode(long nodeid) {
        return byNodeid.get(nodeid);
    }

    /** The nodeids whose inodes it holds. */
    LongIterable nodeids() {
        return byNodeid.keySet();
    }

    void add(Inode inode) {
        byNodeid.put(inode.nodeid(), inode);
    }

    void remove(Inode inode) {
        if (byNodeid.get(inode.nodeid()) == inode) {
            byNodeid.remove(inode.nodeid());
        }
    }

    /** Takes out all inodes that are left. */
    List<Inode> takeAll() {
        List<Inode> left = List.copyOf(byNodeid.values());
        byNodeid.clear();
        byNodeid.trim();
        return left;
    }
}
