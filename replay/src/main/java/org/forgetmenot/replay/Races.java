// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.SplittableRandom;
import org.forgetmenot.replay.plan.Entry;
import org.forgetmenot.replay.plan.Operation;
import org.forgetmenot.replay.plan.OperationSource;
import org.forgetmenot.wire.Opcode;
import org.jspecify.annotations.Nullable;

/**
 * Puts FORGETs before the requests that were on their way for the same nodeid when the capture shows them. FORGETs travel on
 * a queue of their own, so which of the two a server meets first is open.
 */
final class Races implements OperationSource {
    /** Operations among which a FORGET is looked for. */
    private static final int AHEAD_MAX = 1024;

    private final OperationSource source;
    private final Race race;
    private final SplittableRandom die;
    private final ArrayDeque<Operation> ahead = new ArrayDeque<>();
    /** Those whose turn it is already: a FORGET has gone before them, or lost the throw. */
    private @Nullable Operation decided;

    private boolean ended;

    /**
     * @param seed of the die for {@link Race#FREE}
     */
    Races(OperationSource source, Race race, long seed) {
        this.source = source;
        this.race = race;
        this.die = new SplittableRandom(seed);
    }

    @Override
    public @Nullable Operation next() throws IOException {
        if (race == Race.RECORDED || race == Race.LAST) {
            return source.next();
        }
        fill();
        Operation head = ahead.peek();
        if (head == null || head == decided || head.opcode() == Opcode.FORGET.number()) {
            return ahead.poll();
        }
        Operation forget = takeForget(head);
        if (forget != null) {
            return forget;
        }
        return ahead.poll();
    }

    /** Reads on until everything is there that was sent before the first one was answered. */
    private void fill() throws IOException {
        while (!ended && ahead.size() < AHEAD_MAX) {
            Operation head = ahead.peek();
            Operation last = ahead.peekLast();
            if (head != null && last != null && head.isAnswered() && last.requestOrder() > head.replyOrder()) {
                return;
            }
            Operation next = source.next();
            if (next == null) {
                ended = true;
            } else {
                ahead.add(next);
            }
        }
    }

    private @Nullable Operation takeForget(Operation head) {
        for (Iterator<Operation> others = ahead.iterator(); others.hasNext(); ) {
            Operation other = others.next();
            if (other.requestOrder() > head.replyOrder()) {
                return null;
            }
            if (other.opcode() == Opcode.FORGET.number() && concerns(head, other.nodeid())) {
                if (race == Race.FREE && die.nextBoolean()) {
                    decided = head;
                    return null;
                }
                others.remove();
                return other;
            }
        }
        return null;
    }

    private static boolean concerns(Operation operation, long nodeid) {
        if (operation.nodeid() == nodeid || (operation.hasOtherNodeid() && operation.otherNodeid() == nodeid)) {
            return true;
        }
        for (Entry entry : operation.entries()) {
            if (entry.nodeid() == nodeid) {
                return true;
            }
        }
        return false;
    }
}
