// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.forgetmenot.report.Picture;
import org.forgetmenot.report.Span;
import org.forgetmenot.report.Timeline;
import org.forgetmenot.report.Words;
import org.jspecify.annotations.Nullable;

/**
 * A trace in the JSON of Chrome's Trace Event Format, which ui.perfetto.dev opens: a slice for each request, below the task that
 * waits for it or at the server; a counter track for each nodeid that is followed; an instant for each FORGET and each use of a
 * forgotten nodeid, and the time in which it dangles.
 *
 * <p>Times are microseconds from some midnight before the run on, with three digits behind the point: no double could hold
 * nanoseconds since 1970.
 */
public final class PerfettoTrace implements Closeable {
    /** Processes of the trace: what has a track of its own. */
    private static final int KERNEL = 1;

    private static final int SERVER = 2;
    private static final int NODEIDS = 3;

    private static final long DAY_NS = 86_400_000_000_000L;

    private final JsonGenerator json;
    private final Set<Integer> tasks = new HashSet<>();
    private @Nullable Long origin;

    /** Begins a trace; the stream is left open. */
    public PerfettoTrace(OutputStream out) throws IOException {
        json = new JsonFactory().createGenerator(out);
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.writeStartObject();
        json.writeStringField("displayTimeUnit", "ns");
        json.writeArrayFieldStart("traceEvents");
        name("process_name", KERNEL, 0, "kernel: requests by task");
        name("process_name", SERVER, 0, "server: requests");
        name("process_name", NODEIDS, 0, "nodeids: the server's count");
    }

    private void name(String what, int process, int thread, String name) throws IOException {
        json.writeStartObject();
        json.writeStringField("ph", "M");
        json.writeStringField("cat", "__metadata"); // as Chrome has it: some readers want one of every event
        json.writeStringField("name", what);
        json.writeNumberField("pid", process);
        json.writeNumberField("tid", thread);
        json.writeObjectFieldStart("args");
        json.writeStringField("name", name);
        json.writeEndObject();
        json.writeEndObject();
    }

    /** Writes one request. */
    public void span(Span span) {
        try {
            if (span.kernelSide()) {
                waiting(span);
            } else {
                served(span);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A task waits for one request at a time, so that its slices are one after the other. */
    private void waiting(Span span) throws IOException {
        int pid = span.pid() == null ? 0 : span.pid();
        if (tasks.add(pid)) {
            name("thread_name", KERNEL, pid, span.task() == null ? "a task" : span.task());
        }
        if (span.answered()) {
            begin("X", span.opcode(), KERNEL, pid, span.from());
            time("dur", span.to() - span.from());
        } else {
            begin("i", span.opcode() + ", no answer seen", KERNEL, pid, span.from());
            json.writeStringField("s", "t");
        }
        arguments(span);
    }

    /** The server may have many in hand at once: async slices, each known by its unique. */
    private void served(Span span) throws IOException {
        if (span.unique() == null || !span.answered()) {
            begin("i", span.opcode() + (span.unique() == null ? "" : ", no answer seen"), SERVER, 0, span.from());
            json.writeStringField("s", "t");
            arguments(span);
            return;
        }
        begin("b", span.opcode(), SERVER, 0, span.from());
        json.writeStringField("id", "0x" + Long.toHexString(span.unique()));
        arguments(span);
        begin("e", span.opcode(), SERVER, 0, span.to());
        json.writeStringField("id", "0x" + Long.toHexString(span.unique()));
        json.writeEndObject();
    }

    private void begin(String phase, String name, int process, int thread, long at) throws IOException {
        json.writeStartObject();
        json.writeStringField("ph", phase);
        json.writeStringField("name", name);
        json.writeStringField("cat", "fuse");
        json.writeNumberField("pid", process);
        json.writeNumberField("tid", thread);
        if (origin == null) {
            origin = zero(at);
        }
        time("ts", at - origin);
    }

    /** The midnight a day before: what comes first in the captures need not be the first to be written. */
    private static long zero(long at) {
        return Math.max(0, at - at % DAY_NS - DAY_NS);
    }

    private void time(String field, long ns) throws IOException {
        long rest = Math.abs(ns % 1000);
        json.writeFieldName(field);
        json.writeRawValue(
                (ns < 0 ? "-" : "") + Math.abs(ns / 1000) + "." + (rest < 10 ? "00" : rest < 100 ? "0" : "") + rest);
    }

    private void arguments(Span span) throws IOException {
        json.writeObjectFieldStart("args");
        if (span.nodeid() != null) {
            json.writeStringField("nodeid", Long.toUnsignedString(span.nodeid()));
        }
        if (span.unique() != null) {
            json.writeStringField("unique", Long.toUnsignedString(span.unique()));
        }
        if (span.answered()) {
            json.writeStringField("answer", Words.answer(span.error()));
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    /** Writes the tracks of the nodeids that were followed. */
    public void nodeids(Picture picture) throws IOException {
        int track = 0;
        for (Timeline timeline : picture.timelines()) {
            track++;
            String nodeid = Captions.nodeid(timeline.nodeid(), timeline.path());
            name("thread_name", NODEIDS, track, nodeid);
            for (Timeline.Count count : timeline.counts()) {
                if (count.count() != null) {
                    begin("C", nodeid, NODEIDS, track, count.at());
                    json.writeObjectFieldStart("args");
                    json.writeNumberField("count", count.count());
                    json.writeEndObject();
                    json.writeEndObject();
                }
            }
            for (Timeline.Interval interval : timeline.dangling()) {
                begin("X", "dangling", NODEIDS, track, interval.from());
                time("dur", interval.to() - interval.from());
                json.writeEndObject();
            }
            instants(timeline, track);
        }
    }

    private void instants(Timeline timeline, int track) throws IOException {
        for (Timeline.Mark mark : timeline.marks()) {
            Marker marker = Marker.of(mark);
            if (marker == null || marker == Marker.USED || !Captions.isShown(timeline, mark)) {
                continue;
            }
            begin("i", marker.name().toLowerCase(Locale.ROOT), NODEIDS, track, mark.from());
            json.writeStringField("s", "t");
            json.writeObjectFieldStart("args");
            json.writeStringField("what", mark.what());
            json.writeNumberField("times", mark.times());
            if (mark.lane() != null) {
                json.writeStringField(
                        "superblock", timeline.lanes().get(mark.lane()).name());
            }
            json.writeEndObject();
            json.writeEndObject();
        }
    }

    /** Ends the trace. */
    @Override
    public void close() throws IOException {
        json.writeEndArray();
        json.writeObjectFieldStart("otherData");
        json.writeStringField("by", "forgetmenot");
        json.writeStringField("zeroNs", String.valueOf(origin == null ? 0 : origin));
        json.writeEndObject();
        json.writeEndObject();
        json.close();
    }
}
