// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.message;

import java.nio.ByteOrder;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.format.DiagnosticCode;
import org.forgetmenot.format.Diagnostics;
import org.forgetmenot.wire.Attr;
import org.forgetmenot.wire.AttrOut;
import org.forgetmenot.wire.Bytes;
import org.forgetmenot.wire.Dirent;
import org.forgetmenot.wire.Direntplus;
import org.forgetmenot.wire.EntryOut;
import org.forgetmenot.wire.Errno;
import org.forgetmenot.wire.InHeader;
import org.forgetmenot.wire.InitOut;
import org.forgetmenot.wire.Opcode;
import org.forgetmenot.wire.OpenOut;
import org.forgetmenot.wire.OutHeader;
import org.forgetmenot.wire.Protocol;
import org.jspecify.annotations.Nullable;

/** The server's half of {@link MessageDecoder}: {@link OutHeader}, then what the request asked for. */
final class ReplyDecoder {
    private static final byte[] NO_BYTES = {};

    /** What comes next. */
    private enum Step {
        ENTRY,
        DIRENTPLUS,
        REPLY,
        NOTIFY,
        END
    }

    private final Diagnostics diagnostics;
    private final InFlight inFlight;
    private final Negotiated negotiated;

    private byte[] bytes = NO_BYTES;
    private int at;
    private int end;
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    private long position;
    private InFlight.@Nullable Request request;
    private @Nullable Opcode opcode;
    private Step step = Step.END;
    private int nextDirent;

    ReplyDecoder(Diagnostics diagnostics, InFlight inFlight, Negotiated negotiated) {
        this.diagnostics = diagnostics;
        this.inFlight = inFlight;
        this.negotiated = negotiated;
    }

    /** Begins a message that has its whole header. */
    void begin(byte[] bytes, int at, int length, ByteOrder order, long position) {
        this.bytes = bytes;
        this.at = at;
        this.end = at + length;
        this.order = order;
        this.position = position;
        // the request of the last reply lent its name to events until now
        if (request != null) {
            inFlight.release(request);
        }
        request = null;
        opcode = null;
        if (OutHeader.unique(bytes, at, order) == 0) {
            step = Step.NOTIFY;
            return;
        }
        request = inFlight.remove(unique());
        if (request != null) {
            opcode = Opcode.of(request.opcode);
            step = first(opcode);
        } else {
            step = stray();
        }
    }

    /** Whether bytes beyond those at hand may hand out an entry. */
    boolean hidesEntries() {
        return step != Step.NOTIFY
                && error() == 0
                && (opcode == null
                        || opcode == Opcode.READDIRPLUS
                        || (opcode.countsEntry() && end - payload() < EntryOut.GENERATION));
    }

    private Step first(@Nullable Opcode known) {
        if (known == null || error() != 0) {
            return Step.REPLY;
        }
        if (end - payload() < known.replyBytes(negotiated.minor())) {
            damaged();
        }
        if (known.countsEntry()) {
            return hasNodeid() ? Step.ENTRY : Step.REPLY;
        }
        nextDirent = payload();
        return known == Opcode.READDIRPLUS ? Step.DIRENTPLUS : Step.REPLY;
    }

    private Step stray() {
        int error = error();
        // an INTERRUPT's unique is its target's with bit 0 set, and it is answered with one of these or not at all
        if ((unique() & 1) != 0 && (error == -Errno.EAGAIN.number() || error == -Errno.ENOSYS.number())) {
            opcode = Opcode.INTERRUPT;
            return Step.REPLY;
        }
        diagnostics.report(DiagnosticCode.REPLY_WITHOUT_REQUEST, position);
        return error == 0 && Plausible.isEntryReply(bytes, at, end - at, order) ? Step.ENTRY : Step.REPLY;
    }

    boolean next(Event event) {
        switch (step) {
            case DIRENTPLUS -> {
                step = direntplus(event) ? Step.DIRENTPLUS : Step.END;
                if (step == Step.END) {
                    reply(event);
                }
            }
            case ENTRY -> {
                entry(event, payload());
                if (request != null) {
                    event.parent(request.nodeid);
                    event.name().set(request.name, 0, request.nameLength);
                }
                step = Step.REPLY;
            }
            case REPLY -> {
                reply(event);
                step = Step.END;
            }
            case NOTIFY -> {
                notification(event);
                step = Step.END;
            }
            case END -> {
                return false;
            }
        }
        return true;
    }

    private int payload() {
        return at + OutHeader.BYTES;
    }

    private int error() {
        return OutHeader.error(bytes, at, order);
    }

    private long unique() {
        return OutHeader.unique(bytes, at, order) & ~InHeader.UNIQUE_RESEND;
    }

    private void damaged() {
        diagnostics.report(DiagnosticCode.MESSAGE_DAMAGED, position);
    }

    private boolean hasNodeid() {
        return end - payload() >= EntryOut.GENERATION && EntryOut.nodeid(bytes, payload(), order) != 0;
    }

    private void entry(Event event, int entry) {
        event.start(EventKind.ENTRY, position).unique(unique()).nodeid(EntryOut.nodeid(bytes, entry, order));
        int length = end - entry;
        if (length >= EntryOut.ENTRY_VALID) {
            event.generation(EntryOut.generation(bytes, entry, order));
        }
        int attr = entry + EntryOut.ATTR;
        if (length >= Protocol.COMPAT_ENTRY_OUT_SIZE) {
            attributes(event, attr);
        }
        if (length >= EntryOut.BYTES && negotiated.minor() >= 9) {
            event.attrFlags(Attr.flags(bytes, attr, order));
        }
    }

    private void attributes(Event event, int attr) {
        event.ino(Attr.ino(bytes, attr, order))
                .mode(Attr.mode(bytes, attr, order))
                .nlink(Attr.nlink(bytes, attr, order));
    }

    /** Finds the next entry that counts; stops where the kernel stops. */
    private boolean direntplus(Event event) {
        while (end - nextDirent >= Direntplus.NAME) {
            int entry = nextDirent;
            int namelen = Dirent.namelen(bytes, entry + Direntplus.DIRENT, order);
            int name = entry + Direntplus.NAME;
            if (namelen <= 0
                    || namelen > Direntplus.NAME_BYTES_MAX
                    || Direntplus.recordBytes(namelen) > end - entry
                    || hasSlash(name, namelen)) {
                damaged();
                return false;
            }
            nextDirent += (int) Direntplus.recordBytes(namelen);
            if (EntryOut.nodeid(bytes, entry, order) != 0 && !isDot(name, namelen)) {
                entry(event, entry);
                event.name().set(bytes, name, namelen);
                if (request != null) {
                    event.parent(request.nodeid);
                }
                return true;
            }
        }
        return false;
    }

    private boolean hasSlash(int from, int length) {
        for (int i = from; i < from + length; i++) {
            if (bytes[i] == '/') {
                return true;
            }
        }
        return false;
    }

    private boolean isDot(int from, int length) {
        return bytes[from] == '.' && (length == 1 || (length == 2 && bytes[from + 1] == '.'));
    }

    private void reply(Event event) {
        event.start(EventKind.REPLY, position)
                .unique(unique())
                .error(error())
                .sizeBytes(Math.max(end - at, Bytes.u32(bytes, at, order)));
        event.message().set(bytes, at, end - at);
        if (request != null) {
            event.opcode(request.opcode).nodeid(request.nodeid);
        } else if (opcode != null) {
            event.opcode(opcode.number());
        }
        Opcode known = opcode;
        if (known == null || error() != 0) {
            return;
        }
        switch (known) {
            case GETATTR, SETATTR -> {
                if (end - payload() >= Protocol.attrOutSize(negotiated.minor())) {
                    attributes(event, payload() + AttrOut.ATTR);
                }
            }
            case OPEN, OPENDIR -> fh(event, payload());
            case CREATE, TMPFILE -> fh(event, payload() + Protocol.entryOutSize(negotiated.minor()));
            case INIT -> {
                int minor = end - payload() >= InitOut.MAX_READAHEAD
                        ? negotiated.reply(bytes, payload(), end - payload(), order)
                        : -1;
                if (minor >= 0) {
                    event.protocolMinor(minor);
                }
            }
            default -> {}
        }
    }

    private void fh(Event event, int open) {
        if (end - open >= OpenOut.BYTES) {
            event.fh(OpenOut.fh(bytes, open, order));
        }
    }

    private void notification(Event event) {
        if (!Notification.read(event, bytes, at, end, order, position)) {
            damaged();
        }
    }
}
