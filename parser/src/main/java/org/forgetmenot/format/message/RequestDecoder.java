// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.message;

import java.nio.ByteOrder;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.event.Text;
import org.forgetmenot.format.DiagnosticCode;
import org.forgetmenot.format.Diagnostics;
import org.forgetmenot.wire.BatchForgetIn;
import org.forgetmenot.wire.Bytes;
import org.forgetmenot.wire.CopyFileRangeIn;
import org.forgetmenot.wire.ForgetIn;
import org.forgetmenot.wire.ForgetOne;
import org.forgetmenot.wire.InHeader;
import org.forgetmenot.wire.InterruptIn;
import org.forgetmenot.wire.LinkIn;
import org.forgetmenot.wire.Opcode;
import org.forgetmenot.wire.RenameIn;
import org.jspecify.annotations.Nullable;

/** The kernel's half of {@link MessageDecoder}: {@link InHeader}, arguments, names. */
final class RequestDecoder {
    private static final byte[] NO_BYTES = {};

    private final Diagnostics diagnostics;
    private final InFlight inFlight;
    private final Negotiated negotiated;

    private byte[] bytes = NO_BYTES;
    private int at;
    private int end;
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    private long position;
    private @Nullable Opcode opcode;
    private boolean requestDone;
    private int forgets;
    private int nextForget;

    RequestDecoder(Diagnostics diagnostics, InFlight inFlight, Negotiated negotiated) {
        this.diagnostics = diagnostics;
        this.inFlight = inFlight;
        this.negotiated = negotiated;
    }

    /** Begins a message that has its unique at least. */
    void begin(byte[] bytes, int at, int length, ByteOrder order, long position) {
        this.bytes = bytes;
        this.at = at;
        this.end = at + length;
        this.order = order;
        this.position = position;
        opcode = Opcode.of(InHeader.opcode(bytes, at, order));
        requestDone = false;
        nextForget = 0;
        forgets = countForgets();
    }

    boolean next(Event event) {
        if (!requestDone) {
            requestDone = true;
            request(event);
            return true;
        }
        if (nextForget >= forgets) {
            return false;
        }
        forget(event);
        nextForget++;
        return true;
    }

    /** Whether bytes beyond those at hand may give nodeids back. */
    boolean hidesForgets() {
        return opcode != null && Opcode.forgets(opcode.number());
    }

    private int args() {
        return at + InHeader.BYTES;
    }

    private int countForgets() {
        if (end < args()) {
            return 0;
        }
        if (opcode == Opcode.FORGET) {
            return 1;
        }
        if (opcode != Opcode.BATCH_FORGET || end < args() + BatchForgetIn.BYTES) {
            return 0;
        }
        long stated = Integer.toUnsignedLong(BatchForgetIn.count(bytes, args(), order));
        int room = end - args() - BatchForgetIn.BYTES;
        if (stated * ForgetOne.BYTES != room) {
            damaged();
        }
        return (int) Math.min(stated, room / ForgetOne.BYTES);
    }

    private void forget(Event event) {
        event.start(EventKind.FORGET, position).unique(unique());
        if (opcode == Opcode.BATCH_FORGET) {
            int one = args() + BatchForgetIn.BYTES + nextForget * ForgetOne.BYTES;
            event.nodeid(ForgetOne.nodeid(bytes, one, order)).nlookup(ForgetOne.nlookup(bytes, one, order));
        } else {
            event.nodeid(InHeader.nodeid(bytes, at, order));
            if (end >= args() + ForgetIn.BYTES) {
                event.nlookup(ForgetIn.nlookup(bytes, args(), order));
            }
        }
    }

    private long unique() {
        return InHeader.unique(bytes, at, order) & ~InHeader.UNIQUE_RESEND;
    }

    private void damaged() {
        diagnostics.report(DiagnosticCode.MESSAGE_DAMAGED, position);
    }

    private void request(Event event) {
        boolean again = InHeader.unique(bytes, at, order) < 0 && inFlight.contains(unique());
        event.start(again ? EventKind.OTHER : EventKind.REQUEST, position)
                .unique(unique())
                .opcode(InHeader.opcode(bytes, at, order))
                .sizeBytes(Math.max(end - at, Bytes.u32(bytes, at, order)));
        event.message().set(bytes, at, end - at);
        if (end < args()) {
            damaged();
            return;
        }
        event.nodeid(InHeader.nodeid(bytes, at, order)).pid(InHeader.pid(bytes, at, order));
        Opcode known = opcode;
        if (known == null) {
            diagnostics.report(DiagnosticCode.UNKNOWN_OPCODE, position);
        } else {
            if (known == Opcode.INIT) {
                inFlight.clear();
            }
            arguments(event, known);
        }
        if (!again && (known == null || known.isAnswered())) {
            Text name = event.name();
            inFlight.add(
                    event.unique(),
                    event.opcode(),
                    event.nodeid(),
                    name.bytes(),
                    name.offset(),
                    name.length(),
                    position);
        }
    }

    private void arguments(Event event, Opcode known) {
        int length = known == Opcode.SETXATTR
                ? negotiated.setxattrBytes(bytes, args(), end - args(), order)
                : known.argsBytes(negotiated.minor());
        if (end - args() < length) {
            damaged();
            return;
        }
        int fh = known.fhOffset();
        // a GETATTR before 7.9 has no arguments at all
        if (fh >= 0 && length > 0 && hasFh(known)) {
            event.fh(Bytes.i64(bytes, args() + fh, order));
        }
        switch (known) {
            case LINK -> event.otherNodeid(LinkIn.oldnodeid(bytes, args(), order));
            case RENAME, RENAME2 -> event.otherNodeid(RenameIn.newdir(bytes, args(), order));
            case COPY_FILE_RANGE, COPY_FILE_RANGE_64 ->
                event.otherNodeid(CopyFileRangeIn.nodeidOut(bytes, args(), order));
            case INTERRUPT -> event.targetUnique(InterruptIn.unique(bytes, args(), order) & ~InHeader.UNIQUE_RESEND);
            case BATCH_FORGET -> event.count(Integer.toUnsignedLong(BatchForgetIn.count(bytes, args(), order)));
            case INIT -> event.protocolMinor(negotiated.request(bytes, args(), end - args(), order));
            default -> {}
        }
        if (known.names() > 0) {
            names(event, known, args() + length);
        }
    }

    private boolean hasFh(Opcode known) {
        return known.fhFlag() == 0 || (Bytes.i32(bytes, args(), order) & known.fhFlag()) != 0;
    }

    private void names(Event event, Opcode known, int from) {
        int nul = nul(from);
        int secondNul = known.names() > 1 && nul >= 0 ? nul(nul + 1) : nul;
        if (nul < 0 || secondNul < 0) {
            damaged();
        }
        // TMPFILE's name is always "/" and names nothing
        if (nul >= 0 && known != Opcode.TMPFILE) {
            event.name().set(bytes, from, nul - from);
        }
        if (known.names() > 1 && secondNul >= 0) {
            event.secondName().set(bytes, nul + 1, secondNul - nul - 1);
        }
    }

    private int nul(int from) {
        for (int i = from; i < end; i++) {
            if (bytes[i] == 0) {
                return i;
            }
        }
        return -1;
    }
}
