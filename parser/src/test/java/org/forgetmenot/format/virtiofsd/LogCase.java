// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.virtiofsd;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.forgetmenot.TestCaptures;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.format.CaptureFormat;
import org.forgetmenot.format.CaptureReader;
import org.forgetmenot.format.DiagnosticCode;
import org.forgetmenot.format.Diagnostics;
import org.forgetmenot.format.ReadContext;

/** A log that was read to its end. */
record LogCase(List<Event> events, Diagnostics diagnostics, CaptureReader reader) {

    static final CaptureFormat C = new VirtiofsdFormat();
    static final CaptureFormat RUST = new RustVirtiofsdFormat();

    static LogCase read(CaptureFormat format, byte[] log) throws IOException {
        ReadContext context = new ReadContext();
        CaptureReader reader = format.open(new ByteArrayInputStream(log), context);
        List<Event> events = new ArrayList<>();
        Event event = new Event();
        while (reader.next(event)) {
            Event copy = new Event();
            copy.copyFrom(event);
            events.add(copy);
        }
        return new LogCase(events, context.diagnostics(), reader);
    }

    static LogCase read(CaptureFormat format, String... lines) throws IOException {
        return read(format, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** A log of a real C virtiofsd whose guest ran a container. */
    static byte[] containerOfC() throws IOException {
        return unpacked(TestCaptures.sample("submount-incident/virtiofsd.log.gz"));
    }

    /** A log of a real C virtiofsd of which a front-end asked a little of everything. */
    static byte[] smallOfC() throws IOException {
        return unpacked(TestCaptures.resource("cvirtiofsd.log.gz"));
    }

    /** A log of a real Rust virtiofsd whose guest ran a container. */
    static byte[] containerOfRust() throws IOException {
        return unpacked(TestCaptures.resource("unfixed-container-rust.log.gz"));
    }

    static byte[] unpacked(Path file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return in.readAllBytes();
        }
    }

    long count(EventKind kind) {
        return events.stream().filter(e -> e.kind() == kind).count();
    }

    Event first(EventKind kind) {
        return events.stream().filter(e -> e.kind() == kind).findFirst().orElseThrow();
    }

    List<EventKind> kinds() {
        return events.stream().map(Event::kind).toList();
    }

    long oddities() {
        long all = 0;
        for (DiagnosticCode code : DiagnosticCode.values()) {
            all += diagnostics.count(code);
        }
        return all;
    }

    /** One event as text, for comparing: what is known, in a fixed order. */
    static String text(Event e) {
        StringBuilder out = new StringBuilder(e.kind().name()).append('@').append(e.position());
        put(out, "time", e.hasTimeNs(), e.timeNs());
        put(out, "unique", e.hasUnique(), e.unique());
        put(out, "opcode", e.hasOpcode(), e.opcode());
        put(out, "nodeid", e.hasNodeid(), e.nodeid());
        put(out, "parent", e.hasParent(), e.parent());
        put(out, "pid", e.hasPid(), e.pid());
        put(out, "size", e.hasSizeBytes(), e.sizeBytes());
        put(out, "error", e.hasError(), e.error());
        put(out, "count", e.hasServerCount(), e.serverCount());
        put(out, "nlookup", e.hasNlookup(), e.nlookup());
        put(out, "minor", e.hasProtocolMinor(), e.protocolMinor());
        return e.name().isEmpty()
                ? out.toString()
                : out.append(" name=").append(e.name()).toString();
    }

    private static void put(StringBuilder out, String key, boolean known, long value) {
        if (known) {
            out.append(' ').append(key).append('=').append(Long.toUnsignedString(value));
        }
    }

    List<String> texts() {
        return events.stream().map(LogCase::text).toList();
    }
}
