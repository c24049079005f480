// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.StepKind;
import org.jspecify.annotations.Nullable;

/** What the parts of {@link ServerLedger} share: the sessions, the place in the capture, and how sure it lets them be. */
final class ServerState {
    private static final int SESSIONS_MAX = 1000;

    private final List<ServerSession> sessions = new ArrayList<>();
    private final Counted omitted = new Counted();
    private final CurrentSessions current = new CurrentSessions();
    private final TaskNames taskNames = new TaskNames();
    private final NodeTotals totals = new NodeTotals();
    private final IntPredicate countsExactly;
    private final Watch watch;
    private boolean lossy;
    private long order;

    ServerState(IntPredicate countsExactly, Watch watch) {
        this.countsExactly = countsExactly;
        this.watch = watch;
    }

    /** The next event comes. */
    void next() {
        order++;
    }

    /** Position of this event among all events. */
    long order() {
        return order;
    }

    TaskNames taskNames() {
        return taskNames;
    }

    NodeTotals totals() {
        return totals;
    }

    boolean isLossy() {
        return lossy;
    }

    /** The recorder lost events. */
    void lost() {
        lossy = true;
    }

    List<ServerSession> sessions() {
        return sessions;
    }

    /** Sessions beyond those kept. */
    Counted omitted() {
        return omitted;
    }

    /** Sessions that are going on. */
    List<ServerSession> current() {
        return current.all();
    }

    /** Files and directories that are open in them. */
    long openHandles() {
        return current.openHandles();
    }

    /** The session that an event's connection is in, null if it is in none. */
    @Nullable
    ServerSession sessionIfAny(Event event) {
        return current.of(event);
    }

    /** The session of an event, begun if it is the first of its connection. */
    ServerSession session(Event event) {
        ServerSession session = current.of(event);
        return session == null ? begin(event, false) : session;
    }

    /** Begins a session: the one before it on the same connection is over. */
    ServerSession begin(Event event, boolean fromInit) {
        ServerSession session = new ServerSession(event.input(), fromInit);
        if (sessions.size() < SESSIONS_MAX) {
            sessions.add(session);
        } else {
            omitted.add(event, taskNames);
        }
        current.put(event, session);
        return session;
    }

    void begin(ServerSession session, Epoch epoch) {
        session.begin(epoch);
        totals.begin();
    }

    boolean isExact(ServerSession session) {
        return session.isFromInit() && isComplete(session);
    }

    /** Whether nothing was missed so far; once something was, no count that goes on can be trusted. */
    boolean isComplete(ServerSession session) {
        return !lossy && countsExactly.test(session.input());
    }

    Mark mark(Event event) {
        return new Mark(event, taskNames);
    }

    /**
     * A step in the life of a nodeid, if it is followed.
     *
     * @param opcode of the request that it belongs to
     */
    void step(ServerSession session, long nodeid, StepKind kind, Event event, int opcode) {
        if (!watch.follows(nodeid)) {
            return;
        }
        Epoch epoch = session.live(nodeid);
        StepDraft step = watch.step(kind, event);
        step.opcode = opcode;
        step.counted = epoch == null || epoch.isExact();
        step.count = epoch == null ? 0 : epoch.count();
        if (kind == StepKind.LOOKUP) {
            step.epoch = epoch;
            step.name.set(event.name());
            step.hasParent = event.hasParent();
            step.parent = event.parent();
        }
        watch.take(nodeid);
    }
}
