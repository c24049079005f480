// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay;

import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.forgetmenot.replay.ReplayResult.Divergence;
import org.forgetmenot.replay.ReplayResult.Step;
import org.forgetmenot.replay.ReplayResult.Use;
import org.forgetmenot.replay.compare.Comparison;
import org.forgetmenot.replay.compare.Difference;
import org.forgetmenot.replay.compare.Tolerance;
import org.forgetmenot.replay.map.Flight;
import org.forgetmenot.replay.map.Node;
import org.forgetmenot.replay.plan.Name;
import org.forgetmenot.replay.plan.Operation;
import org.forgetmenot.wire.Opcode;
import org.jspecify.annotations.Nullable;

/** What is kept of a replay while it goes on: counts, the first divergence, and every use that an incident may be about. */
final class Log {
    /** Operations before a divergence, or before the end of the server, that are shown. */
    private static final int BEFORE_MAX = 6;
    /** Uses of one nodeid that are kept; more are counted. */
    static final int USES_MAX = 32;
    /** Nodeids whose uses are kept. */
    private static final int NODEIDS_MAX = 10_000;

    /** What was asked of one nodeid. */
    static final class Uses {
        final List<Use> first = new ArrayList<>();
        long all;
        /** That failed again. */
        long failedAgain;
        /** What was made up on the way to the one of these that rests on the least. */
        long madeUp = -1;
        /** The recorded server, and the live one, refused one of these by another error than ENOENT. */
        boolean refused;

        boolean aliased;

        @Nullable
        Use firstFailure;
    }

    /** Why an operation is kept as a use. */
    enum Kind {
        AFTER_FORGET,
        AFTER_RELEASE,
        REFUSED
    }

    private final Comparison comparison;
    private final Operation[] ring = new Operation[BEFORE_MAX];
    private final Node[] ringNodes = new Node[BEFORE_MAX];
    private long sentInAll;
    /** The request that was sent last; null if that was a FORGET. */
    private @Nullable Flight last;

    private final Map<Skip, Long> skipped = new EnumMap<>(Skip.class);
    private final Map<Tolerance, Long> tolerated = new EnumMap<>(Tolerance.class);
    private final Map<Kind, Long2ObjectOpenHashMap<Uses>> uses = new EnumMap<>(Kind.class);

    long operations;
    long sent;
    long compared;
    long same;
    long diverged;
    long synthesised;
    long forgets;
    long clamped;
    long added;
    long aliased;
    private final LongOpenHashSet skippedNodeids = new LongOpenHashSet();
    private boolean treeOff;
    private @Nullable Divergence divergence;

    Log(Comparison comparison) {
        this.comparison = comparison;
    }

    void skip(Operation operation, Skip why) {
        skipped.merge(why, 1L, Long::sum);
        if (skippedNodeids.size() < NODEIDS_MAX) {
            skippedNodeids.add(operation.nodeid());
        }
        notReplayed(operation);
    }

    /** The live tree is another from now on, if the operation changed the recorded one. */
    private void notReplayed(Operation operation) {
        Opcode opcode = operation.known();
        if (opcode != null && operation.isAnswered() && operation.error() == 0) {
            treeOff |= Survey.changesNames(opcode) || (operation.hasMessage() && Survey.changes(operation, opcode));
        }
    }

    /** Whether an operation that changed the recorded tree could not be replayed, so that the live tree is another. */
    boolean isTreeOff() {
        return treeOff;
    }

    /** A request is sent. */
    void sent(Flight flight) {
        sent(flight.operation(), flight.node());
        last = flight;
        if (flight.isGuessed()) {
            notReplayed(flight.operation());
        }
    }

    /** A request is sent. */
    void sent(Operation operation, @Nullable Node node) {
        sent++;
        last = null;
        int at = (int) (sentInAll++ % BEFORE_MAX);
        ring[at] = operation;
        ringNodes[at] = node;
    }

    /** A request was answered. */
    void answered(Flight flight, byte[] reply, int length, int liveError, boolean isAliased) {
        Operation operation = flight.operation();
        keep(flight, liveError, isAliased);
        if (!operation.isAnswered()) {
            return;
        }
        compared++;
        Difference difference = comparison.of(flight, reply, length);
        if (difference == null || !difference.what().equals("error")) {
            same++;
        }
        if (difference != null) {
            differs(flight, liveError, difference);
        }
    }

    /** A reply, or all replies to one listing together, are not as recorded. */
    void differs(Flight flight, int liveError, Difference difference) {
        if (comparison.tolerates(difference)) {
            tolerated.merge(difference.tolerance(), 1L, Long::sum);
            return;
        }
        diverged++;
        if (divergence == null) {
            Operation operation = flight.operation();
            divergence = new Divergence(
                    step(operation, flight.node()),
                    operation.error(),
                    liveError,
                    difference,
                    flight.isExact() ? Provenance.EXACT : Provenance.SYNTHESISED,
                    flight.isExact(),
                    before(operation));
        }
    }

    private void keep(Flight flight, int liveError, boolean isAliased) {
        if (flight.isAfterForget()) {
            keep(Kind.AFTER_FORGET, flight, liveError, isAliased);
        } else if (flight.isAfterRelease()) {
            keep(Kind.AFTER_RELEASE, flight, liveError, isAliased);
        } else if (flight.operation().error() != 0
                && Comparison.isRefusal(flight.operation().error())) {
            keep(Kind.REFUSED, flight, liveError, isAliased);
        }
    }

    private void keep(Kind kind, Flight flight, int liveError, boolean isAliased) {
        Long2ObjectOpenHashMap<Uses> byNodeid = uses.computeIfAbsent(kind, k -> new Long2ObjectOpenHashMap<>());
        Operation operation = flight.operation();
        Uses kept = byNodeid.get(operation.nodeid());
        if (kept == null) {
            if (byNodeid.size() >= NODEIDS_MAX) {
                return;
            }
            kept = new Uses();
            byNodeid.put(operation.nodeid(), kept);
        }
        Integer recorded = operation.isAnswered() ? (Integer) operation.error() : null;
        Use use = new Use(step(operation, flight.node()), recorded, liveError, flight.isExact());
        kept.all++;
        kept.aliased |= isAliased;
        if (kept.first.size() < USES_MAX) {
            kept.first.add(use);
        }
        if (isAgain(kind, recorded, liveError)) {
            kept.failedAgain++;
            if (Long.bitCount(flight.madeUp()) < Long.bitCount(kept.madeUp)) {
                kept.madeUp = flight.madeUp();
            }
            kept.refused |= Comparison.isRefusal(liveError);
            if (kept.firstFailure == null) {
                kept.firstFailure = use;
            }
        }
    }

    private static boolean isAgain(Kind kind, @Nullable Integer recorded, int liveError) {
        return switch (kind) {
            case AFTER_FORGET -> liveError != 0 && (recorded == null || recorded != 0);
            // the request itself is what is wrong: servers differ in whether they notice
            case AFTER_RELEASE -> liveError != 0 || recorded == null || recorded == 0;
            case REFUSED -> Comparison.isRefusal(liveError);
        };
    }

    /** Whether what was sent last is a use of a nodeid such as an incident is about, or a FORGET of it. */
    boolean endsWith(Kind kind, long nodeid) {
        if (sentInAll == 0 || ring[lastAt()].nodeid() != nodeid) {
            return false;
        }
        return last == null
                || switch (kind) {
                    case AFTER_FORGET -> last.isAfterForget();
                    case AFTER_RELEASE -> last.isAfterRelease();
                    case REFUSED -> true;
                };
    }

    /** What was made up on the way to what was sent last. */
    long lastMadeUp() {
        Node node = sentInAll == 0 ? null : ringNodes[lastAt()];
        return last != null ? last.madeUp() : node == null ? 0 : node.madeUp();
    }

    private int lastAt() {
        return (int) ((sentInAll - 1) % BEFORE_MAX);
    }

    /** Whether a request for a nodeid was left out. */
    boolean isSkipped(long nodeid) {
        return skippedNodeids.contains(nodeid);
    }

    /** What was asked of a nodeid, null if nothing. */
    @Nullable
    Uses uses(Kind kind, long nodeid) {
        Long2ObjectOpenHashMap<Uses> byNodeid = uses.get(kind);
        return byNodeid == null ? null : byNodeid.get(nodeid);
    }

    static Step step(Operation operation, @Nullable Node node) {
        return new Step(
                operation.position(),
                operation.hasTimeNs() ? operation.timeNs() : null,
                operation.opcode(),
                operation.nodeid(),
                node == null ? null : node.path(),
                operation.name().length == 0 ? null : new Name(operation.name()).toString());
    }

    /** The requests that were sent last, the latest last; only those before another if one is given. */
    List<Step> before(@Nullable Operation end) {
        ArrayDeque<Step> steps = new ArrayDeque<>();
        for (long i = sentInAll - 1; i >= 0 && i >= sentInAll - BEFORE_MAX; i--) {
            int at = (int) (i % BEFORE_MAX);
            Operation operation = ring[at];
            if (end == null || operation.requestOrder() < end.requestOrder()) {
                steps.addFirst(step(operation, ringNodes[at]));
            }
        }
        return List.copyOf(steps);
    }

    ReplayResult.Counts counts() {
        return new ReplayResult.Counts(
                operations, sent, compared, same, diverged, synthesised, forgets, clamped, added, aliased);
    }

    Map<Skip, Long> skipped() {
        return skipped;
    }

    Map<Tolerance, Long> tolerated() {
        return tolerated;
    }

    @Nullable
    Divergence divergence() {
        return divergence;
    }
}
