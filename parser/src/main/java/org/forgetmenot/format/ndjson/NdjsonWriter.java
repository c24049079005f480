// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.ndjson;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Set;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.Stacks;
import org.forgetmenot.event.Text;
import org.forgetmenot.format.Capability;
import org.forgetmenot.format.Capture;
import org.forgetmenot.format.CaptureReader;
import org.forgetmenot.format.CaptureWriter;
import org.forgetmenot.format.Diagnostics;
import org.forgetmenot.wire.Opcode;
import org.jspecify.annotations.Nullable;

/** Writes every event, whole, as a line of JSON, see {@link NdjsonFormat}. */
public final class NdjsonWriter implements CaptureWriter {
    /** Beyond it a double, which is what a number is to many readers of JSON, skips numbers. */
    private static final long EXACT_MAX = 1L << 53;

    private final JsonGenerator json;
    private Stacks stacks = new Stacks();
    private @Nullable CaptureReader source;
    private boolean countsHidden;

    /**
     * @param out buffered; closed with this
     */
    public NdjsonWriter(OutputStream out) throws IOException {
        json = new JsonFactory().createGenerator(out);
        json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
    }

    @Override
    public void begin(Capture capture) throws IOException {
        source = capture.reader();
        countsHidden = false;
        begin(capture.format().id(), capture.capabilities(), capture.context().stacks());
    }

    @Override
    public void begin(String dialect, Set<Capability> capabilities, Stacks stacks) throws IOException {
        this.stacks = stacks;
        json.writeStartObject();
        json.writeStringField(Names.SCHEMA, NdjsonFormat.SCHEMA);
        json.writeStringField(Names.DIALECT, dialect);
        capabilities(Names.CAPABILITIES, capabilities);
        json.writeEndObject();
    }

    @Override
    public void end(Capture capture) throws IOException {
        end(capture.reader().capabilities(), capture.context().diagnostics());
    }

    @Override
    public void end(Set<Capability> held, Diagnostics diagnostics) throws IOException {
        json.writeStartObject();
        json.writeBooleanField(Names.END, true);
        capabilities(Names.HELD, held);
        json.writeObjectFieldStart(Names.DIAGNOSTICS);
        for (Diagnostics.Row row : diagnostics.rows()) {
            json.writeNumberField(row.code().id(), row.count());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private void capabilities(String field, Set<Capability> capabilities) throws IOException {
        json.writeArrayFieldStart(field);
        // in the order of the enum, whatever order the set has
        for (Capability capability : Capability.values()) {
            if (capabilities.contains(capability)) {
                json.writeString(Names.id(capability));
            }
        }
        json.writeEndArray();
    }

    @Override
    public Outcome write(Event event) throws IOException {
        if (source != null && !countsHidden && !source.showsEveryCount()) {
            // a reader of this file must know before the event, as the source's reader did
            countsHidden = true;
            json.writeStartObject();
            json.writeBooleanField(Names.COUNTS_HIDDEN, true);
            json.writeEndObject();
        }
        json.writeStartObject();
        json.writeStringField(Names.KIND, Names.of(event.kind()));
        number("position", event.position());
        head(event);
        nodes(event);
        kernel(event);
        Text message = event.message();
        if (!message.isEmpty()) {
            json.writeFieldName("message");
            json.writeBinary(message.bytes(), message.offset(), message.length());
        }
        json.writeEndObject();
        return Outcome.WRITTEN;
    }

    private void head(Event event) throws IOException {
        if (event.hasTimeNs()) {
            signed("timeNs", event.timeNs());
        }
        if (event.hasCommonNs()) {
            signed("commonNs", event.commonNs());
        }
        if (event.hasPid()) {
            json.writeNumberField("pid", event.pid());
        }
        text("task", event.task());
        if (event.hasCpu()) {
            json.writeNumberField("cpu", event.cpu());
        }
        if (event.hasConnection()) {
            number("connection", event.connection());
        }
        if (event.hasQueue()) {
            json.writeNumberField("queue", event.queue());
        }
        if (event.hasUnique()) {
            number("unique", event.unique());
        }
        if (event.hasOpcode()) {
            json.writeNumberField("opcode", event.opcode());
            Opcode known = Opcode.of(event.opcode());
            if (known != null) {
                json.writeStringField("opcodeName", known.name());
            }
        }
        if (event.hasError()) {
            json.writeNumberField("error", event.error());
        }
        if (event.hasSizeBytes()) {
            number("sizeBytes", event.sizeBytes());
        }
        if (event.hasCount()) {
            number("count", event.count());
        }
        if (event.hasTargetUnique()) {
            number("targetUnique", event.targetUnique());
        }
        if (event.hasProtocolMinor()) {
            json.writeNumberField("protocolMinor", event.protocolMinor());
        }
    }

    private void nodes(Event event) throws IOException {
        if (event.hasNodeid()) {
            number("nodeid", event.nodeid());
        }
        if (event.hasParent()) {
            number("parent", event.parent());
        }
        text("name", event.name());
        text("secondName", event.secondName());
        if (event.hasOtherNodeid()) {
            number("otherNodeid", event.otherNodeid());
        }
        if (event.hasNlookup()) {
            number("nlookup", event.nlookup());
        }
        if (event.hasServerCount()) {
            number("serverCount", event.serverCount());
        }
        if (event.hasGeneration()) {
            number("generation", event.generation());
        }
        if (event.hasIno()) {
            number("ino", event.ino());
        }
        if (event.hasMode()) {
            json.writeNumberField("mode", event.mode());
        }
        if (event.hasNlink()) {
            json.writeNumberField("nlink", event.nlink());
        }
        if (event.hasAttrFlags()) {
            json.writeNumberField("attrFlags", event.attrFlags());
        }
        if (event.hasFh()) {
            number("fh", event.fh());
        }
    }

    private void kernel(Event event) throws IOException {
        if (event.hasSuperblock()) {
            number("superblock", event.superblock());
        }
        if (event.hasSDev()) {
            json.writeNumberField("sDev", event.sDev());
        }
        if (event.hasInode()) {
            number("inode", event.inode());
        }
        if (event.hasCaller()) {
            json.writeStringField("caller", Names.function(event.caller()));
        }
        if (event.hasStack()) {
            json.writeArrayFieldStart("stack");
            for (String frame : stacks.frames(event.stack())) {
                json.writeString(frame);
            }
            json.writeEndArray();
        }
    }

    /** An unsigned number: a decimal string where a double would not hold it. */
    private void number(String field, long value) throws IOException {
        if (value >= 0 && value <= EXACT_MAX) {
            json.writeNumberField(field, value);
        } else {
            json.writeStringField(field, Long.toUnsignedString(value));
        }
    }

    private void signed(String field, long value) throws IOException {
        if (value >= -EXACT_MAX && value <= EXACT_MAX) {
            json.writeNumberField(field, value);
        } else {
            json.writeStringField(field, Long.toString(value));
        }
    }

    private void text(String field, Text text) throws IOException {
        if (text.isEmpty()) {
            return;
        }
        if (Utf8.isValid(text.bytes(), text.offset(), text.length())) {
            json.writeFieldName(field);
            json.writeUTF8String(text.bytes(), text.offset(), text.length());
        } else {
            json.writeFieldName(field + Names.BASE64);
            json.writeBinary(text.bytes(), text.offset(), text.length());
        }
    }

    @Override
    public void flush() throws IOException {
        json.flush();
    }

    @Override
    public void close() throws IOException {
        json.writeRaw('\n');
        json.close();
    }
}
