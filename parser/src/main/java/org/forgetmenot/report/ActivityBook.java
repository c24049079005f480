// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.report;

import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.forgetmenot.event.Event;
import org.forgetmenot.lifecycle.Ledgers;
import org.forgetmenot.wire.Opcode;

/** Writes down what goes on in a run, in so many buckets; when time runs over the last, two become one. */
final class ActivityBook {
    private static final int BUCKETS = 1024;
    /** About a microsecond. */
    private static final long SHORTEST_NS = 1 << 10;

    private final Ledgers ledgers;
    private final NodeBook nodes;
    private final LatencyBook latencies = new LatencyBook();
    private final long[] nodeids = new long[BUCKETS];
    private final long[] handles = new long[BUCKETS];
    private final long[] requests = new long[BUCKETS];
    private final long[] forgets = new long[BUCKETS];
    private final long[] errors = new long[BUCKETS];
    private final Int2ObjectOpenHashMap<long[]> opcodes = new Int2ObjectOpenHashMap<>();
    private final boolean bothSides;
    private final Clock clock = new Clock();
    private long bucket;
    private int reached = -1;

    ActivityBook(Ledgers ledgers, boolean bothSides) {
        this.ledgers = ledgers;
        this.bothSides = bothSides;
        nodes = new NodeBook(ledgers);
    }

    /** Takes in an event that the ledgers have just taken in. */
    void accept(Event event) {
        int at = at(event);
        nodeids[at] = Math.max(nodeids[at], ledgers.totals().live());
        latencies.accept(event);
        if (bothSides && event.kind().isKernel()) {
            return; // the server's side shows the same once more
        }
        switch (event.kind()) {
            case REQUEST, KERNEL_REQUEST, KERNEL_REQUEST_BACKGROUND, KERNEL_SEND -> {
                requests[at]++;
                opcodes.computeIfAbsent(event.opcode(), o -> new long[BUCKETS])[at]++;
                handles[at] = Math.max(handles[at], ledgers.openHandles());
            }
            case REPLY, KERNEL_REQUEST_RETURN, KERNEL_END ->
                errors[at] += event.hasError() && event.error() < 0 ? 1 : 0;
            case FORGET, KERNEL_FORGET -> forgets[at]++;
            default -> {}
        }
        nodes.accept(event);
    }

    private int at(Event event) {
        clock.tick(event);
        if (reached < 0) {
            bucket = clock.isTimed() ? SHORTEST_NS : 1;
            reached = 0;
        }
        long since = clock.now() - clock.from();
        while (since / bucket >= BUCKETS) {
            fold();
        }
        int at = (int) (since / bucket);
        if (at > reached) {
            Arrays.fill(nodeids, reached + 1, at + 1, ledgers.totals().live());
            Arrays.fill(handles, reached + 1, at + 1, handles[reached] == 0 ? 0 : ledgers.openHandles());
            reached = at;
        }
        return at;
    }

    private void fold() {
        bucket *= 2;
        reached /= 2;
        for (int i = 0; i < BUCKETS / 2; i++) {
            nodeids[i] = Math.max(nodeids[2 * i], nodeids[2 * i + 1]);
            handles[i] = Math.max(handles[2 * i], handles[2 * i + 1]);
        }
        Arrays.fill(nodeids, BUCKETS / 2, BUCKETS, 0);
        Arrays.fill(handles, BUCKETS / 2, BUCKETS, 0);
        List.of(requests, forgets, errors).forEach(ActivityBook::add);
        opcodes.values().forEach(ActivityBook::add);
    }

    private static void add(long[] values) {
        for (int i = 0; i < BUCKETS / 2; i++) {
            values[i] = values[2 * i] + values[2 * i + 1];
        }
        Arrays.fill(values, BUCKETS / 2, BUCKETS, 0);
    }

    /** The captures are over. */
    Activity activity() {
        List<Activity.Bucket> buckets = new ArrayList<>();
        for (int i = 0; i <= reached; i++) {
            buckets.add(new Activity.Bucket(nodeids[i], handles[i], requests[i], forgets[i], errors[i]));
        }
        List<Activity.Opcode> series = new ArrayList<>();
        opcodes.int2ObjectEntrySet().forEach(e -> series.add(opcode(e.getIntKey(), e.getValue())));
        series.sort(
                Comparator.comparingLong(Activity.Opcode::requests).reversed().thenComparing(Activity.Opcode::name));
        return new Activity(
                clock.isTimed(),
                clock.from(),
                bucket,
                buckets,
                series,
                latencies.latencies(),
                latencies.isAtKernel(),
                nodes.nodes(),
                nodes.omitted());
    }

    private Activity.Opcode opcode(int number, long[] values) {
        List<Long> perBucket = new ArrayList<>();
        long sum = 0;
        for (int i = 0; i <= reached; i++) {
            perBucket.add(values[i]);
            sum += values[i];
        }
        return new Activity.Opcode(Opcode.name(number), sum, perBucket);
    }
}
