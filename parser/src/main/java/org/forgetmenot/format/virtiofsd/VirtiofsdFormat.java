// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.virtiofsd;

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
import org.forgetmenot.format.libfuselog.LogSigns;

/** The debug log ({@code -d}) of the C virtiofsd that came with QEMU 5.0 to 7.2: the richest of all server logs. */
public final class VirtiofsdFormat extends TextFormat {
    static final Set<Capability> AT_BEST = Set.copyOf(EnumSet.of(
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

    /** Shared with libfuse's passthrough_ll example, which has it before other lines that only libfuse writes. */
    private static final Pattern PASSTHROUGH = Pattern.compile("lo_lookup\\(parent=\\d+, name=");

    private static final Pattern LIBFUSE =
            Pattern.compile("FUSE library version|(?:dev|cqe) unique: |unique: \\d+, result=");

    public VirtiofsdFormat() {
        super(
                "virtiofsd-c",
                "C virtiofsd debug log",
                "'[ID: 00000004] unique: 60, opcode: ...' as QEMU's virtiofsd -d writes",
                AT_BEST);
    }

    @Override
    public Sniff sniff(Prefix prefix) {
        if (!LogSigns.hasMessages(prefix) || prefix.contains(LIBFUSE)) {
            return Sniff.NO;
        }
        if (LogSigns.isVirtiofsd(prefix)) {
            return Sniff.YES;
        }
        return prefix.contains(PASSTHROUGH) ? Sniff.MAYBE : Sniff.NO;
    }

    @Override
    public CaptureReader open(InputStream in, ReadContext context) {
        return new VirtiofsdReader(in, context.diagnostics());
    }
}
