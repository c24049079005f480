// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.Text;
import org.forgetmenot.wire.Errno;
import org.forgetmenot.wire.Opcode;
import org.jspecify.annotations.Nullable;

/**
 * The server's count of every nodeid, from what the server or the wire shows: +1 for each entry handed out, -n for each
 * FORGET (include/uapi/linux/fuse.h; fs/fuse/dir.c and readdir.c for which replies count).
 *
 * <p>Logs have an order of their own: a reply may be logged after the FORGET that followed it, and a request sent before a
 * FORGET may be logged after it. So a count may go below 0 until a late entry makes up for it, and a use counts as one after
 * the FORGET only if nothing in flight explains it.
 */
public final class ServerLedger {
    private static final int INCIDENTS_MAX = 1000;
    private static final int SESSIONS_MAX = 1000;
    private static final long NLOOKUP_MAX = 1L << 60;

    private final List<ServerSession> sessions = new ArrayList<>();
    private final CurrentSessions current = new CurrentSessions();
    private final Incidents incidents = new Incidents();
    private final List<Rejection> rejections = new ArrayList<>();
    private final List<Excess> excesses = new ArrayList<>();
    private final TaskNames taskNames = new TaskNames();
    private final IntPredicate countsExactly;
    private final NodeTotals totals = new NodeTotals();
    private final @Nullable Watch watch;
    private boolean lossy;
    private long order;
    private long omitted;

    /**
     * @param countsExactly tells of each capture, by its index, whether it has shown every count so far
     * @param watch follows one nodeid, null if none is asked for
     */
    public ServerLedger(IntPredicate countsExactly, @Nullable Watch watch) {
        this.countsExactly = countsExactly;
        this.watch = watch;
    }

    /** Takes one event in; those of the kernel's side are passed over. */
    public void accept(Event event) {
        order++;
        switch (event.kind()) {
            case REQUEST -> request(event);
            case ENTRY -> entry(event);
            case ENTRY_WITHDRAWN -> withdraw(event);
            case REPLY -> reply(event);
            case FORGET -> forget(event);
            case FORGET_UNKNOWN -> forgetUnknown(event);
            case LOST -> lossy = true;
            case OTHER -> {
                if (event.hasUnique() && event.hasOpcode()) {
                    session(event).replies().resent(event.unique());
                }
            }
            default -> {}
        }
    }

    private ServerSession session(Event event) {
        ServerSession session = current.of(event);
        if (session == null) {
            session = begin(event.input(), false);
            current.put(event, session);
        }
        return session;
    }

    private ServerSession begin(int input, boolean fromInit) {
        ServerSession session = new ServerSession(input, fromInit);
        if (sessions.size() < SESSIONS_MAX) {
            sessions.add(session);
        }
        return session;
    }

    private void request(Event event) {
        ServerSession session = session(event);
        int opcode = event.opcode();
        if (opcode == Opcode.INIT.number()) {
            close(session);
            if (session.tally().isEmpty()) {
                sessions.remove(session);
            }
            session = begin(event.input(), true);
            current.put(event, session);
        }
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
        Flight flight = event.hasUnique() && isAnswered(opcode) ? session.depart(event, order) : null;
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
        if (follows(nodeid)) {
            step(session, event, "used by " + Opcode.name(opcode) + (drop == null ? "" : " after it was forgotten"));
        }
    }

    private void handle(ServerSession session, Event event) {
        if (!event.hasFh()) {
            return;
        }
        int opcode = event.opcode();
        if (opcode == Opcode.RELEASE.number() || opcode == Opcode.RELEASEDIR.number()) {
            session.handles().released(event, order);
        } else {
            session.handles().used(event, order);
        }
    }

    /** What a request makes of the names that it carries, if it succeeds. */
    private static void names(ServerSession session, Event event) {
        Opcode opcode = Opcode.of(event.opcode());
        if (opcode == null || event.name().isEmpty()) {
            return;
        }
        switch (opcode) {
            case SYMLINK, MKNOD, MKDIR, CREATE, LINK, UNLINK, RMDIR ->
                session.names().changed(NameBook.key(event.nodeid(), event.name()));
            case RENAME, RENAME2 -> {
                session.names().renamedTo(NameBook.key(event.nodeid(), event.name())); // RENAME_EXCHANGE
                if (event.hasOtherNodeid()) {
                    session.names().renamedTo(NameBook.key(event.otherNodeid(), event.secondName()));
                }
            }
            default -> {}
        }
    }

    private static boolean isAnswered(int opcode) {
        Opcode known = Opcode.of(opcode);
        return known == null || known.isAnswered();
    }

    private @Nullable Drop use(ServerSession session, Event event, @Nullable Flight flight) {
        Epoch live = session.live(event.nodeid());
        if (live != null) {
            return null;
        }
        Epoch forgotten = session.forgotten(event.nodeid());
        Drop drop = forgotten == null ? null : forgotten.drop();
        if (drop == null) {
            // from before the capture, or forgotten so long ago that nothing is known of it
            begin(session, new Epoch(event.nodeid(), false));
            return null;
        }
        Mark forget = drop.forgotten();
        if (event.hasUnique() && forget.hasUnique() && Long.compareUnsigned(event.unique(), forget.unique()) < 0) {
            return null; // sent before the FORGET: the two only overtook each other
        }
        Use use = new Use(new Mark(event, taskNames), event.opcode(), null, false, order);
        drop.used(use);
        incidents.take(drop);
        if (flight != null) {
            flight.use = use;
            flight.useOf = drop;
        }
        return drop;
    }

    private void begin(ServerSession session, Epoch epoch) {
        session.begin(epoch);
        totals.begin();
    }

    private void entry(Event event) {
        if (!event.hasNodeid() || event.nodeid() == KernelConnection.ROOT || event.nodeid() == 0) {
            return;
        }
        ServerSession session = session(event);
        Flight flight = event.hasUnique() ? session.flight(event.unique()) : null;
        Epoch epoch = session.live(event.nodeid());
        if (isCountedAlready(epoch != null ? epoch : session.forgotten(event.nodeid()), flight)) {
            return;
        }
        if (epoch == null) {
            epoch = new Epoch(event.nodeid(), isExact(session));
            Epoch forgotten = session.forgotten(event.nodeid());
            if (forgotten != null && forgotten.drop() != null && flight != null) {
                // asked for before those uses: its reply was only logged late
                forgotten.drop().dismissUsesAfter(flight.order);
                race(session, epoch, forgotten.drop(), flight);
            }
            begin(session, epoch);
        }
        describe(session, epoch, event, flight);
        attributes(session, epoch, event, flight);
        if (epoch.count() == 0
                && epoch.race() != null
                && epoch.isSameFileAs(epoch.race().epoch())) {
            session.race(epoch);
        }
        epoch.grantedBy(flight == null ? Grant.UNKNOWN : flight.opcode);
        epoch.add(1);
        if (epoch.count() == 0) {
            Mark debt = epoch.debt();
            if (debt != null) {
                drop(session, epoch, debt, null);
            }
        }
        if (follows(event.nodeid())) {
            step(
                    session,
                    event,
                    "handed out by " + (flight == null ? "a reply" : Opcode.name(flight.opcode))
                            + (event.name().isEmpty() ? "" : " of \"" + event.name() + "\"")
                            + (event.hasParent() ? " in nodeid " + Long.toUnsignedString(event.parent()) : ""));
        }
    }

    private static boolean isCountedAlready(@Nullable Epoch epoch, @Nullable Flight flight) {
        return epoch != null && flight != null && epoch.isCountedAlready(flight.order);
    }

    /** Whether the FORGET that ended the life before met the reply that begins this one on the way. */
    private void race(ServerSession session, Epoch epoch, Drop forgotten, Flight flight) {
        if (forgotten.isExact() && epoch.isExact() && flight.order < forgotten.order()) {
            epoch.race(forgotten);
        }
    }

    private void attributes(ServerSession session, Epoch epoch, Event event, @Nullable Flight flight) {
        long name = event.hasParent() && !event.name().isEmpty() ? NameBook.key(event.parent(), event.name()) : 0;
        if (name != 0 && flight != null && flight.opcode == Opcode.LOOKUP.number()) {
            session.names().lookedUp(name, event, epoch, session, taskNames);
        }
        session.attributes()
                .seen(event, epoch, name, name != 0 && session.names().mayBeRenamed(name), session, taskNames);
    }

    private boolean isExact(ServerSession session) {
        return session.isFromInit() && isComplete(session);
    }

    /** Whether nothing was missed so far; once something was, no count that goes on can be trusted. */
    private boolean isComplete(ServerSession session) {
        return !lossy && countsExactly.test(session.input());
    }

    private void describe(ServerSession session, Epoch epoch, Event event, @Nullable Flight flight) {
        if (epoch.grants().size() < Epoch.GRANTS_MAX) {
            epoch.granted(new Grant(
                    new Mark(event, taskNames),
                    flight == null ? Grant.UNKNOWN : flight.opcode,
                    event.hasParent() ? event.parent() : 0,
                    null));
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

    private static final Epoch ROOT = new Epoch(KernelConnection.ROOT, true);

    private static @Nullable Epoch parentOf(ServerSession session, long nodeid) {
        return nodeid == KernelConnection.ROOT ? ROOT : session.live(nodeid);
    }

    private void withdraw(Event event) {
        ServerSession session = session(event);
        Epoch epoch = session.live(event.nodeid());
        if (epoch == null) {
            return;
        }
        epoch.add(-event.nlookup());
        if (epoch.count() == 0) {
            drop(session, epoch, new Mark(event, taskNames), event.nlookup());
        }
        if (follows(event.nodeid())) {
            step(session, event, "taken back by the server before it replied");
        }
    }

    private void reply(Event event) {
        if (!event.hasUnique()) {
            return;
        }
        ServerSession session = session(event);
        if (event.hasProtocolMinor()) {
            session.protocolMinor(event.protocolMinor());
        }
        if (event.hasError() && event.error() < 0) {
            session.tally().error(event.error());
        }
        Flight flight = session.arrive(event.unique());
        if (flight == null) {
            session.replies().stray(event, taskNames);
            return;
        }
        session.replies().replied(event.unique());
        if (event.hasFh() && event.hasError() && event.error() == 0) {
            session.handles().opened(event.fh(), flight, event);
        } else if (opens(flight.opcode) && !(event.hasError() && event.error() < 0)) {
            session.handles().openedUnseen();
        }
        if (event.hasError()) {
            answered(session, flight, event);
            if (event.error() < 0 && follows(flight.nodeid)) {
                step(session, event, Opcode.name(flight.opcode) + " answered " + Errno.name(event.error()));
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
        session.handles().answered(flight, event);
        if (flight.nodeid == KernelConnection.ROOT) {
            session.root().answered(flight, error);
        }
        if (flight.use != null && flight.useOf != null) {
            flight.useOf.answered(flight.use, error);
            incidents.take(flight.useOf);
            return;
        }
        Epoch epoch = session.live(flight.nodeid);
        if (epoch == null || !Answers.resolvesNodeid(flight.opcode)) {
            return;
        }
        session.attributes().seen(event, epoch, 0, false, session, taskNames);
        Rejection rejection = epoch.rejection();
        if ((error == -Errno.EBADF.number() || error == -Errno.ESTALE.number())
                && !flight.hasFh
                && Answers.failsOnlyForNodeid(flight.opcode)) {
            if (rejection == null) {
                rejection = new Rejection(epoch);
                epoch.rejection(rejection);
                if (rejections.size() < INCIDENTS_MAX) {
                    rejections.add(rejection);
                }
            }
            rejection.add(new Rejection.Answer(new Mark(event, taskNames), flight.opcode, error));
        } else if (rejection != null && error >= 0) {
            rejection.contradict();
        }
    }

    private void forget(Event event) {
        long nodeid = event.nodeid();
        ServerSession session = session(event);
        session.batches().item(event);
        if (nodeid == KernelConnection.ROOT) {
            session.root().forgotten(event, order, taskNames);
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
            epoch = new Epoch(nodeid, isExact(session));
            epoch.begunByForget(session.forgotten(nodeid));
            begin(session, epoch);
        }
        if (event.hasNlookup()) {
            epoch.givenBack(event.nlookup());
            epoch.add(-taken(event));
            if (epoch.count() < 0 && !epoch.isExact()) {
                epoch.count(0);
            }
        } else {
            epoch.inexact();
            epoch.count(0);
        }
        if (epoch.count() < 0 && epoch.debt() == null) {
            epoch.debt(new Mark(event, taskNames), epoch.count() + taken(event));
        } else if (epoch.count() == 0) {
            drop(session, epoch, new Mark(event, taskNames), event.hasNlookup() ? event.nlookup() : null);
        }
        if (follows(nodeid)) {
            step(
                    session,
                    event,
                    "FORGET nlookup " + (event.hasNlookup() ? Long.toUnsignedString(event.nlookup()) : "unknown"));
        }
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
            begin(session, epoch);
        }
        if (Long.compareUnsigned(event.nlookup(), event.serverCount()) > 0) {
            excess(new Excess(
                    event.nodeid(), epoch, new Mark(event, taskNames), event.nlookup(), event.serverCount(), 0, true));
            epoch.count(event.nlookup());
        } else {
            epoch.counted(event.serverCount(), order);
        }
        epoch.exact();
        return epoch;
    }

    private void drop(ServerSession session, Epoch epoch, Mark mark, @Nullable Long nlookup) {
        epoch.drop(new Drop(epoch, mark, nlookup, null, List.of(), epoch.isExact() && isComplete(session), order));
        session.forget(epoch);
        totals.end();
    }

    private void forgetUnknown(Event event) {
        ServerSession session = session(event);
        excess(new Excess(
                event.nodeid(),
                session.forgotten(event.nodeid()),
                new Mark(event, taskNames),
                event.hasNlookup() ? event.nlookup() : null,
                0L,
                0,
                true));
    }

    private void excess(Excess excess) {
        if (excesses.size() < INCIDENTS_MAX) {
            excesses.add(excess);
        } else {
            omitted++;
        }
    }

    private void residual(ServerSession session, Event event) {
        settle(session);
        session.end(new Mark(event, taskNames), order);
    }

    private void close(ServerSession session) {
        if (!session.isEnded()) {
            settle(session);
        }
        session.close(isComplete(session) && session.isFromInit());
    }

    /** Debts that no late entry paid are FORGETs of too much. */
    private void settle(ServerSession session) {
        if (!isComplete(session)) {
            return;
        }
        if (session.isFromInit()) {
            session.surplus();
        }
        for (Epoch epoch : session.epochs()) {
            Mark debt = epoch.debt();
            if (debt != null && epoch.count() < 0 && epoch.isExact()) {
                excess(new Excess(
                        epoch.nodeid(),
                        epoch.lookedUp(),
                        debt,
                        epoch.debtCount() - epoch.count(),
                        epoch.debtCount(),
                        epoch.readdirplusGivenBack(),
                        false));
            }
        }
    }

    /** The capture is over. */
    public void finish() {
        current.all().forEach(this::close);
        incidents.settle();
    }

    private boolean follows(long nodeid) {
        return watch != null && watch.follows(nodeid);
    }

    private void step(ServerSession session, Event event, String what) {
        if (watch != null) {
            Epoch epoch = session.live(watch.nodeid());
            boolean known = epoch == null || epoch.isExact();
            watch.serverStep(event, what, known ? Long.valueOf(epoch == null ? 0 : epoch.count()) : null);
        }
    }

    /** The count of a nodeid now; null if it is not known. */
    @Nullable
    Epoch live(Event event) {
        return session(event).live(event.nodeid());
    }

    /** The last life of a nodeid that is over, null if it is not remembered. */
    @Nullable
    Epoch forgotten(Event event) {
        return session(event).forgotten(event.nodeid());
    }

    /** Whether the recorder lost events. */
    boolean isLossy() {
        return lossy;
    }

    public List<ServerSession> sessions() {
        return sessions;
    }

    /** FORGETs after which the nodeid was used. */
    public List<Drop> incidents() {
        return incidents.kept();
    }

    /** Nodeids that the server refused although they were counted. */
    public List<Rejection> rejections() {
        return rejections;
    }

    /** FORGETs of more than there was. */
    public List<Excess> excesses() {
        return excesses;
    }

    /** Incidents beyond those kept. */
    public long omitted() {
        return omitted + incidents.omitted();
    }

    public NodeTotals totals() {
        return totals;
    }
}
