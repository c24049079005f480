// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.forgetmenot.detect.Evidence;
import org.forgetmenot.format.Diagnostics;
import org.forgetmenot.report.Diagnosis;
import org.forgetmenot.report.Diagnosis.Connection;
import org.forgetmenot.report.Diagnosis.Count;
import org.forgetmenot.report.Diagnosis.Input;
import org.forgetmenot.report.Diagnosis.Superblock;
import org.jspecify.annotations.Nullable;

/** The parts that several JSON reports share. Unknown is {@code null}, never 0. */
final class JsonParts {
    /** Above this a number is written as a string: readers with doubles for numbers would round it. */
    private static final long EXACT_MAX = 1L << 53;

    private final JsonGenerator json;
    private final List<Input> inputs;

    /**
     * @param inputs what evidence points into
     */
    JsonParts(JsonGenerator json, List<Input> inputs) {
        this.json = json;
        this.inputs = inputs;
    }

    /** An unsigned number of 64 bits: a number while every reader can hold it, else a decimal string. */
    void unsigned(String name, @Nullable Long value) throws IOException {
        if (value == null) {
            json.writeNullField(name);
        } else if (value >= 0 && value <= EXACT_MAX) {
            json.writeNumberField(name, value);
        } else {
            json.writeStringField(name, Long.toUnsignedString(value));
        }
    }

    /** The same as an element of the array that is open. */
    void unsigned(long value) throws IOException {
        if (value >= 0 && value <= EXACT_MAX) {
            json.writeNumber(value);
        } else {
            json.writeString(Long.toUnsignedString(value));
        }
    }

    void number(String name, @Nullable Long value) throws IOException {
        if (value == null) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, value);
        }
    }

    void number(String name, @Nullable Integer value) throws IOException {
        number(name, value == null ? null : (Long) value.longValue());
    }

    void string(String name, @Nullable String value) throws IOException {
        if (value == null) {
            json.writeNullField(name);
        } else {
            json.writeStringField(name, value);
        }
    }

    /** The stable form of an enum's name, such as {@code readdirplus-entries}. */
    static String id(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The fields of evidence, into the object that is open. */
    void evidence(Evidence at) throws IOException {
        json.writeNumberField("input", at.input());
        position(at.input(), at.position());
        number("timeNs", at.timeNs());
        unsigned("unique", at.unique());
        string("task", at.task());
        number("pid", at.pid());
    }

    /** A place in a capture: {@code line} or {@code offset}. */
    void position(int input, long position) throws IOException {
        boolean text = input < 0
                || input >= inputs.size()
                || inputs.get(input).format().isText();
        json.writeNumberField(text ? "line" : "offset", position);
    }

    void inputs() throws IOException {
        json.writeArrayFieldStart("inputs");
        for (int i = 0; i < inputs.size(); i++) {
            json.writeStartObject();
            input(i);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** The fields of one input, into the object that is open. */
    void input(int index) throws IOException {
        Input input = inputs.get(index);
        json.writeStringField("path", input.path());
        json.writeStringField("dialect", input.format().id());
        number("sizeBytes", input.sizeBytes());
        json.writeNumberField("events", input.events());
        json.writeNumberField("requests", input.requests());
        json.writeNumberField("replies", input.replies());
        json.writeNumberField("forgets", input.forgets());
        unsigned("forgetSum", input.forgetSum());
        json.writeNumberField("lostEvents", input.lostEvents());
        number("firstNs", input.firstNs());
        number("lastNs", input.lastNs());
        json.writeBooleanField("startsAtInit", input.startsAtInit());
        json.writeArrayFieldStart("holds");
        for (var capability : input.held()) {
            json.writeString(id(capability));
        }
        json.writeEndArray();
        json.writeArrayFieldStart("diagnostics");
        for (Diagnostics.Row row : input.diagnostics()) {
            diagnostic(index, row);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("cannotJudge");
        for (Diagnosis.CannotJudge cannot : input.cannotJudge()) {
            json.writeStartObject();
            json.writeStringField("code", cannot.code().id());
            json.writeStringField("why", cannot.why());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void diagnostic(int input, Diagnostics.Row row) throws IOException {
        json.writeStartObject();
        json.writeStringField("code", row.code().id());
        json.writeStringField("severity", id(row.code().severity()));
        json.writeStringField("origin", id(row.code().origin()));
        json.writeNumberField("count", row.count());
        json.writeStringField("help", row.code().help());
        json.writeArrayFieldStart("samples");
        for (long sample : row.samples()) {
            json.writeStartObject();
            if (row.code().isAtOffset()) {
                json.writeNumberField("offset", sample);
            } else {
                position(input, sample);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    void connections(List<Connection> connections) throws IOException {
        json.writeArrayFieldStart("connections");
        for (Connection connection : connections) {
            json.writeStartObject();
            json.writeNumberField("id", connection.id());
            string("protocol", connection.protocol());
            json.writeArrayFieldStart("superblocks");
            for (Superblock superblock : connection.superblocks()) {
                superblock(superblock);
            }
            json.writeEndArray();
            handles(connection.handles());
            counts("opcodes", connection.opcodes());
            counts("errors", connection.errors());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void handles(Diagnosis.@Nullable Handles handles) throws IOException {
        if (handles != null) {
            json.writeObjectFieldStart("handles");
            json.writeNumberField("seen", handles.seen());
            json.writeNumberField("open", handles.open());
            json.writeNumberField("peakOpen", handles.peakOpen());
            json.writeEndObject();
        }
    }

    private void superblock(Superblock superblock) throws IOException {
        json.writeStartObject();
        number("sDev", superblock.sDev());
        unsigned("pointer", superblock.pointer());
        json.writeBooleanField("submount", superblock.submount());
        unsigned("rootNodeid", superblock.rootNodeid());
        number("mountedNs", superblock.mountedNs());
        number("killedNs", superblock.killedNs());
        json.writeEndObject();
    }

    private void counts(String name, List<Count> counts) throws IOException {
        json.writeObjectFieldStart(name);
        for (Count count : counts) {
            json.writeNumberField(count.name(), count.count());
        }
        json.writeEndObject();
    }

    void nodes(Diagnosis.Nodes nodes) throws IOException {
        json.writeObjectFieldStart("nodes");
        json.writeNumberField("seen", nodes.seen());
        json.writeNumberField("live", nodes.live());
        json.writeNumberField("peakLive", nodes.peakLive());
        json.writeEndObject();
    }
}
