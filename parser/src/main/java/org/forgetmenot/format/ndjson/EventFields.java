// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.ndjson;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.forgetmenot.event.Event;
import org.forgetmenot.format.Cursor;

/**
 * Reads the fields of one JSON object, whatever its form, into an event. Fields that it does not know are passed over: a later
 * version may add some.
 */
final class EventFields {
    private final Slots slots;
    private final Frames frames;
    private final Cursor cursor = new Cursor();
    private boolean bad;

    EventFields(Slots slots, Frames frames) {
        this.slots = slots;
        this.frames = frames;
    }

    /**
     * Reads from a field's name, or the object's end, on.
     *
     * @return false if a value is not what its field wants
     */
    boolean read(JsonParser json, Event event) throws IOException {
        bad = false;
        for (String name = json.currentToken() == JsonToken.FIELD_NAME ? json.currentName() : null;
                name != null;
                name = json.nextFieldName()) {
            byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
            Field field = Field.find(bytes, 0, bytes.length);
            JsonToken value = json.nextToken();
            if (field != null && value != JsonToken.VALUE_NULL) {
                value(field, json, event);
            }
            json.skipChildren();
        }
        return !bad;
    }

    private void value(Field field, JsonParser json, Event event) throws IOException {
        switch (field.type()) {
            case INT32 -> field.set(event, isNumber(json) ? json.getIntValue() : 0);
            case SIGNED -> field.set(event, signed(json));
            case UNSIGNED -> field.set(event, unsigned(json));
            case TEXT -> {
                if (isString(json)) {
                    bad |= !slots.of(field)
                            .characters(
                                    json.getTextCharacters(),
                                    json.getTextOffset(),
                                    json.getTextLength(),
                                    field.text(event));
                }
            }
            case BASE64 -> {
                byte[] text = ascii(json);
                bad |= !slots.of(field).base64(text, 0, text.length, field.text(event));
            }
            case FUNCTION -> {
                if (isString(json)) {
                    byte[] name = ascii(json);
                    field.set(event, Names.function(name, 0, name.length));
                }
            }
            case FRAMES -> stack(json, event);
            case PASSED -> {}
        }
    }

    private boolean isString(JsonParser json) {
        boolean is = json.currentToken() == JsonToken.VALUE_STRING;
        bad |= !is;
        return is;
    }

    private boolean isNumber(JsonParser json) {
        boolean is = json.currentToken() == JsonToken.VALUE_NUMBER_INT;
        bad |= !is;
        return is;
    }

    /** A string of ASCII characters; others become question marks, which nothing read here may hold. */
    private byte[] ascii(JsonParser json) throws IOException {
        return isString(json) ? json.getText().getBytes(StandardCharsets.US_ASCII) : new byte[0];
    }

    private long unsigned(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            long value = json.getLongValue();
            bad |= value < 0;
            return value;
        }
        byte[] text = ascii(json);
        bad |= !cursor.over(text, 0, text.length).unsigned() || !cursor.atEnd();
        return cursor.value();
    }

    private long signed(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            return json.getLongValue();
        }
        byte[] text = ascii(json);
        bad |= !PlainLine.isSigned(cursor.over(text, 0, text.length)) || !cursor.atEnd();
        return cursor.value();
    }

    private void stack(JsonParser json, Event event) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            bad = true;
            return;
        }
        List<String> all = new ArrayList<>();
        for (JsonToken item = json.nextToken(); item != JsonToken.END_ARRAY; item = json.nextToken()) {
            if (isString(json)) {
                all.add(json.getText());
            }
            json.skipChildren();
        }
        frames.put(all, event);
    }
}
