// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.forgetmenot.format.Capture;

/** Captures that are open, with their progress on display. */
final class OpenCaptures implements Closeable {
    private final List<Capture> captures;
    private final Progress progress;

    OpenCaptures(List<Capture> captures, Console console) {
        this.captures = List.copyOf(captures);
        this.progress = console.progress() ? Progress.start(this.captures, console.err()) : Progress.NONE;
    }

    List<Capture> list() {
        return captures;
    }

    @Override
    public void close() throws IOException {
        progress.close();
        for (Capture capture : captures) {
            capture.close();
        }
    }
}
