// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.gofuse;

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
 * The debug log of hanwen/go-fuse: every request and reply with nodeids and FORGET counts, but not the entries of
 * READDIRPLUS, so that more is given back than is seen handed out once READDIRPLUS was used.
 */
public final class GoFuseFormat extends TextFormat {
    private static final Pattern SURE = Pattern.compile(
            "(?:^|[ \"])(?:rx \\d+: [A-Z_]+ [ni]\\d+ |tx \\d+: +(?:OK|\\d+=)"
                    + "|doBatchForget: |Dispatch \\d+: [A-Z_]+, NodeId: |Serialize \\d+: [A-Z_]+ code: )",
            Pattern.MULTILINE);

    public GoFuseFormat() {
        super(
                "gofuse",
                "go-fuse debug log",
                "'rx 3: LOOKUP n1 [\"foo\"] 4b' and 'tx 3:     OK, {n2 g1 ...}' as go-fuse (gocryptfs -fusedebug) writes",
                EnumSet.of(
                        Capability.TIME,
                        Capability.REQUESTS,
                        Capability.UNIQUE,
                        Capability.PID,
                        Capability.NAMES,
                        Capability.ERRORS,
                        Capability.ENTRY_NODEIDS,
                        Capability.ATTRIBUTES,
                        Capability.FORGETS,
                        Capability.FORGET_COUNTS,
                        Capability.HANDLES));
    }

    @Override
    public Sniff sniff(Prefix prefix) {
        return yesIf(prefix, SURE);
    }

    @Override
    public CaptureReader open(InputStream in, ReadContext context) {
        return new GoFuseReader(in, context.diagnostics());
    }
}
