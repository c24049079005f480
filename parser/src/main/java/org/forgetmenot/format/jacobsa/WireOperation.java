// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.jacobsa;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.forgetmenot.format.Cursor;
import org.forgetmenot.format.TimeStamp;
import org.forgetmenot.wire.Opcode;
import org.jspecify.annotations.Nullable;

/** One object of the wire log: what an operation was asked and how it ended. What the object does not tell is null or -1. */
final class WireOperation {
    /** Items of one BATCH_FORGET that are kept: the kernel sends fewer (its message fits a few pages). */
    static final int FORGETS_MAX = 1 << 20;

    private static final String OP = "Op";

    private final TimeStamp time = new TimeStamp();
    private final Cursor cursor = new Cursor();

    boolean isOperation;

    @Nullable
    Opcode opcode;

    boolean hasStart;
    long startNs;
    long durationNs;
    boolean hasStatus;
    int status;
    boolean hasUnique;
    long unique;
    boolean hasPid;
    int pid;
    boolean hasNodeid;
    long nodeid;
    boolean hasOtherNodeid;
    long otherNodeid;
    byte @Nullable [] name;
    byte @Nullable [] secondName;
    boolean hasHandle;
    long handle;
    boolean hasChild;
    long child;
    boolean hasGeneration;
    long generation;
    final LongArrayList forgotten = new LongArrayList();
    final LongArrayList counts = new LongArrayList();

    /** Reads an object whose opening brace was read. */
    void read(JsonParser json) throws IOException {
        clear();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            switch (field) {
                case "Operation" -> operation(json, value);
                case "StartTime" -> start(json, value);
                case "Duration" -> durationNs = value == JsonToken.VALUE_NUMBER_INT ? number(json) : 0;
                case "Status" -> {
                    hasStatus = value == JsonToken.VALUE_NUMBER_INT;
                    status = hasStatus ? (int) number(json) : 0;
                }
                case "Context" -> context(json, value);
                case "Args" -> arguments(json, value);
                default -> json.skipChildren();
            }
        }
    }

    private void clear() {
        isOperation = false;
        opcode = null;
        hasStart = false;
        durationNs = 0;
        hasStatus = false;
        hasUnique = false;
        hasPid = false;
        hasNodeid = false;
        hasOtherNodeid = false;
        name = null;
        secondName = null;
        hasHandle = false;
        hasChild = false;
        hasGeneration = false;
        forgotten.clear();
        counts.clear();
    }

    private void operation(JsonParser json, JsonToken value) throws IOException {
        byte[] bytes = text(json, value);
        if (bytes == null) {
            json.skipChildren();
            return;
        }
        isOperation = true;
        int end = bytes.length;
        if (end > OP.length() && bytes[end - 2] == 'O' && bytes[end - 1] == 'p') {
            end -= OP.length();
        }
        opcode = JacobsaOpcodes.find(bytes, 0, end);
    }

    private void start(JsonParser json, JsonToken value) throws IOException {
        byte[] bytes = text(json, value);
        if (bytes == null) {
            json.skipChildren();
            return;
        }
        hasStart = time.pass(cursor.over(bytes, 0, bytes.length));
        startNs = time.epochNs();
    }

    private void context(JsonParser json, JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            if (json.nextToken() != JsonToken.VALUE_NUMBER_INT) {
                json.skipChildren();
            } else if (field.equals("FuseID")) {
                hasUnique = true;
                unique = number(json) & Long.MAX_VALUE;
            } else if (field.equals("Pid")) {
                hasPid = true;
                pid = (int) number(json);
            }
        }
    }

    private void arguments(JsonParser json, JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        long count = 0;
        boolean hasCount = false;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken token = json.nextToken();
            switch (field) {
                case "Inode", "Parent", "OldParent" -> {
                    if (token == JsonToken.VALUE_NUMBER_INT) {
                        hasNodeid = true;
                        nodeid = number(json);
                    }
                }
                case "NewParent", "Target" -> {
                    if (token == JsonToken.VALUE_NUMBER_INT) {
                        hasOtherNodeid = true;
                        otherNodeid = number(json);
                    } else {
                        secondName = text(json, token);
                    }
                }
                case "Name", "OldName" -> name = text(json, token);
                case "NewName" -> secondName = text(json, token);
                case "Handle" -> {
                    if (token == JsonToken.VALUE_NUMBER_INT) {
                        hasHandle = true;
                        handle = number(json);
                    }
                }
                case "N" -> {
                    hasCount = token == JsonToken.VALUE_NUMBER_INT;
                    count = hasCount ? number(json) : 0;
                }
                case "Entry" -> {
                    if (token == JsonToken.START_OBJECT) {
                        entry(json);
                    }
                }
                case "Entries" -> {
                    if (token == JsonToken.START_ARRAY) {
                        entries(json);
                    }
                }
                default -> json.skipChildren();
            }
            if (json.currentToken() != null && json.currentToken().isStructStart()) {
                json.skipChildren();
            }
        }
        if (hasCount && hasNodeid) {
            forgotten.add(nodeid);
            counts.add(count);
        }
    }

    private void entry(JsonParser json) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            if (json.nextToken() != JsonToken.VALUE_NUMBER_INT) {
                json.skipChildren();
            } else if (field.equals("Child")) {
                hasChild = true;
                child = number(json);
            } else if (field.equals("Generation")) {
                hasGeneration = true;
                generation = number(json);
            }
        }
    }

    /** {@code [{"Inode": 5, "N": 1}]}. */
    private void entries(JsonParser json) throws IOException {
        JsonToken token = json.nextToken();
        while (token != null && token != JsonToken.END_ARRAY) {
            if (token == JsonToken.START_OBJECT) {
                forgetOne(json);
            } else {
                json.skipChildren();
            }
            token = json.nextToken();
        }
    }

    private void forgetOne(JsonParser json) throws IOException {
        boolean hasInode = false;
        boolean hasCount = false;
        long inode = 0;
        long count = 0;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            if (json.nextToken() != JsonToken.VALUE_NUMBER_INT) {
                json.skipChildren();
            } else if (field.equals("Inode")) {
                hasInode = true;
                inode = number(json);
            } else if (field.equals("N")) {
                hasCount = true;
                count = number(json);
            }
        }
        if (hasInode && hasCount && forgotten.size() < FORGETS_MAX) {
            forgotten.add(inode);
            counts.add(count);
        }
    }

    /** An unsigned number of 64 bit; of a longer one the low bits. */
    private static long number(JsonParser json) throws IOException {
        return switch (json.getNumberType()) {
            case INT, LONG -> json.getLongValue();
            default -> json.getBigIntegerValue().longValue();
        };
    }

    private static byte @Nullable [] text(JsonParser json, JsonToken value) throws IOException {
        return value == JsonToken.VALUE_STRING ? json.getText().getBytes(StandardCharsets.UTF_8) : null;
    }
}
