// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.forgetmenot.detect.Detectors;
import org.forgetmenot.detect.Finding;
import org.forgetmenot.detect.FindingCode;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.event.KernelFunction;
import org.forgetmenot.event.Stacks;
import org.forgetmenot.format.Capability;
import org.forgetmenot.wire.Opcode;

/** Tells a story of the kernel's side, superblock by superblock, one event each millisecond; superblocks go by s_dev. */
final class KernelSide {

    private final Ledgers ledgers = new Ledgers(List.of(new Stacks()), input -> false, false, new Watch());
    private final Event event = new Event();
    private final Map<List<Long>, Long> inodes = new HashMap<>();
    private long line;
    private long pointers = 0x10_0000;
    private int task = 40;

    /** The mount, whose superblock is 17. */
    static KernelSide mounted() {
        return new KernelSide().got(17, 1, 0);
    }

    /** Another task goes on. */
    KernelSide as(int pid) {
        task = pid;
        return this;
    }

    /** A name is looked up, and an inode got for it. */
    KernelSide lookup(int sDev, long parent, long nodeid) {
        return ask(sDev, Opcode.LOOKUP, parent, 0).got(sDev, nodeid, 0);
    }

    /** The same for a mount point. */
    KernelSide lookupMountPoint(int sDev, long parent, long nodeid) {
        return ask(sDev, Opcode.LOOKUP, parent, 0).got(sDev, nodeid, 1);
    }

    private KernelSide got(int sDev, long nodeid, int attrFlags) {
        start(EventKind.KERNEL_IGET, sDev).nodeid(nodeid).attrFlags(attrFlags);
        take();
        long inode = pointers += 0x400;
        inodes.put(List.of((long) sDev, nodeid), inode);
        start(EventKind.KERNEL_IGET_RETURN, sDev).inode(inode);
        return take();
    }

    /** A task walks into a mount point of superblock 17: a new superblock is mounted. */
    KernelSide enter(long mountPoint, int sDev) {
        start(EventKind.KERNEL_SUBMOUNT, 17)
                .nodeid(mountPoint)
                .inode(inodes.getOrDefault(List.of(17L, mountPoint), 0L));
        take();
        got(sDev, mountPoint, 0);
        start(EventKind.KERNEL_SUBMOUNT_RETURN, sDev).error(0);
        return take();
    }

    /** A directory is listed with READDIRPLUS: any name in it may be looked up so, and nothing shows which. */
    KernelSide list(int sDev, long directory) {
        return ask(sDev, Opcode.READDIRPLUS, directory, 320);
    }

    /** A name that is known is looked up again: whoever enters a mount point next found that. */
    KernelSide revalidate(int sDev, long parent) {
        return ask(sDev, Opcode.LOOKUP, parent, 0, KernelFunction.DENTRY_REVALIDATE);
    }

    /** A task asks and is answered. */
    KernelSide ask(int sDev, Opcode opcode, long nodeid, int error) {
        return ask(sDev, opcode, nodeid, error, KernelFunction.LOOKUP_NAME);
    }

    private KernelSide ask(int sDev, Opcode opcode, long nodeid, int error, int caller) {
        start(EventKind.KERNEL_REQUEST, sDev).opcode(opcode.number()).nodeid(nodeid);
        take();
        start(EventKind.KERNEL_REQUEST_RETURN, sDev).error(error).caller(caller);
        return take();
    }

    /** An inode goes, and what it had is given back. */
    KernelSide evict(int sDev, long nodeid, long nlookup) {
        start(EventKind.KERNEL_EVICT, sDev)
                .nodeid(nodeid)
                .inode(inodes.get(List.of((long) sDev, nodeid)))
                .nlookup(nlookup);
        take();
        if (nlookup > 0) {
            start(EventKind.KERNEL_FORGET, sDev).nodeid(nodeid).nlookup(nlookup);
            take();
        }
        return this;
    }

    /** A submount is unmounted, and its root goes. */
    KernelSide unmount(int sDev, long root, long nlookup) {
        start(EventKind.KERNEL_KILL_SUPERBLOCK, sDev);
        return take().evict(sDev, root, nlookup);
    }

    private Event start(EventKind kind, int sDev) {
        return event.start(kind, ++line)
                .timeNs(line * 1_000_000)
                .superblock(0x1000L * sDev)
                .sDev(sDev)
                .pid(task);
    }

    private KernelSide take() {
        ledgers.accept(event);
        return this;
    }

    Set<FindingCode> codes() {
        ledgers.finish();
        return Detectors.find(ledgers, EnumSet.allOf(Capability.class)).stream()
                .map(Finding::code)
                .collect(Collectors.toSet());
    }
}
