// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.strace;

import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import org.forgetmenot.format.DiagnosticCode;
import org.forgetmenot.format.LineReader;
import org.jspecify.annotations.Nullable;

/** The threads that are, or were, in a call which strace printed in two parts. */
final class Tasks {
    /** Threads remembered; a damaged capture may show any number. */
    private static final int TASKS_MAX = 1 << 14;

    private final Long2ObjectOpenHashMap<Task> byId = new Long2ObjectOpenHashMap<>();
    private final LineReader lines;

    /** @param lines where threads that are given up are counted */
    Tasks(LineReader lines) {
        this.lines = lines;
    }

    /** A thread that was seen in such a call; null if it was not. */
    @Nullable
    Task find(long id) {
        return byId.get(id);
    }

    /** A thread that begins such a call; whatever it did before is over. */
    Task begin(long id) {
        Task task = byId.get(id);
        if (task == null) {
            if (byId.size() >= TASKS_MAX) {
                lines.odd(DiagnosticCode.TASKS_TOO_MANY, byId.size());
                byId.clear();
            }
            task = new Task();
            byId.put(id, task);
        }
        task.clear();
        return task;
    }
}
