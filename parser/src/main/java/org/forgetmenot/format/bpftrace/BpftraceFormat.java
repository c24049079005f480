// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.bpftrace;

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
 * Lines that bpftrace prints of the kernel's fuse functions, plain or from {@code bpftrace -f json}: each says what it is
 * ({@code FQ} fuse_queue_forget, {@code IG} fuse_iget, {@code LK} fuse_lookup_name, {@code EV} fuse_evict_inode, {@code RS}
 * and {@code RE} the kernel's own tracepoints), or it is a {@link FreeLine}.
 */
public final class BpftraceFormat extends TextFormat {
    private static final Pattern SURE = Pattern.compile(
            "(?:^|\"data\": ?\")(?:FQ \\d+ \\d+ .*fc=[0-9a-fx]+ nodeid=|IG \\d+ \\d+ .*sb=[0-9a-fx]+ nodeid="
                    + "|LK \\d+ \\d+ .*sb=[0-9a-fx]+ parent=|EV \\d+ \\d+ .*nodeid=\\d+ nlookup=|R[SE] \\d+ \\d+ .*conn=\\d+ unique="
                    + "|[\\s\\d:.\\[\\]]{0,60}(?:f?orget|fuse_(?:chan_)?queue_forget|(?:fuse_)?(?:evict|iget))[^\"\\n]{0,80}\\bnodeid[ =:]+\\d)",
            Pattern.MULTILINE);

    public BpftraceFormat() {
        super(
                "bpftrace",
                "bpftrace lines",
                "'FQ 1479716818000 4225 bash fc=ffff8881... nodeid=5 nlookup=3' as a bpftrace script prints",
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
                        Capability.SUPERBLOCKS,
                        Capability.EVICTIONS,
                        Capability.FORGET_CAUSES));
    }

    @Override
    public Sniff sniff(Prefix prefix) {
        return yesIf(prefix, SURE);
    }

    @Override
    public CaptureReader open(InputStream in, ReadContext context) {
        return new BpftraceReader(in, context);
    }
}
