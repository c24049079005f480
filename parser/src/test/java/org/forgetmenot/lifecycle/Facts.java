// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.jspecify.annotations.Nullable;

/** Writes the history of a mount point by hand. Positions count from 1; each inode has its own superblock. */
public final class Facts {
    private final KernelConnection connection = new KernelConnection(true);
    private final SubmountHistory history = connection.history(3);
    private final Map<Integer, Superblock> superblocks = new HashMap<>();
    private long position;

    /** The connection with this history only. */
    public List<KernelConnection> connections() {
        return List.of(connection);
    }

    public List<SubmountHistory.Fact> list() {
        return history.facts();
    }

    public Facts got(int mountPoint) {
        return add(SubmountHistory.Kind.MOUNT_POINT_GOT, mountPoint, -1, -1);
    }

    public Facts revalidated(int mountPoint) {
        history.revalidated(mountPoint, null, mark());
        return this;
    }

    public Facts maybe(int mountPoint) {
        return add(SubmountHistory.Kind.MAYBE_REVALIDATED, mountPoint, -1, -1);
    }

    public Facts entered(int root, int mountPoint) {
        return add(SubmountHistory.Kind.ENTERED, root, mountPoint, -1);
    }

    /** The mount is done. */
    public Facts mounted(int root) {
        history.mounted(root);
        return this;
    }

    public Facts used(int root) {
        return add(SubmountHistory.Kind.USED, root, -1, -1);
    }

    public Facts killed(int root) {
        return add(SubmountHistory.Kind.KILLED, root, -1, -1);
    }

    public Facts mountPointEvicted(int mountPoint, long nlookup) {
        return add(SubmountHistory.Kind.MOUNT_POINT_EVICTED, mountPoint, -1, nlookup);
    }

    public Facts rootEvicted(int root, long nlookup) {
        return add(SubmountHistory.Kind.ROOT_EVICTED, root, -1, nlookup);
    }

    private Facts add(SubmountHistory.Kind kind, int inode, int from, long nlookup) {
        history.add(kind, inode, from, nlookup, superblock(inode), mark());
        return this;
    }

    private @Nullable Superblock superblock(int inode) {
        return superblocks.computeIfAbsent(inode, i -> new Superblock(i, connection, true, 0));
    }

    private Mark mark() {
        Event event = new Event();
        event.start(EventKind.KERNEL_REQUEST, ++position);
        return new Mark(event, new TaskNames());
    }
}
