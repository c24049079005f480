// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import it.unimi.dsi.fastutil.longs.Long2ObjectLinkedOpenHashMap;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** One connection as the server sees it, from INIT to DESTROY: its nodeids and the requests in flight. */
public final class ServerSession {
    /** Forgotten nodeids that are remembered, so that a use after the FORGET finds its evidence. */
    private static final int TOMBSTONES_MAX = 65_536;
    /** Requests in flight; a capture without replies does not pile up more. */
    private static final int FLIGHTS_MAX = 1 << 20;

    private final int input;
    private final boolean fromInit;
    private final Long2ObjectOpenHashMap<Epoch> live = new Long2ObjectOpenHashMap<>();
    private final Long2ObjectLinkedOpenHashMap<Epoch> tombstones = new Long2ObjectLinkedOpenHashMap<>();
    private final Long2ObjectOpenHashMap<Flight> flights = new Long2ObjectOpenHashMap<>();
    private final ArrayDeque<Flight> spareFlights = new ArrayDeque<>();
    private final RequestTally tally = new RequestTally();
    private int protocolMinor = -1;
    private boolean ended;
    private long residualNodeids;
    private long residualCount;
    private @Nullable Mark end;

    ServerSession(int input, boolean fromInit) {
        this.input = input;
        this.fromInit = fromInit;
    }

    /** Index of the capture. */
    public int input() {
        return input;
    }

    /** Whether the capture shows it from its INIT on. */
    public boolean isFromInit() {
        return fromInit;
    }

    public RequestTally tally() {
        return tally;
    }

    /** Minor of the protocol 7, -1 if no INIT was answered. */
    public int protocolMinor() {
        return protocolMinor;
    }

    void protocolMinor(int value) {
        protocolMinor = value;
    }

    @Nullable
    Epoch live(long nodeid) {
        return live.get(nodeid);
    }

    void begin(Epoch epoch) {
        live.put(epoch.nodeid(), epoch);
        tombstones.remove(epoch.nodeid());
    }

    @Nullable
    Epoch forgotten(long nodeid) {
        return tombstones.get(nodeid);
    }

    void forget(Epoch epoch) {
        live.remove(epoch.nodeid(), epoch);
        tombstones.putAndMoveToLast(epoch.nodeid(), epoch);
        if (tombstones.size() > TOMBSTONES_MAX) {
            tombstones.removeFirst();
        }
    }

    Iterable<Epoch> epochs() {
        return live.values();
    }

    Flight depart(long unique, int opcode, long nodeid, long order) {
        Flight flight = spareFlights.pollLast();
        if (flight == null) {
            flight = new Flight();
        }
        flight.set(opcode, nodeid, order);
        if (flights.size() < FLIGHTS_MAX || flights.containsKey(unique)) {
            flights.put(unique, flight);
        }
        return flight;
    }

    @Nullable
    Flight flight(long unique) {
        return flights.get(unique);
    }

    /** The request that a reply answers, which is in flight no more; return it with {@link #landed}. */
    @Nullable
    Flight arrive(long unique) {
        return flights.remove(unique);
    }

    void landed(Flight flight) {
        spareFlights.addLast(flight);
    }

    /** DESTROY: all counts drop; what is left over is remembered for the report. */
    void end(@Nullable Mark mark) {
        if (ended) {
            return;
        }
        ended = true;
        end = mark;
        for (Epoch epoch : live.values()) {
            if (epoch.count() > 0 && epoch.isExact()) {
                residualNodeids++;
                residualCount += epoch.count();
            }
        }
        live.clear();
        live.trim();
        tombstones.clear();
        tombstones.trim();
    }

    /** Another connection has begun: nothing is answered any more. */
    void close() {
        end(null);
        flights.clear();
        flights.trim();
        spareFlights.clear();
    }

    /** Where DESTROY was seen, null if it was not. */
    public @Nullable Mark end() {
        return end;
    }

    boolean isEnded() {
        return ended;
    }

    /** Nodeids that had a count at DESTROY. */
    public long residualNodeids() {
        return residualNodeids;
    }

    /** Their counts, added up. */
    public long residualCount() {
        return residualCount;
    }
}
