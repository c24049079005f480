// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format;

import java.io.IOException;
import java.io.InputStream;

/**
 * A dialect whose captures cannot be read from front to back: tables at their end say where things lie, or parts that lie
 * one behind the other happened side by side.
 *
 * <p>A capture that is a plain file is read where it lies. One that comes as a stream (standard input, or out of gzip) has
 * to be copied to a temporary file first: the memory may be far smaller than the capture, and the reader must be able to
 * go back. The copy is bounded by {@link SeekableFile#SPOOL_MAX_BYTES} and gone when the capture is closed.
 */
public interface SeekableFormat extends CaptureFormat {
    /**
     * Begins to read a capture.
     *
     * @param file the reader's from now on; closed with it, and at once if it cannot be opened
     * @throws CaptureException if it cannot be read at all, with a message that wants the file's name before it
     */
    CaptureReader open(SeekableFile file, ReadContext context) throws IOException;

    /** Copies the capture and begins to read it. */
    @Override
    default CaptureReader open(InputStream in, ReadContext context) throws IOException {
        return open(SeekableFile.spool(in), context);
    }
}
