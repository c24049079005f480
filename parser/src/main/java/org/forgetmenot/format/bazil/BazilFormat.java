// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.bazil;

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
 * The debug log of bazil.org/fuse, which every program embeds in lines of its own. It has no READDIRPLUS, so every count is
 * in it.
 */
public final class BazilFormat extends TextFormat {
    private static final Pattern SURE =
            Pattern.compile("(?:<- \\w+ \\[ID=0x[0-9a-f]+ Node=0x|-> \\[ID=0x[0-9a-f]+\\] \\w)");

    public BazilFormat() {
        super(
                "bazil",
                "bazil.org/fuse debug log",
                "'<- Lookup [ID=0x2 Node=0x1 Uid=0 Gid=0 Pid=123] \"foo\"' as bazil.org/fuse (rclone mount --debug-fuse) writes",
                EnumSet.of(
                        Capability.TIME,
                        Capability.REQUESTS,
                        Capability.UNIQUE,
                        Capability.PID,
                        Capability.NAMES,
                        Capability.ERRORS,
                        Capability.ENTRY_NODEIDS,
                        Capability.READDIRPLUS_ENTRIES,
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
        return new BazilReader(in, context.diagnostics());
    }
}
