// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.blocktag;

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
 * What MediaTek's blocktag prints of its last 512 fuse events (blocktag-fuse-trace.c), the newest first: when inodes' nlookup
 * rose and which FORGETs were queued, without superblocks.
 */
public final class BlocktagFormat extends TextFormat {
    private static final Pattern SURE = Pattern.compile("(?m)^.{0,200}\\[\\d+\\]\\d+[:,]mtk_fuse_\\w+,\\w+:\\d+,");

    public BlocktagFormat() {
        super(
                "blocktag",
                "MediaTek blocktag log",
                "'[1234567890]80,mtk_fuse_queue_forget,fuse_evict_inode:151,nodeid=5,nlookup=1' as blocktag prints",
                EnumSet.of(
                        Capability.TIME,
                        Capability.PID,
                        Capability.ENTRY_NODEIDS,
                        Capability.FORGETS,
                        Capability.FORGET_COUNTS));
    }

    @Override
    public Sniff sniff(Prefix prefix) {
        return yesIf(prefix, SURE);
    }

    @Override
    public CaptureReader open(InputStream in, ReadContext context) {
        return new BlocktagReader(in, context.diagnostics());
    }
}
