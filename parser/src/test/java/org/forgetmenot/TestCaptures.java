// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.format.Capture;

/** The real captures that tests read: those in {@code samples/} and those in the test resources. */
public final class TestCaptures {
    private TestCaptures() {}

    /** A file below {@code samples/}. */
    public static Path sample(String name) {
        return Path.of("..", "samples").resolve(name);
    }

    /** A file below the test resources' {@code captures/}. */
    public static Path resource(String name) {
        return Path.of("src", "test", "resources", "captures").resolve(name);
    }

    /** Opens a capture of a file. */
    public static Capture open(Path file) throws IOException {
        return Capture.open(file.toString(), null, InputStream.nullInputStream());
    }

    /** Opens a capture of a text. */
    public static Capture open(String text) throws IOException {
        return Capture.open(Capture.STDIN, null, new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** Opens a capture of a text as a dialect. */
    public static Capture open(String text, String dialect) throws IOException {
        return Capture.open(
                Capture.STDIN, dialect, new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** All events of a capture, each an own copy. */
    public static List<Event> events(Capture capture) throws IOException {
        List<Event> events = new ArrayList<>();
        Event event = new Event();
        while (capture.reader().next(event)) {
            Event copy = new Event();
            copy.copyFrom(event);
            events.add(copy);
        }
        return events;
    }

    /** How many events of each kind a capture has. */
    public static Map<EventKind, Integer> counts(Capture capture) throws IOException {
        Map<EventKind, Integer> counts = new EnumMap<>(EventKind.class);
        Event event = new Event();
        while (capture.reader().next(event)) {
            counts.merge(event.kind(), 1, Integer::sum);
        }
        return counts;
    }
}
