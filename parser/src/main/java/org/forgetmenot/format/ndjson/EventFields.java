// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.ndjson;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.Stacks;
import org.forgetmenot.event.Text;
import org.forgetmenot.format.Ascii;
import org.forgetmenot.format.DiagnosticCode;
import org.forgetmenot.format.Diagnostics;

/** Reads the fields of one JSON object into an event. Fields that it does not know are passed over: a later version may add some. */
final class EventFields {
    private final Stacks stacks;
    private final Diagnostics diagnostics;
    private final Slot name = new Slot();
    private final Slot secondName = new Slot();
    private final Slot task = new Slot();
    private final Slot message = new Slot();
    private boolean bad;

    EventFields(Stacks stacks, Diagnostics diagnostics) {
        this.stacks = stacks;
        this.diagnostics = diagnostics;
    }

    /**
     * Reads from a field's name, or the object's end, on.
     *
     * @return false if a value is not what its field wants
     */
    boolean read(JsonParser json, Event event) throws IOException {
        bad = false;
        for (String field = json.currentToken() == JsonToken.FIELD_NAME ? json.currentName() : null;
                field != null;
                field = json.nextFieldName()) {
            JsonToken value = json.nextToken();
            if (value == JsonToken.VALUE_NULL) {
                continue;
            }
            if (!wire(field, json, event) && !node(field, json, event) && !text(field, json, event)) {
                json.skipChildren();
            }
        }
        return !bad;
    }

    private boolean wire(String field, JsonParser json, Event event) throws IOException {
        switch (field) {
            case "timeNs" -> event.timeNs(signed(json));
            case "commonNs" -> event.commonNs(signed(json));
            case "pid" -> event.pid(int32(json));
            case "cpu" -> event.cpu(int32(json));
            case "connection" -> event.connection(unsigned(json));
            case "queue" -> event.queue(int32(json));
            case "unique" -> event.unique(unsigned(json));
            case "opcode" -> event.opcode(int32(json));
            case "error" -> event.error(int32(json));
            case "sizeBytes" -> event.sizeBytes(unsigned(json));
            case "count" -> event.count(unsigned(json));
            case "targetUnique" -> event.targetUnique(unsigned(json));
            case "protocolMinor" -> event.protocolMinor(int32(json));
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean node(String field, JsonParser json, Event event) throws IOException {
        switch (field) {
            case "nodeid" -> event.nodeid(unsigned(json));
            case "parent" -> event.parent(unsigned(json));
            case "otherNodeid" -> event.otherNodeid(unsigned(json));
            case "nlookup" -> event.nlookup(unsigned(json));
            case "serverCount" -> event.serverCount(unsigned(json));
            case "generation" -> event.generation(unsigned(json));
            case "ino" -> event.ino(unsigned(json));
            case "mode" -> event.mode(int32(json));
            case "nlink" -> event.nlink(int32(json));
            case "attrFlags" -> event.attrFlags(int32(json));
            case "fh" -> event.fh(unsigned(json));
            case "superblock" -> event.superblock(unsigned(json));
            case "sDev" -> event.sDev(int32(json));
            case "inode" -> event.inode(unsigned(json));
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean text(String field, JsonParser json, Event event) throws IOException {
        switch (field) {
            case "name" -> characters(json, name, event.name());
            case "nameBase64" -> base64(json, name, event.name());
            case "secondName" -> characters(json, secondName, event.secondName());
            case "secondNameBase64" -> base64(json, secondName, event.secondName());
            case "task" -> characters(json, task, event.task());
            case "taskBase64" -> base64(json, task, event.task());
            case "message" -> base64(json, message, event.message());
            case "caller" -> {
                if (isString(json)) {
                    event.caller(Names.function(json.getText()));
                }
            }
            case "stack" -> stack(json, event);
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean isString(JsonParser json) throws IOException {
        boolean is = json.currentToken() == JsonToken.VALUE_STRING;
        if (!is) {
            bad = true;
            json.skipChildren();
        }
        return is;
    }

    private void characters(JsonParser json, Slot slot, Text text) throws IOException {
        if (isString(json)) {
            bad |= !slot.characters(json.getTextCharacters(), json.getTextOffset(), json.getTextLength(), text);
        }
    }

    private void base64(JsonParser json, Slot slot, Text text) throws IOException {
        if (isString(json)) {
            bad |= !slot.base64(json.getTextCharacters(), json.getTextOffset(), json.getTextLength(), text);
        }
    }

    private int int32(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            bad = true;
            json.skipChildren();
            return 0;
        }
        return json.getIntValue();
    }

    private long unsigned(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            long value = json.getLongValue();
            bad |= value < 0;
            return value;
        }
        return isString(json) ? digits(json.getTextCharacters(), json.getTextOffset(), json.getTextLength()) : 0;
    }

    private long signed(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            return json.getLongValue();
        }
        if (!isString(json)) {
            return 0;
        }
        char[] chars = json.getTextCharacters();
        int from = json.getTextOffset();
        boolean negative = json.getTextLength() > 0 && chars[from] == '-';
        int sign = negative ? 1 : 0;
        long value = digits(chars, from + sign, json.getTextLength() - sign);
        // the least of all has no positive counterpart: its digits already give it
        bad |= value < 0 && !(negative && value == Long.MIN_VALUE);
        return negative ? -value : value;
    }

    private long digits(char[] chars, int from, int count) {
        long value = 0;
        bad |= count == 0;
        for (int i = from; i < from + count; i++) {
            int digit = chars[i] - '0';
            if (!Ascii.isDigit(chars[i])
                    || Long.compareUnsigned(value, Long.divideUnsigned(-1L, 10)) > 0
                    || Long.compareUnsigned(value * 10, -1L - digit) > 0) {
                bad = true;
                return 0;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    private void stack(JsonParser json, Event event) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            bad = true;
            json.skipChildren();
            return;
        }
        List<String> frames = new ArrayList<>();
        long hash = 0;
        for (JsonToken item = json.nextToken(); item != JsonToken.END_ARRAY; item = json.nextToken()) {
            if (item != JsonToken.VALUE_STRING) {
                bad = true;
                json.skipChildren();
            } else if (frames.size() < Stacks.FRAMES_MAX) {
                frames.add(json.getText());
                hash = hash(hash, frames.get(frames.size() - 1));
            }
        }
        int index = stacks.find(hash);
        if (index < 0) {
            index = stacks.add(hash, frames);
        }
        if (index >= 0) {
            event.stack(index);
        } else {
            diagnostics.report(DiagnosticCode.STACKS_TOO_MANY, event.position());
        }
    }

    /** FNV-1a over the characters, with a mark after each frame. */
    private static long hash(long before, String frame) {
        long hash = before ^ 0xcbf29ce484222325L;
        for (int i = 0; i < frame.length(); i++) {
            hash = (hash ^ frame.charAt(i)) * 0x100000001b3L;
        }
        return hash * 0x100000001b3L + 1;
    }
}
