// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.forgetmenot.wire.Errno;
import org.forgetmenot.wire.NotifyCode;
import org.forgetmenot.wire.Opcode;

/** The way between the kernel and the server: queues, delays, and the threads that work on requests. */
final class Transport {
    private static final long US = 1000L;
    private static final int BATCH_MAX = 4;
    /** After which whoever waits for a reply that does not come is let go. */
    private static final long PATIENCE_NS = 1_000_000 * US;

    /** Before which no FORGET gets lost, so that the captures have begun for long. */
    private static final long LOSES_FROM_NS = 7_000_000 * US;

    private static final long LONG_AFTER_NS = 5_000_000 * US;

    private static final long LATE_MAX_NS = 300 * US;

    private final Setting setting;
    private final Schedule schedule;
    private final SimServer server;
    private final List<WireFact> journal;
    private final Plant plant;
    private final Dice dice;
    private final int connection;
    private final long[] queueFreeNs;
    private final List<Request> working = new ArrayList<>();
    private final List<long[]> pending = new ArrayList<>();
    private final ShownCounts shown = new ShownCounts();
    private long hiprioFreeNs;
    private long lastReplyNs;
    private long lostNs;
    private long forgets;
    private long unique;
    private int nextThread;
    private boolean connected = true;
    /** A nodeid whose FORGET is held back, -1 if none was yet, 0 if it is gone. */
    private long held = -1;

    private long heldLookups;
    private long heldUnique;

    Transport(
            Setting setting,
            Schedule schedule,
            SimServer server,
            List<WireFact> journal,
            Plant plant,
            Dice dice,
            int connection) {
        this.setting = setting;
        this.schedule = schedule;
        this.server = server;
        this.journal = journal;
        this.plant = plant;
        this.dice = dice;
        this.connection = connection;
        queueFreeNs = new long[setting.queues()];
    }

    boolean isConnected() {
        return connected;
    }

    private long nextUnique() {
        unique += 2;
        return unique;
    }

    /** Sends a request; the answer comes when it comes. */
    void send(Request request, Consumer<Reply> answered) {
        request.unique = nextUnique();
        request.connection = connection;
        int queue = request.pid % queueFreeNs.length;
        long readNs = Math.max(schedule.nowNs() + dice.between(US, 40 * US), queueFreeNs[queue]);
        long doneNs = readNs + dice.between(2 * US, setting.pool() ? 800 * US : 60 * US);
        long replyNs = doneNs + dice.between(US, 20 * US);
        queueFreeNs[queue] = (setting.pool() ? readNs : replyNs) + US;
        int thread = setting.pool() ? 1 + nextThread++ % 4 : 1 + queue;
        schedule.at(readNs, () -> read(request, thread));
        schedule.at(doneNs, () -> work(request, thread, replyNs, answered));
        if (!setting.virtio() && request.pid != 0 && dice.oneIn(30)) {
            schedule.at(readNs + dice.between(US, 100 * US), () -> interrupt(request));
        }
    }

    private void read(Request request, int thread) {
        if (request.misuses && working.stream().noneMatch(other -> mayOpen(other, request.nodeid))) {
            plant.confirm();
        }
        working.add(request);
        shown.read(request);
        request.wasCounted = shown.counts(request.nodeid);
        if (isGivenBackTooMuch(request.nodeid) && shown.isGivenBack(request.nodeid)) {
            plant.bringsAbout(Fault.USE_AFTER_FORGET); // the kernel found it again, and gave that lookup back, too
        }
        journal.add(WireFact.request(schedule.nowNs(), thread, request, false));
    }

    /** Whether the reply to a request that is being worked on may hand out a handle of a file. */
    private static boolean mayOpen(Request request, long nodeid) {
        return switch (request.opcode) {
            case OPEN, OPENDIR -> request.nodeid == nodeid;
            case CREATE, TMPFILE -> true;
            default -> false;
        };
    }

    private void work(Request request, int thread, long replyNs, Consumer<Reply> answered) {
        request.begun = true;
        if (request.opcode == Opcode.GETATTR && plant.takes(Fault.UNANSWERED_REQUEST, request.nodeid)) {
            schedule.after(PATIENCE_NS, () -> answered.accept(Reply.error(-Errno.EINTR.number())));
            return;
        }
        Reply reply = request.interrupted && dice.coin() ? Reply.error(-Errno.EINTR.number()) : server.handle(request);
        journal.add(WireFact.done(schedule.nowNs(), thread, request, reply));
        if (reply.entry() != null) {
            meet(reply.entry().nodeid());
        }
        long lateNs = setting.lateLog() ? dice.between(0, LATE_MAX_NS) : 0;
        schedule.at(replyNs, () -> {
            working.remove(request);
            lastReplyNs = schedule.nowNs();
            WireFact fact = WireFact.reply(schedule.nowNs(), schedule.nowNs() + lateNs, thread, request, reply);
            journal.add(fact);
            plant.replied(reply, shown);
            shown.replied(request, reply);
            working.forEach(r -> r.wasCounted |= shown.counts(r.nodeid));
            if (reply.error() == -Errno.EBADF.number() && isLost(request.nodeid)) {
                plant.called(shown.isRaced(request.nodeid) ? Fault.LOOKUP_FORGET_RACE : Fault.SERVER_DROPPED_LIVE_NODE);
            }
            boolean once = request.opcode == Opcode.GETATTR && !request.resent; // what comes twice is answered twice
            if (once && plant.takes(Fault.DUPLICATE_REPLY, request.nodeid)) {
                plant.confirm();
                journal.add(fact);
            }
        });
        schedule.at(replyNs + dice.between(US, 30 * US), () -> answered.accept(reply));
    }

    /** A FORGET that was held back meets a reply that hands its nodeid out again. */
    private void meet(long nodeid) {
        if (held == nodeid && nodeid != 0) {
            held = 0;
            forgotten(setting.virtio() ? heldUnique : nextUnique(), List.of(new long[] {nodeid, heldLookups}));
        }
    }

    /** A signal: the server is told, if the request is still there, and may do as it likes. */
    private void interrupt(Request request) {
        if (!working.contains(request)) {
            return;
        }
        request.interrupted = !request.begun;
        Request interrupt = new Request(Opcode.INTERRUPT, 0, 0).other(request.unique);
        interrupt.unique = request.unique | 1;
        interrupt.connection = connection;
        journal.add(WireFact.request(schedule.nowNs(), 1, interrupt, false));
    }

    /** The server asks for everything once more: what it has not answered comes again with bit 63 of its unique set. */
    void resend() {
        if (setting.virtio()) {
            return;
        }
        notify(new WireFact.Notice(NotifyCode.RESEND.number(), 0, 0, ""));
        for (Request request : working) {
            if (!request.resent && !request.begun) {
                request.resent = true;
                journal.add(WireFact.request(schedule.tick(), 1, request, true));
            }
        }
    }

    void notify(WireFact.Notice notice) {
        journal.add(WireFact.notify(schedule.nowNs(), connection, notice));
    }

    /** Queues a FORGET, which nobody answers. */
    void forget(long nodeid, long nlookup) {
        if (!connected) {
            return;
        }
        if (plant.concerns(Fault.LOOKUP_FORGET_RACE, nodeid) && held < 0) {
            held = nodeid;
            heldLookups = nlookup;
            heldUnique = setting.virtio() ? nextUnique() : 0;
            return;
        }
        if (plant.concerns(Fault.LEDGER_DRIFT, nodeid)) {
            lostNs = 0; // this one may be taken for the one that was lost
        }
        boolean mayGetLost =
                setting.virtio() && nodeid != SimKernel.ROOT && schedule.nowNs() > LOSES_FROM_NS && forgets > 0;
        if (mayGetLost && plant.takes(Fault.LEDGER_DRIFT, nodeid)) {
            lostNs = schedule.nowNs();
            return;
        }
        if (setting.virtio()) {
            long itsUnique = nextUnique();
            hiprioFreeNs = Math.max(
                    hiprioFreeNs + US, schedule.nowNs() + dice.between(US, dice.oneIn(8) ? 20_000 * US : 50 * US));
            schedule.at(hiprioFreeNs, () -> forgotten(itsUnique, List.of(new long[] {nodeid, nlookup})));
        } else {
            pending.add(new long[] {nodeid, nlookup});
            schedule.after(dice.between(US, 5000 * US), this::readForgets);
        }
    }

    private void readForgets() {
        if (pending.isEmpty() || !connected) {
            return;
        }
        List<long[]> batch = new ArrayList<>(pending.subList(0, Math.min(pending.size(), BATCH_MAX)));
        pending.subList(0, batch.size()).clear();
        forgotten(nextUnique(), batch);
    }

    /** Whether no reply is on its way, or late in a log, that could make up for a FORGET of too much. */
    private boolean isCalm() {
        return working.isEmpty() && schedule.nowNs() - lastReplyNs > LATE_MAX_NS;
    }

    /**
     * Whether every log notes it: in a batch some pass over a nodeid that they do not know, and passthrough_ll, to which a
     * nodeid is an address, may print anything of one that is gone.
     */
    private boolean isNoted(WireFact.Forgotten one, boolean inBatch) {
        return one.before() > 0 || (!inBatch && setting.personality() != Personality.LIBFUSE);
    }

    /** Whether the server lost the node, as a fault. */
    private boolean isLost(long nodeid) {
        return plant.concerns(Fault.SERVER_DROPPED_LIVE_NODE, nodeid)
                || plant.concerns(Fault.LOOKUP_FORGET_RACE, nodeid);
    }

    /** Whether the kernel gives back more of it than it had, as a fault. */
    private boolean isGivenBackTooMuch(long nodeid) {
        return plant.concerns(Fault.OVER_FORGET, nodeid) || plant.concerns(Fault.READDIRPLUS_MISCOUNT, nodeid);
    }

    private void forgotten(long itsUnique, List<long[]> items) {
        List<WireFact.Forgotten> forgotten = new ArrayList<>();
        for (long[] item : items) {
            WireFact.Forgotten one = server.forget(item[0], item[1]);
            forgotten.add(one);
            if (shown.forgotten(item[0], item[1])) {
                server.seemsGone(item[0]);
            }
            boolean tooMuch = isGivenBackTooMuch(item[0]);
            if (tooMuch && one.before() < one.nlookup()) {
                plant.called(shown.isListedTwice(item[0]) ? Fault.READDIRPLUS_MISCOUNT : Fault.OVER_FORGET);
            }
            if (tooMuch && one.before() < one.nlookup() && isNoted(one, items.size() > 1) && isCalm()) {
                plant.confirm();
            }
        }
        if (items.size() > 1 && plant.takes(Fault.BATCH_FORGET_MALFORMED, 0)) {
            plant.confirm();
            forgotten.add(new WireFact.Forgotten(0, 0, 0));
        }
        journal.add(WireFact.forget(schedule.nowNs(), connection, itsUnique, forgotten));
        forgets++;
        if (items.size() == 1 && plant.takes(Fault.FORGET_ANSWERED, items.get(0)[0])) {
            plant.confirm();
            Request forget = new Request(Opcode.FORGET, items.get(0)[0], 0);
            forget.unique = itsUnique;
            forget.connection = connection;
            journal.add(WireFact.reply(schedule.tick(), schedule.nowNs(), 1, forget, Reply.ok()));
        }
    }

    /** Whether a FORGET was lost, and the server heard of the kernel for long afterwards. */
    boolean isLostForGood() {
        return lostNs > 0 && lastReplyNs - lostNs > LONG_AFTER_NS;
    }

    /** Nothing goes to the server any more. */
    void abort() {
        connected = false;
    }
}
