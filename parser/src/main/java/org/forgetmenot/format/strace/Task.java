// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.strace;

import it.unimi.dsi.fastutil.longs.LongArrayList;

/** A thread that is in a call which strace printed in two parts. */
final class Task {
    /** Its call reads. */
    boolean reading;
    /** Its call writes to a FUSE device. */
    boolean writing;

    int fd;
    /** What its path says, see {@link StraceCall#file}. */
    int file;

    /** Nodeids handed out by the write, to be taken back if it fails. */
    final LongArrayList handedOut = new LongArrayList(0);

    void clear() {
        reading = false;
        writing = false;
        handedOut.clear();
    }
}
