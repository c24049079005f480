// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.fuser;

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
 * The request log of the Rust crates fuser and fuse ({@code RUST_LOG=fuser=debug}), and what mountpoint-s3 adds: requests
 * with their nodeids and FORGET counts, no replies except mountpoint-s3's failures.
 */
public final class FuserFormat implements CaptureFormat {
    private static final Pattern SURE =
            Pattern.compile("FUSE\\( *\\d+\\) ino 0x[0-9a-f]{16}|\\w\\{req=\\d+ ino=\\d+[^}]*\\}: mountpoint_s3");

    private static final Set<Capability> AT_BEST = Set.copyOf(EnumSet.of(
            Capability.TIME,
            Capability.REQUESTS,
            Capability.UNIQUE,
            Capability.PID,
            Capability.NAMES,
            Capability.ERRORS,
            Capability.FORGETS,
            Capability.FORGET_COUNTS,
            Capability.HANDLES));

    @Override
    public String id() {
        return "fuser";
    }

    @Override
    public String title() {
        return "fuser request log";
    }

    @Override
    public String looksLike() {
        return "'FUSE(  2) ino 0x0000000000000001 LOOKUP name \"foo\"' as fuser and mountpoint-s3 write";
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
        return new FuserReader(in, context.diagnostics());
    }
}
