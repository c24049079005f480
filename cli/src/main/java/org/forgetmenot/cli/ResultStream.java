// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Standard output that takes a reader's leaving for success: after {@code | head} has seen enough, there is no more to do.
 * Any other failure, such as a full disk, is kept for {@link #failure()}.
 */
final class ResultStream extends OutputStream {
    /** Nobody takes what is written any more. Whether that is a failure is not the writer's to say. */
    static final class Ended extends IOException {
        Ended() {
            super("standard output is closed");
        }
    }

    private static final Path LINK = Path.of("/proc/self/fd/1");

    private final OutputStream target;
    private boolean ended;
    private @Nullable IOException failure;

    ResultStream(OutputStream target) {
        this.target = target;
    }

    @Override
    public void write(int b) throws Ended {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws Ended {
        check();
        try {
            target.write(bytes, from, length);
        } catch (IOException e) {
            throw end(e);
        }
    }

    @Override
    public void flush() throws Ended {
        check();
        try {
            target.flush();
        } catch (IOException e) {
            throw end(e);
        }
    }

    private void check() throws Ended {
        if (ended) {
            throw new Ended();
        }
    }

    private Ended end(IOException e) {
        ended = true;
        failure = isBrokenPipe(e) ? null : e;
        return new Ended();
    }

    /** The message is the system's and may be in its user's language; then what kind of file it is must tell. */
    private static boolean isBrokenPipe(IOException e) {
        if (String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("broken pipe")) {
            return true;
        }
        try {
            return Files.readSymbolicLink(LINK).toString().startsWith("pipe:");
        } catch (IOException | UnsupportedOperationException unknown) {
            return false;
        }
    }

    /** What went wrong while writing, null if nothing did. */
    @Nullable
    IOException failure() {
        return failure;
    }
}
