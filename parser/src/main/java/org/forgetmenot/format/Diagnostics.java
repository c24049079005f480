// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts the oddities of one capture and remembers where the first few are. */
public final class Diagnostics {
    /** Places kept of each code. */
    public static final int SAMPLES_MAX = 4;

    private static final class Entry {
        private long count;
        private final List<Long> samples = new ArrayList<>(SAMPLES_MAX);
    }

    /**
     * One line of the table at the end of a report.
     *
     * @param count how often it was met
     * @param samples the first places, as lines or byte offsets
     */
    public record Row(DiagnosticCode code, long count, List<Long> samples) {}

    private final Map<DiagnosticCode, Entry> entries = new EnumMap<>(DiagnosticCode.class);

    /**
     * Counts one oddity.
     *
     * @param position line or byte offset
     */
    public void report(DiagnosticCode code, long position) {
        report(code, position, 1);
    }

    /** Counts {@code times} oddities met at one place. */
    public void report(DiagnosticCode code, long position, long times) {
        Entry entry = entries.computeIfAbsent(code, c -> new Entry());
        entry.count += times;
        if (entry.samples.size() < SAMPLES_MAX) {
            entry.samples.add(position);
        }
    }

    /** How often a code was met. */
    public long count(DiagnosticCode code) {
        Entry entry = entries.get(code);
        return entry == null ? 0 : entry.count;
    }

    /** All that was met, in the order of the enum. */
    public List<Row> rows() {
        return entries.entrySet().stream()
                .map(e -> new Row(e.getKey(), e.getValue().count, List.copyOf(e.getValue().samples)))
                .toList();
    }
}
