// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.ndjson;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.Set;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.format.Ascii;
import org.forgetmenot.format.Capability;
import org.forgetmenot.format.CaptureException;
import org.forgetmenot.format.CaptureReader;
import org.forgetmenot.format.DiagnosticCode;
import org.forgetmenot.format.Diagnostics;
import org.forgetmenot.format.LineReader;
import org.forgetmenot.format.ReadContext;
import org.jspecify.annotations.Nullable;

/** Reads lines of JSON back into events, see {@link NdjsonFormat}; their positions are the lines of this file. */
final class NdjsonReader implements CaptureReader {
    /** Longest line read: the base64 of the longest message that any other dialect takes, and its fields. */
    static final int LINE_MAX_BYTES = 32 << 20;
    /** No line needs more than the two levels of its stack or its capabilities. */
    private static final int DEPTH_MAX = 16;

    private final LineReader lines;
    private final Diagnostics diagnostics;
    private final PlainLine plain;
    private final EventFields fields;
    private final JsonFactory factory = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(LINE_MAX_BYTES)
                    .maxNestingDepth(DEPTH_MAX)
                    .build())
            .build();

    private boolean isEvent;
    private boolean begun;
    /** Whether the current line is yet to be read. */
    private boolean pending;
    /** Whether a header was seen whose last line was not. */
    private boolean open;

    private boolean countsHidden;
    private @Nullable Set<Capability> promised;
    private @Nullable Set<Capability> held;

    NdjsonReader(InputStream in, ReadContext context) {
        diagnostics = context.diagnostics();
        lines = new LineReader(in, diagnostics, LINE_MAX_BYTES);
        Slots slots = new Slots();
        Frames frames = new Frames(context);
        plain = new PlainLine(slots, frames);
        fields = new EventFields(slots, frames);
    }

    @Override
    public boolean next(Event event) throws IOException {
        begin();
        while (pending || lines.next()) {
            pending = false;
            if (line(event)) {
                return true;
            }
        }
        if (open) {
            open = false;
            diagnostics.report(DiagnosticCode.CUT_SHORT, lines.line());
        }
        return false;
    }

    @Override
    public @Nullable Set<Capability> promised() throws IOException {
        begin();
        return promised;
    }

    @Override
    public Set<Capability> capabilities() {
        Set<Capability> known = held == null ? promised : held;
        return known == null ? EnumSet.noneOf(Capability.class) : EnumSet.copyOf(known);
    }

    @Override
    public boolean showsEveryCount() {
        return !countsHidden;
    }

    /** Reads the header, which is the first line, once. */
    private void begin() throws IOException {
        if (begun) {
            return;
        }
        begun = true;
        if (lines.next()) {
            pending = !Ascii.startsWith(lines.buffer(), lines.start(), lines.end(), NdjsonFormat.SIGNATURE);
            if (!pending) {
                line(new Event());
            }
        }
    }

    private boolean line(Event event) throws IOException {
        return plain.read(lines.buffer(), lines.start(), lines.end(), lines.line(), event) || anyJson(event);
    }

    private boolean anyJson(Event event) throws IOException {
        try (JsonParser json = parser()) {
            if (json.nextToken() == null) {
                return false;
            }
            boolean whole = json.currentToken() == JsonToken.START_OBJECT && object(json, event);
            if (whole && json.nextToken() == null) {
                return isEvent;
            }
        } catch (CaptureException e) {
            throw e;
        } catch (IOException e) {
            // the bytes are in memory: it can only be their content
        }
        if (!lines.isCut()) {
            diagnostics.report(DiagnosticCode.LINE_DAMAGED, lines.line());
        } else if (!open) {
            diagnostics.report(DiagnosticCode.CUT_SHORT, lines.line());
        }
        return false;
    }

    private JsonParser parser() throws IOException {
        return factory.createParser(lines.buffer(), lines.start(), lines.end() - lines.start());
    }

    private boolean object(JsonParser json, Event event) throws IOException {
        isEvent = false;
        String first = json.nextFieldName();
        EventKind kind = null;
        if (Names.KIND.equals(first)) {
            kind = json.nextToken() == JsonToken.VALUE_STRING ? Names.kind(json.getText()) : null;
            first = json.nextFieldName();
        } else if (!Names.SCHEMA.equals(first) && !Names.END.equals(first)) {
            // somebody has sorted the fields
            kind = findKind();
        }
        if (kind != null) {
            isEvent = true;
            return fields.read(json, event.start(kind, lines.line()));
        }
        return first != null && frame(json);
    }

    private @Nullable EventKind findKind() throws IOException {
        try (JsonParser json = parser()) {
            json.nextToken();
            for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
                JsonToken value = json.nextToken();
                if (field.equals(Names.KIND) && value == JsonToken.VALUE_STRING) {
                    return Names.kind(json.getText());
                }
                json.skipChildren();
            }
        }
        return null;
    }

    /** Reads a header or a last line from its first field's name on; false if it is neither. */
    private boolean frame(JsonParser json) throws IOException {
        boolean isFrame = false;
        for (String field = json.currentName(); field != null; field = json.nextFieldName()) {
            JsonToken value = json.nextToken();
            switch (field) {
                case Names.SCHEMA -> {
                    checkSchema(json.getText());
                    isFrame = true;
                    open = true;
                }
                case Names.END -> {
                    isFrame = true;
                    open = false;
                }
                case Names.COUNTS_HIDDEN -> {
                    isFrame = true;
                    countsHidden = true;
                }
                case Names.CAPABILITIES -> promise(capabilities(json, value));
                case Names.HELD -> held = both(held, capabilities(json, value));
                case Names.DIAGNOSTICS -> diagnostics(json, value);
                default -> json.skipChildren();
            }
        }
        return isFrame;
    }

    private void promise(Set<Capability> more) {
        // of a file that is several put together, only the first header was known at the beginning
        countsHidden |= promised != null && !more.containsAll(Capability.COUNTS);
        promised = both(promised, more);
    }

    private static void checkSchema(@Nullable String schema) throws CaptureException {
        if (!NdjsonFormat.SCHEMA.equals(schema)) {
            throw new CaptureException("its schema is '" + schema + "', but this forgetmenot reads "
                    + NdjsonFormat.SCHEMA + "; try a newer one");
        }
    }

    /** What several captures in one file can show together is what each of them can. */
    private static Set<Capability> both(@Nullable Set<Capability> before, Set<Capability> now) {
        if (before != null) {
            now.retainAll(before);
        }
        return now;
    }

    private static Set<Capability> capabilities(JsonParser json, JsonToken value) throws IOException {
        Set<Capability> all = EnumSet.noneOf(Capability.class);
        if (value != JsonToken.START_ARRAY) {
            return all;
        }
        for (JsonToken item = json.nextToken(); item != JsonToken.END_ARRAY; item = json.nextToken()) {
            Capability known = item == JsonToken.VALUE_STRING ? Names.constant(Capability.class, json.getText()) : null;
            if (known != null) {
                all.add(known);
            }
            json.skipChildren();
        }
        return all;
    }

    private void diagnostics(JsonParser json, JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            return;
        }
        for (String code = json.nextFieldName(); code != null; code = json.nextFieldName()) {
            DiagnosticCode known = Names.constant(DiagnosticCode.class, code);
            if (json.nextToken() == JsonToken.VALUE_NUMBER_INT && known != null && json.getLongValue() > 0) {
                diagnostics.report(known, lines.line(), json.getLongValue());
            }
            json.skipChildren();
        }
    }
}
