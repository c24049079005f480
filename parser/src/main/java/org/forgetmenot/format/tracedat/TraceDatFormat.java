// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.tracedat;

import java.io.IOException;
import java.util.Set;
import org.forgetmenot.format.Capability;
import org.forgetmenot.format.CaptureReader;
import org.forgetmenot.format.Prefix;
import org.forgetmenot.format.ReadContext;
import org.forgetmenot.format.SeekableFile;
import org.forgetmenot.format.SeekableFormat;
import org.forgetmenot.format.Sniff;
import org.forgetmenot.format.kernel.KernelCapabilities;

/**
 * What {@code trace-cmd record} writes: the kernel's ring buffers as they are, with what is needed to read them.
 *
 * <p>Layout: trace-cmd, Documentation/trace-cmd/trace-cmd.dat.v6.5.txt and trace-cmd.dat.v7.5.txt. A position is the byte
 * offset of the event's record; where the buffers are compressed it counts from where they begin in the file as if they
 * were not.
 */
public final class TraceDatFormat implements SeekableFormat {
    /** "\x17\x08Dtracing", then the version as text. */
    static final String MAGIC = "\u0017\u0008Dtracing";

    @Override
    public String id() {
        return "trace.dat";
    }

    @Override
    public String title() {
        return "trace-cmd's trace.dat";
    }

    @Override
    public String looksLike() {
        return "bytes 17 08 44, then 'tracing'";
    }

    @Override
    public Set<Capability> capabilities() {
        return KernelCapabilities.atBest();
    }

    @Override
    public boolean isText() {
        return false;
    }

    @Override
    public Sniff sniff(Prefix prefix) {
        return prefix.hasAt(0, MAGIC) ? Sniff.YES : Sniff.NO;
    }

    @Override
    public CaptureReader open(SeekableFile file, ReadContext context) throws IOException {
        try {
            return new TraceDatReader(file, TraceHeader.read(file, context.diagnostics()), context);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }
}
