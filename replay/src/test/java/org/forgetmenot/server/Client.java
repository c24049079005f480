// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.forgetmenot.wire.Attr;
import org.forgetmenot.wire.AttrOut;
import org.forgetmenot.wire.Bytes;
import org.forgetmenot.wire.EntryOut;
import org.forgetmenot.wire.InHeader;
import org.forgetmenot.wire.InitFlags;
import org.forgetmenot.wire.Opcode;
import org.forgetmenot.wire.OutHeader;

/** What a kernel would send, in as few words as a test wants to write. */
final class Client {
    static final ByteOrder ORDER = ByteOrder.nativeOrder();

    /** Sends one request and gives its reply, empty if there is none. */
    interface Wire {
        byte[] exchange(byte[] request) throws Exception;
    }

    private final Wire wire;
    private long lastUnique;
    private byte[] reply = {};
    int uid;
    int gid;

    Client(Wire wire) {
        this.wire = wire;
    }

    /** A client of a session in this process. */
    static Client of(FuseSession session) {
        Reply reply = new Reply();
        return new Client(request -> {
            int length = session.handle(request, 0, request.length, reply);
            return Arrays.copyOf(reply.bytes(), length);
        });
    }

    Client init() throws Exception {
        args(
                Opcode.INIT,
                0,
                7,
                38,
                0,
                (int) (InitFlags.SUBMOUNTS | InitFlags.DO_READDIRPLUS | InitFlags.INIT_EXT),
                new byte[48]);
        return this;
    }

    /** A message of integers, longs, strings (with their NUL) and bytes. */
    byte[] message(Opcode opcode, long nodeid, Object... parts) {
        ByteBuffer out = ByteBuffer.allocate(2 * FuseSession.MESSAGE_BYTES_MAX).order(ORDER);
        out.putInt(0).putInt(opcode.number()).putLong(lastUnique += 2).putLong(nodeid);
        out.putInt(uid).putInt(gid).putInt(1).putInt(0);
        for (Object part : parts) {
            if (part instanceof Integer number) {
                out.putInt(number);
            } else if (part instanceof Long number) {
                out.putLong(number);
            } else if (part instanceof String text) {
                out.put(text.getBytes(StandardCharsets.ISO_8859_1)).put((byte) 0);
            } else {
                out.put((byte[]) part);
            }
        }
        out.putInt(InHeader.LEN, out.position());
        return Arrays.copyOf(out.array(), out.position());
    }

    /** Sends a request; the errno of its reply, 0 if it succeeded or has none. */
    int args(Opcode opcode, long nodeid, Object... parts) throws Exception {
        reply = wire.exchange(message(opcode, nodeid, parts));
        return reply.length == 0 ? 0 : OutHeader.error(reply, 0, ORDER);
    }

    /** The last reply, header included; empty if there was none. */
    byte[] reply() {
        return reply;
    }

    byte[] payload() {
        return Arrays.copyOfRange(reply, OutHeader.BYTES, reply.length);
    }

    int lookup(long parent, String name) throws Exception {
        return args(Opcode.LOOKUP, parent, name);
    }

    /** Looks a name up that is there; its nodeid. */
    long found(long parent, String name) throws Exception {
        int error = lookup(parent, name);
        if (error != 0) {
            throw new AssertionError("LOOKUP " + name + ": " + error);
        }
        return entryNodeid();
    }

    long entryNodeid() {
        return EntryOut.nodeid(reply, OutHeader.BYTES, ORDER);
    }

    int entryFlags() {
        return Attr.flags(reply, OutHeader.BYTES + EntryOut.ATTR, ORDER);
    }

    long entryIno() {
        return Attr.ino(reply, OutHeader.BYTES + EntryOut.ATTR, ORDER);
    }

    int getattr(long nodeid) throws Exception {
        return args(Opcode.GETATTR, nodeid, 0, 0, 0L);
    }

    long size() {
        return Attr.size(reply, OutHeader.BYTES + AttrOut.ATTR, ORDER);
    }

    int mode() {
        return Attr.mode(reply, OutHeader.BYTES + AttrOut.ATTR, ORDER);
    }

    void forget(long nodeid, long nlookup) throws Exception {
        args(Opcode.FORGET, nodeid, nlookup);
    }

    int mkdir(long parent, String name) throws Exception {
        return args(Opcode.MKDIR, parent, 0755, 0, name);
    }

    /** Creates a file; its fh, with {@link #entryNodeid} telling its nodeid. */
    long create(long parent, String name) throws Exception {
        int error = args(Opcode.CREATE, parent, OpenFlags.O_RDWR | OpenFlags.O_CREAT, 0644, 0, 0, name);
        if (error != 0) {
            throw new AssertionError("CREATE " + name + ": " + error);
        }
        return Bytes.i64(reply, OutHeader.BYTES + EntryOut.BYTES, ORDER);
    }

    long open(long nodeid, int flags) throws Exception {
        int error = args(Opcode.OPEN, nodeid, flags, 0);
        if (error != 0) {
            throw new AssertionError("OPEN: " + error);
        }
        return Bytes.i64(reply, OutHeader.BYTES, ORDER);
    }

    int read(long nodeid, long fh, long offset, int size) throws Exception {
        return args(Opcode.READ, nodeid, fh, offset, size, 0, 0L, 0, 0);
    }

    int write(long nodeid, long fh, long offset, byte[] data) throws Exception {
        return args(Opcode.WRITE, nodeid, fh, offset, data.length, 0, 0L, 0, 0, data);
    }

    int release(long nodeid, long fh) throws Exception {
        return args(Opcode.RELEASE, nodeid, fh, 0, 0, 0L);
    }
}
