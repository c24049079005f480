// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.requestlog;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.forgetmenot.TestCaptures;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.format.CaptureReader;
import org.forgetmenot.format.DiagnosticCode;
import org.forgetmenot.format.Diagnostics;
import org.forgetmenot.format.Formats;
import org.forgetmenot.format.ReadContext;

/** A log that was read to its end. */
public record ReadLog(List<Event> events, Diagnostics diagnostics, CaptureReader reader) {

    public static ReadLog read(String dialect, byte[] log) throws IOException {
        ReadContext context = new ReadContext();
        CaptureReader reader = Formats.byId(dialect).orElseThrow().open(new ByteArrayInputStream(log), context);
        List<Event> events = new ArrayList<>();
        Event event = new Event();
        while (reader.next(event)) {
            Event copy = new Event();
            copy.copyFrom(event);
            events.add(copy);
        }
        return new ReadLog(events, context.diagnostics(), reader);
    }

    /** A capture of the test resources. */
    public static byte[] bytes(String capture) throws IOException {
        try (InputStream raw = Files.newInputStream(TestCaptures.resource(capture));
                InputStream in = capture.endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
            return in.readAllBytes();
        }
    }

    public static ReadLog of(String dialect, String... lines) throws IOException {
        return read(dialect, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    public long count(EventKind kind) {
        return events.stream().filter(e -> e.kind() == kind).count();
    }

    public long count(DiagnosticCode code) {
        return diagnostics.count(code);
    }

    /** Sum of the FORGETs' counts. */
    public long forgetSum() {
        return events.stream()
                .filter(e -> e.kind() == EventKind.FORGET)
                .mapToLong(Event::nlookup)
                .sum();
    }

    public List<String> texts() {
        return events.stream().map(ReadLog::text).toList();
    }

    /** One event as text, for comparing: what is known except the time, in a fixed order. */
    public static String text(Event e) {
        StringBuilder out = new StringBuilder(e.kind().name()).append('@').append(e.position());
        put(out, "unique", e.hasUnique(), e.unique());
        put(out, "opcode", e.hasOpcode(), e.opcode());
        put(out, "nodeid", e.hasNodeid(), e.nodeid());
        put(out, "parent", e.hasParent(), e.parent());
        put(out, "other", e.hasOtherNodeid(), e.otherNodeid());
        put(out, "pid", e.hasPid(), e.pid());
        put(out, "nlookup", e.hasNlookup(), e.nlookup());
        put(out, "gen", e.hasGeneration(), e.generation());
        put(out, "ino", e.hasIno(), e.ino());
        put(out, "fh", e.hasFh(), e.fh());
        put(out, "minor", e.hasProtocolMinor(), e.protocolMinor());
        put(out, "sb", e.hasSuperblock(), e.superblock());
        put(out, "inode", e.hasInode(), e.inode());
        put(out, "count", e.hasCount(), e.count());
        if (e.hasMode()) {
            out.append(" mode=").append(Integer.toOctalString(e.mode()));
        }
        if (e.hasError()) {
            out.append(" error=").append(e.error());
        }
        if (!e.name().isEmpty()) {
            out.append(" name=").append(e.name());
        }
        if (!e.secondName().isEmpty()) {
            out.append(" second=").append(e.secondName());
        }
        return out.toString();
    }

    private static void put(StringBuilder out, String key, boolean known, long value) {
        if (known) {
            out.append(' ').append(key).append('=').append(Long.toUnsignedString(value));
        }
    }
}
