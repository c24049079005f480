// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay.plan;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import org.forgetmenot.event.Event;
import org.forgetmenot.format.Capability;
import org.forgetmenot.format.Capture;
import org.jspecify.annotations.Nullable;

/**
 * Reads a capture as operations, in the order of their requests. An operation is handed out when its answer is known, so
 * what lies between is held, within limits; one that is not answered within them counts as never answered.
 */
public final class Plan implements OperationSource, Closeable {
    /** Operations that wait for the answer of an earlier one. */
    static final int AHEAD_MAX = 1 << 16;
    /** Bytes of operations that wait for the answer of an earlier one. */
    static final long AHEAD_BYTES_MAX = 64L << 20;

    private final Capture capture;
    private final Event event = new Event();
    private final ArrayDeque<Operation> ahead = new ArrayDeque<>();
    private final Views views;
    private long aheadBytes;
    private boolean ended;

    private Plan(Capture capture) throws IOException {
        this.capture = capture;
        views = new Views(this::add, capture.capabilities().contains(Capability.ENTRY_NODEIDS));
    }

    /** Reads a capture from its beginning, on its own; the caller closes the plan and not the capture for it. */
    public static Plan of(Capture capture) throws IOException {
        return new Plan(capture.reopen());
    }

    private void add(Operation operation) {
        ahead.add(operation);
        aheadBytes += operation.weightBytes();
    }

    @Override
    public @Nullable Operation next() throws IOException {
        while (!ended && !isReady()) {
            ended = !capture.reader().next(event);
            if (!ended) {
                views.accept(event);
            }
        }
        Operation next = ahead.poll();
        if (next != null) {
            aheadBytes = ahead.isEmpty() ? 0 : Math.max(0, aheadBytes - next.weightBytes());
            views.handedOut(next);
        }
        return next;
    }

    private boolean isReady() {
        Operation head = ahead.peek();
        return head != null
                && (head.isComplete()
                        || views.isSettled(head)
                        || ahead.size() > AHEAD_MAX
                        || aheadBytes > AHEAD_BYTES_MAX);
    }

    @Override
    public void close() throws IOException {
        capture.close();
    }
}
