// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;

/** What the books of the kernel's side share: where everything is found, and how sure the capture lets them be. */
final class KernelState {
    private final LeakBook leaks = new LeakBook(this);
    private final Connections connections = new Connections(this);
    private final TaskNames taskNames = new TaskNames();
    private final Long2ObjectOpenHashMap<Inode> byPointer = new Long2ObjectOpenHashMap<>();
    private final SubmountEvidence evidence = new SubmountEvidence();
    private final NodeTotals totals = new NodeTotals();
    private boolean keepsHistories;
    private boolean sawEvictions;
    /** How often events were lost. */
    private int losses;

    Connections connections() {
        return connections;
    }

    /** Inodes let go without a FORGET. */
    LeakBook leaks() {
        return leaks;
    }

    /** A task does something else than to give back what it evicted. */
    void movesOn(Task task) {
        leaks.movesOn(task);
        task.movesOn();
    }

    TaskNames taskNames() {
        return taskNames;
    }

    /** Inodes by their kernel address. */
    Long2ObjectOpenHashMap<Inode> byPointer() {
        return byPointer;
    }

    SubmountEvidence evidence() {
        return evidence;
    }

    NodeTotals totals() {
        return totals;
    }

    /** Whether the facts about each mount point are kept, to be played under other policies. */
    boolean keepsHistories() {
        return keepsHistories;
    }

    void keepHistories() {
        keepsHistories = true;
    }

    boolean hasSeenEvictions() {
        return sawEvictions;
    }

    void sawEviction() {
        sawEvictions = true;
    }

    /** How often events were lost until now. */
    int losses() {
        return losses;
    }

    boolean isLossy() {
        return losses > 0;
    }

    /** The recorder lost events: from here on every count is a bound. */
    void lost() {
        losses++;
    }

    /** Whether the life before may go on after all: lookups of it are still held, of which the capture does not tell. */
    private static boolean isMaybeNotOver(KernelConnection connection, long nodeid) {
        Epoch dropped = connection.dropped(nodeid);
        return dropped != null && dropped.drop() != null && !dropped.drop().isExact();
    }

    /** The same if roots of submounts take or share lookups. */
    private static boolean mayHideLookups(KernelConnection connection, long nodeid) {
        Epoch dropped = connection.dropped(nodeid);
        return dropped != null && dropped.isMaybeHidingLookups();
    }

    /** The life of a nodeid that goes on, begun if there is none. */
    Epoch epochFor(KernelConnection connection, long nodeid) {
        Epoch epoch = connection.live(nodeid);
        if (epoch == null) {
            epoch = new Epoch(
                    nodeid, connection.isSeenFromMount() && !isLossy() && !isMaybeNotOver(connection, nodeid));
            if (mayHideLookups(connection, nodeid)) {
                epoch.mayHideLookups();
            }
            connection.begin(epoch);
            totals.begin();
        }
        return epoch;
    }

    void add(Inode inode) {
        inode.superblock().add(inode);
        inode.epoch().holders().add(inode);
    }

    void release(Inode inode) {
        inode.superblock().remove(inode);
        inode.epoch().holders().remove(inode);
        inode.counts().holders().remove(inode);
        if (inode.pointer() != 0) {
            byPointer.remove(inode.pointer(), inode);
        }
    }

    /** A superblock is gone: what it still held, nobody evicts any more. */
    void releaseAll(Superblock superblock) {
        for (Inode inode : superblock.takeAll()) {
            release(inode);
            end(superblock.connection(), inode.epoch());
            end(superblock.connection(), inode.counts());
        }
    }

    /** A life is over, if no inode stands for it any more. */
    void end(KernelConnection connection, Epoch epoch) {
        if (epoch.holders().isEmpty()) {
            if (connection.live(epoch.nodeid()) == epoch) {
                totals.end();
            }
            connection.end(epoch);
        }
    }
}
