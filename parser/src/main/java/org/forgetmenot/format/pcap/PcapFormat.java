// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.pcap;

import java.io.InputStream;
import java.util.EnumSet;
import java.util.Set;
import org.forgetmenot.format.Capability;
import org.forgetmenot.format.CaptureFormat;
import org.forgetmenot.format.CaptureReader;
import org.forgetmenot.format.Prefix;
import org.forgetmenot.format.ReadContext;
import org.forgetmenot.format.Sniff;

/**
 * pcap and pcapng: FUSE messages on link type USER0 (see {@link FuseRecord}), and TCP connections that carry FUSE, as
 * tcpdump records them. Both are whole messages of the wire.
 */
public final class PcapFormat implements CaptureFormat {
    private static final int BYTE_ORDER_MAGIC_AT = 8;

    @Override
    public String id() {
        return "pcap";
    }

    @Override
    public String title() {
        return "pcap";
    }

    @Override
    public String looksLike() {
        return "a pcap or pcapng file's magic number";
    }

    @Override
    public Set<Capability> capabilities() {
        Set<Capability> all = untimed();
        all.add(Capability.TIME);
        return all;
    }

    static Set<Capability> untimed() {
        return EnumSet.complementOf(
                EnumSet.of(Capability.TIME, Capability.SUPERBLOCKS, Capability.EVICTIONS, Capability.FORGET_CAUSES));
    }

    @Override
    public boolean isText() {
        return false;
    }

    @Override
    public Sniff sniff(Prefix prefix) {
        int first = (int) prefix.u32(0);
        if (prefix.length() >= 4 && ClassicFile.isMagic(first)) {
            return Sniff.YES;
        }
        int magic = (int) prefix.u32(BYTE_ORDER_MAGIC_AT);
        boolean pcapng = first == Pcapng.SECTION_HEADER
                && (magic == Pcapng.BYTE_ORDER_MAGIC || Integer.reverseBytes(magic) == Pcapng.BYTE_ORDER_MAGIC);
        return pcapng ? Sniff.YES : Sniff.NO;
    }

    @Override
    public CaptureReader open(InputStream in, ReadContext context) {
        return new PcapReader(in, context);
    }
}
