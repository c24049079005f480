// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import java.util.List;
import java.util.function.IntPredicate;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.StepKind;
import org.forgetmenot.wire.Errno;
import org.forgetmenot.wire.Opcode;
import org.jspecify.annotations.Nullable;

/**
 * The server's count of every nodeid, from what the server or the wire shows: +1 for each entry handed out, -n for each
 * FORGET (include/uapi/linux/fuse.h; fs/fuse/dir.c and readdir.c for which replies count).
 *
 * <p>Logs have an state.order() of their own: a reply may be logged after the FORGET that followed it, and a request sent before a
 * FORGET may be logged after it. So a count may go below 0 until a late entry makes up for it, and a use counts as one after
 * the FORGET only if nothing in flight explains it.
 */
public final class ServerLedger {
    private static final int REJECTIONS_MAX = 1000;

    private final ServerState state;
    private final ServerForgets forgets;
    private final ServerEntries entries;
    private final Incidents incidents = new Incidents();
    private final Kept<Rejection> rejections = new Kept<>(REJECTIONS_MAX);

    /**
     * @param countsExactly tells of each capture, by its index, whether it has shown every count so far
     * @param watch follows nodeids, if any are asked for
     */
    public ServerLedger(IntPredicate countsExactly, Watch watch) {
        state = new ServerState(countsExactly, watch);
        forgets = new ServerForgets(state);
        entries = new ServerEntries(state, forgets);
    }

    /** Takes one event in; those of the kernel's side are passed over. */
    public void accept(Event event) {
        state.next();
        switch (event.kind()) {
            case REQUEST -> request(event);
            case ENTRY -> entries.entry(event);
            case ENTRY_WITHDRAWN -> entries.withdraw(event);
            case REPLY -> reply(event);
            case FORGET -> forgets.forget(event);
            case FORGET_UNKNOWN -> forgets.forgetUnknown(event);
            case LOST -> state.lost();
            case OTHER -> {
                if (event.hasUnique() && event.hasOpcode()) {
                    state.session(event).replies().resent(event.unique());
                }
            }
            default -> {}
        }
    }

    private void request(Event event) {
        int opcode = event.opcode();
        ServerSession session = opcode == Opcode.INIT.number() ? renew(event) : state.session(event);
        if (event.hasUnique()) {
            Flight same = session.flight(event.unique());
            if (same != null && same.opcode == opcode && same.nodeid == event.nodeid()) {
                session.replies().resent(event.unique());
                return; // a resend (bit 63 of unique): the same request once more
            }
            session.replies().requested(event.unique(), opcode);
        }
        session.tally().request(opcode);
        session.passes(event);
        session.batches().requested(event);
        Flight flight = event.hasUnique() && Opcode.isAnswered(opcode) ? session.depart(event, state.order()) : null;
        handle(session, event);
        names(session, event);
        if (opcode == Opcode.DESTROY.number()) {
            residual(session, event);
        }
        long nodeid = event.nodeid();
        if (!event.hasNodeid() || nodeid == 0 || nodeid == KernelConnection.ROOT || !Answers.usesNodeid(opcode)) {
            return;
        }
        Drop drop = use(session, event, flight);
        state.step(session, nodeid, drop == null ? StepKind.USED : StepKind.USED_FORGOTTEN, event, opcode);
    }

    private ServerSession renew(Event init) {
        ServerSession before = state.sessionIfAny(init);
        if (before != null) {
            close(before);
            if (before.tally().isEmpty()) {
                state.sessions().remove(before);
            }
        }
        return state.begin(init, true);
    }

    private void handle(ServerSession session, Event event) {
        if (!event.hasFh()) {
            return;
        }
        int opcode = event.opcode();
        if (opcode == Opcode.RELEASE.number() || opcode == Opcode.RELEASEDIR.number()) {
            session.handles().released(event, state.order());
        } else {
            session.handles().used(event, state.order());
        }
    }

    /** What a request makes of the names that it carries, if it succeeds. */
    private void names(ServerSession session, Event event) {
        Opcode opcode = Opcode.of(event.opcode());
        if (opcode == null || event.name().isEmpty()) {
            return;
        }
        switch (opcode) {
            case SYMLINK, MKNOD, MKDIR, CREATE, LINK, UNLINK, RMDIR ->
                session.names().changed(NameBook.key(event.nodeid(), event.name()));
            case RENAME, RENAME2 -> {
                if (event.hasOtherNodeid()) {
                    session.names()
                            .renamed(
                                    NameBook.key(event.nodeid(), event.name()),
                                    NameBook.key(event.otherNodeid(), event.secondName()),
                                    opcode == Opcode.RENAME2,
                                    state.order());
                } else {
                    session.names().renames().unseen(state.order());
                }
            }
            default -> {}
        }
    }

    private @Nullable Drop use(ServerSession session, Event event, @Nullable Flight flight) {
        Epoch live = session.live(event.nodeid());
        if (live != null) {
            return null;
        }
        Epoch forgotten = session.forgotten(event.nodeid());
        Drop drop = forgotten == null ? null : forgotten.drop();
        if (drop == null) {
            // if all is seen, the entry that hands it out is logged late; else from before the capture, or long
            // forgotten
            state.begin(session, new Epoch(event.nodeid(), state.isExact(session)));
            return null;
        }
        Mark forget = drop.forgotten();
        if (event.hasUnique() && forget.hasUnique() && Long.compareUnsigned(event.unique(), forget.unique()) < 0) {
            return null; // sent before the FORGET: the two only overtook each other
        }
        Use use = new Use(state.mark(event), event.opcode(), null, false, state.order());
        drop.used(use);
        incidents.take(drop);
        if (flight != null) {
            flight.use = use;
            flight.useOf = drop;
        }
        return drop;
    }

    private void reply(Event event) {
        if (!event.hasUnique()) {
            return;
        }
        ServerSession session = state.session(event);
        if (event.hasProtocolMinor()) {
            session.protocolMinor(event.protocolMinor());
        }
        if (event.hasError() && event.error() < 0) {
            session.tally().error(event.error());
        }
        Flight flight = session.arrive(event.unique());
        if (flight == null) {
            session.replies().stray(event, state.taskNames());
            return;
        }
        session.replies().replied(event.unique());
        if (event.hasFh() && event.hasError() && event.error() == 0) {
            session.handles().opened(event.fh(), flight, event);
        } else if (opens(flight.opcode) && !(event.hasError() && event.error() < 0)) {
            session.handles().openedUnseen();
        }
        if (flight.opcode == Opcode.RENAME.number() || flight.opcode == Opcode.RENAME2.number()) {
            boolean success = !event.hasError() || event.error() >= 0;
            session.names().renames().answered(flight.order, success, state.order());
        }
        if (event.hasError()) {
            answered(session, flight, event);
            if (event.error() < 0) {
                StepKind kind = flight.useOf == null ? StepKind.ERROR : StepKind.ERROR_FORGOTTEN;
                state.step(session, flight.nodeid, kind, event, flight.opcode);
            }
        }
        session.landed(flight);
    }

    private static boolean opens(int opcode) {
        return opcode == Opcode.OPEN.number()
                || opcode == Opcode.OPENDIR.number()
                || opcode == Opcode.CREATE.number()
                || opcode == Opcode.TMPFILE.number();
    }

    private void answered(ServerSession session, Flight flight, Event event) {
        int error = event.error();
        Epoch epoch = session.live(flight.nodeid);
        if (epoch != null || session.forgotten(flight.nodeid) == null) {
            session.handles().answered(flight, event); // else it may be the nodeid that the server does not know
        }
        if (flight.nodeid == KernelConnection.ROOT) {
            session.root().answered(flight, error);
        }
        if (flight.use != null && flight.useOf != null) {
            flight.useOf.answered(flight.use, error);
            incidents.take(flight.useOf);
            return;
        }
        if (epoch == null || !Answers.resolvesNodeid(flight.opcode)) {
            return;
        }
        session.attributes().seen(event, epoch, 0, 0, session, state.taskNames());
        Rejection rejection = epoch.rejection();
        if ((error == -Errno.EBADF.number() || error == -Errno.ESTALE.number())
                && !flight.hasFh
                && Answers.failsOnlyForNodeid(flight.opcode)) {
            if (rejection == null) {
                rejection = new Rejection(epoch);
                epoch.rejection(rejection);
                rejections.add(rejection);
            }
            rejection.add(new Rejection.Answer(state.mark(event), flight.opcode, error), state.order());
        } else if (rejection != null && error >= 0) {
            rejection.contradict(flight.order);
        }
    }

    private void residual(ServerSession session, Event event) {
        forgets.settle(session);
        session.end(state.mark(event), state.order());
    }

    private void close(ServerSession session) {
        if (!session.isEnded()) {
            forgets.settle(session);
        }
        session.close(state.isComplete(session) && session.isFromInit());
    }

    /** The capture is over. */
    public void finish() {
        state.current().forEach(this::close);
        incidents.settle();
    }

    /** The count of a nodeid now; null if it is not known. */
    @Nullable
    Epoch live(Event event) {
        return state.session(event).live(event.nodeid());
    }

    /** The last life of a nodeid that is over, null if it is not remembered. */
    @Nullable
    Epoch forgotten(Event event) {
        return state.session(event).forgotten(event.nodeid());
    }

    /** Whether the recorder lost events. */
    boolean isLossy() {
        return state.isLossy();
    }

    /** Files and directories that are open in all sessions that go on. */
    long openHandles() {
        return state.openHandles();
    }

    public List<ServerSession> sessions() {
        return state.sessions();
    }

    /** Sessions beyond those. */
    public Counted sessionsOmitted() {
        return state.omitted();
    }

    /** FORGETs after which the nodeid was used. */
    public List<Drop> incidents() {
        return incidents.kept();
    }

    /** Nodeids that the server refused although they were counted. */
    public List<Rejection> rejections() {
        return rejections.first();
    }

    /** FORGETs of more than there was. */
    public List<Excess> excesses() {
        return forgets.excesses().first();
    }

    /** Incidents beyond those kept. */
    public long omitted() {
        return rejections.omitted() + forgets.excesses().omitted() + incidents.omitted();
    }

    public NodeTotals totals() {
        return state.totals();
    }
}
