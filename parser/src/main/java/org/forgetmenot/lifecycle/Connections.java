// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.jspecify.annotations.Nullable;

/**
 * Finds the superblock and the connection that a kernel event belongs to.
 *
 * <p>Only requests and FORGETs name the connection ({@code fuse_conn} pointer), only inodes' events a superblock that is
 * surely one: the pointer in a request may have been read at a wrong offset (struct fuse_mount changed after 5.10), so a
 * request alone never makes a superblock.
 */
final class Connections {
    private static final int HINTS_MAX = 4096;
    /** Connections kept for the report; a trace that mounts more often is told apart all the same. */
    private static final int REPORTED_MAX = 1000;
    /** Superblocks kept for the report, of all connections together. */
    private static final int REPORTED_SUPERBLOCKS_MAX = 4096;
    /**
     * Superblocks that are dead but not yet let go: kill_sb comes before the evictions and FORGETs of the unmount, and
     * several may be on their way out at a time.
     */
    private static final int DYING_MAX = 64;

    private final KernelState state;
    private final List<KernelConnection> reported = new ArrayList<>();
    private final Counted omitted = new Counted();
    private int reportedSuperblocks;
    private final Counted superblocksOmitted = new Counted();
    /** Connections that events may still belong to. */
    private final List<KernelConnection> open = new ArrayList<>();

    private final ArrayDeque<Superblock> dying = new ArrayDeque<>();
    private final Long2ObjectOpenHashMap<KernelConnection> byPointer = new Long2ObjectOpenHashMap<>();
    private final Long2ObjectOpenHashMap<KernelConnection> hints = new Long2ObjectOpenHashMap<>();
    private final Long2ObjectOpenHashMap<Superblock> superblocks = new Long2ObjectOpenHashMap<>();

    private final Int2ObjectOpenHashMap<KernelConnection> byDevice = new Int2ObjectOpenHashMap<>();

    /** Holds the inodes whose superblock no event names; it is not reported. */
    private @Nullable Superblock unknown;

    Connections(KernelState state) {
        this.state = state;
    }

    /** The first connections, in the order they were met. */
    List<KernelConnection> reported() {
        return reported;
    }

    /** Connections beyond them. */
    Counted omitted() {
        return omitted;
    }

    /** Superblocks beyond those that are kept for the report. */
    Counted superblocksOmitted() {
        return superblocksOmitted;
    }

    /** The superblock at an address that is still mounted or being unmounted, null if none was seen. */
    @Nullable
    Superblock superblock(Event event) {
        if (!event.hasSuperblock()) {
            return null;
        }
        Superblock superblock = superblocks.get(event.superblock());
        if (superblock == null || (event.hasSDev() && superblock.hasSDev() && superblock.sDev() != event.sDev())) {
            return null;
        }
        return superblock;
    }

    /**
     * The superblock of an inode's event, made if it is new.
     *
     * @param isRoot whether the event brings its root, which begins a superblock's life
     */
    Superblock superblockOf(Event event, Task task, boolean isRoot) {
        if (!event.hasSuperblock()) {
            return unnamed(event);
        }
        Superblock superblock = superblock(event);
        if (superblock != null && (superblock.isAlive() || event.kind() != EventKind.KERNEL_IGET)) {
            return superblock;
        }
        KernelConnection connection = connectionOfNew(event, task, isRoot);
        Superblock made = new Superblock(event.superblock(), connection, isRoot, state.losses());
        if (event.hasSDev()) {
            made.sDev(event.sDev());
            byDevice.put(event.sDev(), connection);
        }
        boolean hasRoom = reportedSuperblocks < REPORTED_SUPERBLOCKS_MAX;
        connection.add(made, hasRoom);
        if (hasRoom) {
            reportedSuperblocks++;
        } else {
            superblocksOmitted.add(event, state.taskNames());
        }
        Superblock before = superblocks.put(event.superblock(), made);
        if (before != null && before.isAlive()) {
            dies(before); // its kill_sb was not seen
        }
        return made;
    }

    /** Of an event that names no superblock: the only one that holds the nodeid, else one that stands for those unknown. */
    private Superblock unnamed(Event event) {
        Superblock only = null;
        for (KernelConnection connection : open) {
            Epoch epoch = connection.live(event.nodeid());
            if (epoch == null) {
                continue;
            }
            for (Inode inode : epoch.holders()) {
                if (only != null && only != inode.superblock()) {
                    return unknown(event);
                }
                only = inode.superblock();
            }
        }
        return only == null ? unknown(event) : only;
    }

    private Superblock unknown(Event event) {
        Superblock known = unknown;
        if (known == null || !known.isAlive() || !open.contains(known.connection())) {
            known = new Superblock(
                    0, open.isEmpty() ? begin(event, false) : open.get(open.size() - 1), false, state.losses());
            known.connection().add(known, false);
            unknown = known;
        }
        return known;
    }

    /** A superblock is killed: what it still holds is let go soon. */
    void kill(Superblock superblock, Mark mark) {
        if (superblock.isAlive()) {
            superblock.kill(mark);
            dies(superblock);
        }
    }

    private void dies(Superblock superblock) {
        superblock.connection().unmounted();
        dying.addLast(superblock);
        if (dying.size() > DYING_MAX) {
            letGo(dying.removeFirst());
        }
    }

    private void letGo(Superblock superblock) {
        KernelConnection connection = superblock.connection();
        superblocks.remove(superblock.pointer(), superblock);
        if (superblock.hasSDev()) {
            byDevice.remove(superblock.sDev(), connection);
        }
        state.releaseAll(superblock);
        if (connection.letGo()) {
            open.remove(connection);
            byPointer.remove(connection.pointer(), connection);
            hints.values().removeIf(hinted -> hinted == connection);
            state.totals().endAll(connection.close());
        }
    }

    private KernelConnection connectionOfNew(Event event, Task task, boolean isRoot) {
        Inode mountPoint = task.mountPoint;
        if (task.submounting && mountPoint != null) {
            return mountPoint.superblock().connection();
        }
        KernelConnection hinted = hints.remove(event.superblock());
        if (isRoot && event.nodeid() == KernelConnection.ROOT) {
            return begin(event, true);
        }
        if (hinted != null) {
            return hinted;
        }
        for (KernelConnection connection : open) {
            Epoch epoch = connection.live(event.nodeid());
            if (epoch != null && epoch.isSubmount()) {
                return connection;
            }
        }
        if (task.connection != null) {
            return task.connection;
        }
        return open.isEmpty() ? begin(event, false) : open.get(open.size() - 1);
    }

    private KernelConnection begin(Event event, boolean seenFromMount) {
        KernelConnection connection = new KernelConnection(seenFromMount);
        open.add(connection);
        if (reported.size() < REPORTED_MAX) {
            reported.add(connection);
        } else {
            omitted.add(event, state.taskNames());
        }
        return connection;
    }

    /** The connection of a request; learns which superblocks belong to it. */
    KernelConnection connectionOf(Event event, @Nullable Superblock superblock) {
        if (superblock != null) {
            KernelConnection connection = superblock.connection();
            if (event.hasConnection() && !connection.hasPointer()) {
                name(connection, event.connection());
            }
            return connection;
        }
        KernelConnection connection = ofPointer(event);
        if (event.hasSuperblock() && hints.size() < HINTS_MAX) {
            hints.put(event.superblock(), connection);
        }
        return connection;
    }

    /** The connection that an event names, else the latest. */
    KernelConnection ofPointer(Event event) {
        if (event.hasConnection()) {
            KernelConnection named = byPointer.get(event.connection());
            if (named != null) {
                return named;
            }
            for (KernelConnection connection : open) {
                if (!connection.hasPointer()) {
                    name(connection, event.connection());
                    return connection;
                }
            }
            KernelConnection connection = begin(event, false);
            name(connection, event.connection());
            return connection;
        }
        return open.isEmpty() ? begin(event, false) : open.get(open.size() - 1);
    }

    /** The connection of one of the kernel's own tracepoints, which name it by device number. */
    KernelConnection ofDevice(Event event) {
        int device = (int) event.connection();
        KernelConnection known = byDevice.get(device);
        if (known == null) {
            known = begin(event, false);
            byDevice.put(device, known);
        }
        return known;
    }

    /** A connection that is not over and knows a nodeid, null if there is none. */
    @Nullable
    KernelConnection thatKnows(long nodeid) {
        for (KernelConnection connection : open) {
            if (connection.known(nodeid) != null) {
                return connection;
            }
        }
        return null;
    }

    /** Whether some connection has a live nodeid that was announced as a submount. */
    boolean hasMountPoint(long nodeid) {
        return mountPoint(nodeid) != null;
    }

    /** A live mount point inode of a nodeid, null if there is none. */
    @Nullable
    Inode mountPoint(long nodeid) {
        for (KernelConnection connection : open) {
            Epoch epoch = connection.live(nodeid);
            if (epoch != null) {
                for (Inode inode : epoch.holders()) {
                    if (inode.isMountPoint()) {
                        return inode;
                    }
                }
            }
        }
        return null;
    }

    void name(KernelConnection connection, long pointer) {
        connection.pointer(pointer);
        byPointer.put(pointer, connection);
    }
}
