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

/**
 * The debug log ({@code --log-level debug}) of the Rust virtiofsd: which requests came and how they ended. It names no
 * nodeid that a reply hands out and no count that a FORGET gives back.
 */
public final class RustVirtiofsdFormat extends TextFormat {
    static final Set<Capability> AT_BEST = Set.copyOf(EnumSet.of(
            Capability.TIME,
            Capability.REQUESTS,
            Capability.UNIQUE,
            Capability.PID,
            Capability.ERRORS,
            Capability.FORGETS));

    private static final Pattern SURE = Pattern.compile(
            "Received request: opcode=\\w+ \\(\\d+\\), inode=\\d+, unique=\\d+|Replying (?:OK|ERROR), header: OutHeader \\{");
    private static final Pattern OLD = Pattern.compile("Received request: \\d+");
    private static final Pattern OWN_WORDS = Pattern.compile("\\bvirtiofsd(?:::|\\[|\\])");

    public RustVirtiofsdFormat() {
        super(
                "virtiofsd-rust",
                "Rust virtiofsd debug log",
                "'Received request: opcode=Lookup (1), inode=1, unique=4, pid=212' as virtiofsd --log-level debug writes",
                AT_BEST);
    }

    @Override
    public Sniff sniff(Prefix prefix) {
        if (prefix.contains(SURE)) {
            return Sniff.YES;
        }
        if (prefix.contains(OLD)) {
            return prefix.contains(OWN_WORDS) ? Sniff.YES : Sniff.MAYBE;
        }
        return Sniff.NO;
    }

    @Override
    public CaptureReader open(InputStream in, ReadContext context) {
        return new RustVirtiofsdReader(in, context.diagnostics());
    }
}
