// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.libfuse;

import java.io.InputStream;
import java.util.EnumSet;
import java.util.regex.Pattern;
import org.forgetmenot.format.Capability;
import org.forgetmenot.format.CaptureReader;
import org.forgetmenot.format.Prefix;
import org.forgetmenot.format.ReadContext;
import org.forgetmenot.format.Sniff;
import org.forgetmenot.format.TextFormat;
import org.forgetmenot.format.libfuselog.LogSigns;

/**
 * The debug log ({@code -d}) of a filesystem on libfuse 2 or 3. How much it tells depends on who wrote it: the high-level
 * library names the nodeids it hands out and counts FORGETs, the low-level library does neither, and passthrough_ll adds
 * lines of its own that tell both.
 */
public final class LibfuseFormat extends TextFormat {
    /** What only the library writes, and passthrough_ll's nodeids, which are addresses. */
    private static final Pattern OWN_WORDS = Pattern.compile(
            "FUSE library version: |(?:dev|cqe) unique: \\d|nullpath_ok: \\d|(?m:   NODEID: \\d+$)|(?m:^FORGET \\d+/\\d+$)"
                    + "|(?m:^  \\d+/.* -> \\d{10,}$)|lo_\\w+\\((?:parent|ino)=\\d{10,}");
    /** passthrough_ll or virtiofsd. */
    private static final Pattern PASSTHROUGH = Pattern.compile("lo_\\w+\\((?:parent|ino)=\\d|(?m:^  \\d+/.* -> \\d+$)");
    /** The same lines inside a recording of the system calls that wrote them. */
    private static final Pattern QUOTED = Pattern.compile("write\\(\\d+(?:<[^>]{0,200}>)?, \" *unique: ");

    public LibfuseFormat() {
        super(
                "libfuse",
                "libfuse debug log",
                "'unique: 4, opcode: LOOKUP (1), nodeid: 1, ...' as any libfuse filesystem writes with -d",
                EnumSet.of(
                        Capability.TIME,
                        Capability.REQUESTS,
                        Capability.UNIQUE,
                        Capability.PID,
                        Capability.NAMES,
                        Capability.ERRORS,
                        Capability.ENTRY_NODEIDS,
                        Capability.READDIRPLUS_ENTRIES,
                        Capability.FORGETS,
                        Capability.FORGET_COUNTS));
    }

    @Override
    public Sniff sniff(Prefix prefix) {
        if (!LogSigns.hasMessages(prefix) || prefix.contains(QUOTED) || LogSigns.isVirtiofsd(prefix)) {
            return Sniff.NO;
        }
        if (prefix.contains(OWN_WORDS)) {
            return Sniff.YES;
        }
        return prefix.contains(PASSTHROUGH) ? Sniff.NO : Sniff.MAYBE;
    }

    @Override
    public CaptureReader open(InputStream in, ReadContext context) {
        return new LibfuseReader(in, context.diagnostics());
    }
}
