// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.forgetmenot.replay.compare.Comparison;
import org.forgetmenot.replay.compare.Difference;
import org.forgetmenot.replay.compare.Listing;
import org.forgetmenot.replay.map.Flight;
import org.forgetmenot.replay.map.Flight.Found;
import org.forgetmenot.replay.map.Handle;
import org.forgetmenot.replay.map.HandleMap;
import org.forgetmenot.replay.map.Node;
import org.forgetmenot.replay.map.NodeMap;
import org.forgetmenot.replay.plan.Entry;
import org.forgetmenot.replay.plan.Name;
import org.forgetmenot.replay.plan.Operation;
import org.forgetmenot.replay.plan.Wire;
import org.forgetmenot.wire.EntryOut;
import org.forgetmenot.wire.Opcode;
import org.forgetmenot.wire.OpenOut;
import org.forgetmenot.wire.OutHeader;
import org.forgetmenot.wire.Protocol;
import org.jspecify.annotations.Nullable;

/** Reads live replies: what recorded nodeids and handles are on the live server, what it counts, and how it compares. */
final class Replies implements Conversation.Landing {
    private final NodeMap nodes;
    private final HandleMap handles;
    private final Log log;
    private final int minor;
    private @Nullable Conversation conversation;

    /**
     * @param minor protocol minor of the session
     */
    Replies(NodeMap nodes, HandleMap handles, Log log, int minor) {
        this.nodes = nodes;
        this.handles = handles;
        this.log = log;
        this.minor = minor;
    }

    /** The conversation whose replies they are. */
    void of(Conversation live) {
        conversation = live;
    }

    /** Gives back a lookup that the recorded kernel did not have. */
    private void giveBack(long live) throws IOException {
        if (conversation != null) {
            conversation.forget(live, 1);
        }
    }

    @Override
    public void landed(Flight flight, byte[] reply, int length) throws IOException {
        int error = OutHeader.error(reply, 0, Wire.ORDER);
        Operation operation = flight.operation();
        Opcode opcode = operation.known();
        if (error == 0 && opcode != null) {
            if (opcode.countsEntry()) {
                entry(flight, reply, length);
            }
            switch (opcode) {
                case OPEN, OPENDIR -> opened(flight, reply, length, OutHeader.BYTES);
                case CREATE, TMPFILE -> opened(flight, reply, length, OutHeader.BYTES + Protocol.entryOutSize(minor));
                case READDIR, READDIRPLUS -> listed(flight, reply, length, opcode == Opcode.READDIRPLUS);
                default -> {}
            }
        }
        if (flight.isDelivered()) {
            meet(flight);
        }
        log.answered(
                flight, reply, length, Math.min(error, 0), flight.isAfterForget() && nodes.isAliased(flight.node()));
        if (opcode == Opcode.RELEASEDIR && flight.handle() != null) {
            closed(flight, flight.handle());
        }
    }

    private void entry(Flight flight, byte[] reply, int length) {
        if (length >= OutHeader.BYTES + EntryOut.GENERATION) {
            handedOut(flight, null, EntryOut.nodeid(reply, OutHeader.BYTES, Wire.ORDER));
        }
    }

    private void handedOut(Flight flight, @Nullable Name name, long live) {
        if (live == 0) {
            return;
        }
        flight.found().add(new Found(name, live));
        if (flight.isDelivered()) {
            nodes.handedOut(live);
        } else {
            nodes.handedOutEarly(live);
        }
    }

    private static void opened(Flight flight, byte[] reply, int length, int at) {
        if (length >= at + OpenOut.BYTES) {
            flight.liveFh(OpenOut.fh(reply, at, Wire.ORDER));
        }
    }

    private void listed(Flight flight, byte[] reply, int length, boolean plus) {
        Handle handle = flight.handle();
        Listing live = new Listing(reply, length, plus);
        boolean any = false;
        while (live.next()) {
            any = true;
            if (handle != null) {
                handle.cookie(live.cookie());
            }
            if (!live.isDot()) {
                Name name = live.name();
                handedOut(flight, name, live.nodeid());
                if (handle != null) {
                    handle.live(name);
                }
            }
        }
        if (handle != null) {
            if (!any) {
                handle.liveEnd();
            }
            recordedNames(flight.operation(), handle, plus);
        }
    }

    /**
     * The capture has come to the recorded reply.
     *
     * @param handle what that opens, null if nothing
     */
    void delivered(Flight flight, List<Node> finds, @Nullable Handle handle) throws IOException {
        flight.deliver();
        flight.finds(finds);
        if (handle != null) {
            flight.opens(handle);
        }
        if (flight.isAnswered()) {
            for (Found found : flight.found()) {
                nodes.caughtUp(found.nodeid());
            }
            meet(flight);
        }
    }

    /** Both replies are there: what the one handed out is what the other did. */
    private void meet(Flight flight) throws IOException {
        List<Entry> recorded = flight.operation().entries();
        boolean[] matched = new boolean[flight.finds().size()];
        for (Found found : flight.found()) {
            if (found.name() != null) {
                listedOne(flight, found.name(), found.nodeid(), recorded, matched);
            } else if (matched.length == 0) {
                giveBack(found.nodeid());
            } else {
                bind(flight.finds().get(0), found.nodeid(), flight);
            }
        }
        if (flight.operation().opcode() == Opcode.READDIRPLUS.number()) {
            for (int i = 0; i < matched.length; i++) {
                if (!matched[i]) {
                    notYetFound(flight, recorded.get(i), flight.finds().get(i));
                }
            }
        }
        Handle handle = flight.opens();
        if (handle != null && flight.hasLiveFh()) {
            handle.madeUp(flight.madeUp());
            handles.bind(handle, flight.liveFh());
        }
    }

    private void bind(Node node, long live, Flight flight) throws IOException {
        if (node == nodes.root()) {
            giveBack(live);
            return;
        }
        if (!node.isBound()) {
            node.madeUp(flight.madeUp());
        }
        nodes.bind(node, live);
    }

    /** Entries of a listing come in another order and in other pieces than recorded: they are matched by name. */
    private void listedOne(Flight flight, Name name, long live, List<Entry> recorded, boolean[] matched)
            throws IOException {
        for (int i = 0; i < matched.length; i++) {
            if (!matched[i] && recorded.get(i).name().equals(name)) {
                matched[i] = true;
                bind(flight.finds().get(i), live, flight);
                return;
            }
        }
        Map<Name, Object> unmatched = flight.node().unmatched();
        Object earlier = unmatched.remove(name);
        if (earlier instanceof Node node) {
            bind(node, live, flight);
        } else if (earlier instanceof Long one && nodes.isSpare(one)) {
            giveBack(live);
            unmatched.put(name, earlier);
        } else {
            unmatched.put(name, live);
            nodes.spare(live);
        }
    }

    /** The capture's reply has an entry that the live one lacks: it may have come before, or may come yet. */
    private void notYetFound(Flight flight, Entry entry, Node node) throws IOException {
        Map<Name, Object> unmatched = flight.node().unmatched();
        Object earlier = unmatched.remove(entry.name());
        if (earlier instanceof Long live && nodes.isSpare(live)) {
            nodes.matched(live);
            bind(node, live, flight);
        } else {
            unmatched.put(entry.name(), node);
        }
    }

    private static void recordedNames(Operation operation, Handle handle, boolean plus) {
        byte[] reply = operation.reply();
        if (reply.length == 0 || operation.error() != 0) {
            return;
        }
        Listing listing = new Listing(reply, reply.length, plus);
        boolean any = false;
        while (listing.next()) {
            any = true;
            if (!listing.isDot()) {
                handle.recorded(listing.name());
            }
        }
        if (!any) {
            handle.recordedEnd();
        }
    }

    /** A directory is closed: what its listings had beyond each other comes no more. */
    private void closed(Flight flight, Handle handle) throws IOException {
        settle(flight.node());
        Difference names = Comparison.names(handle.missing(), handle.surplus());
        if (names != null && flight.isExact()) {
            log.differs(flight, 0, names);
        }
    }

    /** Gives back what the live server's listings of a directory handed out and the recorded one's did not. */
    void settle(Node directory) throws IOException {
        for (Object left : directory.takeAllUnmatched()) {
            if (left instanceof Long live && nodes.surrender(live)) {
                giveBack(live);
            }
        }
    }
}
