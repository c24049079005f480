// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.backendrs;

import java.io.InputStream;
import java.util.EnumSet;
import java.util.regex.Pattern;
import org.forgetmenot.format.Capability;
import org.forgetmenot.format.CaptureReader;
import org.forgetmenot.format.Prefix;
import org.forgetmenot.format.ReadContext;
import org.forgetmenot.format.Sniff;
import org.forgetmenot.format.TextFormat;

/**
 * The trace log of fuse-backend-rs (nydusd {@code --log-level trace}): which requests came and how they ended. It names no
 * nodeid that a reply hands out and no count that a FORGET gives back.
 */
public final class BackendRsFormat extends TextFormat {
    private static final Pattern SURE = Pattern.compile("fuse: new (?:req \\w+: InHeader|reply OutHeader) \\{");

    public BackendRsFormat() {
        super(
                "backend-rs",
                "fuse-backend-rs trace log",
                "'fuse: new req Lookup: InHeader { len: 44, opcode: 1, ...' as nydusd --log-level trace writes",
                EnumSet.of(
                        Capability.TIME,
                        Capability.REQUESTS,
                        Capability.UNIQUE,
                        Capability.PID,
                        Capability.ERRORS,
                        Capability.FORGETS));
    }

    @Override
    public Sniff sniff(Prefix prefix) {
        return yesIf(prefix, SURE);
    }

    @Override
    public CaptureReader open(InputStream in, ReadContext context) {
        return new BackendRsReader(in, context.diagnostics());
    }
}
