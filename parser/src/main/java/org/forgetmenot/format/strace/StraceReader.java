// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.strace;

import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.util.EnumSet;
import java.util.Set;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.format.Ascii;
import org.forgetmenot.format.Capability;
import org.forgetmenot.format.CaptureReader;
import org.forgetmenot.format.Cursor;
import org.forgetmenot.format.Diagnostics;
import org.forgetmenot.format.LineReader;
import org.forgetmenot.format.message.MessageDecoder;
import org.forgetmenot.wire.Bytes;
import org.forgetmenot.wire.EntryOut;
import org.forgetmenot.wire.InHeader;
import org.forgetmenot.wire.Opcode;
import org.forgetmenot.wire.OutHeader;
import org.jspecify.annotations.Nullable;

/**
 * Finds the calls that carry FUSE messages: a request is there when its read ends, a reply acts when its write begins. A
 * descriptor is a FUSE device by its path ({@code -y}) or because a plausible request was read from it.
 */
final class StraceReader implements CaptureReader {
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
    /** Threads in a call; a damaged capture may show any number. */
    private static final int TASKS_MAX = 1 << 14;
    /** Longest message taken from a hexdump. */
    private static final int MESSAGE_BYTES_MAX = (16 << 20) + (1 << 12);

    private static final int ERRNO_MAX = 511;

    private final LineReader lines;
    private final MessageDecoder decoder;
    private final Cursor cursor = new Cursor();
    private final StracePrefix prefix = new StracePrefix();
    private final StraceString data = new StraceString();
    private final Long2ObjectOpenHashMap<Task> tasks = new Long2ObjectOpenHashMap<>();
    private final IntOpenHashSet devices = new IntOpenHashSet();
    private final LongArrayList withdrawn = new LongArrayList();

    private boolean timeSeen;
    private boolean countsMissed;
    private long position;
    private int fd;
    private int path;
    private long wanted;
    private boolean unfinished;
    /** A message that strace cut waits for its hexdump. */
    private boolean held;

    private boolean fromServer;
    private boolean dumping;
    private boolean failed;
    private boolean again;
    private @Nullable Task writer;

    StraceReader(InputStream in, Diagnostics diagnostics) {
        this.lines = new LineReader(in, diagnostics);
        this.decoder = new MessageDecoder(diagnostics);
    }

    @Override
    public boolean next(Event event) throws IOException {
        while (true) {
            while (decoder.next(event)) {
                if (isTold(event)) {
                    return true;
                }
            }
            if (!withdrawn.isEmpty()) {
                event.start(EventKind.ENTRY_WITHDRAWN, position);
                event.nodeid(withdrawn.removeLong(withdrawn.size() - 1)).nlookup(1);
                return true;
            }
            if (!again && !lines.nextWhole()) {
                if (!held) {
                    return false;
                }
                give();
                continue;
            }
            again = false;
            line();
        }
    }

    /** Whether an event holds although the message may be cut or refused by the kernel. */
    private boolean isTold(Event event) {
        switch (event.kind()) {
            case REQUEST -> countsMissed |= data.isCut() && Opcode.forgets(event.opcode());
            case ENTRY -> {
                if (failed) {
                    return false;
                }
                if (writer != null) {
                    writer.handedOut.add(event.nodeid());
                }
            }
            case REPLY -> countsMissed |= data.isCut() && event.error() == 0 && hidesEntries(event);
            default -> {}
        }
        return true;
    }

    private boolean hidesEntries(Event reply) {
        Opcode opcode = reply.hasOpcode() ? Opcode.of(reply.opcode()) : null;
        return opcode == null
                || opcode == Opcode.READDIRPLUS
                || (opcode.countsEntry() && data.length() < OutHeader.BYTES + EntryOut.GENERATION);
    }

    private void line() {
        cursor.over(lines.buffer(), lines.start(), lines.end());
        if (cursor.skip(" | ")) {
            dump();
            return;
        }
        if (cursor.skip(" * ")) {
            return;
        }
        if (held) {
            again = true;
            give();
            return;
        }
        prefix.pass(cursor);
        if (cursor.skip("<... ")) {
            resumed();
        } else if (cursor.skip("read(")) {
            read(false);
        } else if (cursor.skip("readv(")) {
            read(true);
        } else if (cursor.skip("write(")) {
            write(false);
        } else if (cursor.skip("writev(")) {
            write(true);
        } else if (cursor.skip("vmsplice(")) {
            vmsplice();
        }
    }

    /** {@code  | 00010  01 00 ...  12 00 ...  text |}, which holds what a cut string does not. */
    private void dump() {
        if (!held || !cursor.hex() || !cursor.skip("  ")) {
            return;
        }
        if (!dumping) {
            dumping = true;
            data.clear();
        }
        byte[] bytes = cursor.bytes();
        int at = cursor.at();
        for (int i = 0; i < 16 && data.length() < MESSAGE_BYTES_MAX; i++) {
            int digits = at + i * 3 + (i >= 8 ? 1 : 0);
            int high = digits + 1 < cursor.end() ? Ascii.hexDigit(bytes[digits]) : -1;
            int low = high < 0 ? -1 : Ascii.hexDigit(bytes[digits + 1]);
            if (low < 0) {
                return;
            }
            data.dumped((byte) (high << 4 | low));
        }
    }

    private boolean descriptor() {
        path = 0;
        cursor.skip("fd=");
        if (!cursor.int32()) {
            return false;
        }
        fd = cursor.intValue();
        if (cursor.skip('<')) {
            path = cursor.skip("/dev/fuse") || cursor.skip("\\x2f\\x64\\x65\\x76\\x2f\\x66\\x75\\x73\\x65") ? 1 : -1;
            if (path > 0 && cursor.peek() != '<' && cursor.peek() != '>') {
                path = -1;
            }
            return cursor.skipPast(">, ") || cursor.skipPast("> ");
        }
        return cursor.skip(", ");
    }

    private void read(boolean vector) {
        if (!descriptor() || path < 0) {
            return;
        }
        if (endsUnfinished()) {
            Task task = task();
            task.clear();
            task.reading = true;
            task.fd = fd;
            task.path = path;
            return;
        }
        request(vector);
    }

    private void request(boolean vector) {
        unfinished = false;
        if (!content(vector) || wanted < InHeader.NODEID) {
            return;
        }
        data.limit((int) Math.min(wanted, Integer.MAX_VALUE));
        if (!isRequest()) {
            return;
        }
        devices.add(fd);
        fromServer = false;
        failed = false;
        writer = null;
        ready();
    }

    private boolean isRequest() {
        if (data.length() < InHeader.NODEID || InHeader.len(data.bytes(), 0, ORDER) != wanted) {
            return false;
        }
        Opcode opcode = Opcode.of(InHeader.opcode(data.bytes(), 0, ORDER));
        boolean known = path > 0 || devices.contains(fd);
        if (InHeader.unique(data.bytes(), 0, ORDER) == 0 || wanted < InHeader.BYTES || (opcode == null && !known)) {
            return false;
        }
        return known || data.length() < InHeader.BYTES || Bytes.u16(data.bytes(), InHeader.PADDING, ORDER) == 0;
    }

    private void write(boolean vector) {
        if (!descriptor() || path < 0 || (path == 0 && !devices.contains(fd))) {
            return;
        }
        unfinished = endsUnfinished();
        if (!content(vector) || !isReply()) {
            return;
        }
        failed = !unfinished && wanted < 0;
        writer = null;
        if (unfinished) {
            Task task = task();
            task.clear();
            task.writing = true;
            writer = task;
        }
        fromServer = true;
        ready();
    }

    private boolean isReply() {
        if (data.length() < OutHeader.BYTES) {
            return false;
        }
        long len = Integer.toUnsignedLong(OutHeader.len(data.bytes(), 0, ORDER));
        int error = OutHeader.error(data.bytes(), 0, ORDER);
        boolean fits = data.isCut() ? len >= data.length() : len == data.length();
        return fits && error >= -ERRNO_MAX && error <= ERRNO_MAX;
    }

    /** The header of a READ reply whose data goes by splice: {@code vmsplice(9, [{iov_base="...", iov_len=16}], 1, 0) = 16}. */
    private void vmsplice() {
        if (!descriptor() || endsUnfinished() || !content(true) || data.length() != OutHeader.BYTES) {
            return;
        }
        long len = Integer.toUnsignedLong(OutHeader.len(data.bytes(), 0, ORDER));
        if (len > OutHeader.BYTES
                && OutHeader.error(data.bytes(), 0, ORDER) == 0
                && OutHeader.unique(data.bytes(), 0, ORDER) != 0) {
            fromServer = true;
            failed = wanted < 0;
            writer = null;
            ready();
        }
    }

    private boolean endsUnfinished() {
        return Ascii.endsWith(cursor.bytes(), cursor.at(), cursor.end(), "<unfinished ...>")
                || Ascii.endsWith(cursor.bytes(), cursor.at(), cursor.end(), "<detached ...>");
    }

    /** Passes the data and finds the call's result; false if there is no data. */
    private boolean content(boolean vector) {
        data.clear();
        if (!(vector ? vectors() : string())) {
            return false;
        }
        wanted = 0;
        return unfinished || result();
    }

    private boolean string() {
        cursor.skip("buf=");
        return data.pass(cursor);
    }

    private boolean vectors() {
        cursor.skip("iov=");
        if (!cursor.skip('[')) {
            return false;
        }
        while (cursor.skip("{iov_base=")) {
            if (!data.pass(cursor) || !cursor.skip(", iov_len=") || !cursor.unsigned() || !cursor.skip('}')) {
                return false;
            }
            cursor.skip(", ");
        }
        return cursor.skip(']') || cursor.skip("...]");
    }

    /** {@code , 1052672) = 44 <0.000009>}. */
    private boolean result() {
        if (!cursor.skipPast(")")) {
            return false;
        }
        cursor.skipSpaces();
        if (!cursor.skip('=')) {
            return false;
        }
        cursor.skipSpaces();
        if (!cursor.signed()) {
            wanted = 0;
            return cursor.skip('?');
        }
        wanted = cursor.value();
        return true;
    }

    private void resumed() {
        Task task = tasks.get(prefix.task());
        if (task == null) {
            return;
        }
        boolean vector = cursor.skip("readv ");
        if (task.reading && (vector || cursor.skip("read ")) && cursor.skip("resumed>")) {
            cursor.skipSpaces();
            fd = task.fd;
            path = task.path;
            task.clear();
            request(vector);
            return;
        }
        if (task.writing && cursor.skip("write")) {
            if (cursor.skipPast("resumed>") && result() && wanted < 0) {
                position = lines.line();
                withdrawn.addAll(task.handedOut);
            }
        }
        task.clear();
    }

    private Task task() {
        Task task = tasks.get(prefix.task());
        if (task == null) {
            if (tasks.size() >= TASKS_MAX) {
                tasks.clear();
            }
            task = new Task();
            tasks.put(prefix.task(), task);
        }
        return task;
    }

    /** A message is complete, unless it was cut: then a hexdump may follow. */
    private void ready() {
        position = lines.line();
        timeSeen |= prefix.hasTime();
        if (prefix.hasTime()) {
            decoder.timeNs(prefix.timeNs());
        } else {
            decoder.timeUnknown();
        }
        held = data.isCut();
        dumping = false;
        if (!held) {
            give();
        }
    }

    private void give() {
        held = false;
        if (fromServer) {
            decoder.fromServer(data.bytes(), 0, data.length(), position);
        } else {
            decoder.fromKernel(data.bytes(), 0, data.length(), position);
        }
    }

    @Override
    public boolean showsEveryCount() {
        return !countsMissed;
    }

    @Override
    public Set<Capability> capabilities() {
        Set<Capability> held = EnumSet.copyOf(StraceFormat.AT_BEST);
        if (!timeSeen) {
            held.remove(Capability.TIME);
        }
        if (countsMissed) {
            held.remove(Capability.READDIRPLUS_ENTRIES);
        }
        return held;
    }
}
