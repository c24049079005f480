// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import org.forgetmenot.event.Event;
import org.forgetmenot.event.StepKind;
import org.forgetmenot.event.Text;
import org.forgetmenot.wire.Opcode;
import org.jspecify.annotations.Nullable;

/** What replies hand out: each entry raises a count by one, begins a life where there is none, and tells what it is. */
final class ServerEntries {
    private static final Epoch ROOT = new Epoch(KernelConnection.ROOT, true);

    private final ServerState state;
    private final ServerForgets forgets;

    ServerEntries(ServerState state, ServerForgets forgets) {
        this.state = state;
        this.forgets = forgets;
    }

    void entry(Event event) {
        if (!event.hasNodeid() || event.nodeid() == KernelConnection.ROOT || event.nodeid() == 0) {
            return;
        }
        ServerSession session = state.session(event);
        Flight flight = event.hasUnique() ? session.flight(event.unique()) : null;
        if (flight != null) {
            flight.handedOut = event.nodeid();
        }
        Epoch epoch = session.live(event.nodeid());
        // what a server counts beyond what was seen may also be from before the capture
        if (session.isFromInit()
                && isCountedAlready(epoch != null ? epoch : session.forgotten(event.nodeid()), flight)) {
            return;
        }
        if (epoch != null && flight != null && epoch.debt() != null && flight.order > epoch.debtOrder()) {
            // asked for after the FORGET of too much, so this is not the late entry that pays for it
            forgets.settle(session, epoch);
            state.totals().end();
            epoch = null;
        }
        Epoch forgotten = epoch == null ? session.forgotten(event.nodeid()) : epoch.lookedUp();
        Drop before = forgotten == null || forgotten == epoch ? null : forgotten.drop();
        if (before != null && flight != null) {
            // asked for before those uses: its reply was only logged late
            before.dismissUsesAfter(flight.order);
        }
        if (epoch == null) {
            epoch = new Epoch(event.nodeid(), state.isExact(session));
            if (before != null && flight != null) {
                race(epoch, before, flight);
            }
            state.begin(session, epoch);
        }
        describe(session, epoch, event, flight);
        attributes(session, epoch, event, flight);
        if (epoch.count() == 0
                && epoch.race() != null
                && epoch.isSameFileAs(epoch.race().epoch())) {
            session.race(epoch);
        }
        epoch.grantedBy(opcode(flight));
        epoch.asked(event.hasUnique() ? event.unique() : 0);
        epoch.add(1);
        if (epoch.count() == 0) {
            Mark debt = epoch.debt();
            if (debt != null) {
                forgets.drop(session, epoch, debt, null);
            }
        }
        state.step(session, event.nodeid(), StepKind.LOOKUP, event, opcode(flight));
    }

    private static int opcode(@Nullable Flight flight) {
        return flight == null ? Grant.UNKNOWN : flight.opcode;
    }

    private static boolean isCountedAlready(@Nullable Epoch epoch, @Nullable Flight flight) {
        return epoch != null && flight != null && epoch.isCountedAlready(flight.order);
    }

    /** Whether the FORGET that ended the life before met the reply that begins this one on the way. */
    private static void race(Epoch epoch, Drop forgotten, Flight flight) {
        if (forgotten.isExact() && epoch.isExact() && flight.order < forgotten.order()) {
            epoch.race(forgotten);
        }
    }

    private void attributes(ServerSession session, Epoch epoch, Event event, @Nullable Flight flight) {
        long name = name(event, flight);
        if (name != 0 && flight != null && flight.opcode == Opcode.LOOKUP.number()) {
            session.names().lookedUp(name, event, epoch, session, state.taskNames());
        }
        session.attributes()
                .seen(event, epoch, name, flight == null ? state.order() : flight.order, session, state.taskNames());
    }

    /** A number for the name that an entry is handed out under, 0 if it is not known. */
    private long name(Event event, @Nullable Flight flight) {
        if (flight != null && flight.opcode == Opcode.TMPFILE.number()) {
            return ~state.order(); // it has none, so no other file's
        }
        return event.hasParent() && isName(event.name()) ? NameBook.key(event.parent(), event.name()) : 0;
    }

    /** Whether a text names an entry of its directory: {@code .} and {@code ..} are asked for by nodeid. */
    private static boolean isName(Text text) {
        byte[] bytes = text.bytes();
        int first = text.offset();
        return switch (text.length()) {
            case 0 -> false;
            case 1 -> bytes[first] != '.';
            case 2 -> bytes[first] != '.' || bytes[first + 1] != '.';
            default -> true;
        };
    }

    private void describe(ServerSession session, Epoch epoch, Event event, @Nullable Flight flight) {
        if (epoch.grants().size() < Epoch.GRANTS_MAX) {
            epoch.granted(new Grant(state.mark(event), opcode(flight), event.hasParent() ? event.parent() : 0, null));
        }
        Text name = event.name();
        if (epoch.name() == null && !name.isEmpty() && event.hasParent()) {
            epoch.named(parentOf(session, event.parent()), name.toString());
        }
        if (event.hasGeneration() && !epoch.hasGeneration()) {
            epoch.generation(event.generation());
        }
        if (event.hasAttrFlags() && (event.attrFlags() & 1) != 0) {
            epoch.submount();
        }
    }

    private static @Nullable Epoch parentOf(ServerSession session, long nodeid) {
        return nodeid == KernelConnection.ROOT ? ROOT : session.live(nodeid);
    }

    void withdraw(Event event) {
        ServerSession session = state.session(event);
        Epoch epoch = session.live(event.nodeid());
        if (epoch == null) {
            return;
        }
        epoch.add(-event.nlookup());
        if (epoch.count() == 0) {
            forgets.drop(session, epoch, state.mark(event), event.nlookup());
        }
        state.step(session, event.nodeid(), StepKind.TAKEN_BACK, event, Grant.UNKNOWN);
    }
}
