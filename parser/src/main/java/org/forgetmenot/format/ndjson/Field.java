// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.ndjson;

import java.util.Arrays;
import java.util.function.Function;
import java.util.function.ObjLongConsumer;
import java.util.stream.Collectors;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.Text;
import org.forgetmenot.format.Words;
import org.jspecify.annotations.Nullable;

/** The fields of an event's line, but for its kind. docs/formats.md says what they mean. */
@SuppressWarnings("ImmutableEnumChecker") // method references that hold nothing
enum Field {
    TIME_NS("timeNs", Type.SIGNED, Event::timeNs),
    COMMON_NS("commonNs", Type.SIGNED, Event::commonNs),
    PID("pid", Type.INT32, (event, value) -> event.pid((int) value)),
    CPU("cpu", Type.INT32, (event, value) -> event.cpu((int) value)),
    CONNECTION("connection", Type.UNSIGNED, Event::connection),
    QUEUE("queue", Type.INT32, (event, value) -> event.queue((int) value)),
    UNIQUE("unique", Type.UNSIGNED, Event::unique),
    OPCODE("opcode", Type.INT32, (event, value) -> event.opcode((int) value)),
    ERROR("error", Type.INT32, (event, value) -> event.error((int) value)),
    SIZE_BYTES("sizeBytes", Type.UNSIGNED, Event::sizeBytes),
    COUNT("count", Type.UNSIGNED, Event::count),
    TARGET_UNIQUE("targetUnique", Type.UNSIGNED, Event::targetUnique),
    PROTOCOL_MINOR("protocolMinor", Type.INT32, (event, value) -> event.protocolMinor((int) value)),
    NODEID("nodeid", Type.UNSIGNED, Event::nodeid),
    PARENT("parent", Type.UNSIGNED, Event::parent),
    OTHER_NODEID("otherNodeid", Type.UNSIGNED, Event::otherNodeid),
    NLOOKUP("nlookup", Type.UNSIGNED, Event::nlookup),
    SERVER_COUNT("serverCount", Type.UNSIGNED, Event::serverCount),
    GENERATION("generation", Type.UNSIGNED, Event::generation),
    INO("ino", Type.UNSIGNED, Event::ino),
    MODE("mode", Type.INT32, (event, value) -> event.mode((int) value)),
    NLINK("nlink", Type.INT32, (event, value) -> event.nlink((int) value)),
    ATTR_FLAGS("attrFlags", Type.INT32, (event, value) -> event.attrFlags((int) value)),
    FH("fh", Type.UNSIGNED, Event::fh),
    SUPERBLOCK("superblock", Type.UNSIGNED, Event::superblock),
    S_DEV("sDev", Type.INT32, (event, value) -> event.sDev((int) value)),
    INODE("inode", Type.UNSIGNED, Event::inode),
    NAME("name", Event::name, Type.TEXT),
    NAME_BASE64("nameBase64", Event::name, Type.BASE64),
    SECOND_NAME("secondName", Event::secondName, Type.TEXT),
    SECOND_NAME_BASE64("secondNameBase64", Event::secondName, Type.BASE64),
    TASK("task", Event::task, Type.TEXT),
    TASK_BASE64("taskBase64", Event::task, Type.BASE64),
    MESSAGE("message", Event::message, Type.BASE64),
    CALLER("caller", Type.FUNCTION, (event, value) -> event.caller((int) value)),
    STACK("stack", Type.FRAMES, (event, value) -> event.stack((int) value)),
    /** Where the event was in the capture that was converted: what is read is the place in this one. */
    POSITION("position", Type.PASSED),
    /** The opcode once more, for people. */
    OPCODE_NAME("opcodeName", Type.PASSED);

    /** What a field's value looks like. */
    enum Type {
        /** A number of 32 bits with its sign. */
        INT32,
        /** A number of 63 bits and its sign, as a string where a double would not hold it. */
        SIGNED,
        /** A number of 64 bits, as a string where a double would not hold it. */
        UNSIGNED,
        /** A string. */
        TEXT,
        /** A string that stands for bytes. */
        BASE64,
        /** The name of a kernel function. */
        FUNCTION,
        /** An array of strings. */
        FRAMES,
        /** A value that is not read. */
        PASSED
    }

    private static final Words<Field> WORDS =
            new Words<>(Arrays.stream(values()).collect(Collectors.toMap(f -> f.id, f -> f)));

    private final String id;
    private final String key;
    private final Type type;
    private final ObjLongConsumer<Event> number;
    private final Function<Event, Text> text;

    Field(String id, Type type, ObjLongConsumer<Event> number, Function<Event, Text> text) {
        this.id = id;
        this.key = '"' + id + "\":";
        this.type = type;
        this.number = number;
        this.text = text;
    }

    Field(String id, Type type, ObjLongConsumer<Event> number) {
        this(id, type, number, Event::name);
    }

    Field(String id, Function<Event, Text> text, Type type) {
        this(id, type, (event, value) -> {}, text);
    }

    Field(String id, Type type) {
        this(id, type, (event, value) -> {}, Event::name);
    }

    /** The field of a name; null for one that a later version may have added. */
    static @Nullable Field find(byte[] bytes, int start, int end) {
        return WORDS.find(bytes, start, end);
    }

    /** Its name as a line without blanks has it, up to the value. */
    String key() {
        return key;
    }

    Type type() {
        return type;
    }

    /** Sets a field that is no text. */
    void set(Event event, long value) {
        number.accept(event, value);
    }

    /** Where a text goes. */
    Text text(Event event) {
        return text.apply(event);
    }
}
