// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.forgetmenot.wire.Attr;
import org.forgetmenot.wire.Dirent;
import org.forgetmenot.wire.Direntplus;
import org.forgetmenot.wire.EntryOut;
import org.forgetmenot.wire.InHeader;
import org.forgetmenot.wire.InitOut;
import org.forgetmenot.wire.NotifyCode;
import org.forgetmenot.wire.Opcode;
import org.forgetmenot.wire.OutHeader;
import org.forgetmenot.wire.Protocol;

/** The messages as they are on the wire, little-endian, protocol 7.40. */
final class WireBytes {
    private static final int MINOR = 40;
    private static final long NS_PER_S = 1_000_000_000L;
    private static final int MESSAGE_MAX = 4096;

    private final ByteBuffer buffer = ByteBuffer.allocate(MESSAGE_MAX).order(ByteOrder.LITTLE_ENDIAN);

    /** The message of a fact, null if there is none. */
    byte[] of(WireFact fact) {
        buffer.clear();
        Arrays.fill(buffer.array(), (byte) 0);
        switch (fact.kind()) {
            case REQUEST -> request(fact.request(), fact.resent());
            case REPLY -> reply(fact.request(), fact.reply(), fact.resent());
            case FORGET -> forget(fact.unique(), fact.forgotten());
            case NOTIFY -> notice(fact.notice());
            case DONE -> {
                return null;
            }
        }
        int length = buffer.position();
        buffer.putInt(0, length);
        return Arrays.copyOf(buffer.array(), length);
    }

    private static long unique(long unique, boolean resent) {
        return resent ? unique | InHeader.UNIQUE_RESEND : unique;
    }

    private void header(Opcode opcode, long unique, long nodeid, int pid) {
        buffer.putInt(InHeader.OPCODE, opcode.number());
        buffer.putLong(InHeader.UNIQUE, unique);
        buffer.putLong(InHeader.NODEID, nodeid);
        buffer.putInt(InHeader.PID, pid);
        buffer.position(InHeader.BYTES);
    }

    private void request(Request request, boolean resent) {
        Opcode opcode = request.opcode;
        header(opcode, unique(request.unique, resent), request.nodeid, request.pid);
        int arguments = InHeader.BYTES;
        switch (opcode) {
            case INIT -> buffer.putInt(arguments, 7).putInt(arguments + 4, MINOR);
            case LINK, RENAME, RENAME2, INTERRUPT -> buffer.putLong(arguments, request.other);
            default -> {}
        }
        int fh = opcode.fhOffset();
        if (fh >= 0 && opcode.fhFlag() == 0) {
            buffer.putLong(arguments + fh, request.fh);
        }
        if (opcode == Opcode.READDIRPLUS) {
            buffer.putLong(arguments + 8, request.offset);
        }
        buffer.position(arguments + opcode.argsBytes(MINOR));
        if (opcode.names() > 0) {
            name(opcode == Opcode.SYMLINK || opcode.names() == 1 || opcode.names() == 2 ? request.name : "");
        }
        if (opcode.names() > 1) {
            name(request.secondName);
        }
    }

    private void name(String name) {
        buffer.put(name.getBytes(StandardCharsets.UTF_8)).put((byte) 0);
    }

    private void answer(int error, long unique) {
        buffer.putInt(OutHeader.ERROR, error);
        buffer.putLong(OutHeader.UNIQUE, unique);
        buffer.position(OutHeader.BYTES);
    }

    private void reply(Request request, Reply reply, boolean resent) {
        answer(reply.error(), unique(request.unique, resent));
        if (reply.error() != 0) {
            return;
        }
        int payload = OutHeader.BYTES;
        switch (request.opcode) {
            case INIT -> {
                buffer.putInt(payload, 7).putInt(payload + 4, MINOR);
                buffer.position(payload + InitOut.BYTES);
            }
            case GETATTR, SETATTR -> {
                attributes(payload + 16, reply.entry());
                buffer.position(payload + Protocol.attrOutSize(MINOR));
            }
            case READDIRPLUS -> reply.entries().forEach(this::direntplus);
            default -> {
                if (request.opcode.countsEntry()) {
                    entry(payload, reply.entry());
                    buffer.putLong(payload + EntryOut.BYTES, reply.fh());
                } else {
                    buffer.putLong(payload, reply.fh());
                }
                buffer.position(payload + request.opcode.replyBytes(MINOR) + reply.size());
            }
        }
    }

    private void entry(int at, EntryReply entry) {
        buffer.putLong(at + EntryOut.NODEID, entry.nodeid());
        buffer.putLong(at + EntryOut.GENERATION, entry.generation());
        buffer.putLong(at + EntryOut.ENTRY_VALID, entry.entryValidNs() / NS_PER_S);
        buffer.putInt(at + EntryOut.ENTRY_VALID_NSEC, (int) (entry.entryValidNs() % NS_PER_S));
        attributes(at + EntryOut.ATTR, entry);
    }

    private void attributes(int at, EntryReply entry) {
        buffer.putLong(at + Attr.INO, entry.ino());
        buffer.putInt(at + Attr.MODE, entry.mode());
        buffer.putInt(at + Attr.NLINK, entry.nlink());
        buffer.putInt(at + Attr.FLAGS, entry.attrFlags());
    }

    private void direntplus(Reply.Named named) {
        int at = buffer.position();
        byte[] name = named.name().getBytes(StandardCharsets.UTF_8);
        entry(at, named.entry());
        buffer.putInt(at + Direntplus.DIRENT + Dirent.NAMELEN, name.length);
        buffer.position(at + Direntplus.NAME);
        buffer.put(name);
        buffer.position(at + (int) Direntplus.recordBytes(name.length));
    }

    private void forget(long unique, List<WireFact.Forgotten> items) {
        if (items.size() == 1) {
            header(Opcode.FORGET, unique, items.get(0).nodeid(), 0);
            buffer.putLong(items.get(0).nlookup());
            return;
        }
        header(Opcode.BATCH_FORGET, unique, 0, 0);
        buffer.putInt(items.size()).putInt(0);
        items.forEach(item -> buffer.putLong(item.nodeid()).putLong(item.nlookup()));
    }

    private void notice(WireFact.Notice notice) {
        answer(notice.code(), 0);
        byte[] name = notice.name().getBytes(StandardCharsets.UTF_8);
        int payload = OutHeader.BYTES;
        NotifyCode code = NotifyCode.of(notice.code());
        buffer.putLong(payload, notice.nodeid());
        int end = payload + code.fixedBytes();
        switch (code) {
            case INVAL_ENTRY -> buffer.putInt(payload + 8, name.length);
            case DELETE -> buffer.putLong(payload + 8, notice.child()).putInt(payload + 16, name.length);
            default -> {}
        }
        buffer.position(end);
        if (name.length > 0) {
            buffer.put(name).put((byte) 0);
        }
    }
}
