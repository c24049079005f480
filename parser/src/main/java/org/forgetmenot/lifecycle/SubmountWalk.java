// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import org.forgetmenot.event.Event;
import org.forgetmenot.event.KernelFunction;
import org.forgetmenot.wire.Opcode;

/** Walks into submounts, and the lookups on the way that no fuse_iget shows. */
final class SubmountWalk {
    private final KernelState state;

    SubmountWalk(KernelState state) {
        this.state = state;
    }

    /** A request was answered with success: it may have raised a count that no fuse_iget shows. */
    void succeeded(Event event, Task task, int result, int caller) {
        Opcode opcode = Opcode.of(task.opcode);
        Superblock superblock = task.superblock;
        Inode directory = superblock == null ? null : superblock.inode(task.nodeid);
        if (opcode == Opcode.READDIRPLUS && result > 0 && directory != null) {
            lookedUpBelow(directory, event);
        }
        if (opcode != Opcode.LOOKUP) {
            return;
        }
        if (task.submounting) {
            task.lookedUpInside = true;
            state.evidence().lookupWhileMounting();
        } else if (isRevalidation(caller)) {
            task.revalidated = true;
            if (directory != null) {
                lookedUpBelow(directory, event);
            }
            task.lookupBelow = directory == null ? Long.MAX_VALUE : directory.lookupsBelow();
        }
    }

    /** Kernels with v2 of the patch revalidate in a function of its own. */
    private static boolean isRevalidation(int caller) {
        return caller == KernelFunction.DENTRY_REVALIDATE
                || caller == KernelFunction.DENTRY_REVALIDATE_LOOKUP
                || caller == KernelFunction.UNKNOWN;
    }

    /** A child of the directory was looked up, and no event says which: any mount point in it may have been. */
    private void lookedUpBelow(Inode directory, Event event) {
        directory.lookedUpBelow();
        for (SubmountHistory history : directory.superblock().connection().histories()) {
            Inode inode = directory.superblock().inode(history.nodeid());
            if (inode != null && inode.isMountPoint() && inode.directory() == directory) {
                history.add(
                        SubmountHistory.Kind.MAYBE_REVALIDATED,
                        inode.historyNumber(),
                        -1,
                        -1,
                        inode.superblock(),
                        new Mark(event, state.taskNames()));
            }
        }
    }

    /** {@code fuse_get_tree_submount}: a task walks into a mount point. */
    void begins(Event event, Task task) {
        task.submounting = true;
        task.gotRoot = false;
        task.lookedUpInside = false;
        task.mountPointNodeid = event.nodeid();
        Inode mountPoint = event.hasInode() ? state.byPointer().get(event.inode()) : null;
        if (mountPoint == null || mountPoint.nodeid() != event.nodeid()) {
            mountPoint = state.connections().mountPoint(event.nodeid());
        }
        task.mountPoint = mountPoint;
        if (mountPoint != null
                && task.revalidated
                && isParent(task.nodeid, mountPoint)
                && mountPoint.isOlderThan(task.lookupBelow)) {
            // the walk revalidated the mount point itself just before
            mountPoint.addKnown(1);
            mountPoint.epoch().add(1);
            mountPoint.attributed();
            SubmountHistory history = mountPoint.history();
            if (history != null) {
                history.revalidated(
                        mountPoint.historyNumber(), mountPoint.superblock(), new Mark(event, state.taskNames()));
            }
        }
        state.movesOn(task);
    }

    private static boolean isParent(long nodeid, Inode mountPoint) {
        Inode directory = mountPoint.directory();
        if (directory != null) {
            return directory.nodeid() == nodeid; // the life of a mount point may outlast its directory's nodeid
        }
        return mountPoint.epoch().grants().stream().allMatch(g -> g.parent() == 0 || g.parent() == nodeid);
    }

    /** The mount is done; v2 of the patch charges a lookup that found no root to the mount point. */
    void ends(Event event, Task task) {
        Inode mountPoint = task.mountPoint;
        if (task.submounting
                && event.hasError()
                && event.error() != 0
                && task.lookedUpInside
                && !task.gotRoot
                && mountPoint != null) {
            mountPoint.addKnown(1);
            mountPoint.epoch().add(1);
        }
        Inode root = task.root;
        SubmountHistory history = root == null ? null : root.history();
        if (root != null && history != null) {
            history.mounted(root.historyNumber());
        }
        task.root = null;
        task.submounting = false;
        task.mountPoint = null;
        state.movesOn(task);
    }
}
