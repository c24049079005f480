// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import it.unimi.dsi.fastutil.longs.Long2ObjectLinkedOpenHashMap;
import java.util.ArrayList;
import java.util.List;
import org.forgetmenot.event.Event;
import org.jspecify.annotations.Nullable;

/**
 * The session that each connection of each capture is in now. A capture that names no connections has one; some, such as
 * pcap, hold several, whose nodeids and uniques have nothing to do with each other.
 */
final class CurrentSessions {
    /** Connections of one capture that are open at a time; beyond, the one not heard of for longest is dropped. */
    static final int CONNECTIONS_MAX = 1024;

    private static final class Input {
        private @Nullable ServerSession unnamed;
        private final Long2ObjectLinkedOpenHashMap<ServerSession> byConnection = new Long2ObjectLinkedOpenHashMap<>();
        private @Nullable ServerSession last;
        private long lastConnection;
    }

    private final List<Input> inputs = new ArrayList<>();

    private Input input(Event event) {
        while (inputs.size() <= event.input()) {
            inputs.add(new Input());
        }
        return inputs.get(event.input());
    }

    /** The session of an event, null if it is the first of its connection. */
    @Nullable
    ServerSession of(Event event) {
        Input input = input(event);
        if (!event.hasConnection()) {
            return input.unnamed;
        }
        if (input.last == null || input.lastConnection != event.connection()) {
            input.last = input.byConnection.getAndMoveToLast(event.connection());
            input.lastConnection = event.connection();
        }
        return input.last;
    }

    /** Begins a session: the one before it on the same connection is over. */
    void put(Event event, ServerSession session) {
        Input input = input(event);
        if (!event.hasConnection()) {
            input.unnamed = session;
            return;
        }
        input.byConnection.putAndMoveToLast(event.connection(), session);
        input.last = session;
        input.lastConnection = event.connection();
        if (input.byConnection.size() > CONNECTIONS_MAX) {
            input.byConnection.removeFirst().close(false);
        }
    }

    /** Files and directories that are open in all of them: asked for at every request, so nothing is made for it. */
    long openHandles() {
        long open = 0;
        for (Input input : inputs) {
            open += input.unnamed == null ? 0 : openHandles(input.unnamed);
            for (ServerSession session : input.byConnection.values()) {
                open += openHandles(session);
            }
        }
        return open;
    }

    private static long openHandles(ServerSession session) {
        return session.isEnded() ? 0 : session.handles().open();
    }

    /** All sessions that are open, capture by capture. */
    List<ServerSession> all() {
        List<ServerSession> all = new ArrayList<>();
        for (Input input : inputs) {
            if (input.unnamed != null) {
                all.add(input.unnamed);
            }
            all.addAll(input.byConnection.values());
        }
        return all;
    }
}
