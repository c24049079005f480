// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

/** One capture dialect: knows its own captures and reads them as events. */
public interface CaptureFormat {
    /** The stable name for {@code --dialect} and JSON, such as {@code ftrace}. */
    String id();

    /** For people, such as "ftrace text". */
    String title();

    /** What to look for by eye: a phrase for the error that lists what was looked for. */
    String looksLike();

    /** What a capture of this dialect can hold at best. */
    Set<Capability> capabilities();

    /** Whether positions are line numbers; byte offsets otherwise. */
    boolean isText();

    /**
     * Says how sure it is that a capture is of this dialect.
     *
     * @param prefix the capture's beginning, decompressed, at most {@link Prefix#MAX_BYTES}
     */
    Sniff sniff(Prefix prefix);

    /**
     * Begins to read a capture.
     *
     * @param in the capture from its first byte, decompressed; the reader's to consume, the caller's to close
     * @throws CaptureException if it cannot be read at all, with a message that wants the file's name before it
     */
    CaptureReader open(InputStream in, ReadContext context) throws IOException;
}
