// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.ftrace;

import java.util.Arrays;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.format.Ascii;
import org.jspecify.annotations.Nullable;

/**
 * What probe lines say before their arguments, {@code request: (fuse_simple_request+0x0/0x2a0 [fuse])}, and what it means: a
 * trace has few different ones, so each is taken apart once.
 */
final class ProbeHeads {
    private static final int SLOTS = 1024;

    /** One head, from the event's name to the closing bracket. */
    static final class Head {
        private final byte[] bytes;
        private final EventKind kind;
        private final int caller;

        Head(byte[] bytes, EventKind kind, int caller) {
            this.bytes = bytes;
            this.kind = kind;
            this.caller = caller;
        }

        EventKind kind() {
            return kind;
        }

        /** See {@link org.forgetmenot.event.KernelFunction}. */
        int caller() {
            return caller;
        }
    }

    private final @Nullable Head[] slots = new Head[SLOTS];

    /**
     * Finds the head of a line.
     *
     * @param end index of its closing bracket
     * @return null if it is not known yet
     */
    @Nullable
    Head find(byte[] bytes, int start, int end) {
        Head head = slots[slot(bytes, start, end)];
        return head != null && Arrays.equals(head.bytes, 0, head.bytes.length, bytes, start, end) ? head : null;
    }

    /** Keeps a head, instead of another one in its place. */
    void add(byte[] bytes, int start, int end, EventKind kind, int caller) {
        slots[slot(bytes, start, end)] = new Head(Arrays.copyOfRange(bytes, start, end), kind, caller);
    }

    private static int slot(byte[] bytes, int start, int end) {
        return (int) (Ascii.hash(bytes, start, end) >>> 20) & SLOTS - 1;
    }
}
