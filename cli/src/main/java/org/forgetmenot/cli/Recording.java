// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import java.io.Closeable;
import java.io.IOException;
import java.util.function.Consumer;
import org.forgetmenot.report.Words;
import org.forgetmenot.server.CaptureRecorder;

/** A file of messages that a server or a tap writes. It appears when serving begins, and not at all if that fails. */
final class Recording implements Closeable {
    private final OutputFile file;
    private final CaptureRecorder recorder;
    private final Consumer<String> say;
    private boolean begun;
    private boolean closed;

    private Recording(OutputFile file, CaptureRecorder recorder, Consumer<String> say) {
        this.file = file;
        this.recorder = recorder;
        this.say = say;
    }

    /** Opens it, so that it is sure to be writable. */
    static Recording open(String name, Target form, boolean force, Console console, Consumer<String> say)
            throws IOException {
        OutputFile file = OutputFile.whole(name, force, console);
        try {
            return new Recording(file, new CaptureRecorder(file.channel(), out -> form.writer(out, 0), say), say);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    CaptureRecorder recorder() {
        return recorder;
    }

    /** There is something to record: the file gets its name. */
    void begin() throws IOException {
        file.appear();
        begun = true;
    }

    /** Ends it, and says how much was recorded. */
    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (file) {
            recorder.close();
        }
        if (begun) {
            say.accept(Words.count(recorder.recorded(), "message") + " recorded"
                    + (recorder.lost() == 0 ? "" : ", " + recorder.lost() + " lost")
                    + (recorder.leftOut() == 0 ? "" : ", " + recorder.leftOut() + " left out"));
        }
    }
}
