// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

import java.nio.ByteOrder;
import org.forgetmenot.wire.AttrOut;
import org.forgetmenot.wire.Bytes;
import org.forgetmenot.wire.EntryOut;
import org.forgetmenot.wire.Errno;
import org.forgetmenot.wire.Flags;
import org.forgetmenot.wire.InitFlags;
import org.forgetmenot.wire.Opcode;
import org.forgetmenot.wire.Protocol;

/** What the operations of a session share: its tables, what INIT agreed on, and how entries and attributes are answered. */
final class SessionState {
    final Tree tree;
    final SessionOptions options;
    final ByteOrder order;
    private volatile Tables tables;

    /** What lasts from INIT to DESTROY. */
    private record Tables(NodeTable nodes, HandleTable handles, int minor, long flags) {}

    SessionState(Tree tree, SessionOptions options, ByteOrder order) {
        this.tree = tree;
        this.options = options;
        this.order = order;
        this.tables = tables(Protocol.MINOR_MAX, 0);
    }

    private Tables tables(int minor, long flags) {
        Personality personality = options.personality();
        return new Tables(new NodeTable(tree, personality), new HandleTable(personality), minor, flags);
    }

    /** Begins anew: an INIT drops what an earlier one began. */
    void begin(int minor, long flags) {
        clear();
        tables = tables(minor, flags);
    }

    /** Drops all nodes and handles. */
    void clear() {
        tables.handles.clear();
        tables.nodes.clear();
    }

    NodeTable nodes() {
        return tables.nodes;
    }

    HandleTable handles() {
        return tables.handles;
    }

    int argsBytes(Opcode opcode) {
        return opcode.argsBytes(tables.minor);
    }

    int minor() {
        return tables.minor;
    }

    /** A node for a request to work with, which {@link Request#done} gives back. */
    Node use(long nodeid, Opcode opcode) throws FuseError, SessionDied {
        Node node = tables.nodes.use(nodeid);
        if (node == null) {
            throw FuseError.of(options.personality().unknownNodeid(opcode, nodeid));
        }
        return node;
    }

    /** Fails unless files may be changed. */
    void changes() throws FuseError {
        if (!options.writable()) {
            throw FuseError.of(Errno.EROFS);
        }
    }

    /** Answers with an entry and counts it. Takes over the reference to the inode, whatever happens. */
    void entry(Inode inode, Inode directory, Reply reply) throws FuseError {
        Attributes attributes = new Attributes();
        try {
            tree.attributes(inode, attributes);
        } catch (FuseError e) {
            tree.release(inode);
            throw e;
        }
        entry(inode, directory, attributes, reply);
    }

    /** The same where the attributes are known. */
    void entry(Inode inode, Inode directory, Attributes attributes, Reply reply) {
        int at = reply.zeros(Protocol.entryOutSize(tables.minor));
        entry(inode, directory, attributes, reply.bytes(), at);
    }

    /** Writes an entry whose attributes are known, and counts it. Takes over the reference to the inode. */
    void entry(Inode inode, Inode directory, Attributes attributes, byte[] bytes, int at) {
        boolean submount = options.announceSubmounts()
                && (tables.flags & InitFlags.SUBMOUNTS) != 0
                && Attributes.isDirectory(attributes.mode)
                && inode.device() != directory.device();
        Bytes.put64(bytes, at + EntryOut.ENTRY_VALID, order, options.timeoutSeconds());
        Bytes.put64(bytes, at + EntryOut.ATTR_VALID, order, options.timeoutSeconds());
        Bytes.put32(bytes, at + EntryOut.ENTRY_VALID_NSEC, order, options.timeoutNsec());
        Bytes.put32(bytes, at + EntryOut.ATTR_VALID_NSEC, order, options.timeoutNsec());
        attributes(attributes, bytes, at + EntryOut.ATTR, submount ? Flags.FUSE_ATTR_SUBMOUNT : 0);
        Bytes.put64(bytes, at + EntryOut.NODEID, order, tables.nodes.count(inode));
    }

    /** Answers with attributes. */
    void attributes(Inode inode, Reply reply) throws FuseError {
        Attributes attributes = new Attributes();
        tree.attributes(inode, attributes);
        int at = reply.zeros(Protocol.attrOutSize(tables.minor));
        Bytes.put64(reply.bytes(), at + AttrOut.ATTR_VALID, order, options.timeoutSeconds());
        Bytes.put32(reply.bytes(), at + AttrOut.ATTR_VALID_NSEC, order, options.timeoutNsec());
        attributes(attributes, reply.bytes(), at + AttrOut.ATTR, 0);
    }

    private void attributes(Attributes attributes, byte[] bytes, int at, int flags) {
        if (Protocol.attrSize(tables.minor) == Protocol.COMPAT_ATTR_SIZE) {
            attributes.writeShort(bytes, at, order);
        } else {
            attributes.write(bytes, at, order, flags);
        }
    }
}
