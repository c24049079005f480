// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

import java.util.List;
import java.util.function.Supplier;
import org.forgetmenot.wire.Opcode;

/** The probes of the recording recipe in the guest's kernel: what each prints. */
final class KernelTrace {
    /** Between two connections of one machine, so that their pointers differ. */
    private static final long APART = 0x1000_0000_0000L;

    private final List<KernelFact> facts;
    private final Schedule schedule;
    private final long fc;
    private final String killer;

    /**
     * @param facts where they go, null if nobody records them
     */
    KernelTrace(List<KernelFact> facts, Schedule schedule, int connection, boolean virtio) {
        this.facts = facts;
        this.schedule = schedule;
        this.fc = 0xff11_0000_0480_23c8L + connection * APART;
        this.killer = virtio ? "virtio_kill_sb+0x0/0x160 [virtiofs]" : "fuse_kill_sb_anon+0x0/0x40 [fuse]";
    }

    /** A body costs more than all the rest, so nobody makes one that is not wanted. */
    private void add(SimTask task, Supplier<String> body, Cause cause) {
        if (facts == null) {
            return;
        }
        facts.add(new KernelFact(schedule.nowNs(), task.pid, task.comm, task.cpu(), body.get(), cause));
    }

    private static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }

    private static String superblock(SimSuperblock superblock) {
        return "sb=" + hex(superblock.pointer) + " sdev=" + superblock.sDev;
    }

    void iget(SimTask task, SimSuperblock superblock, EntryReply entry) {
        add(
                task,
                () -> "iget: (fuse_iget+0x0/0x1c0 [fuse]) " + superblock(superblock) + " nodeid="
                        + Long.toUnsignedString(entry.nodeid()) + " gen=" + entry.generation() + " mode="
                        + entry.mode() + " aflags=" + entry.attrFlags(),
                null);
    }

    void igetReturned(SimTask task, String caller, long inode) {
        add(task, () -> "iget_ret: (" + caller + "+0x14e/0x200 [fuse] <- fuse_iget) inode=" + hex(inode), null);
    }

    void evict(SimTask task, SimInode inode) {
        add(
                task,
                () -> "evict: (fuse_evict_inode+0x0/0x150 [fuse]) inode=" + hex(inode.pointer) + " "
                        + superblock(inode.superblock) + " nodeid=" + Long.toUnsignedString(inode.nodeid) + " nlookup="
                        + inode.nlookup,
                null);
    }

    void forget(SimTask task, long nodeid, long nlookup, Cause cause) {
        add(
                task,
                () -> "forget: (fuse_queue_forget+0x0/0x60 [fuse]) fc=" + hex(fc) + " nodeid="
                        + Long.toUnsignedString(nodeid) + " nlookup=" + nlookup,
                cause);
    }

    void request(SimTask task, SimSuperblock superblock, Request request) {
        add(
                task,
                () -> "request: (fuse_simple_request+0x0/0x2a0 [fuse]) fc=" + hex(fc) + " " + superblock(superblock)
                        + " nodeid=" + Long.toUnsignedString(request.nodeid) + " opcode=" + request.opcode.number(),
                null);
    }

    void requestReturned(SimTask task, String caller, int result) {
        add(task, () -> "request_ret: (" + caller + "+0xeb/0x200 [fuse] <- fuse_simple_request) error=" + result, null);
    }

    void background(SimTask task, SimSuperblock superblock, Request request) {
        add(
                task,
                () -> "request_bg: (fuse_simple_background+0x0/0x140 [fuse]) " + superblock(superblock) + " nodeid="
                        + Long.toUnsignedString(request.nodeid) + " opcode=" + request.opcode.number(),
                null);
    }

    void submount(SimTask task, SimInode mountPoint) {
        add(
                task,
                () -> "submount: (fuse_get_tree_submount+0x0/0x380 [fuse]) fsc=0xff110000047f2e88 mp_inode="
                        + hex(mountPoint.pointer) + " mp_nodeid=" + Long.toUnsignedString(mountPoint.nodeid),
                null);
    }

    void submountReturned(SimTask task, int error) {
        add(task, () -> "submount_ret: (vfs_get_tree+0x16/0x70 <- fuse_get_tree_submount) error=" + error, null);
    }

    void killSuperblock(SimTask task, SimSuperblock superblock) {
        add(task, () -> "kill_sb: (" + killer + ") " + superblock(superblock), null);
    }

    /** The function into which a request of an opcode returns. */
    static String callerOf(Opcode opcode) {
        return switch (opcode) {
            case LOOKUP -> "fuse_lookup_name";
            case GETATTR -> "fuse_do_getattr";
            case READDIRPLUS -> "fuse_readdir_uncached";
            case OPEN, OPENDIR -> "fuse_send_open";
            case CREATE, TMPFILE -> "fuse_create_open";
            case MKDIR, MKNOD, SYMLINK, LINK -> "create_new_entry";
            case DESTROY -> "fuse_send_destroy";
            default -> "fuse_simple";
        };
    }
}
