// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

import java.util.ArrayList;
import java.util.List;
import org.forgetmenot.wire.Errno;
import org.forgetmenot.wire.Opcode;

/** What tasks do with files: each call ends by running what was given to it. */
final class Syscalls {
    private static final int DEPTH_MAX = 3;
    private static final int OPEN_MAX = 6;

    private final SimKernel kernel;
    private final PathWalk walk;

    Syscalls(SimKernel kernel) {
        this.kernel = kernel;
        this.walk = new PathWalk(kernel);
    }

    /** A path that may exist: names of the tree, or the way into a submount. */
    private static List<String> path(SimTask task) {
        Dice dice = task.dice;
        List<String> path = new ArrayList<>();
        if (dice.oneIn(3)) {
            path.addAll(HostTree.ROOTFS.subList(0, 1 + dice.below(HostTree.ROOTFS.size())));
        } else if (dice.oneIn(10)) {
            path.addAll(List.of("data", "vol"));
        } else if (dice.oneIn(8)) {
            path.add("etc");
        }
        for (int i = dice.below(DEPTH_MAX); i > 0; i--) {
            path.add(dice.pick(HostTree.NAMES));
        }
        return path;
    }

    private static String name(SimTask task) {
        return task.dice.pick(HostTree.NAMES);
    }

    private void unpin(SimDentry dentry, SimTask task) {
        kernel.unpin(dentry, task, Cause.LAST_REFERENCE);
    }

    private interface Found {
        void with(SimDentry dentry);
    }

    /** Walks, and does something with what is found, which is to unpin it; nothing if nothing is found. */
    private void at(SimTask task, List<String> path, Found found, Runnable done) {
        walk.to(task, path, (dentry, error) -> {
            if (dentry == null) {
                done.run();
            } else {
                found.with(dentry);
            }
        });
    }

    private void atDirectory(SimTask task, Found found, Runnable done) {
        at(
                task,
                path(task),
                dentry -> {
                    if (dentry.inode.isDirectory()) {
                        found.with(dentry);
                    } else {
                        unpin(dentry, task);
                        done.run();
                    }
                },
                done);
    }

    /** Asks something about an inode and lets go of it. */
    private void simply(SimTask task, Opcode opcode, String name, Runnable done) {
        at(
                task,
                path(task),
                dentry -> kernel.ask(
                        task,
                        dentry.superblock,
                        new Request(opcode, dentry.inode.nodeid, task.pid).named(name),
                        reply -> {
                            unpin(dentry, task);
                            done.run();
                        }),
                done);
    }

    void stat(SimTask task, Runnable done) {
        simply(task, Opcode.GETATTR, "", done);
    }

    void xattr(SimTask task, Runnable done) {
        simply(task, Opcode.GETXATTR, "user.x", done);
    }

    void statfs(SimTask task, Runnable done) {
        simply(task, Opcode.STATFS, "", done);
    }

    /** {@code fuse_get_dentry}: a file handle of NFS names the nodeid. */
    void export(SimTask task, Runnable done) {
        at(
                task,
                path(task),
                dentry -> {
                    SimInode inode = dentry.inode;
                    if (inode.root) {
                        unpin(dentry, task);
                        done.run();
                        return;
                    }
                    Request request = new Request(Opcode.LOOKUP, inode.nodeid, task.pid).named(".");
                    kernel.ask(task, dentry.superblock, request, reply -> {
                        if (reply.error() == 0) {
                            kernel.iget(task, dentry.superblock, reply.entry(), "fuse_lookup_name", false);
                        }
                        unpin(dentry, task);
                        done.run();
                    });
                },
                done);
    }

    void read(SimTask task, Runnable done) {
        open(task, done, file -> read(task, file, 1 + task.dice.below(3), () -> close(task, file, done)));
    }

    void openAndKeep(SimTask task, Runnable done) {
        if (task.files.size() >= OPEN_MAX) {
            done.run();
            return;
        }
        open(task, done, file -> done.run());
    }

    private interface Opened {
        void with(SimTask.OpenFile file);
    }

    private void open(SimTask task, Runnable failed, Opened opened) {
        at(
                task,
                path(task),
                dentry -> {
                    boolean directory = dentry.inode.isDirectory();
                    Opcode opcode = directory ? Opcode.OPENDIR : Opcode.OPEN;
                    Request request = new Request(opcode, dentry.inode.nodeid, task.pid);
                    kernel.ask(task, dentry.superblock, request, reply -> {
                        if (reply.error() != 0) {
                            unpin(dentry, task);
                            failed.run();
                        } else {
                            kernel.forgetTooEarly(task, dentry.inode);
                            opened.with(opened(task, dentry, reply.fh(), directory));
                        }
                    });
                },
                failed);
    }

    private static SimTask.OpenFile opened(SimTask task, SimDentry dentry, long fh, boolean directory) {
        SimTask.OpenFile file = new SimTask.OpenFile(dentry, dentry.inode, fh, directory);
        task.files.add(file);
        return file;
    }

    /** READs go out in the background, as readahead does; the inode waits for them. */
    private void read(SimTask task, SimTask.OpenFile file, int times, Runnable done) {
        if (file.directory()) {
            done.run();
            return;
        }
        int[] left = {times};
        for (int i = 0; i < times; i++) {
            Request request = new Request(Opcode.READ, file.inode().nodeid, task.pid).handle(file.fh());
            kernel.background(task, file.dentry().superblock, request, reply -> {
                if (--left[0] == 0) {
                    done.run();
                }
            });
        }
    }

    void closeOne(SimTask task, Runnable done) {
        if (task.files.isEmpty()) {
            done.run();
        } else {
            close(task, task.dice.pick(task.files), done);
        }
    }

    void closeAll(SimTask task, Runnable done) {
        if (task.files.isEmpty()) {
            done.run();
        } else {
            close(task, task.files.get(0), () -> closeAll(task, done));
        }
    }

    private void close(SimTask task, SimTask.OpenFile file, Runnable done) {
        task.files.remove(file);
        if (file.directory()) {
            release(task, file, Opcode.RELEASEDIR);
            done.run();
            return;
        }
        Request flush = new Request(Opcode.FLUSH, file.inode().nodeid, task.pid).handle(file.fh());
        kernel.ask(task, file.dentry().superblock, flush, reply -> {
            release(task, file, Opcode.RELEASE);
            done.run();
        });
    }

    /** RELEASE is sent and forgotten about: the inode may go before the server has it. */
    private void release(SimTask task, SimTask.OpenFile file, Opcode opcode) {
        long nodeid = file.inode().nodeid;
        if (kernel.plant.takes(Fault.HANDLE_LEAK, nodeid)) {
            unpin(file.dentry(), task);
            return;
        }
        background(task, file, opcode, false);
        if (opcode == Opcode.RELEASE && kernel.plant.takes(Fault.HANDLE_AFTER_RELEASE, nodeid)) {
            background(task, file, Opcode.READ, true);
        } else if (kernel.plant.takes(Fault.HANDLE_DOUBLE_RELEASE, nodeid)) {
            background(task, file, opcode, true);
        }
        unpin(file.dentry(), task);
    }

    private void background(SimTask task, SimTask.OpenFile file, Opcode opcode, boolean misuses) {
        Request request =
                new Request(opcode, file.inode().nodeid, 0).handle(file.fh()).misusing(misuses);
        kernel.background(task, file.dentry().superblock, request, reply -> {});
    }

    void list(SimTask task, Runnable done) {
        atDirectory(
                task,
                dentry -> {
                    Request open = new Request(Opcode.OPENDIR, dentry.inode.nodeid, task.pid);
                    kernel.ask(task, dentry.superblock, open, reply -> {
                        if (reply.error() != 0) {
                            unpin(dentry, task);
                            done.run();
                            return;
                        }
                        SimTask.OpenFile file = opened(task, dentry, reply.fh(), true);
                        list(task, file, 0, done);
                    });
                },
                done);
    }

    private void list(SimTask task, SimTask.OpenFile file, int offset, Runnable done) {
        SimDentry directory = file.dentry();
        directory.inode.lock(() -> {
            Opcode opcode = kernel.setting.personality().listsWithNodeids() ? Opcode.READDIRPLUS : Opcode.READDIR;
            Request request = new Request(opcode, directory.inode.nodeid, task.pid)
                    .handle(file.fh())
                    .from(offset);
            kernel.ask(task, directory.superblock, request, reply -> {
                reply.entries().forEach(named -> link(task, directory, named));
                directory.inode.unlock();
                if (reply.entries().isEmpty()) {
                    close(task, file, done);
                } else {
                    list(task, file, offset + reply.entries().size(), done);
                }
            });
        });
    }

    /** {@code fuse_direntplus_link}. */
    private void link(SimTask task, SimDentry directory, Reply.Named named) {
        EntryReply entry = named.entry();
        if (entry.nodeid() == 0 || named.name().startsWith(".")) {
            return;
        }
        SimDentry known = directory.children.get(named.name());
        if (known != null && known.inode != null && known.inode.nodeid == entry.nodeid() && known.inode.isSame(entry)) {
            kernel.countAgain(known.inode);
            known.validUntilNs = kernel.schedule.nowNs() + entry.entryValidNs();
            if (!known.inode.mountPoint && kernel.plant.takes(Fault.READDIRPLUS_MISCOUNT, entry.nodeid())) {
                kernel.forget(task, entry.nodeid(), 1, Cause.LAST_REFERENCE);
            }
            return;
        }
        if (known != null && kernel.robsBelow(known)) {
            kernel.forget(task, entry.nodeid(), 1, Cause.LAST_REFERENCE);
            return;
        }
        if (known != null) {
            kernel.unhash(known, task, Cause.REVALIDATE);
        }
        SimInode inode = kernel.iget(task, directory.superblock, entry, "fuse_readdir_uncached", false);
        walk.attach(task, directory, named.name(), inode, entry, (child, error) -> {
            if (child != null) {
                unpin(child, task);
            }
        });
    }

    /** Locks a directory and finds out that a name is free or not; then does what is asked and unlocks it. */
    private void changing(SimTask task, SimDentry directory, String name, PathWalk.Then change) {
        directory.inode.lock(() -> walk.lookupLocked(task, directory, name, change));
    }

    private void end(SimTask task, SimDentry directory, SimDentry child, Runnable done) {
        directory.inode.unlock();
        if (child != null) {
            unpin(child, task);
        }
        unpin(directory, task);
        done.run();
    }

    void make(SimTask task, Opcode opcode, Runnable done) {
        atDirectory(task, directory -> makeIn(task, directory, opcode, done), done);
    }

    private void makeIn(SimTask task, SimDentry directory, Opcode opcode, Runnable done) {
        String name = name(task);
        changing(task, directory, name, (child, found) -> {
            if (child != null) {
                end(task, directory, child, done);
                return;
            }
            Request request = new Request(opcode, directory.inode.nodeid, task.pid)
                    .named(name)
                    .second("target");
            kernel.ask(task, directory.superblock, request, reply -> {
                if (reply.error() != 0) {
                    end(task, directory, null, done);
                    return;
                }
                made(task, directory, name, reply, (dentry, error) -> {
                    if (dentry != null && opcode == Opcode.CREATE) {
                        directory.inode.unlock();
                        SimTask.OpenFile file = opened(task, dentry, reply.fh(), false);
                        unpin(directory, task);
                        close(task, file, done);
                    } else {
                        end(task, directory, dentry, done);
                    }
                });
            });
        });
    }

    private void made(SimTask task, SimDentry directory, String name, Reply reply, PathWalk.Then then) {
        SimInode inode = kernel.iget(task, directory.superblock, reply.entry(), "create_new_entry", false);
        SimDentry negative = directory.children.get(name);
        if (negative != null) {
            kernel.unhash(negative, task, Cause.LAST_REFERENCE);
        }
        walk.attach(task, directory, name, inode, reply.entry(), then);
    }

    void tmpfile(SimTask task, Runnable done) {
        if (!kernel.setting.personality().knowsTmpfile()) {
            done.run();
            return;
        }
        atDirectory(
                task,
                directory -> {
                    Request request = new Request(Opcode.TMPFILE, directory.inode.nodeid, task.pid).named("/");
                    kernel.ask(task, directory.superblock, request, reply -> {
                        if (reply.error() != 0) {
                            unpin(directory, task);
                            done.run();
                            return;
                        }
                        SimInode inode =
                                kernel.iget(task, directory.superblock, reply.entry(), "fuse_create_open", false);
                        String name = "#" + inode.nodeid + "-" + task.pid;
                        SimDentry dentry = kernel.newDentry(directory, name, inode, 0);
                        dentry.pins++;
                        kernel.unhash(dentry, task, Cause.LAST_REFERENCE);
                        SimTask.OpenFile file = opened(task, dentry, reply.fh(), false);
                        unpin(directory, task);
                        close(task, file, done);
                    });
                },
                done);
    }

    /** Looks a name up again that has just gone, and uses what is found. */
    void lookupAgain(SimTask task, SimDentry gone) {
        SimDentry directory = gone.parent;
        if (directory == null || !directory.hashed || directory.inode == null) {
            return;
        }
        directory.pins++;
        changing(task, directory, gone.name, (child, error) -> {
            if (child != null) {
                SimInode inode = child.inode;
                kernel.schedule.after(1000, () -> kernel.useAgain(inode));
            }
            end(task, directory, child, () -> {});
        });
    }

    /** Looks a path up again and again. */
    void lookupOften(SimTask task, List<String> path, int times) {
        if (times > 0) {
            walk.to(task, path, (dentry, error) -> {
                if (dentry != null) {
                    unpin(dentry, task);
                }
                kernel.schedule.after(1_000_000, () -> lookupOften(task, path, times - 1));
            });
        }
    }

    void hardLink(SimTask task, Runnable done) {
        at(
                task,
                path(task),
                old -> {
                    if (old.inode.isDirectory()) {
                        unpin(old, task);
                        done.run();
                        return;
                    }
                    Runnable last = () -> {
                        unpin(old, task);
                        done.run();
                    };
                    atDirectory(task, directory -> linkIn(task, old, directory, last), last);
                },
                done);
    }

    private void linkIn(SimTask task, SimDentry old, SimDentry directory, Runnable done) {
        if (old.superblock != directory.superblock) { // EXDEV
            unpin(directory, task);
            done.run();
            return;
        }
        String name = name(task);
        changing(task, directory, name, (child, found) -> {
            if (found != -Errno.ENOENT.number()) {
                end(task, directory, child, done);
                return;
            }
            Request request = new Request(Opcode.LINK, directory.inode.nodeid, task.pid)
                    .named(name)
                    .other(old.inode.nodeid);
            kernel.ask(task, directory.superblock, request, reply -> {
                if (reply.error() != 0) {
                    end(task, directory, null, done);
                } else {
                    made(task, directory, name, reply, (dentry, error) -> end(task, directory, dentry, done));
                }
            });
        });
    }

    void remove(SimTask task, Opcode opcode, Runnable done) {
        atDirectory(
                task,
                directory -> {
                    String name = name(task);
                    changing(task, directory, name, (child, found) -> {
                        boolean fits = child != null && child.inode.isDirectory() == (opcode == Opcode.RMDIR);
                        if (!fits || child.holdsMount()) {
                            end(task, directory, child, done);
                            return;
                        }
                        Request request = new Request(opcode, directory.inode.nodeid, task.pid).named(name);
                        kernel.ask(task, directory.superblock, request, reply -> {
                            if (reply.error() == 0 && child.hashed) {
                                kernel.unhash(child, task, Cause.UNLINK);
                            }
                            directory.inode.unlock();
                            kernel.unpin(child, task, Cause.UNLINK);
                            unpin(directory, task);
                            done.run();
                        });
                    });
                },
                done);
    }

    /** Within one directory: the locks of two are another story. */
    void rename(SimTask task, Runnable done) {
        atDirectory(
                task,
                directory -> {
                    String name = name(task);
                    String newName = name(task);
                    changing(task, directory, name, (child, found) -> {
                        if (child == null || name.equals(newName)) {
                            end(task, directory, child, done);
                            return;
                        }
                        walk.lookupLocked(
                                task,
                                directory,
                                newName,
                                (target, error) -> rename(task, directory, child, target, newName, done));
                    });
                },
                done);
    }

    private void rename(
            SimTask task, SimDentry directory, SimDentry child, SimDentry target, String newName, Runnable done) {
        Request request = new Request(
                        task.dice.coin() ? Opcode.RENAME : Opcode.RENAME2, directory.inode.nodeid, task.pid)
                .named(child.name)
                .second(newName)
                .other(directory.inode.nodeid);
        boolean allowed = !child.holdsMount()
                && (target == null
                        || (target != child
                                && target.inode != child.inode
                                && target.inode.isDirectory() == child.inode.isDirectory()));
        if (!allowed) {
            if (target != null) {
                unpin(target, task);
            }
            end(task, directory, child, done);
            return;
        }
        kernel.ask(task, directory.superblock, request, reply -> {
            if (reply.error() == 0 && child.hashed) {
                SimDentry there = directory.children.get(newName);
                if (there != null) {
                    kernel.unhash(there, task, Cause.LAST_REFERENCE);
                }
                kernel.move(child, directory, newName, task);
            }
            if (target != null) {
                unpin(target, task);
            }
            end(task, directory, child, done);
        });
    }

    /** A container begins: its root becomes the submount, and the old root is let go of. */
    void enter(SimTask task, SimTask.Namespace outer, Runnable done) {
        if (!task.contained || task.namespace != outer) {
            done.run();
            return;
        }
        SimTask.Namespace own = new SimTask.Namespace(outer.root);
        task.namespace = own;
        walk.to(task, HostTree.ROOTFS, (root, error) -> {
            if (root == null || !root.superblock.submount) {
                if (root != null) {
                    unpin(root, task);
                }
                leave(task, own);
                task.namespace = outer;
                done.run();
                return;
            }
            own.root = root; // keeps its pin: pivot_root, umount -l of the old root
            own.pivoted = root.superblock;
            for (SimDentry mountPoint : List.copyOf(own.mounts.keySet())) {
                own.mounts.remove(mountPoint);
                mountPoint.mounts--;
                unpin(mountPoint, task);
            }
            done.run();
        });
    }

    /** A container ends, and all that is mounted in it. */
    void exit(SimTask task, SimTask.Namespace outer, Runnable done) {
        SimTask.Namespace own = task.namespace;
        if (own == outer || own.mounts.values().stream().anyMatch(this::robs) || robs(own.pivoted)) {
            done.run();
            return;
        }
        closeAll(task, () -> {
            unpin(own.root, task);
            task.namespace = outer;
            leave(task, own);
            done.run();
        });
    }

    private boolean robs(SimSuperblock superblock) {
        return !kernel.mayEvict(superblock.root.inode);
    }

    /** Unmounts what is mounted in a namespace, the innermost first. */
    private void leave(SimTask task, SimTask.Namespace own) {
        List<SimDentry> mountPoints = new ArrayList<>(own.mounts.keySet());
        for (int i = mountPoints.size() - 1; i >= 0; i--) {
            unmount(task, own, mountPoints.get(i));
        }
        if (own.pivoted != null) {
            kernel.killSuperblock(own.pivoted, task);
        }
    }

    private void unmount(SimTask task, SimTask.Namespace namespace, SimDentry mountPoint) {
        SimSuperblock superblock = namespace.mounts.remove(mountPoint);
        mountPoint.mounts--;
        unpin(mountPoint, task);
        kernel.killSuperblock(superblock, task);
    }

    /** Unmounts one submount of a namespace that nobody uses. */
    void expire(SimTask task, SimTask.Namespace namespace, Runnable done) {
        for (SimDentry mountPoint : List.copyOf(namespace.mounts.keySet())) {
            SimSuperblock superblock = namespace.mounts.get(mountPoint);
            if (!SimKernel.isBusy(superblock) && !robs(superblock)) {
                unmount(task, namespace, mountPoint);
                break;
            }
        }
        done.run();
    }
}
