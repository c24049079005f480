// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format;

import java.io.Closeable;
import java.io.IOException;
import java.util.Set;
import org.forgetmenot.event.Event;
import org.jspecify.annotations.Nullable;

/** Reads one capture from beginning to end. */
public interface CaptureReader extends Closeable {
    /**
     * Reads the next event.
     *
     * @param event filled anew; its texts are valid until the next call
     * @return false at the end of the capture; a capture cut short is an end, with a diagnostic
     * @throws IOException if the capture cannot be read at all; damage inside it is a diagnostic
     */
    boolean next(Event event) throws IOException;

    /**
     * What this capture can hold at best, where its own beginning says so; null where its dialect says it, see
     * {@link CaptureFormat#capabilities}.
     */
    default @Nullable Set<Capability> promised() throws IOException {
        return null;
    }

    /** What this capture really held, judged by what was read so far. */
    Set<Capability> capabilities();

    /**
     * Whether what was read so far shows every rise and fall of the server's counts that the capture shows at best, see
     * {@link Capture#capabilities}: asked for each entry and each FORGET, so it must be cheap. Dialects whose captures can
     * hide some say when one did.
     */
    default boolean showsEveryCount() {
        return true;
    }

    /** Lets go of what the reader itself opened; the stream that it was given is its caller's. */
    @Override
    default void close() throws IOException {}
}
