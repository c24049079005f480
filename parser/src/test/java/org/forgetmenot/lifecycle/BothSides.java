// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.forgetmenot.detect.Detectors;
import org.forgetmenot.detect.Finding;
import org.forgetmenot.detect.FindingCode;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.event.Stacks;
import org.forgetmenot.format.Capability;
import org.forgetmenot.wire.Opcode;

/** Tells a story of one mount as its kernel and its server see it, one event each millisecond. */
public final class BothSides {
    private static final long SUPERBLOCK = 0x1000;
    private static final long SUBMOUNT = 0x2000;
    private static final int TASK = 40;

    private final Ledgers ledgers = new Ledgers(List.of(new Stacks(), new Stacks()), input -> true, true, new Watch());
    private final Event event = new Event();
    private long line;
    private long commonNs;
    private long superblock = SUPERBLOCK;

    /** The mount: the root's inode on the one side, INIT on the other. */
    public static BothSides mounted() {
        return new BothSides().iget(1).served(2, Opcode.INIT, 0);
    }

    /** A superblock gets an inode. */
    public BothSides iget(long nodeid) {
        kernel(EventKind.KERNEL_IGET).nodeid(nodeid).inode(0x10_0000 + nodeid * 0x400);
        take();
        kernel(EventKind.KERNEL_IGET_RETURN).inode(0x10_0000 + nodeid * 0x400);
        return take();
    }

    /** There is no memory for an inode of what a LOOKUP handed out. */
    public BothSides igetFails(long nodeid) {
        ask(Opcode.LOOKUP, 1);
        kernel(EventKind.KERNEL_IGET).nodeid(nodeid);
        take();
        kernel(EventKind.KERNEL_IGET_RETURN).inode(0);
        return take();
    }

    /** A submount is mounted; what follows is in it. */
    public BothSides enters(long mountPoint) {
        kernel(EventKind.KERNEL_SUBMOUNT).nodeid(mountPoint);
        take();
        superblock = SUBMOUNT;
        kernel(EventKind.KERNEL_IGET).nodeid(mountPoint);
        take();
        kernel(EventKind.KERNEL_SUBMOUNT_RETURN).error(0);
        return take();
    }

    /** Its superblock is killed. */
    public BothSides killed() {
        kernel(EventKind.KERNEL_KILL_SUPERBLOCK);
        return take();
    }

    /** What follows is in the main superblock again. */
    public BothSides left() {
        superblock = SUPERBLOCK;
        return this;
    }

    /** A superblock lets an inode go. */
    public BothSides evict(long nodeid, long nlookup) {
        kernel(EventKind.KERNEL_EVICT)
                .nodeid(nodeid)
                .inode(0x10_0000 + nodeid * 0x400)
                .nlookup(nlookup);
        return take();
    }

    /** The kernel queues a FORGET. */
    public BothSides queueForget(long nodeid, long nlookup) {
        kernel(EventKind.KERNEL_FORGET).nodeid(nodeid).nlookup(nlookup);
        return take();
    }

    /** A task asks, and is answered. */
    public BothSides ask(Opcode opcode, long nodeid) {
        kernel(EventKind.KERNEL_REQUEST).opcode(opcode.number()).nodeid(nodeid);
        take();
        kernel(EventKind.KERNEL_REQUEST_RETURN).error(0);
        return take();
    }

    /** The server gets a request and answers it. */
    public BothSides served(long unique, Opcode opcode, long nodeid) {
        server(EventKind.REQUEST).unique(unique).opcode(opcode.number()).nodeid(nodeid);
        take();
        server(EventKind.REPLY).unique(unique).error(0);
        return take();
    }

    /** The server hands a nodeid out. */
    public BothSides handsOut(long unique, long nodeid) {
        server(EventKind.REQUEST).unique(unique).opcode(Opcode.LOOKUP.number()).nodeid(1);
        take();
        server(EventKind.ENTRY).unique(unique).nodeid(nodeid);
        take();
        server(EventKind.REPLY).unique(unique).error(0);
        return take();
    }

    /** The server gets a FORGET. */
    public BothSides getsForget(long unique, long nodeid, long nlookup) {
        server(EventKind.REQUEST).unique(unique).opcode(Opcode.FORGET.number()).nodeid(nodeid);
        take();
        server(EventKind.FORGET).unique(unique).nodeid(nodeid).nlookup(nlookup);
        return take();
    }

    /** Both go on for some seconds. */
    public BothSides goesOn(int seconds, long firstUnique) {
        for (int i = 0; i < seconds; i++) {
            commonNs += 1_000_000_000L;
            ask(Opcode.STATFS, 1).served(firstUnique + 2L * i, Opcode.STATFS, 1);
        }
        return this;
    }

    private Event kernel(EventKind kind) {
        return start(kind, 0)
                .superblock(superblock)
                .sDev((int) (superblock >> 12))
                .pid(TASK);
    }

    private Event server(EventKind kind) {
        return start(kind, 1);
    }

    private Event start(EventKind kind, int input) {
        commonNs += 1_000_000;
        return event.input(input).start(kind, ++line).timeNs(commonNs).commonNs(commonNs);
    }

    private BothSides take() {
        ledgers.accept(event);
        return this;
    }

    public List<Finding> findings() {
        ledgers.finish();
        return Detectors.find(ledgers, EnumSet.allOf(Capability.class));
    }

    public Set<FindingCode> codes() {
        return findings().stream().map(Finding::code).collect(Collectors.toSet());
    }
}
