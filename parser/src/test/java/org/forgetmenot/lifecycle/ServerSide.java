// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import java.nio.charset.StandardCharsets;
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

/** Tells a story of the server's side, message by message, and asks what is found in it. */
public final class ServerSide {
    private final Ledgers ledgers;
    private final Event event = new Event();
    private long line;
    private long addedNs;

    private ServerSide(boolean exact) {
        ledgers = new Ledgers(List.of(new Stacks()), input -> exact, false, new Watch());
    }

    /** A capture that shows every count, from INIT on. */
    public static ServerSide fromInit() {
        return new ServerSide(true).request(2, Opcode.INIT, 0).reply(2, 0);
    }

    /** A capture that shows every count, but begins in the middle. */
    public static ServerSide midMount() {
        return new ServerSide(true);
    }

    /** A capture of a dialect that does not show every count. */
    public static ServerSide inexact() {
        return new ServerSide(false).request(2, Opcode.INIT, 0).reply(2, 0);
    }

    public ServerSide request(long unique, Opcode opcode, long nodeid) {
        start(EventKind.REQUEST)
                .unique(unique)
                .opcode(opcode.number())
                .nodeid(nodeid)
                .pid(7);
        return take();
    }

    public ServerSide entry(long unique, long nodeid, String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        start(EventKind.ENTRY).unique(unique).nodeid(nodeid).parent(1).name().set(bytes, 0, bytes.length);
        return take();
    }

    public ServerSide reply(long unique, int error) {
        start(EventKind.REPLY).unique(unique).error(error);
        return take();
    }

    public ServerSide forget(long unique, long nodeid, long nlookup) {
        start(EventKind.REQUEST).unique(unique).opcode(Opcode.FORGET.number()).nodeid(nodeid);
        take();
        start(EventKind.FORGET).unique(unique).nodeid(nodeid).nlookup(nlookup);
        return take();
    }

    public ServerSide forgetUncounted(long unique, long nodeid) {
        start(EventKind.FORGET).unique(unique).nodeid(nodeid);
        return take();
    }

    /** The server's log tells its own count before the FORGET. */
    public ServerSide forgetFrom(long unique, long nodeid, long serverCount, long nlookup) {
        start(EventKind.FORGET).unique(unique).nodeid(nodeid).nlookup(nlookup).serverCount(serverCount);
        return take();
    }

    public ServerSide forgetUnknown(long unique, long nodeid) {
        start(EventKind.FORGET_UNKNOWN).unique(unique).nodeid(nodeid);
        return take();
    }

    public ServerSide withdrawn(long unique, long nodeid) {
        start(EventKind.ENTRY_WITHDRAWN).unique(unique).nodeid(nodeid).nlookup(1);
        return take();
    }

    public ServerSide lost() {
        start(EventKind.LOST);
        return take();
    }

    /** A LOOKUP of a name in the root that hands out a nodeid. */
    public ServerSide lookup(long unique, long nodeid, String name) {
        return request(unique, Opcode.LOOKUP, 1).entry(unique, nodeid, name).reply(unique, 0);
    }

    /** A LOOKUP of a name in the root, whose reply tells what the nodeid is. */
    public ServerSide lookup(long unique, long nodeid, String name, long generation, long ino, int mode) {
        return request(unique, Opcode.LOOKUP, 1)
                .entry(unique, nodeid, name, generation, ino, mode)
                .reply(unique, 0);
    }

    /** An entry of a name in the root, which tells what the nodeid is. */
    public ServerSide entry(long unique, long nodeid, String name, long generation, long ino, int mode) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        start(EventKind.ENTRY)
                .unique(unique)
                .nodeid(nodeid)
                .parent(1)
                .generation(generation)
                .ino(ino)
                .mode(mode)
                .nlink(1)
                .name()
                .set(bytes, 0, bytes.length);
        return take();
    }

    /** A READDIRPLUS of the root with one entry. */
    public ServerSide readdirplus(long unique, long nodeid, String name) {
        return request(unique, Opcode.READDIRPLUS, 1)
                .entry(unique, nodeid, name)
                .reply(unique, 0);
    }

    /** A request that names a handle. */
    public ServerSide request(long unique, Opcode opcode, long nodeid, long fh) {
        start(EventKind.REQUEST)
                .unique(unique)
                .opcode(opcode.number())
                .nodeid(nodeid)
                .fh(fh);
        return take();
    }

    /** A reply that hands out a handle. */
    public ServerSide opened(long unique, long fh) {
        start(EventKind.REPLY).unique(unique).error(0).fh(fh);
        return take();
    }

    /** An OPEN and the handle that it got. */
    public ServerSide open(long unique, long nodeid, long fh) {
        return request(unique, Opcode.OPEN, nodeid).opened(unique, fh);
    }

    /** A RELEASE and its reply. */
    public ServerSide release(long unique, long nodeid, long fh) {
        return request(unique, Opcode.RELEASE, nodeid, fh).reply(unique, 0);
    }

    /** A RENAME within the root. */
    public ServerSide rename(long unique, String from, String to) {
        return rename(unique, from, to, 0);
    }

    public ServerSide rename(long unique, String from, String to, int error) {
        byte[] first = from.getBytes(StandardCharsets.UTF_8);
        byte[] second = to.getBytes(StandardCharsets.UTF_8);
        start(EventKind.REQUEST)
                .unique(unique)
                .opcode(Opcode.RENAME.number())
                .nodeid(1)
                .otherNodeid(1);
        event.name().set(first, 0, first.length);
        event.secondName().set(second, 0, second.length);
        return take().reply(unique, error);
    }

    /** A BATCH_FORGET that says how many items it has, and the items that it has. */
    public ServerSide batchForget(long unique, long stated, long bytes, long... nodeids) {
        start(EventKind.REQUEST)
                .unique(unique)
                .opcode(Opcode.BATCH_FORGET.number())
                .nodeid(0)
                .count(stated)
                .sizeBytes(bytes);
        take();
        for (long nodeid : nodeids) {
            start(EventKind.FORGET).unique(unique).nodeid(nodeid).nlookup(1);
            take();
        }
        return this;
    }

    /** A request that the kernel sends once more, as a reader of whole messages tells it. */
    public ServerSide resent(long unique, Opcode opcode, long nodeid) {
        start(EventKind.OTHER).unique(unique).opcode(opcode.number()).nodeid(nodeid);
        return take();
    }

    /** Time passes. */
    public ServerSide later(long ns) {
        addedNs += ns;
        return this;
    }

    /** A request and its answer. */
    public ServerSide ask(long unique, Opcode opcode, long nodeid, int error) {
        return request(unique, opcode, nodeid).reply(unique, error);
    }

    /** A request that names a handle, and its answer. */
    public ServerSide ask(long unique, Opcode opcode, long nodeid, long fh, int error) {
        return request(unique, opcode, nodeid, fh).reply(unique, error);
    }

    private Event start(EventKind kind) {
        return event.start(kind, ++line).timeNs(line * 1000 + addedNs);
    }

    private ServerSide take() {
        ledgers.accept(event);
        return this;
    }

    public List<Finding> findings() {
        ledgers.finish();
        return Detectors.find(ledgers, EnumSet.allOf(Capability.class));
    }

    long omitted() {
        return ledgers.server().omitted();
    }

    public Set<FindingCode> codes() {
        return findings().stream().map(Finding::code).collect(Collectors.toSet());
    }
}
