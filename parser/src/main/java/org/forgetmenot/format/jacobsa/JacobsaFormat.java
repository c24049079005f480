// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.jacobsa;

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
 * The debug log of jacobsa/fuse (gcsfuse, goofys, geesefs): requests and replies with nodeids, but not how much a FORGET
 * gives back, nor which nodeids a BATCH_FORGET holds.
 */
public final class JacobsaFormat extends TextFormat {
    private static final Pattern SURE = Pattern.compile("Op 0x[0-9a-f]{8,16} [^\\]\\n]*\\] (?:<-|->) \\w");

    public JacobsaFormat() {
        super(
                "jacobsa",
                "jacobsa/fuse debug log",
                "'Op 0x00000160  connection.go:420] <- LookUpInode (parent 1, name ...' as jacobsa/fuse (gcsfuse) writes",
                EnumSet.of(
                        Capability.TIME,
                        Capability.REQUESTS,
                        Capability.UNIQUE,
                        Capability.PID,
                        Capability.NAMES,
                        Capability.ERRORS,
                        Capability.ENTRY_NODEIDS,
                        Capability.FORGETS,
                        Capability.HANDLES));
    }

    @Override
    public Sniff sniff(Prefix prefix) {
        return yesIf(prefix, SURE);
    }

    @Override
    public CaptureReader open(InputStream in, ReadContext context) {
        return new JacobsaReader(in, context.diagnostics());
    }
}
