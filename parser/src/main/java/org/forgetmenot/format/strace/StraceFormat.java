// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.strace;

import java.io.InputStream;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.forgetmenot.format.Capability;
import org.forgetmenot.format.CaptureReader;
import org.forgetmenot.format.Prefix;
import org.forgetmenot.format.ReadContext;
import org.forgetmenot.format.Sniff;
import org.forgetmenot.format.TextFormat;

/** The system calls of a FUSE daemon as {@code strace -f -xx -s 1048576} writes them: whole messages of both directions. */
public final class StraceFormat extends TextFormat {
    static final Set<Capability> AT_BEST = Set.copyOf(EnumSet.of(
            Capability.TIME,
            Capability.REQUESTS,
            Capability.UNIQUE,
            Capability.PID,
            Capability.NAMES,
            Capability.ERRORS,
            Capability.ENTRY_NODEIDS,
            Capability.READDIRPLUS_ENTRIES,
            Capability.ATTRIBUTES,
            Capability.FORGETS,
            Capability.FORGET_COUNTS,
            Capability.HANDLES,
            Capability.MESSAGES));

    private static final Pattern CALL = Pattern.compile(
            "(?m)^(?:\\[pid +\\d+\\] |\\d+(?:<[^>\\n]{0,64}>)? +)? *"
                    + "(?:[\\d:]+(?:\\.\\d+)? )?(?:\\(\\+ +[\\d.]+\\) )?"
                    + "(?:p?(?:read|write)v?2?\\((?:fd=)?\\d+(?:<[^\\n]{0,400}?>)?, |<\\.\\.\\. p?(?:read|write)v?2? resumed>)");

    public StraceFormat() {
        super(
                "strace",
                "strace of a FUSE daemon",
                "'read(4, \"\\x2a\\x00...\", 1052672) = 42' as strace -f -xx -s 1048576 writes",
                AT_BEST);
    }

    @Override
    public Sniff sniff(Prefix prefix) {
        return prefix.contains(CALL) ? Sniff.YES : Sniff.NO;
    }

    @Override
    public CaptureReader open(InputStream in, ReadContext context) {
        return new StraceReader(in, context.diagnostics());
    }
}
