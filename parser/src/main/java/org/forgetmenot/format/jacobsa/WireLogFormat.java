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
 * The wire log of jacobsa/fuse ({@code gcsfuse --wire-log FILE}): one JSON object for each operation that is done, one after
 * the other. It holds every count except the entries of READDIRPLUS.
 */
public final class WireLogFormat extends TextFormat {
    private static final Pattern SURE = Pattern.compile("\"Operation\"\\s*:\\s*\"\\w+Op\"");

    public WireLogFormat() {
        super(
                "jacobsa-wire",
                "jacobsa/fuse wire log",
                "'{ \"Operation\": \"LookUpInodeOp\", ...' as gcsfuse --wire-log writes",
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
        return new WireLogReader(in, context.diagnostics());
    }
}
