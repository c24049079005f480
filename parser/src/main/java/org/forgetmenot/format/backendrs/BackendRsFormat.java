// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.backendrs;

import java.io.InputStream;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.forgetmenot.format.Capability;
import org.forgetmenot.format.CaptureFormat;
import org.forgetmenot.format.CaptureReader;
import org.forgetmenot.format.Prefix;
import org.forgetmenot.format.ReadContext;
import org.forgetmenot.format.Sniff;

/**
 * The trace log of fuse-backend-rs (nydusd {@code --log-level trace}): which requests came and how they ended. It names no
 * nodeid that a reply hands out and no count that a FORGET gives back.
 */
public final class BackendRsFormat implements CaptureFormat {
    private static final Pattern SURE = Pattern.compile("fuse: new (?:req \\w+: InHeader|reply OutHeader) \\{");

    private static final Set<Capability> AT_BEST = Set.copyOf(EnumSet.of(
            Capability.TIME,
            Capability.REQUESTS,
            Capability.UNIQUE,
            Capability.PID,
            Capability.ERRORS,
            Capability.FORGETS));

    @Override
    public String id() {
        return "backend-rs";
    }

    @Override
    public String title() {
        return "fuse-backend-rs trace log";
    }

    @Override
    public String looksLike() {
        return "'fuse: new req Lookup: InHeader { len: 44, opcode: 1, ...' as nydusd --log-level trace writes";
    }

    @Override
    public Set<Capability> capabilities() {
        return AT_BEST;
    }

    @Override
    public boolean isText() {
        return true;
    }

    @Override
    public Sniff sniff(Prefix prefix) {
        return prefix.isText() && prefix.contains(SURE) ? Sniff.YES : Sniff.NO;
    }

    @Override
    public CaptureReader open(InputStream in, ReadContext context) {
        return new BackendRsReader(in, context.diagnostics());
    }
}
