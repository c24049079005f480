// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay.target;

import java.io.Closeable;
import java.util.List;
import org.forgetmenot.linux.Child;
import org.jspecify.annotations.Nullable;

/** A server that was started for a replay, with what was made for it; or none, where somebody else has started it. */
final class StartedServer implements Closeable {
    /** A connection may end before its process has. */
    private static final int END_MS = 1000;

    /** A server that closes its connection ends by itself. */
    private static final int GOODBYE_MS = 1000;

    private final @Nullable Child child;
    private final List<String> notes;
    private final Runnable cleanUp;
    private final Thread hook;
    private boolean closed;

    /**
     * @param notes what there is to know of how it runs, whole sentences
     * @param cleanUp removes what was made for it
     */
    StartedServer(@Nullable Child child, List<String> notes, Runnable cleanUp) {
        this.child = child;
        this.notes = notes;
        this.cleanUp = cleanUp;
        this.hook = new Thread(this::end, "end-server");
        if (child != null) {
            Runtime.getRuntime().addShutdownHook(hook);
        }
    }

    static StartedServer none() {
        return new StartedServer(null, List.of(), () -> {});
    }

    /** How it died, as far as the connection shows, and as far as the process does. */
    String died(String how) {
        return child == null || !child.await(END_MS) ? how : how + "; its process " + child.end();
    }

    boolean hasEnded() {
        return child != null && !child.isAlive();
    }

    List<String> said() {
        return child == null ? List.of() : child.said();
    }

    List<String> notes() {
        return notes;
    }

    private synchronized void end() {
        if (closed) {
            return;
        }
        closed = true;
        if (child != null) {
            child.await(GOODBYE_MS);
            child.close();
        }
        cleanUp.run();
    }

    /** Ends it, if it has not ended by itself, and removes what was made for it. */
    @Override
    public void close() {
        end();
        if (child != null) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                return; // we are ending anyway
            }
        }
    }
}
