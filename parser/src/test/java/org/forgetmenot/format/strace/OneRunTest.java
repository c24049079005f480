// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.strace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.forgetmenot.TestCaptures;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.format.Capture;
import org.forgetmenot.wire.Opcode;
import org.junit.jupiter.api.Test;

/** Three captures of one run of passthrough_ll: its log, its system calls and the kernel's tracepoints tell the same. */
class OneRunTest {
    private static List<Event> events(String name) throws IOException {
        try (Capture capture = TestCaptures.open(TestCaptures.resource(name))) {
            return TestCaptures.events(capture);
        }
    }

    private static final String LOG = "passthrough_ll.log.gz";
    private static final String STRACE = "passthrough_ll.strace.gz";
    private static final String FTRACE = "passthrough_ll.ftrace.gz";

    /** unique to opcode; what the kernel does not trace (FORGET) is left out where asked for. */
    private static Map<Long, Integer> requests(List<Event> events, EventKind kind, boolean forgets) {
        Map<Long, Integer> requests = new TreeMap<>();
        for (Event event : events) {
            if (event.kind() == kind
                    && (forgets
                            || (event.opcode() != Opcode.FORGET.number()
                                    && event.opcode() != Opcode.BATCH_FORGET.number()))) {
                requests.put(event.unique(), event.opcode());
            }
        }
        return requests;
    }

    private static Map<Long, Integer> errors(List<Event> events, EventKind kind) {
        Map<Long, Integer> errors = new TreeMap<>();
        events.stream().filter(e -> e.kind() == kind).forEach(e -> errors.put(e.unique(), e.error()));
        return errors;
    }

    /** nodeid to what was handed out and what was given back, added up. */
    private static Map<Long, Long> sums(List<Event> events, EventKind kind) {
        Map<Long, Long> sums = new TreeMap<>();
        events.stream()
                .filter(e -> e.kind() == kind)
                .forEach(e -> sums.merge(e.nodeid(), kind == EventKind.FORGET ? e.nlookup() : 1L, Long::sum));
        return sums;
    }

    /** Entries that reached the kernel: without those that did not fit into a READDIRPLUS reply. */
    private static Map<Long, Long> entries(List<Event> events) {
        Map<Long, Long> sums = sums(events, EventKind.ENTRY);
        events.stream()
                .filter(e -> e.kind() == EventKind.ENTRY_WITHDRAWN)
                .forEach(e -> sums.merge(e.nodeid(), -1L, Long::sum));
        sums.values().removeIf(v -> v == 0);
        return sums;
    }

    @Test
    void logAndStraceTellTheSame() throws IOException {
        List<Event> log = events(LOG);
        List<Event> strace = events(STRACE);
        assertEquals(6118, requests(log, EventKind.REQUEST, true).size());
        assertEquals(requests(log, EventKind.REQUEST, true), requests(strace, EventKind.REQUEST, true));
        assertEquals(6106, errors(log, EventKind.REPLY).size());
        assertEquals(errors(log, EventKind.REPLY), errors(strace, EventKind.REPLY));
        assertEquals(entries(log), entries(strace));
        Map<Long, Long> forgotten = sums(log, EventKind.FORGET);
        assertEquals(
                6130, forgotten.values().stream().mapToLong(Long::longValue).sum());
        assertEquals(forgotten, sums(strace, EventKind.FORGET));
    }

    @Test
    void tracepointsTellTheSameRequestsAndErrors() throws IOException {
        List<Event> ftrace = events(FTRACE);
        List<Event> strace = events(STRACE);
        Map<Long, Integer> ends = errors(ftrace, EventKind.KERNEL_END);
        Map<Long, Integer> replies = errors(strace, EventKind.REPLY);
        assertTrue(ends.size() >= 6100);
        ends.keySet().retainAll(replies.keySet());
        assertEquals(replies, ends);
        assertEquals(requests(strace, EventKind.REQUEST, false), requests(ftrace, EventKind.KERNEL_SEND, false));
    }

    @Test
    void everyEntryLineFindsItsRequest() throws IOException {
        Map<Long, Integer> opcodes = new TreeMap<>();
        for (Event event : events(LOG)) {
            if (event.kind() == EventKind.REQUEST) {
                opcodes.put(event.unique(), event.opcode());
            } else if (event.kind() == EventKind.ENTRY) {
                assertEquals(opcodes.get(event.unique()), event.opcode());
            }
        }
    }
}
