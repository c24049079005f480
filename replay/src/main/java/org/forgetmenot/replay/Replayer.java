// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay;

import it.unimi.dsi.fastutil.longs.LongIterator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.forgetmenot.replay.compare.Comparison;
import org.forgetmenot.replay.map.Flight;
import org.forgetmenot.replay.map.Handle;
import org.forgetmenot.replay.map.HandleMap;
import org.forgetmenot.replay.map.LookupLedger;
import org.forgetmenot.replay.map.Node;
import org.forgetmenot.replay.map.NodeMap;
import org.forgetmenot.replay.map.Resource;
import org.forgetmenot.replay.plan.Entry;
import org.forgetmenot.replay.plan.Operation;
import org.forgetmenot.replay.plan.OperationSource;
import org.forgetmenot.replay.plan.Wire;
import org.forgetmenot.replay.target.Target;
import org.forgetmenot.wire.CopyFileRangeIn;
import org.forgetmenot.wire.Errno;
import org.forgetmenot.wire.InHeader;
import org.forgetmenot.wire.Opcode;
import org.jspecify.annotations.Nullable;

/**
 * Sends the operations of a capture to a live server, one connection, one thread. What shares a nodeid or an open file keeps
 * the order that the capture shows; what was on its way at the same time may be on its way at the same time again.
 */
final class Replayer {
    /** Dropped nodeids whose last number is remembered: a use after the FORGET comes soon or is one of few. */
    private static final int TOMBSTONES_MAX = 1 << 20;

    private final OperationSource source;
    private final ReplayOptions options;
    private final Survey survey;
    private final Log log;
    private final LookupLedger ledger = new LookupLedger();
    private final NodeMap nodes = new NodeMap(ledger, TOMBSTONES_MAX);
    private final HandleMap handles = new HandleMap();
    private final Requests requests;
    private final Replies replies;
    private final Conversation conversation;
    private final Finder finder;
    private final Pace pace;
    private final boolean pathLevel;
    private final Target target;
    /** Requests whose recorded replies are yet to come, the next one first. */
    private final PriorityQueue<Expected> expected = new PriorityQueue<>();

    private List<String> notes = List.of();
    private int pending;

    /**
     * A recorded reply to come.
     *
     * @param flight null if the request was not sent
     */
    private record Expected(
            Operation operation, Node node, @Nullable Flight flight) implements Comparable<Expected> {
        long replyOrder() {
            return operation.replyOrder();
        }

        @Override
        public int compareTo(Expected other) {
            return Long.compare(replyOrder(), other.replyOrder());
        }
    }

    Replayer(OperationSource source, Target target, ReplayOptions options, Survey survey, Log log) {
        this.source = source;
        this.options = options;
        this.survey = survey;
        this.log = log;
        this.target = target;
        requests = new Requests(minor(survey, target));
        replies = new Replies(nodes, handles, log, survey.minor());
        conversation = new Conversation(target, requests, ledger, options, replies);
        replies.of(conversation);
        finder = new Finder(conversation, requests, nodes, handles, log);
        pace = new Pace(options.speed());
        pathLevel = target.isPathLevel();
    }

    /** As recorded; a later one where the server speaks no such old one and requests look the same in both. */
    private static int minor(Survey survey, Target target) {
        return survey.minor() < Opcode.SIZES_MINOR ? survey.minor() : Math.max(survey.minor(), target.minorMin());
    }

    /** Replays everything, from INIT to DESTROY. */
    void run() throws IOException {
        notes = Handshake.shake(conversation, requests, survey);
        boolean first = true;
        for (Operation next = source.next(); next != null; next = source.next()) {
            if (next.opcode() == Opcode.INIT.number() && !first) {
                endSession();
            }
            first = false;
            deliver(next.requestOrder());
            pace.await(next, conversation);
            if (next.opcode() == Opcode.FORGET.number()) {
                log.forgets++;
                forget(next);
            } else {
                log.operations++;
                request(next);
            }
        }
        endSession();
        requests.destroy(conversation.unique());
        conversation.sayGoodbye();
    }

    Conversation conversation() {
        return conversation;
    }

    Pace pace() {
        return pace;
    }

    /** How INIT went. */
    List<String> notes() {
        return notes;
    }

    /** Requests that neither server answered. */
    int pending() {
        return pending;
    }

    private void request(Operation operation) throws IOException {
        Opcode opcode = operation.known();
        if (opcode == null) {
            skip(operation, Skip.OPCODE);
            return;
        }
        switch (opcode) {
            case INIT, DESTROY, INTERRUPT, NOTIFY_REPLY, CUSE_INIT -> {
                skip(operation, Skip.CONNECTION);
                return;
            }
            default -> {}
        }
        if (operation.error() == -Errno.EINTR.number()) {
            skip(operation, Skip.INTERRUPTED);
            return;
        }
        if (Comparison.isUnimplemented(operation.error()) && Survey.changes(operation, opcode)) {
            skip(operation, Skip.UNIMPLEMENTED);
            return;
        }
        Node node = known(finder.node(operation.nodeid()), operation, opcode);
        Node other =
                operation.hasOtherNodeid() ? finder.node(operation.otherNodeid()) : second(operation, opcode, node);
        if (pathLevel && node.isDropped()) {
            skip(operation, Skip.PATH);
            return;
        }
        if (!finder.isThere(node) || (other != null && !finder.isThere(other))) {
            skip(operation, Skip.DEPENDENT);
            return;
        }
        Handle handle = null;
        Handle secondHandle = null;
        if (finder.needsHandle(operation, opcode)) {
            handle = finder.handle(operation, opcode, node);
            if (handle == null) {
                skip(operation, Skip.HANDLE);
                return;
            }
        }
        if (!conversation.mayAsk(node)
                || (other != null && !conversation.mayAsk(other))
                || (handle != null && !conversation.mayAsk(handle))) {
            skip(operation, Skip.DEADLY);
            return;
        }
        if (pathLevel && handle != null && handle.isReleased()) {
            skip(operation, Skip.PATH);
            return;
        }
        if (operation.hasMessage() && other != null && isCopy(opcode)) {
            secondHandle = finder.handle(
                    other, Wire.i64(operation.message(), InHeader.BYTES + CopyFileRangeIn.FH_OUT), opcode);
            if (secondHandle == null) {
                skip(operation, Skip.HANDLE);
                return;
            }
        }
        awaitTurn(operation, node, other, handle);
        long unique = conversation.unique();
        Provenance provenance =
                requests.write(operation, unique, node, other, handle, survey.isWritten(operation.nodeid()));
        if (provenance == null) {
            skip(operation, requests.skip());
            return;
        }
        if (secondHandle != null) {
            requests.secondHandle(secondHandle);
        }
        if (!target.takes(requests.bytes(), requests.length())) {
            skip(operation, Skip.CUT);
            return;
        }
        long madeUp = (provenance == Provenance.SYNTHESISED ? Finder.bit(opcode) : 0)
                | node.madeUp()
                | (other == null ? 0 : other.madeUp())
                | (handle == null ? 0 : handle.madeUp());
        boolean guessed = requests.isGuessed() || node.isGuessed() || log.isTreeOff();
        Flight flight = new Flight(operation, node, handle, unique, System.nanoTime(), madeUp, guessed);
        if (other != null) {
            flight.uses(other);
        }
        expected.add(new Expected(operation, node, flight));
        if (handle != null && (opcode == Opcode.RELEASE || opcode == Opcode.RELEASEDIR)) {
            handles.released(handle);
        }
        log.synthesised += provenance == Provenance.SYNTHESISED ? 1 : 0;
        log.sent(flight);
        conversation.send(flight);
    }

    /** The nodeid of a request; one that the recorded server still answered for was not dropped, where lookups are not all shown. */
    private Node known(Node node, Operation operation, Opcode opcode) {
        boolean proves = operation.isAnswered() && operation.error() == 0 && opcode.fhOffset() < 0;
        return node.isDropped() && proves && !survey.showsEveryCount() ? nodes.revive(node) : node;
    }

    /** Not sent, but what its reply handed out may be used: it is looked up when it is. */
    private void skip(Operation operation, Skip why) {
        log.skip(operation, why);
        if (!operation.entries().isEmpty()) {
            expected.add(new Expected(operation, finder.node(operation.nodeid()), null));
        }
    }

    /** Comes to all recorded replies up to a place in the capture. */
    private void deliver(long order) throws IOException {
        for (Expected next = expected.peek(); next != null && next.replyOrder() < order; next = expected.peek()) {
            expected.remove();
            List<Node> finds = finds(next.operation, next.node);
            if (next.flight != null) {
                replies.delivered(
                        next.flight, finds, opens(next.operation, finds.isEmpty() ? next.node : finds.get(0)));
            }
        }
    }

    /** A header-only RENAME does not tell its second directory; most stay in theirs. */
    private static @Nullable Node second(Operation operation, Opcode opcode, Node node) {
        return !operation.hasMessage() && (opcode == Opcode.RENAME || opcode == Opcode.RENAME2) ? node : null;
    }

    private static boolean isCopy(Opcode opcode) {
        return opcode == Opcode.COPY_FILE_RANGE || opcode == Opcode.COPY_FILE_RANGE_64;
    }

    private List<Node> finds(Operation operation, Node directory) {
        if (operation.error() != 0 || operation.entries().isEmpty()) {
            return List.of();
        }
        List<Node> finds = new ArrayList<>(operation.entries().size());
        for (Entry entry : operation.entries()) {
            finds.add(nodes.found(entry, directory));
        }
        return finds;
    }

    /** The file that a recorded reply opens, null if it opens none. */
    private @Nullable Handle opens(Operation operation, Node opened) {
        Opcode opcode = operation.known();
        boolean creates = opcode == Opcode.CREATE || opcode == Opcode.TMPFILE;
        boolean opens = opcode == Opcode.OPEN
                || opcode == Opcode.OPENDIR
                || (creates && !operation.entries().isEmpty());
        if (!opens || operation.error() != 0) {
            return null;
        }
        Long fh = operation.hasNewFh() ? (Long) operation.newFh() : null;
        return handles.opened(opened, fh, opcode == Opcode.OPENDIR);
    }

    private void awaitTurn(Operation operation, Node node, @Nullable Node other, @Nullable Handle handle)
            throws IOException {
        awaitEarlier(node, operation);
        if (other != null) {
            awaitEarlier(other, operation);
        }
        if (handle != null) {
            Opcode opcode = operation.known();
            if (opcode == Opcode.RELEASE || opcode == Opcode.RELEASEDIR || Requests.isListing(opcode)) {
                awaitAll(handle);
            } else {
                awaitEarlier(handle, operation);
            }
        }
        conversation.awaitRoom();
    }

    /** Waits for what was answered before in the capture, or for all, where a server may take a later request first. */
    private void awaitEarlier(Resource resource, Operation operation) throws IOException {
        if (!target.isOrdered()) {
            awaitAll(resource);
            return;
        }
        for (Flight earlier = Flight.before(resource, operation.requestOrder());
                earlier != null;
                earlier = Flight.before(resource, operation.requestOrder())) {
            conversation.await(earlier);
        }
    }

    private void awaitAll(Resource resource) throws IOException {
        for (Flight user = Flight.any(resource); user != null; user = Flight.any(resource)) {
            conversation.await(user);
        }
    }

    private void forget(Operation operation) throws IOException {
        Node node = finder.node(operation.nodeid());
        if (node == nodes.root()) {
            log.clamped++;
            return;
        }
        if (node.isDropped()) {
            log.clamped++;
            if (options.rawForget() && node.isBound()) {
                log.clamped--;
                send(operation, node, node.live(), operation.nlookup());
            }
            return;
        }
        if (!target.isOrdered()) {
            // not those of the nodeid alone: virtiofsd in C refuses the UNLINK of a name whose nodeid was just dropped
            conversation.awaitAnswers();
        } else if (options.race() == Race.RECORDED) {
            awaitEarlier(node, operation);
        } else {
            awaitAll(node);
        }
        finder.isThere(node);
        long nlookup = operation.hasNlookup() ? operation.nlookup() : -1;
        boolean last = survey.isLastForget(operation.nodeid()) && nodes.forget(node, nlookup);
        if (!node.isBound()) {
            skip(operation, Skip.DEPENDENT);
            return;
        }
        if (options.rawForget() && operation.hasNlookup()) {
            send(operation, node, node.live(), nlookup);
            return;
        }
        long given = 0;
        for (LongIterator numbers = nodes.numbers(node).iterator(); numbers.hasNext(); ) {
            long number = numbers.nextLong();
            long free = ledger.free(number);
            long give = last ? free : Math.min(nlookup - given, free - 1);
            if (give > 0) {
                send(operation, node, number, give);
                given += give;
            }
        }
        if (operation.hasNlookup() && given != nlookup) {
            log.clamped++;
        }
    }

    private void send(Operation operation, Node node, long number, long lookups) throws IOException {
        log.sent(operation, node);
        conversation.forget(number, lookups);
    }

    /** Gives everything back that the live server counts. */
    private void endSession() throws IOException {
        pending += conversation.drain();
        deliver(Long.MAX_VALUE);
        expected.clear();
        for (Handle handle : List.copyOf(handles.open())) {
            finder.release(handle);
        }
        while (ledger.size() > 0) {
            long nodeid = ledger.first();
            conversation.forget(nodeid, ledger.held(nodeid));
        }
        nodes.clear();
        handles.clear();
    }
}
