// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

import java.util.List;
import org.forgetmenot.wire.Errno;
import org.forgetmenot.wire.Opcode;

/** Walks along names: what is cached and still valid is believed, the rest is asked for (fs/namei.c, fs/fuse/dir.c). */
final class PathWalk {
    private static final int RETRIES_MAX = 4;

    /** Where a walk ends: at a dentry that is pinned for the caller, or at an error. */
    interface Then {
        void with(SimDentry found, int error);
    }

    private final SimKernel kernel;

    PathWalk(SimKernel kernel) {
        this.kernel = kernel;
    }

    private static int error(Errno errno) {
        return -errno.number();
    }

    /** Walks from the root of the task's namespace; mounts on the way are followed. */
    void to(SimTask task, List<String> names, Then then) {
        SimDentry root = task.namespace.root;
        root.pins++;
        from(task, root, names, 0, then);
    }

    private void from(SimTask task, SimDentry at, List<String> names, int index, Then then) {
        if (index == names.size()) {
            then.with(at, 0);
            return;
        }
        if (!at.inode.isDirectory()) {
            kernel.unpin(at, task, Cause.LAST_REFERENCE);
            then.with(null, error(Errno.ENOTDIR));
            return;
        }
        lookup(task, at, names.get(index), 0, (child, error) -> {
            if (child == null || !child.inode.mountPoint) {
                kernel.unpin(at, task, Cause.LAST_REFERENCE);
                next(task, child, error, names, index, then);
                return;
            }
            cross(task, at, child, (root, failed) -> {
                kernel.unpin(child, task, Cause.LAST_REFERENCE);
                kernel.unpin(at, task, Cause.LAST_REFERENCE);
                next(task, root, failed, names, index, then);
            });
        });
    }

    private void next(SimTask task, SimDentry child, int error, List<String> names, int index, Then then) {
        if (child == null) {
            then.with(null, error);
        } else {
            from(task, child, names, index + 1, then);
        }
    }

    /** Finds a name in a directory that the caller has pinned; what is found is pinned. */
    private void lookup(SimTask task, SimDentry directory, String name, int tries, Then then) {
        SimDentry child = directory.children.get(name);
        if (child == null) {
            slowly(task, directory, name, tries, then);
        } else if (child.validUntilNs > kernel.schedule.nowNs()) {
            found(child, then);
        } else if (child.inode == null) {
            kernel.unhash(child, task, Cause.REVALIDATE);
            slowly(task, directory, name, tries, then);
        } else {
            child.pins++;
            revalidate(task, directory, child, (valid, error) -> {
                if (valid) {
                    then.with(child, 0);
                    return;
                }
                if (error == error(Errno.EINTR)) {
                    kernel.unpin(child, task, Cause.LAST_REFERENCE);
                    then.with(null, error);
                    return;
                }
                if (child.hashed && !child.holdsMount() && !kernel.robsBelow(child)) {
                    kernel.unhash(child, task, Cause.REVALIDATE);
                }
                kernel.unpin(child, task, Cause.REVALIDATE);
                slowly(task, directory, name, tries, then);
            });
        }
    }

    private static void found(SimDentry child, Then then) {
        if (child.inode == null) {
            then.with(null, error(Errno.ENOENT));
        } else {
            child.pins++;
            then.with(child, 0);
        }
    }

    /** What became of a revalidation. */
    private interface Revalidated {
        void with(boolean valid, int error);
    }

    /** {@code fuse_dentry_revalidate}. */
    private void revalidate(SimTask task, SimDentry directory, SimDentry child, Revalidated then) {
        Request request = new Request(Opcode.LOOKUP, directory.inode.nodeid, task.pid).named(child.name);
        String caller = kernel.setting.policy() == CountPolicy.LOOKUP
                ? "fuse_dentry_revalidate_lookup"
                : "fuse_dentry_revalidate";
        kernel.ask(task, directory.superblock, request, caller, reply -> {
            EntryReply entry = reply.entry();
            if (reply.error() != 0 || entry.nodeid() == 0) {
                then.with(false, reply.error());
                return;
            }
            SimInode inode = child.inode;
            if (entry.nodeid() != inode.nodeid || entry.isSubmount() != inode.mountPoint) {
                kernel.forget(task, entry.nodeid(), 1, Cause.MISMATCH);
                then.with(false, reply.error());
                return;
            }
            kernel.countAgain(inode);
            child.validUntilNs = kernel.schedule.nowNs() + entry.entryValidNs();
            then.with(inode.isSame(entry), 0);
        });
    }

    private void slowly(SimTask task, SimDentry directory, String name, int tries, Then then) {
        directory.inode.lock(() -> {
            if (directory.children.containsKey(name) && tries < RETRIES_MAX) { // somebody else was quicker
                directory.inode.unlock();
                lookup(task, directory, name, tries + 1, then);
                return;
            }
            lookupLocked(task, directory, name, (child, error) -> {
                directory.inode.unlock();
                then.with(child, error);
            });
        });
    }

    /** {@code fuse_lookup}, with the directory locked. */
    void lookupLocked(SimTask task, SimDentry directory, String name, Then then) {
        SimDentry known = directory.children.get(name);
        if (known != null && (known.inode != null || known.validUntilNs > kernel.schedule.nowNs())) {
            found(known, then);
            return;
        }
        Request request = new Request(Opcode.LOOKUP, directory.inode.nodeid, task.pid).named(name);
        kernel.ask(task, directory.superblock, request, reply -> {
            if (reply.error() != 0) {
                then.with(null, reply.error());
                return;
            }
            EntryReply entry = reply.entry();
            if (entry.nodeid() == 0) {
                if (!directory.children.containsKey(name) && directory.hashed) {
                    kernel.newDentry(directory, name, null, entry.entryValidNs());
                }
                then.with(null, error(Errno.ENOENT));
                return;
            }
            SimInode inode = kernel.iget(task, directory.superblock, entry, "fuse_lookup_name", true);
            attach(task, directory, name, inode, entry, then);
        });
    }

    /** Gives an inode a name; what comes of it is pinned. */
    void attach(SimTask task, SimDentry directory, String name, SimInode inode, EntryReply entry, Then then) {
        if (inode == null) {
            then.with(null, error(Errno.ENOMEM));
            return;
        }
        SimDentry child = kernel.splice(task, directory, name, inode, entry.entryValidNs());
        if (child == null) {
            then.with(null, error(Errno.ELOOP));
            return;
        }
        child.pins++;
        then.with(child, 0);
    }

    /** Goes through a mount point into the submount of the task's namespace, which is mounted if it is not yet. */
    private void cross(SimTask task, SimDentry directory, SimDentry mountPoint, Then then) {
        SimSuperblock mounted = task.namespace.mounts.get(mountPoint);
        if (mounted != null) {
            mounted.root.pins++;
            then.with(mounted.root, 0);
            return;
        }
        kernel.trace.submount(task, mountPoint.inode);
        SimSuperblock made = kernel.newSuperblock(true);
        if (kernel.setting.policy() != CountPolicy.LOOKUP) {
            mount(task, mountPoint, made, then);
            return;
        }
        Request request = new Request(Opcode.LOOKUP, directory.inode.nodeid, task.pid).named(mountPoint.name);
        kernel.ask(task, made, request, "fuse_dentry_revalidate_lookup", reply -> {
            EntryReply entry = reply.entry();
            boolean same = reply.error() == 0 && entry.nodeid() == mountPoint.inode.nodeid && entry.isSubmount();
            if (!same) {
                if (reply.error() == 0 && entry.nodeid() != 0) {
                    kernel.forget(task, entry.nodeid(), 1, Cause.MISMATCH);
                }
                failed(task, made, Errno.ENOENT, then);
            } else {
                mount(task, mountPoint, made, then);
            }
        });
    }

    private void failed(SimTask task, SimSuperblock made, Errno errno, Then then) {
        kernel.freeSuperblock(made);
        kernel.trace.submountReturned(task, error(errno));
        then.with(null, error(errno));
    }

    private void mount(SimTask task, SimDentry mountPoint, SimSuperblock made, Then then) {
        if (task.dice.oneIn(60)) { // no memory for the root
            if (kernel.setting.policy() == CountPolicy.LOOKUP) {
                mountPoint.inode.nlookup++;
            }
            failed(task, made, Errno.ENOMEM, then);
            return;
        }
        kernel.enter(task, made, mountPoint.inode);
        kernel.trace.submountReturned(task, 0);
        SimSuperblock other = task.namespace.mounts.get(mountPoint);
        if (other != null) { // two tasks walked into it at once
            kernel.killSuperblock(made, task);
        } else {
            task.namespace.mounts.put(mountPoint, made);
            mountPoint.pins++;
            mountPoint.mounts++;
        }
        SimSuperblock in = task.namespace.mounts.get(mountPoint);
        in.root.pins++;
        then.with(in.root, 0);
    }
}
