// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Standard output that takes a reader's leaving for success: after {@code | head} has seen enough, the rest is thrown
 * away. Any other failure, such as a full disk, is kept for {@link #failure()}.
 */
final class ResultStream extends OutputStream {
    private static final Path LINK = Path.of("/proc/self/fd/1");

    private final OutputStream target;
    private boolean ended;
    private @Nullable IOException failure;

    ResultStream(OutputStream target) {
        this.target = target;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
        if (ended) {
            return;
        }
        try {
            target.write(bytes, from, length);
        } catch (IOException e) {
            end(e);
        }
    }

    @Override
    public void flush() {
        if (ended) {
            return;
        }
        try {
            target.flush();
        } catch (IOException e) {
            end(e);
        }
    }

    private void end(IOException e) {
        ended = true;
        failure = isBrokenPipe(e) ? null : e;
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
