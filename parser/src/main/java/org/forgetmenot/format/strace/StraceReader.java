// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.strace;

import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.Set;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.format.Capability;
import org.forgetmenot.format.CaptureReader;
import org.forgetmenot.format.Cursor;
import org.forgetmenot.format.Diagnostics;
import org.forgetmenot.format.LineReader;
import org.forgetmenot.format.message.MessageDecoder;
import org.forgetmenot.wire.InHeader;
import org.jspecify.annotations.Nullable;

/**
 * Finds the calls that carry FUSE messages: a request is there when its read ends, a reply acts when its write begins.
 */
final class StraceReader implements CaptureReader {
    private final LineReader lines;
    private final MessageDecoder decoder;
    private final Cursor cursor = new Cursor();
    private final StracePrefix prefix = new StracePrefix();
    private final StraceCall call = new StraceCall();
    private final StraceString data = call.data();
    private final Tasks tasks;
    private final Devices devices;
    private final LongArrayList withdrawn = new LongArrayList();

    private boolean timeSeen;
    private boolean countsMissed;
    private long position;
    /** A message that strace cut waits for its hexdump. */
    private boolean held;

    private boolean fromServer;
    private boolean dumping;
    private boolean failed;
    private boolean again;
    private @Nullable Task writer;

    StraceReader(InputStream in, Diagnostics diagnostics) {
        this.lines = new LineReader(in, diagnostics);
        this.tasks = new Tasks(lines);
        this.devices = new Devices(lines);
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

    /** Whether an event holds although the kernel may have refused the message. */
    private boolean isTold(Event event) {
        if (event.kind() == EventKind.ENTRY) {
            if (failed) {
                return false;
            }
            if (writer != null) {
                writer.handedOut.add(event.nodeid());
            }
        } else if (failed && event.kind() == EventKind.REPLY) {
            // nobody got it: whoever passes messages on must not hand out what it would have
            event.message().clear();
        }
        return true;
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
        } else if (cursor.skip("readv(") || cursor.skip("preadv(") || cursor.skip("preadv2(")) {
            read(true);
        } else if (cursor.skip("write(")) {
            write(false);
        } else if (cursor.skip("writev(") || cursor.skip("pwritev(") || cursor.skip("pwritev2(")) {
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
        data.dump(cursor);
    }

    private void read(boolean vector) {
        if (!call.passDescriptor(cursor) || call.file() == StraceCall.OTHER_FILE) {
            return;
        }
        if (StraceCall.isUnfinished(cursor)) {
            Task task = tasks.begin(prefix.task());
            task.reading = true;
            task.fd = call.fd();
            task.file = call.file();
            return;
        }
        request(vector);
    }

    private void request(boolean vector) {
        if (!call.passContent(cursor, vector, false) || call.result() < InHeader.NODEID) {
            return;
        }
        data.limit((int) Math.min(call.result(), Integer.MAX_VALUE));
        if (!devices.isRequest(call)) {
            return;
        }
        fromServer = false;
        failed = false;
        writer = null;
        ready();
    }

    private void write(boolean vector) {
        if (!call.passDescriptor(cursor) || !devices.has(call)) {
            return;
        }
        boolean unfinished = StraceCall.isUnfinished(cursor);
        if (!call.passContent(cursor, vector, unfinished) || !devices.isReply(data)) {
            return;
        }
        failed = !unfinished && call.result() < 0;
        writer = null;
        if (unfinished) {
            writer = tasks.begin(prefix.task());
            writer.writing = true;
        }
        fromServer = true;
        ready();
    }

    /** The header of a READ reply whose data goes by splice: {@code vmsplice(9, [{iov_base="...", iov_len=16}], 1, 0) = 16}. */
    private void vmsplice() {
        if (!call.passDescriptor(cursor)
                || StraceCall.isUnfinished(cursor)
                || !call.passContent(cursor, true, false)
                || !devices.isReplyHeader(data)) {
            return;
        }
        fromServer = true;
        failed = call.result() < 0;
        writer = null;
        ready();
    }

    private void resumed() {
        Task task = tasks.find(prefix.task());
        if (task == null) {
            return;
        }
        boolean vector = cursor.skip("readv ") || cursor.skip("preadv ") || cursor.skip("preadv2 ");
        if (task.reading && (vector || cursor.skip("read ")) && cursor.skip("resumed>")) {
            cursor.skipSpaces();
            call.resume(task.fd, task.file);
            task.clear();
            request(vector);
            return;
        }
        if (task.writing) {
            if (cursor.skipPast("resumed>") && call.passResult(cursor) && call.result() < 0) {
                position = lines.line();
                withdrawn.addAll(task.handedOut);
            }
        }
        task.clear();
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
        decoder.order(devices.order());
        if (fromServer) {
            decoder.fromServer(data.bytes(), 0, data.length(), position);
        } else {
            decoder.fromKernel(data.bytes(), 0, data.length(), position);
        }
        countsMissed |= decoder.hidesCounts();
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
