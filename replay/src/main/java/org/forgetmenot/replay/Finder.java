// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay;

import java.io.IOException;
import org.forgetmenot.replay.map.Handle;
import org.forgetmenot.replay.map.HandleMap;
import org.forgetmenot.replay.map.Node;
import org.forgetmenot.replay.map.NodeMap;
import org.forgetmenot.replay.plan.Operation;
import org.forgetmenot.replay.plan.Wire;
import org.forgetmenot.wire.EntryOut;
import org.forgetmenot.wire.Opcode;
import org.forgetmenot.wire.OpenOut;
import org.forgetmenot.wire.OutHeader;
import org.forgetmenot.wire.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * Finds the live nodeid and open file that a recorded one stands for. What the capture does not show found or opened, as one
 * that begins late does not, is looked up and opened here, once; that is counted, and what rests on it is not exact.
 */
final class Finder {
    /** Directories that are looked up for one nodeid: more are a circle, which only a damaged capture has. */
    private static final int DEPTH_MAX = 256;

    private final Conversation conversation;
    private final Requests requests;
    private final NodeMap nodes;
    private final HandleMap handles;
    private final Log log;

    Finder(Conversation conversation, Requests requests, NodeMap nodes, HandleMap handles, Log log) {
        this.conversation = conversation;
        this.requests = requests;
        this.nodes = nodes;
        this.handles = handles;
        this.log = log;
    }

    /** The recorded nodeid's latest epoch; one that was never handed out begins here. */
    Node node(long recorded) {
        if (recorded == 0 || recorded == Protocol.ROOT_NODEID) {
            return nodes.root();
        }
        Node node = nodes.find(recorded);
        return node == null ? nodes.stranger(recorded) : node;
    }

    /** Whether a nodeid has, or can be given, a number on the live server. */
    boolean isThere(Node node) throws IOException {
        return isThere(node, 0);
    }

    private boolean isThere(Node node, int depth) throws IOException {
        if (!node.isBound()) {
            conversation.await(node.creator());
        }
        if (!node.isBound() && !node.isLost() && !node.isDropped()) {
            lookUp(node, depth);
        }
        return node.isBound();
    }

    private void lookUp(Node node, int depth) throws IOException {
        Node parent = node.parent();
        if (parent == null || depth > DEPTH_MAX || !isThere(parent, depth + 1) || !conversation.mayAsk(parent)) {
            node.lose();
            return;
        }
        long unique = conversation.unique();
        requests.lookup(unique, parent.live(), node.name().bytes());
        log.added++;
        byte[] reply = conversation.ask(unique);
        long live = OutHeader.error(reply, 0, Wire.ORDER) == 0 && reply.length >= OutHeader.BYTES + EntryOut.GENERATION
                ? EntryOut.nodeid(reply, OutHeader.BYTES, Wire.ORDER)
                : 0;
        if (live == 0) {
            node.lose();
            return;
        }
        nodes.handedOut(live);
        node.madeUp(bit(Opcode.LOOKUP) | parent.madeUp());
        nodes.bind(node, live);
    }

    /** An opcode among what was made up. */
    static long bit(Opcode opcode) {
        return 1L << opcode.number();
    }

    /** Whether a request names an open file. */
    boolean needsHandle(Operation operation, Opcode opcode) {
        if (opcode.fhOffset() < 0) {
            return false;
        }
        // GETATTR, SETATTR and STATX name one only if they say so
        return opcode.fhFlag() == 0 || operation.hasFh();
    }

    /** The open file that a request names, null if it cannot be had. */
    @Nullable
    Handle handle(Operation operation, Opcode opcode, Node node) throws IOException {
        if (operation.hasFh()) {
            return handle(node, operation.fh(), opcode);
        }
        Handle latest = handles.latest(node);
        if (latest == null) {
            return opens(opcode) ? open(node, null, opcode) : null;
        }
        conversation.await(latest.creator());
        return latest.isBound() ? latest : null;
    }

    /** The open file of a number, null if it cannot be had. */
    @Nullable
    Handle handle(Node node, long fh, Opcode opcode) throws IOException {
        Handle handle = handles.find(fh);
        // servers without OPEN have one number for all
        if (handle == null || handle.node().recorded() != node.recorded()) {
            return opens(opcode) ? open(node, fh, opcode) : null;
        }
        conversation.await(handle.creator());
        return handle.isBound() ? handle : null;
    }

    /** Whether it is worth to open a file only for this. */
    private static boolean opens(Opcode opcode) {
        return opcode != Opcode.RELEASE && opcode != Opcode.RELEASEDIR && opcode != Opcode.FLUSH;
    }

    private @Nullable Handle open(Node node, @Nullable Long fh, Opcode opcode) throws IOException {
        if (!conversation.mayAsk(node)) {
            return null;
        }
        boolean directory = Requests.isListing(opcode) || opcode == Opcode.FSYNCDIR;
        long unique = conversation.unique();
        requests.open(unique, node.live(), directory, opcode == Opcode.WRITE || opcode == Opcode.FALLOCATE);
        log.added++;
        byte[] reply = conversation.ask(unique);
        if (OutHeader.error(reply, 0, Wire.ORDER) != 0 || reply.length < OutHeader.BYTES + OpenOut.BYTES) {
            return null;
        }
        Handle handle = handles.opened(node, fh, directory);
        handle.madeUp(bit(directory ? Opcode.OPENDIR : Opcode.OPEN) | node.madeUp());
        handles.bind(handle, OpenOut.fh(reply, OutHeader.BYTES, Wire.ORDER));
        return handle;
    }

    /** Releases what the capture leaves open. */
    void release(Handle handle) throws IOException {
        if (!conversation.mayAsk(handle.node())) {
            return;
        }
        long unique = conversation.unique();
        requests.release(unique, handle.node().live(), handle.live(), handle.isDirectory());
        log.added++;
        conversation.ask(unique);
        handles.released(handle);
    }
}
