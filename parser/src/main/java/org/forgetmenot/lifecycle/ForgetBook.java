// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import java.util.ArrayList;
import java.util.List;
import org.forgetmenot.event.Event;
import org.jspecify.annotations.Nullable;

/** The kernel's FORGETs: where the server's count falls to 0, who still holds the nodeid then, and who uses it later. */
final class ForgetBook {
    /** Drops kept for the report; more are only counted. */
    private static final int DROPS_MAX = 1000;
    /** Drops without room between two searches for harmless ones. */
    private static final int SETTLE_EVERY = 64;

    private final KernelState state;
    private final List<Drop> drops = new ArrayList<>();
    /** Drops that were not kept while it is still open what becomes of them. */
    private final List<Drop> pending = new ArrayList<>();

    private long dropsOmitted;
    private int sinceSettled;

    ForgetBook(KernelState state) {
        this.state = state;
    }

    List<Drop> drops() {
        return drops;
    }

    long dropsOmitted() {
        return dropsOmitted + pending.stream().filter(this::mayBeFinding).count();
    }

    private void keep(Drop drop) {
        if (drops.size() >= DROPS_MAX && ++sinceSettled >= SETTLE_EVERY) {
            sinceSettled = 0;
            settle();
        }
        (drops.size() < DROPS_MAX ? drops : pending).add(drop);
    }

    /** Makes room by dropping what turned out to be harmless, and counts what there was no room for. */
    private void settle() {
        drops.removeIf(drop -> drop.isOver() && !mayBeFinding(drop));
        pending.removeIf(drop -> {
            if (drop.isOver() && mayBeFinding(drop)) {
                dropsOmitted++;
            }
            return drop.isOver();
        });
    }

    private boolean mayBeFinding(Drop drop) {
        return drop.mayBeFinding(state.evidence().showsShared());
    }

    /** {@code fuse_queue_forget}: the server's count falls. */
    void forget(Event event, Task task, long order) {
        task.forgot = null;
        if (!event.hasNodeid() || event.nodeid() == KernelConnection.ROOT) {
            return;
        }
        Inode evicted = task.evicted;
        if (evicted != null && evicted.nodeid() == event.nodeid()) {
            state.leaks().forgotten();
            SubmountHistory history = evicted.history();
            if (history != null && evicted.alias() == null) {
                history.forgotten();
            }
            KernelConnection connection = evicted.superblock().connection();
            if (event.hasConnection() && !connection.hasPointer()) {
                state.connections().name(connection, event.connection());
            }
            if (event.hasNlookup() && event.nlookup() <= task.evictedLeft) {
                task.evictedLeft -= event.nlookup();
            } else if (event.hasNlookup()) {
                state.evidence().sharedRelease();
            }
            fall(event, task, evicted.counts(), evicted.superblock(), order);
            return;
        }
        if (state.hasSeenEvictions() && !state.isLossy()) {
            task.strayForget = event.nodeid();
            // a reply that became no inode (revalidation found another, fuse_iget failed): its count was never booked
            return;
        }
        Epoch epoch = state.connections().ofPointer(event).live(event.nodeid());
        if (epoch != null) {
            Inode inode = onlyCounted(epoch);
            if (inode != null) {
                state.release(inode);
            }
            epoch.inexact();
            fall(event, task, epoch, inode == null ? null : inode.superblock(), order);
        }
    }

    private static @Nullable Inode onlyCounted(Epoch epoch) {
        Inode only = null;
        for (Inode inode : epoch.holders()) {
            if (inode.known() > 0) {
                if (only != null) {
                    return null;
                }
                only = inode;
            }
        }
        return only;
    }

    private void fall(Event event, Task task, Epoch epoch, @Nullable Superblock by, long order) {
        if (epoch.drop() != null) {
            if (by != null && epoch.holders().isEmpty()) {
                by.connection().end(epoch); // its last holder went
            }
            return;
        }
        long stillHeld = 0;
        for (Inode inode : epoch.holders()) {
            stillHeld += inode.known();
        }
        epoch.count(Math.max(epoch.count() - (event.hasNlookup() ? event.nlookup() : 0), stillHeld));
        if (epoch.count() > 0) {
            return;
        }
        KernelConnection connection =
                by != null ? by.connection() : state.connections().ofPointer(event);
        if (connection.live(epoch.nodeid()) == epoch) { // else a second FORGET of the same eviction
            state.totals().end();
        }
        List<Drop.Holder> holders = holdersBeside(epoch, by);
        if (holders.isEmpty()) {
            connection.end(epoch);
            return;
        }
        Drop drop = new Drop(
                epoch,
                new Mark(event, state.taskNames()),
                event.hasNlookup() ? event.nlookup() : null,
                by,
                holders,
                epoch.isExact() && !state.isLossy() && event.hasNlookup(),
                order);
        if (epoch.isMaybeHidingLookups()) {
            drop.maybeShared();
        }
        if (mayHaveMore(epoch)) {
            drop.inexact();
        }
        if (state.isLossy()) {
            drop.lossy();
        }
        epoch.drop(drop);
        connection.dropped(epoch);
        task.forgot = drop;
        keep(drop);
    }

    /** Whether a mount point that is left may have been looked up unseen. */
    private static boolean mayHaveMore(Epoch epoch) {
        return epoch.holders().stream().anyMatch(i -> i.isMountPoint() && i.possiblyUnseen() != 0);
    }

    private static List<Drop.Holder> holdersBeside(Epoch epoch, @Nullable Superblock by) {
        List<Drop.Holder> holders = new ArrayList<>();
        for (Inode inode : epoch.holders()) {
            Superblock superblock = inode.superblock();
            if (superblock != by
                    && inode.epoch() == epoch
                    && superblock.isAlive()
                    && holders.stream().noneMatch(h -> h.superblock() == superblock)) {
                holders.add(new Drop.Holder(superblock, inode.isRoot()));
            }
        }
        return holders;
    }

    /** The forgotten life of a nodeid that a request uses, null if the nodeid is not forgotten as far as is known. */
    @Nullable
    Drop dropUsedBy(Event event, @Nullable Superblock superblock, KernelConnection connection, Task task) {
        long nodeid = event.nodeid();
        if (nodeid == KernelConnection.ROOT) {
            return null;
        }
        Epoch live = connection.live(nodeid);
        Inode inode = superblock == null ? null : superblock.inode(nodeid);
        if (inode == null && superblock != null && live != null && mayInfer(superblock, task)) {
            state.add(new Inode(superblock, live, false, false)); // whoever uses a nodeid holds an inode of it
            return null;
        }
        Epoch epoch = inode != null ? inode.epoch() : live == null ? connection.dropped(nodeid) : null;
        if (epoch == null) {
            if (superblock != null && mayInfer(superblock, task)) {
                Epoch met = state.epochFor(connection, nodeid);
                met.inexact();
                state.add(new Inode(superblock, met, false, false));
            }
            return null;
        }
        if (epoch.drop() == null || (live != null && live != epoch && isSameFile(live, epoch))) {
            return null;
        }
        return epoch.drop();
    }

    /** Inodes from before the capture, or whose iget was lost, show only by being used. */
    private boolean mayInfer(Superblock superblock, Task task) {
        return superblock.isAlive() && !task.submounting && (state.isLossy() || !superblock.isSeenFromMount());
    }

    /** Whether a nodeid was handed out again, to another file, since it was forgotten. */
    boolean isAliased(Epoch epoch, KernelConnection connection) {
        Epoch live = connection.live(epoch.nodeid());
        return live != null && live != epoch;
    }

    /** A mount point that is looked up again is the same directory as before. */
    private static boolean isSameFile(Epoch live, Epoch forgotten) {
        return live.isSubmount() && forgotten.isSubmount() && live.mode() == forgotten.mode();
    }
}
