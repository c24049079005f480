// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.jacobsa;

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
 * The wire log of jacobsa/fuse ({@code gcsfuse --wire-log FILE}): one JSON object for each operation that is done, one after
 * the other. It holds every count except the entries of READDIRPLUS.
 */
public final class WireLogFormat implements CaptureFormat {
    private static final Pattern SURE = Pattern.compile("\"Operation\"\\s*:\\s*\"\\w+Op\"");

    private static final Set<Capability> AT_BEST = Set.copyOf(EnumSet.of(
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

    @Override
    public String id() {
        return "jacobsa-wire";
    }

    @Override
    public String title() {
        return "jacobsa/fuse wire log";
    }

    @Override
    public String looksLike() {
        return "'{ \"Operation\": \"LookUpInodeOp\", ...' as gcsfuse --wire-log writes";
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
        return new WireLogReader(in, context.diagnostics());
    }
}
