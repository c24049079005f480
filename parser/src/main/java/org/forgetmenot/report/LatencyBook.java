// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.report;

import it.unimi.dsi.fastutil.ints.Int2LongOpenHashMap;
import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntAVLTreeSet;
import it.unimi.dsi.fastutil.ints.IntSortedSet;
import it.unimi.dsi.fastutil.longs.Long2LongLinkedOpenHashMap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.forgetmenot.event.Event;
import org.forgetmenot.wire.Opcode;

/**
 * How long requests take: in the kernel from {@code fuse_simple_request} to its return, or between the two tracepoints; at the
 * server from a request to its reply. Where both are to be seen, the kernel's waiting counts, which is what an application feels;
 * but nobody waits for a request in the background, so that its end may show at the server alone.
 */
final class LatencyBook {
    /** Requests whose answers are awaited; older ones are given up. */
    private static final int AWAITED_MAX = 65_536;
    /** An hour: what takes longer is counted as that. */
    private static final long LONGEST_NS = 3_600_000_000_000L;

    private static final int DIGITS = 2;
    private static final List<Double> PERCENTS = List.of(50.0, 75.0, 90.0, 95.0, 99.0, 99.9, 99.99, 100.0);

    /** One place where requests and their ends pass. */
    private static final class Side {
        /** When each request began, by what its end is known by; its opcode beside it. */
        final Long2LongLinkedOpenHashMap began = new Long2LongLinkedOpenHashMap();

        final Long2LongLinkedOpenHashMap opcodes = new Long2LongLinkedOpenHashMap();
        final Int2ObjectOpenHashMap<Histogram> took = new Int2ObjectOpenHashMap<>();
        /** Requests whose ends do not pass here, by opcode. */
        final Int2LongOpenHashMap endless = new Int2LongOpenHashMap();

        final Tick tick = new Tick();

        void begins(long key, int opcode, long timeNs) {
            tick.tell(timeNs);
            began.putAndMoveToLast(key, timeNs);
            opcodes.put(key, opcode);
            if (began.size() > AWAITED_MAX) {
                opcodes.remove(began.firstLongKey());
                began.removeFirstLong();
            }
        }

        void ends(long key, long timeNs) {
            tick.tell(timeNs);
            if (!began.containsKey(key)) {
                return;
            }
            long ns = timeNs - began.remove(key);
            int opcode = (int) opcodes.remove(key);
            if (ns >= 0) {
                took.computeIfAbsent(opcode, o -> new Histogram(LONGEST_NS, DIGITS))
                        .recordValue(Math.min(ns, LONGEST_NS));
            }
        }

        boolean shows(int opcode) {
            return took.containsKey(opcode);
        }
    }

    private final Side kernel = new Side();
    private final Side tracepoints = new Side();
    private final Side server = new Side();

    void accept(Event event) {
        if (!event.hasTimeNs()) {
            return;
        }
        switch (event.kind()) {
            case KERNEL_REQUEST -> kernel.begins(event.pid(), event.opcode(), event.timeNs());
            case KERNEL_REQUEST_BACKGROUND -> {
                if (Opcode.isAnswered(event.opcode())) {
                    kernel.endless.addTo(event.opcode(), 1);
                }
            }
            case KERNEL_REQUEST_RETURN -> kernel.ends(event.pid(), event.timeNs());
            case KERNEL_SEND -> {
                if (event.hasUnique()) {
                    tracepoints.begins(event.unique(), event.opcode(), event.timeNs());
                }
            }
            case KERNEL_END -> {
                if (event.hasUnique()) {
                    tracepoints.ends(event.unique(), event.timeNs());
                }
            }
            case REQUEST -> {
                if (event.hasUnique() && Opcode.isAnswered(event.opcode())) {
                    server.begins(event.unique(), event.opcode(), event.timeNs());
                }
            }
            case REPLY -> {
                if (event.hasUnique()) {
                    server.ends(event.unique(), event.timeNs());
                }
            }
            default -> {}
        }
    }

    /** Where the requests of an opcode are measured: in the kernel, unless the server alone shows all of their ends. */
    private Side side(int opcode) {
        if (kernel.shows(opcode) && kernel.endless.get(opcode) == 0) {
            return kernel;
        }
        if (tracepoints.shows(opcode)) {
            return tracepoints;
        }
        return server.shows(opcode) ? server : kernel;
    }

    boolean isAtKernel() {
        return !kernel.took.isEmpty() || !tracepoints.took.isEmpty();
    }

    List<Activity.Latency> latencies() {
        IntSortedSet opcodes = new IntAVLTreeSet(kernel.endless.keySet());
        for (Side side : List.of(kernel, tracepoints, server)) {
            opcodes.addAll(side.took.keySet());
        }
        List<Activity.Latency> latencies = new ArrayList<>();
        opcodes.forEach((int opcode) -> latencies.add(latency(opcode, side(opcode))));
        latencies.sort(
                Comparator.comparingLong(Activity.Latency::answers).reversed().thenComparing(Activity.Latency::opcode));
        return latencies;
    }

    private Activity.Latency latency(int opcode, Side side) {
        Histogram took = side.took.get(opcode);
        List<Activity.Percentile> percentiles = took == null
                ? List.of()
                : PERCENTS.stream()
                        .map(p -> new Activity.Percentile(p, took.getValueAtPercentile(p)))
                        .toList();
        return new Activity.Latency(
                Opcode.name(opcode),
                took == null ? 0 : took.getTotalCount(),
                side.endless.get(opcode),
                side != server,
                side.tick.ns(),
                percentiles);
    }
}
