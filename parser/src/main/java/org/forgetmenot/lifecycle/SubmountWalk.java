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
    void succeeded(Task task, int result, int caller) {
        Opcode opcode = Opcode.of(task.opcode);
        Superblock superblock = task.superblock;
        Inode directory = superblock == null ? null : superblock.inode(task.nodeid);
        if (opcode == Opcode.READDIRPLUS && result > 0 && directory != null) {
            directory.lookedUpBelow();
        }
        if (opcode != Opcode.LOOKUP) {
            return;
        }
        if (task.submounting) {
            task.lookedUpInside = true;
            state.evidence().lookupWhileMounting();
        } else if (caller == KernelFunction.DENTRY_REVALIDATE || caller == KernelFunction.UNKNOWN) {
            task.revalidated = true;
            if (directory != null) {
                directory.lookedUpBelow();
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
        if (mountPoint != null && task.revalidated && isParent(task.nodeid, mountPoint)) {
            // the walk revalidated the mount point itself just before
            mountPoint.addKnown(1);
            mountPoint.epoch().add(1);
            mountPoint.attributed();
        }
        task.movesOn();
    }

    private static boolean isParent(long nodeid, Inode mountPoint) {
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
        task.submounting = false;
        task.mountPoint = null;
        task.movesOn();
    }
}
