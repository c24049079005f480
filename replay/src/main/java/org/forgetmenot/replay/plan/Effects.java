// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay.plan;

import java.io.IOException;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.forgetmenot.format.Capture;

/** Puts operations in the order in which they took effect: of their replies, a FORGET's among them where it was sent. */
public final class Effects {
    private final Consumer<Operation> next;
    private final PriorityQueue<Operation> waiting =
            new PriorityQueue<>(Comparator.comparingLong(Operation::replyOrder));

    /**
     * Reads a capture from its beginning, on its own.
     *
     * @param next takes the operations in that order
     */
    public static void read(Capture capture, Consumer<Operation> next) throws IOException {
        Effects effects = new Effects(next);
        try (Plan plan = Plan.of(capture)) {
            for (Operation operation = plan.next(); operation != null; operation = plan.next()) {
                effects.accept(operation);
            }
        }
        effects.finish();
    }

    /**
     * @param next takes the operations in that order
     */
    public Effects(Consumer<Operation> next) {
        this.next = next;
    }

    /** Takes the next operation in the order of requests. */
    public void accept(Operation operation) {
        upTo(operation.requestOrder());
        if (operation.isAnswered()) {
            waiting.add(operation);
        } else {
            next.accept(operation);
        }
    }

    /** There are no more. */
    public void finish() {
        upTo(Operation.NEVER);
    }

    private void upTo(long order) {
        for (Operation first = waiting.peek(); first != null && first.replyOrder() < order; first = waiting.peek()) {
            waiting.remove();
            next.accept(first);
        }
    }
}
