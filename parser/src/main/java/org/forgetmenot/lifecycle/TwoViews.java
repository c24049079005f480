// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import it.unimi.dsi.fastutil.longs.Long2ObjectLinkedOpenHashMap;
import java.util.ArrayDeque;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.wire.Opcode;
import org.jspecify.annotations.Nullable;

/**
 * Finds for each request and FORGET of the kernel's capture the same one in the server's: the n-th of equal opcode, nodeid
 * and pid is the n-th there. So a use gets its unique and its answer, and a drop the word of the server's own count.
 */
final class TwoViews {
    /** Partners that wait under one key; older ones never had any. */
    private static final int WAITING_MAX = 256;
    /** Keys under which somebody waits; a recorder that went on alone for long leaves more behind. */
    static final int KEYS_MAX = 65_536;
    /** How long after one side has seen a request the other may see it. */
    private static final long HORIZON_NS = 3_000_000_000L;
    /** Uses whose answers are awaited. */
    private static final int ANSWERS_MAX = 4096;

    /** One side of a pair that waits for the other. */
    private record Waiting(
            boolean kernelSide,
            @Nullable Use use,
            @Nullable Drop drop,
            long unique,
            @Nullable Epoch epoch,
            boolean dropped,
            @Nullable Drift alone,
            long commonNs) {}

    private final ServerLedger server;
    /** The key that was asked for longest ago comes first. */
    private final Long2ObjectLinkedOpenHashMap<ArrayDeque<Waiting>> waiting = new Long2ObjectLinkedOpenHashMap<>();

    private final Long2ObjectLinkedOpenHashMap<Awaited> awaited = new Long2ObjectLinkedOpenHashMap<>();

    private record Awaited(Use use, Drop drop) {}

    private final TaskNames taskNames = new TaskNames();
    private final Drifts drifts = new Drifts(HORIZON_NS);

    TwoViews(ServerLedger server) {
        this.server = server;
    }

    void kernel(Event event, KernelLedger kernel) {
        drifts.kernelAt(event.commonNs());
        if (event.kind() == EventKind.KERNEL_REQUEST && event.opcode() == Opcode.FORGET.number() && event.hasNodeid()) {
            // fuse_force_forget sends it as a request
            pair(forgetKey(event), new Waiting(true, null, null, 0, null, false, null, event.commonNs()));
            return;
        }
        switch (event.kind()) {
            case KERNEL_REQUEST, KERNEL_REQUEST_BACKGROUND -> {
                if (event.hasNodeid()) {
                    pair(
                            requestKey(event),
                            new Waiting(
                                    true,
                                    kernel.lastUse(),
                                    kernel.lastUseOf(),
                                    0,
                                    null,
                                    false,
                                    null,
                                    event.commonNs()));
                }
            }
            case KERNEL_FORGET ->
                pair(
                        forgetKey(event),
                        new Waiting(
                                true,
                                null,
                                kernel.lastDrop(event),
                                0,
                                null,
                                false,
                                kernel.isForgetSent(event) ? drift(event, true, null) : null,
                                event.commonNs()));
            default -> {}
        }
    }

    private Drift drift(Event event, boolean kernelSide, @Nullable Epoch epoch) {
        return new Drift(
                kernelSide,
                event.nodeid(),
                event.hasNlookup() ? event.nlookup() : null,
                new Mark(event, taskNames),
                epoch);
    }

    /** FORGETs that only one side saw. */
    Drifts drifts() {
        return drifts;
    }

    /** The captures are over: what still waits was seen by one side only. */
    void finish() {
        waiting.values().forEach(queue -> queue.forEach(this::alone));
    }

    private void alone(Waiting waits) {
        if (waits.alone() != null) {
            drifts.suspect(waits.alone(), waits.commonNs());
        }
    }

    void server(Event event) {
        drifts.serverAt(event.commonNs());
        if (event.kind() == EventKind.REQUEST && event.hasUnique() && event.hasNodeid()) {
            pair(
                    requestKey(event),
                    new Waiting(false, null, null, event.unique(), null, false, null, event.commonNs()));
        } else if (event.kind() == EventKind.FORGET) {
            Epoch live = server.live(event);
            Epoch epoch = live != null ? live : server.forgotten(event);
            pair(
                    forgetKey(event),
                    new Waiting(
                            false,
                            null,
                            null,
                            event.hasUnique() ? event.unique() : 0,
                            epoch,
                            live == null,
                            event.nodeid() == KernelConnection.ROOT ? null : drift(event, false, epoch),
                            event.commonNs()));
        } else if (event.kind() == EventKind.REPLY && event.hasUnique() && event.hasError()) {
            Awaited answer = awaited.remove(event.unique());
            if (answer != null && !answer.use().isAnswered()) {
                answer.drop().answered(answer.use(), event.error());
            }
        }
    }

    /** A request's key; the kernel sends RELEASE and readahead for no task, so a pid of 0 on either side tells nothing. */
    private static long requestKey(Event event) {
        return (event.nodeid() * 0x9E3779B97F4A7C15L) ^ (event.opcode() * 0xC2B2AE3D27D4EB4FL);
    }

    private static long forgetKey(Event event) {
        return ~(event.nodeid() * 0x9E3779B97F4A7C15L);
    }

    private void pair(long key, Waiting arrival) {
        ArrayDeque<Waiting> queue = waiting.getAndMoveToLast(key);
        if (queue == null) {
            queue = new ArrayDeque<>(2);
            waiting.put(key, queue);
        }
        while (!queue.isEmpty() && isTooLate(queue.getFirst(), arrival)) {
            alone(queue.removeFirst()); // one of the captures did not see it
        }
        while (waiting.size() > KEYS_MAX || isTooLateForAll(waiting.get(waiting.firstLongKey()), arrival)) {
            waiting.removeFirst().forEach(this::alone);
        }
        Waiting first = queue.peekFirst();
        if (first == null || first.kernelSide() == arrival.kernelSide()) {
            queue.addLast(arrival);
            if (queue.size() > WAITING_MAX) {
                queue.removeFirst();
            }
            return;
        }
        queue.removeFirst();
        if (queue.isEmpty()) {
            waiting.remove(key);
        }
        join(arrival.kernelSide() ? arrival : first, arrival.kernelSide() ? first : arrival);
    }

    private static boolean isTooLate(Waiting waits, Waiting arrival) {
        return arrival.commonNs() - waits.commonNs() > HORIZON_NS;
    }

    private static boolean isTooLateForAll(ArrayDeque<Waiting> queue, Waiting arrival) {
        return !queue.isEmpty() && isTooLate(queue.getLast(), arrival);
    }

    /** How many keys somebody waits under. */
    int keys() {
        return waiting.size();
    }

    private void join(Waiting kernel, Waiting server) {
        if (server.alone() != null || kernel.alone() != null) {
            drifts.agreed();
        }
        Use use = kernel.use();
        Drop drop = kernel.drop();
        if (use != null && drop != null) {
            use.mark().unique(server.unique());
            awaited.put(server.unique(), new Awaited(use, drop));
            if (awaited.size() > ANSWERS_MAX) {
                awaited.removeFirst();
            }
        } else if (drop != null) {
            drop.forgotten().unique(server.unique());
            if (server.epoch() != null) {
                drop.server(server.epoch(), server.dropped());
            }
        }
    }
}
