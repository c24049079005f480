// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import java.util.ArrayList;
import java.util.List;

/** A nodeid whose count is above 0 and that the server says it does not know. */
public final class Rejection {
    /** One answer that says so. */
    public record Answer(Mark mark, int opcode, int error) {}

    private final Epoch epoch;
    private final long countThen;
    private final List<Answer> answers = new ArrayList<>();
    private long count;
    private long lastOrder;
    private boolean contradicted;

    Rejection(Epoch epoch) {
        this.epoch = epoch;
        this.countThen = epoch.count();
    }

    public Epoch epoch() {
        return epoch;
    }

    /** The nodeid's count at the first such answer. */
    public long countThen() {
        return countThen;
    }

    /** The first such answers. */
    public List<Answer> answers() {
        return answers;
    }

    public long count() {
        return count;
    }

    /** Whether the server answered for the nodeid again afterwards. */
    public boolean isContradicted() {
        return contradicted;
    }

    /**
     * The server answered for the nodeid.
     *
     * @param askedOrder position of the request among all events: before the refusal, it may have been worked on before
     */
    void contradict(long askedOrder) {
        contradicted |= askedOrder > lastOrder;
    }

    /**
     * @param order position of the answer among all events
     */
    void add(Answer answer, long order) {
        count++;
        lastOrder = order;
        if (answers.size() < Drop.USES_MAX) {
            answers.add(answer);
        }
    }
}
