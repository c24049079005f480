// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.ndjson;

import java.util.EnumMap;
import java.util.Map;
import org.forgetmenot.event.Event;
import org.forgetmenot.format.Ascii;
import org.forgetmenot.format.Cursor;
import org.jspecify.annotations.Nullable;

/**
 * Reads an event's line in the form that {@link NdjsonWriter} gives almost all of them: the kind first, no blanks, no
 * escapes, no bytes beyond ASCII. Any other JSON is left to {@link EventFields}; what both can read, both read alike.
 */
final class PlainLine {
    private static final String START = "{\"kind\":\"";

    private final Slots slots;
    private final Frames frames;
    private final Cursor cursor = new Cursor();
    /** The field that came after each one when it came last: a writer keeps to an order, and comparing is quicker than a table. */
    private final Map<Field, Field> followers = new EnumMap<>(Field.class);

    private Field last = Field.POSITION;

    PlainLine(Slots slots, Frames frames) {
        this.slots = slots;
        this.frames = frames;
    }

    /**
     * Reads a line.
     *
     * @param position the line's number
     * @return false if it has another form, and what was read of it is worth nothing
     */
    boolean read(byte[] bytes, int start, int end, long position, Event event) {
        cursor.over(bytes, start, end);
        if (!cursor.skip(START)) {
            return false;
        }
        int kind = cursor.at();
        if (!passText()) {
            return false;
        }
        event.start(Names.kind(bytes, kind, cursor.at() - 1), position);
        while (cursor.skip(',')) {
            if (!field(event)) {
                return false;
            }
        }
        return cursor.skip('}') && cursor.atEnd();
    }

    private boolean field(Event event) {
        Field field = followers.get(last);
        if (field == null || !cursor.skip(field.key())) {
            field = key();
        }
        if (field == null) {
            return false;
        }
        last = field;
        return value(field, event);
    }

    private @Nullable Field key() {
        int name = cursor.at() + 1;
        int quote = cursor.peek() == '"' ? Ascii.indexOf(cursor.bytes(), name, cursor.end(), '"') : -1;
        Field field = quote < 0 ? null : Field.find(cursor.bytes(), name, quote);
        if (field == null || !cursor.skip(field.key())) {
            return null;
        }
        followers.put(last, field);
        return field;
    }

    private boolean value(Field field, Event event) {
        boolean quoted = cursor.skip('"');
        int from = cursor.at();
        switch (field.type()) {
            case INT32 -> {
                if (quoted || !number() || cursor.value() != cursor.intValue()) {
                    return false;
                }
                field.set(event, cursor.value());
            }
            case SIGNED -> {
                if (!(quoted ? isSigned(cursor) && cursor.skip('"') : number())) {
                    return false;
                }
                field.set(event, cursor.value());
            }
            case UNSIGNED -> {
                if (!(quoted ? cursor.unsigned() && cursor.skip('"') : number() && cursor.value() >= 0)) {
                    return false;
                }
                field.set(event, cursor.value());
            }
            case TEXT -> {
                if (!quoted || !passText()) {
                    return false;
                }
                field.text(event).set(cursor.bytes(), from, cursor.at() - 1 - from);
            }
            case BASE64 -> {
                int quote = quoted ? Ascii.indexOf(cursor.bytes(), from, cursor.end(), '"') : -1;
                if (quote < 0 || !slots.of(field).base64(cursor.bytes(), from, quote, field.text(event))) {
                    return false;
                }
                cursor.moveTo(quote + 1);
            }
            case FUNCTION -> {
                if (!quoted || !passText()) {
                    return false;
                }
                field.set(event, Names.function(cursor.bytes(), from, cursor.at() - 1));
            }
            case FRAMES -> {
                return cursor.skip('[') && stack(event);
            }
            case PASSED -> {
                return quoted ? passText() : number();
            }
        }
        return true;
    }

    private boolean stack(Event event) {
        int from = cursor.at();
        while (cursor.skip('"')) {
            if (!passText()) {
                return false;
            }
            if (cursor.peek() != ']' && !(cursor.skip(',') && cursor.peek() == '"')) {
                return false;
            }
        }
        int to = cursor.at();
        if (!cursor.skip(']')) {
            return false;
        }
        frames.put(cursor.bytes(), from, to, event);
        return true;
    }

    /** Passes a plain string and its closing quote. */
    private boolean passText() {
        byte[] bytes = cursor.bytes();
        int i = cursor.at();
        int end = cursor.end();
        while (i < end && bytes[i] >= ' ' && bytes[i] != '"' && bytes[i] != '\\') {
            i++;
        }
        cursor.moveTo(i);
        return cursor.skip('"');
    }

    /** Passes a whole number as JSON has it: of 64 bits with its sign, no zero before other digits. */
    private boolean number() {
        int first = cursor.peek() == '-' ? cursor.at() + 1 : cursor.at();
        return isSigned(cursor) && (cursor.bytes()[first] != '0' || cursor.at() == first + 1);
    }

    /** Passes a number of 64 bits with its sign. */
    static boolean isSigned(Cursor cursor) {
        boolean minus = cursor.peek() == '-';
        return cursor.signed() && (minus ? cursor.value() <= 0 : cursor.value() >= 0);
    }
}
