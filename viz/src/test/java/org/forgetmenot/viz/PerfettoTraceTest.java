// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A trace holds to Chrome's Trace Event Format: what each phase must have, and that what begins ends. */
final class PerfettoTraceTest {
    private static JsonNode trace(long nodeid, String... samples) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PerfettoTrace trace = new PerfettoTrace(out)) {
            trace.nodeids(Samples.picture(List.of(nodeid), trace::span, samples));
        }
        ObjectMapper mapper = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
        JsonNode read = mapper.readTree(out.toByteArray());
        assertEquals("ns", read.get("displayTimeUnit").asText());
        read.get("traceEvents").forEach(PerfettoTraceTest::assertFits);
        return read.get("traceEvents");
    }

    private static void assertFits(JsonNode event) {
        String phase = event.path("ph").asText();
        assertTrue(Set.of("M", "X", "b", "e", "i", "C").contains(phase), event::toString);
        assertTrue(
                event.path("name").isTextual()
                        && event.path("pid").isInt()
                        && event.path("tid").isInt(),
                event::toString);
        assertTrue(event.path("cat").isTextual(), event::toString);
        if (phase.equals("M")) {
            assertTrue(
                    Set.of("process_name", "thread_name")
                            .contains(event.get("name").asText()),
                    event::toString);
            assertTrue(event.path("args").path("name").isTextual(), event::toString);
            return;
        }
        assertTrue(event.path("ts").isNumber() && event.get("ts").decimalValue().signum() >= 0, event::toString);
        assertTrue(event.get("ts").decimalValue().scale() <= 3, event::toString);
        switch (phase) {
            case "X" ->
                assertTrue(
                        event.path("dur").isNumber()
                                && event.get("dur").decimalValue().signum() >= 0,
                        event::toString);
            case "b", "e" ->
                assertTrue(event.path("id").isTextual() && event.path("cat").isTextual(), event::toString);
            case "i" -> assertEquals("t", event.path("s").asText(), event::toString);
            case "C" -> assertTrue(event.path("args").path("count").isIntegralNumber(), event::toString);
            default -> {}
        }
    }

    private static long count(JsonNode events, String phase, String name) {
        long count = 0;
        for (JsonNode event : events) {
            count += event.get("ph").asText().equals(phase)
                            && event.get("name").asText().startsWith(name)
                    ? 1
                    : 0;
        }
        return count;
    }

    @Test
    void theKernelsRequestsAreSlicesOfTheirTasks() throws IOException {
        JsonNode events = trace(3, Samples.INCIDENT);
        Map<Integer, Double> ends = new HashMap<>();
        long slices = 0;
        List<JsonNode> sorted = new ArrayList<>();
        events.forEach(sorted::add);
        for (JsonNode event : sorted) {
            if (event.get("ph").asText().equals("X") && event.get("pid").asInt() == 1) {
                slices++;
                int task = event.get("tid").asInt();
                double begin = event.get("ts").asDouble();
                assertTrue(begin >= ends.getOrDefault(task, 0.0), () -> event + " lies over the slice before");
                ends.put(task, begin + event.get("dur").asDouble());
            }
        }
        assertEquals(480, slices, "as many as the diagnosis counts replies");
    }

    @Test
    void theServersRequestsBeginAndEnd() throws IOException {
        JsonNode events = trace(3, Samples.GLUSTER);
        assertEquals(448, count(events, "b", ""), "as many as there are replies");
        Map<String, Double> open = new HashMap<>();
        for (JsonNode event : events) {
            String phase = event.get("ph").asText();
            if (phase.equals("b")) {
                open.put(event.get("id").asText(), event.get("ts").asDouble());
            } else if (phase.equals("e")) {
                Double begin = open.remove(event.get("id").asText());
                assertTrue(begin != null && begin <= event.get("ts").asDouble(), event::toString);
            }
        }
        assertEquals(Map.of(), open);
    }

    @Test
    void aForgottenNodeidHasItsTrack() throws IOException {
        JsonNode events = trace(3, Samples.INCIDENT);
        assertEquals(2, count(events, "C", "nodeid 3"), "from 1 to 0");
        assertEquals(1, count(events, "X", "dangling"));
        assertEquals(28, count(events, "i", "failed"));
        assertEquals(1, count(events, "i", "forget"));
    }
}
