// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format;

import java.io.Closeable;
import java.io.IOException;
import org.forgetmenot.event.Event;

/** Writes events as a capture of some dialect, and says of each what became of it. */
public interface CaptureWriter extends Closeable {
    /** What became of an event. */
    enum Outcome {
        /** It is in the target. */
        WRITTEN,
        /** It says nothing that the message before or after it does not say too, if that message is in the target. */
        IMPLIED,
        /** It is a message, but the capture does not have its bytes. */
        MESSAGE_UNKNOWN,
        /** It is a message of which the capture has only a part. */
        MESSAGE_CUT,
        /** The target holds messages only, and it is none. */
        NO_MESSAGE
    }

    /**
     * Begins the events of one more capture.
     *
     * @param capture which is open and not yet read
     */
    default void begin(Capture capture) throws IOException {}

    /** Writes one event of the capture begun last. */
    Outcome write(Event event) throws IOException;

    /** Ends the events of the capture begun last, which was read to its end. */
    default void end(Capture capture) throws IOException {}
}
