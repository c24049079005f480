// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format;

import java.io.Closeable;
import java.io.Flushable;
import java.io.IOException;
import java.util.Set;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.Stacks;

/** Writes events as a capture of some dialect, and says of each what became of it. */
public interface CaptureWriter extends Closeable, Flushable {
    /** What became of an event. */
    enum Outcome {
        /** It is in the target. */
        WRITTEN,
        /** It is in the target, but not the connection's number or the queue that it went through. */
        WRITTEN_WITHOUT_WAY,
        /** Only the first bytes of its message are in the target, as was asked for. */
        WRITTEN_IN_PART,
        /** It is in the target, but longer than what the target is made for takes. */
        WRITTEN_LONG,
        /** It says nothing that the message before or after it does not say too, if that message is in the target. */
        IMPLIED,
        /** It is a message, but the capture does not have its bytes, or the kernel refused it. */
        MESSAGE_UNKNOWN,
        /** It is a message of which the capture has only a part. */
        MESSAGE_CUT,
        /** It is a message that no reader of the target would take for one. */
        MESSAGE_TOO_LONG,
        /** The target holds one connection, or so many, and it is of yet another. */
        OTHER_CONNECTION,
        /** The target holds messages of one byte order, and it is of the other. */
        OTHER_BYTE_ORDER,
        /** It says that events are missing here, and the target says so too. */
        LOSS_TOLD,
        /** It says that events are missing here, which the target cannot. */
        LOSS,
        /** It takes back what a message before it did. */
        WITHDRAWAL,
        /** The target holds messages only, and it is none. */
        NO_MESSAGE;

        /** Whether the target has it, be it as a whole or in part. */
        public boolean isWritten() {
            return this == WRITTEN || this == WRITTEN_WITHOUT_WAY || this == WRITTEN_IN_PART || this == WRITTEN_LONG;
        }
    }

    /**
     * Begins the events of one more capture.
     *
     * @param capture which is open and not yet read
     */
    default void begin(Capture capture) throws IOException {}

    /**
     * Begins events that are made as they are written, by a server that records itself.
     *
     * @param dialect what they are of, for whoever reads them
     * @param capabilities what they will show
     * @param stacks of the events
     */
    default void begin(String dialect, Set<Capability> capabilities, Stacks stacks) throws IOException {}

    /** Writes one event of the capture begun last. */
    Outcome write(Event event) throws IOException;

    /** Ends the events of the capture begun last, which was read to its end. */
    default void end(Capture capture) throws IOException {}

    /**
     * Ends events that were made as they were written.
     *
     * @param held what they did show
     */
    default void end(Set<Capability> held, Diagnostics diagnostics) throws IOException {}
}
