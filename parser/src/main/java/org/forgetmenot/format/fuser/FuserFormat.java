// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.fuser;

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
 * The request log of the Rust crates fuser and fuse ({@code RUST_LOG=fuser=debug}), and what mountpoint-s3 adds: requests
 * with their nodeids and FORGET counts, no replies except mountpoint-s3's failures.
 */
public final class FuserFormat extends TextFormat {
    private static final Pattern SURE =
            Pattern.compile("FUSE\\( *\\d+\\) ino 0x[0-9a-f]{16}|\\w\\{req=\\d+ ino=\\d+[^}]*\\}: mountpoint_s3");

    public FuserFormat() {
        super(
                "fuser",
                "fuser request log",
                "'FUSE(  2) ino 0x0000000000000001 LOOKUP name \"foo\"' as fuser and mountpoint-s3 write",
                EnumSet.of(
                        Capability.TIME,
                        Capability.REQUESTS,
                        Capability.UNIQUE,
                        Capability.PID,
                        Capability.NAMES,
                        Capability.ERRORS,
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
        return new FuserReader(in, context.diagnostics());
    }
}
