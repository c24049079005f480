// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import it.unimi.dsi.fastutil.ints.Int2LongOpenHashMap;
import java.util.Comparator;
import java.util.List;

/** Requests by opcode and failed replies by errno, of one connection. */
public final class RequestTally {
    /**
     * A number and how often it was met.
     *
     * @param number an opcode, or a negative errno
     */
    public record Row(int number, long count) {}

    private final Int2LongOpenHashMap requests = new Int2LongOpenHashMap();
    private final Int2LongOpenHashMap errors = new Int2LongOpenHashMap();
    private final Int2LongOpenHashMap tracepointRequests = new Int2LongOpenHashMap();
    private final Int2LongOpenHashMap tracepointErrors = new Int2LongOpenHashMap();

    void request(int opcode) {
        requests.addTo(opcode, 1);
    }

    void error(int error) {
        errors.addTo(error, 1);
    }

    /** A request as the kernel's own tracepoint shows it, which may be the same as one that a probe shows. */
    void tracepointRequest(int opcode) {
        tracepointRequests.addTo(opcode, 1);
    }

    void tracepointError(int error) {
        tracepointErrors.addTo(error, 1);
    }

    /** Whether there was no request at all. */
    boolean isEmpty() {
        return requests.isEmpty() && tracepointRequests.isEmpty();
    }

    /** Requests by opcode, most frequent first. */
    public List<Row> requests() {
        return rows(requests.isEmpty() ? tracepointRequests : requests);
    }

    /** Failed replies by errno, most frequent first; the tracepoints see background requests too. */
    public List<Row> errors() {
        return rows(tracepointErrors.isEmpty() ? errors : tracepointErrors);
    }

    /** How many replies failed with an errno, which is negative. */
    public long errors(int error) {
        return errors.get(error);
    }

    private static List<Row> rows(Int2LongOpenHashMap counts) {
        return counts.int2LongEntrySet().stream()
                .map(e -> new Row(e.getIntKey(), e.getLongValue()))
                .sorted(Comparator.comparingLong(Row::count).reversed().thenComparingInt(Row::number))
                .toList();
    }
}
