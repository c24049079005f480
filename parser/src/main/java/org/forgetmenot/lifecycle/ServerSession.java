// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import it.unimi.dsi.fastutil.longs.Long2ObjectLinkedOpenHashMap;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.util.ArrayDeque;
import java.util.List;
import org.forgetmenot.event.Event;
import org.jspecify.annotations.Nullable;

/** One connection as the server sees it, from INIT to DESTROY: its nodeids and the requests in flight. */
public final class ServerSession {
    /** Forgotten nodeids that are remembered, so that a use after the FORGET finds its evidence. */
    private static final int TOMBSTONES_MAX = 65_536;
    /** Requests in flight; a capture without replies does not pile up more. */
    private static final int FLIGHTS_MAX = 1 << 20;

    /** Handles and counts left at the end whose evidence is kept. */
    private static final int LEFT_MAX = 32;

    /** A nodeid of which the server, by its own log, counts more than it handed out and got back. */
    public record Surplus(Epoch epoch, long serverCount, long shown) {}

    private final int input;
    private final boolean fromInit;
    private final Long2ObjectOpenHashMap<Epoch> live = new Long2ObjectOpenHashMap<>();
    private final Long2ObjectLinkedOpenHashMap<Epoch> tombstones = new Long2ObjectLinkedOpenHashMap<>();
    private final Long2ObjectOpenHashMap<Flight> flights = new Long2ObjectOpenHashMap<>();
    private final ArrayDeque<Flight> spareFlights = new ArrayDeque<>();
    private final HandleTable handles = new HandleTable();
    private final ReplyBook replies = new ReplyBook();
    private final NameBook names = new NameBook();
    private final AttributeBook attributes = new AttributeBook();
    private final BatchBook batches = new BatchBook();
    private final RootBook root = new RootBook();
    private final Growth growth = new Growth();
    private final Kept<Surplus> surpluses = new Kept<>(LEFT_MAX);
    private List<HandleTable.Left> handlesLeft = List.of();
    private long races;
    private @Nullable Epoch firstRace;
    private long destroyOrder = -1;
    private long lastNs;
    private final RequestTally tally = new RequestTally();
    private int protocolMinor = -1;
    private boolean ended;
    private long residualNodeids;
    private long residualCount;
    private @Nullable Mark end;

    ServerSession(int input, boolean fromInit) {
        this.input = input;
        this.fromInit = fromInit;
        if (!fromInit) {
            handles.beganBefore();
        }
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

    /** Open files and directories; nothing in it where the dialect shows none. */
    public HandleTable handles() {
        return handles;
    }

    /** What became of each unique. */
    public ReplyBook replies() {
        return replies;
    }

    /** What each name stood for. */
    public NameBook names() {
        return names;
    }

    /** What each nodeid was. */
    public AttributeBook attributes() {
        return attributes;
    }

    /** Its BATCH_FORGETs. */
    public BatchBook batches() {
        return batches;
    }

    /** What became of its root. */
    public RootBook root() {
        return root;
    }

    /** How the number of counted nodeids grew. */
    public Growth growth() {
        return growth;
    }

    /** Nodeids of which the server counts more than it handed out. */
    public Kept<Surplus> surpluses() {
        return surpluses;
    }

    /** Handles that were open at DESTROY, the first of them; empty if the end was not seen. */
    public List<HandleTable.Left> handlesLeft() {
        return handlesLeft;
    }

    /** How often a reply handed out a nodeid whose last FORGET was on its way: the life that began so. */
    public long races() {
        return races;
    }

    /** The first of them, null if there was none. */
    public @Nullable Epoch firstRace() {
        return firstRace;
    }

    void race(Epoch epoch) {
        if (races++ == 0) {
            firstRace = epoch;
        }
    }

    /** An event came; keeps what its time and the number of nodeids were. */
    void passes(Event event) {
        if (event.hasTimeNs()) {
            lastNs = event.timeNs();
        }
        growth.sample(live.size());
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
        attributes.forget(epoch);
        tombstones.putAndMoveToLast(epoch.nodeid(), epoch);
        if (tombstones.size() > TOMBSTONES_MAX) {
            tombstones.removeFirst();
        }
    }

    Iterable<Epoch> epochs() {
        return live.values();
    }

    Flight depart(Event request, long order) {
        long unique = request.unique();
        Flight flight = spareFlights.pollLast();
        if (flight == null) {
            flight = new Flight();
        }
        flight.set(request, order, replies.replies());
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

    /**
     * DESTROY: all counts drop; what is left over is remembered for the report.
     *
     * @param order position of DESTROY among all events, -1 if it was not seen
     */
    void end(@Nullable Mark mark, long order) {
        if (ended) {
            return;
        }
        ended = true;
        end = mark;
        destroyOrder = order;
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
        names.clear();
        attributes.clear();
    }

    /** Lookups of which the server's own count tells more than the messages do. */
    void surplus() {
        for (Epoch epoch : live.values()) {
            if (epoch.isExact() && epoch.ahead() > 0) {
                surpluses.add(new Surplus(epoch, epoch.count(), epoch.count() - epoch.ahead()));
            }
        }
    }

    /**
     * Another connection has begun, or the capture is over: nothing is answered any more.
     *
     * @param complete whether nothing was missed
     */
    void close(boolean complete) {
        end(null, -1);
        batches.end();
        if (complete) {
            for (Flight flight : flights.values()) {
                replies.leftOver(flight, destroyOrder, lastNs);
            }
            if (destroyOrder >= 0) {
                handlesLeft = handles.left(LEFT_MAX);
            }
        }
        replies.close();
        handles.clear();
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
