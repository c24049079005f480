// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import java.util.List;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.StepKind;
import org.jspecify.annotations.Nullable;

/** What FORGETs take: each lowers a count, ends a life at 0, and may take more than there was. */
final class ServerForgets {
    private static final int EXCESSES_MAX = 1000;
    private static final long NLOOKUP_MAX = 1L << 60;

    private final ServerState state;
    private final Kept<Excess> excesses = new Kept<>(EXCESSES_MAX);

    ServerForgets(ServerState state) {
        this.state = state;
    }

    void forget(Event event) {
        long nodeid = event.nodeid();
        ServerSession session = state.session(event);
        session.batches().item(event);
        if (nodeid == KernelConnection.ROOT) {
            session.root().forgotten(event, state.order(), state.taskNames());
            return;
        }
        if (nodeid == 0) {
            return; // names nothing
        }
        Epoch epoch = session.live(nodeid);
        if (event.hasServerCount()) {
            epoch = counted(session, epoch, event);
        } else if (epoch == null) {
            // if all is seen, in debt until a late entry is logged; else from before the capture
            epoch = new Epoch(nodeid, state.isExact(session));
            epoch.begunByForget(session.forgotten(nodeid));
            state.begin(session, epoch);
        }
        if (event.hasNlookup()) {
            epoch.givenBack(event.nlookup());
            epoch.add(-taken(event));
            if (epoch.count() < 0 && !epoch.isExact()) {
                epoch.count(0);
            }
        } else {
            if (!epoch.isLost()) { // else it is no matter how much was given back of it
                epoch.inexact();
            }
            epoch.count(0);
        }
        if (epoch.count() < 0 && epoch.debt() == null) {
            epoch.debt(state.mark(event), epoch.count() + taken(event), state.order());
        } else if (epoch.count() == 0) {
            drop(session, epoch, state.mark(event), event.hasNlookup() ? event.nlookup() : null);
        }
        state.step(session, nodeid, StepKind.FORGET, event, Grant.UNKNOWN);
    }

    /** What a FORGET takes; nothing that a kernel counts comes near the bound. */
    private static long taken(Event event) {
        return event.nlookup() < 0 || event.nlookup() > NLOOKUP_MAX ? NLOOKUP_MAX : event.nlookup();
    }

    /** The log tells the server's own count before the FORGET: whatever was missed before, it is exact now. */
    private Epoch counted(ServerSession session, @Nullable Epoch known, Event event) {
        Epoch epoch = known;
        if (epoch == null) {
            epoch = new Epoch(event.nodeid(), true);
            state.begin(session, epoch);
        }
        if (Long.compareUnsigned(event.nlookup(), event.serverCount()) > 0) {
            excesses.add(new Excess(event.nodeid(), epoch, state.mark(event), event.nlookup(), event.serverCount(), 0));
            epoch.count(event.nlookup());
        } else {
            epoch.counted(event.serverCount(), state.order());
        }
        epoch.exact();
        return epoch;
    }

    /** A count fell to 0: the life is over. */
    void drop(ServerSession session, Epoch epoch, Mark mark, @Nullable Long nlookup) {
        epoch.drop(new Drop(
                epoch, mark, nlookup, null, List.of(), epoch.isExact() && state.isComplete(session), state.order()));
        session.forget(epoch);
        state.totals().end();
    }

    /** The server says that it does not know the nodeid. */
    void forgetUnknown(Event event) {
        ServerSession session = state.session(event);
        Epoch live = session.live(event.nodeid());
        Epoch known = live != null ? live : session.forgotten(event.nodeid());
        if (known != null && known.rejection() != null) {
            // its answers said before that it lost the node; the kernel gives back what it was given
            if (live != null) {
                live.count(0);
                drop(session, live, state.mark(event), event.hasNlookup() ? event.nlookup() : null);
            }
            return;
        }
        excesses.add(new Excess(
                event.nodeid(),
                session.forgotten(event.nodeid()),
                state.mark(event),
                event.hasNlookup() ? event.nlookup() : null,
                0L,
                0));
    }

    /** Debts that no late entry paid are FORGETs of too much. */
    void settle(ServerSession session) {
        if (!state.isComplete(session)) {
            return;
        }
        if (session.isFromInit()) {
            session.surplus();
        }
        for (Epoch epoch : session.epochs()) {
            settle(session, epoch);
        }
    }

    /** No late entry pays the debt of a nodeid any more. */
    void settle(ServerSession session, Epoch epoch) {
        Mark debt = epoch.debt();
        if (debt != null && epoch.count() < 0 && epoch.isExact() && state.isComplete(session)) {
            excesses.add(new Excess(
                    epoch.nodeid(),
                    epoch.lookedUp(),
                    debt,
                    epoch.debtCount() - epoch.count(),
                    epoch.debtCount(),
                    epoch.readdirplusGivenBack()));
        }
    }

    /** FORGETs of more than there was. */
    Kept<Excess> excesses() {
        return excesses;
    }
}
