// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay;

import it.unimi.dsi.fastutil.longs.Long2ObjectLinkedOpenHashMap;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.forgetmenot.replay.map.Flight;
import org.forgetmenot.replay.map.Handle;
import org.forgetmenot.replay.map.LookupLedger;
import org.forgetmenot.replay.map.Node;
import org.forgetmenot.replay.plan.Wire;
import org.forgetmenot.replay.target.Target;
import org.forgetmenot.replay.target.TargetDied;
import org.forgetmenot.wire.InHeader;
import org.forgetmenot.wire.Opcode;
import org.forgetmenot.wire.OutHeader;
import org.forgetmenot.wire.Protocol;
import org.jspecify.annotations.Nullable;

/** Requests and replies with one server: who is on the way, under which unique, and when to wait. */
final class Conversation {
    /** Longest time between request and reply that is told apart: an hour. */
    private static final long LATENCY_MAX_NS = 3_600_000_000_000L;

    /** What is still owed at the end, and was never answered in the capture either, is not waited for longer. */
    private static final long PENDING_NS = 1_000_000_000L;

    /** Takes replies. */
    @FunctionalInterface
    interface Landing {
        /**
         * A request was answered.
         *
         * @param reply valid until the method returns
         */
        void landed(Flight flight, byte[] reply, int length) throws IOException;
    }

    private final Target target;
    private final Requests requests;
    private final LookupLedger ledger;
    private final long timeoutNs;
    private final int windowMax;
    private final boolean mayKill;
    private final Landing landing;
    private final Long2ObjectLinkedOpenHashMap<Flight> flights = new Long2ObjectLinkedOpenHashMap<>();
    private final Histogram latency = new Histogram(LATENCY_MAX_NS, 2);
    private long lastUnique;
    private long asked;
    private byte @Nullable [] answer;

    Conversation(Target target, Requests requests, LookupLedger ledger, ReplayOptions options, Landing landing) {
        this.target = target;
        this.requests = requests;
        this.ledger = ledger;
        this.timeoutNs = options.timeoutNs();
        this.windowMax = options.windowMax();
        this.mayKill = options.rawForget() || !target.diesOfUnknownNodeids();
        this.landing = landing;
    }

    /** A unique that was not used yet: even, as kernels have them; an odd one is an INTERRUPT's. */
    long unique() {
        lastUnique += 2;
        return lastUnique;
    }

    /** Whether to ask for a nodeid: there are servers that die of one that they do not know. */
    boolean mayAsk(Node node) {
        return mayKill || node.live() == Protocol.ROOT_NODEID || (!node.isDropped() && ledger.held(node.live()) > 0);
    }

    /** Whether to ask for an open file: there are servers that die of one that they do not know. */
    boolean mayAsk(Handle handle) {
        return mayKill || !handle.isReleased();
    }

    Histogram latency() {
        return latency;
    }

    /** Waits until there is room for one more request. */
    void awaitRoom() throws IOException {
        while (flights.size() >= windowMax) {
            receive();
        }
    }

    /** Waits for the answer of a request; null is answered. */
    void await(@Nullable Flight flight) throws IOException {
        while (flight != null && !flight.isAnswered()) {
            receive();
        }
    }

    /** Sends the request that was written last. */
    void send(Flight flight) throws IOException {
        flights.put(flight.unique(), flight);
        target.send(requests.bytes(), requests.length());
        if (windowMax == 1) {
            await(flight);
        }
    }

    /** Passes time, and takes the replies that come in it. */
    void idle(long ns) throws IOException {
        if (flights.isEmpty()) {
            target.flush();
            LockSupport.parkNanos(ns);
            return;
        }
        int length = target.receive(ns);
        if (length > 0) {
            land(length);
        }
    }

    /** Gives lookups back to the server. */
    void forget(long nodeid, long lookups) throws IOException {
        requests.forget(unique(), nodeid, lookups);
        ledger.subtract(nodeid, lookups);
        target.send(requests.bytes(), requests.length());
    }

    /** Sends the request that was written last and waits for its answer, which is returned. */
    byte[] ask(long unique) throws IOException {
        asked = unique;
        answer = null;
        target.send(requests.bytes(), requests.length());
        while (answer == null) {
            receive();
        }
        asked = 0;
        return answer;
    }

    /** Sends the request that was written last and does not wait: the server may not answer it. */
    void sayGoodbye() throws IOException {
        target.send(requests.bytes(), requests.length());
        target.flush();
    }

    /** Takes one reply. */
    private void receive() throws IOException {
        int length = target.receive(timeoutNs);
        if (length == 0) {
            throw new TargetDied(
                    "has not answered " + oldest() + " for " + timeoutNs / 1_000_000_000L + " s: it hangs or is gone");
        }
        land(length);
    }

    private String oldest() {
        return flights.isEmpty()
                ? Opcode.name(Wire.i32(requests.bytes(), InHeader.OPCODE))
                : Opcode.name(flights.get(flights.firstLongKey()).operation().opcode());
    }

    private void land(int length) throws IOException {
        byte[] reply = target.reply();
        long unique = Wire.i64(reply, OutHeader.UNIQUE);
        if (unique == asked && unique != 0) {
            answer = Arrays.copyOf(reply, length);
            return;
        }
        // what answers nothing is a notification, which there is no kernel for
        Flight flight = flights.remove(unique);
        if (flight != null) {
            latency.recordValue(Math.min(LATENCY_MAX_NS, Math.max(0, System.nanoTime() - flight.sentNs())));
            flight.land();
            landing.landed(flight, reply, length);
        }
    }

    /** Waits for all that is on its way and was answered in the capture. */
    void awaitAnswers() throws IOException {
        while (flights.values().stream().anyMatch(f -> f.operation().isAnswered())) {
            receive();
        }
    }

    /**
     * Waits for all that is on its way.
     *
     * @return how many were not answered, neither by this server nor by the recorded one
     */
    int drain() throws IOException {
        awaitAnswers();
        while (!flights.isEmpty()) {
            int length = target.receive(PENDING_NS);
            if (length == 0) {
                break;
            }
            land(length);
        }
        int pending = flights.size();
        flights.values().forEach(Flight::land);
        flights.clear();
        return pending;
    }
}
