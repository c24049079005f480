// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.fusedump;

import java.io.InputStream;
import java.util.EnumSet;
import java.util.Set;
import org.forgetmenot.format.Capability;
import org.forgetmenot.format.CaptureFormat;
import org.forgetmenot.format.CaptureReader;
import org.forgetmenot.format.Prefix;
import org.forgetmenot.format.ReadContext;
import org.forgetmenot.format.Sniff;
import org.forgetmenot.format.message.MessageDecoder;
import org.forgetmenot.wire.InHeader;
import org.forgetmenot.wire.Opcode;
import org.forgetmenot.wire.OutHeader;

/**
 * What {@code glusterfs --dump-fuse=FILE} writes: every FUSE message as raw bytes, which tells everything but why.
 *
 * <pre>
 * offset size
 *      0    1 'R' from the kernel, 'W' from the server
 *      1    4 how many items follow (3)                version 2; in version 1 the message follows here
 *      5   16 u32 16, u64 tv_sec, u32 tv_nsec
 *     21   12 u32 12, "GLUSTER\xF5"
 *     33      the message, whose first u32 is its length
 * </pre>
 *
 * <p>Numbers are in the recorder's byte order. A first number from 16 on is a message's length (version 1, GlusterFS before
 * 3.10). Source: GlusterFS, xlators/mount/fuse/src/fuse-bridge.c.
 */
public final class FusedumpFormat implements CaptureFormat {
    static final int FROM_KERNEL = 'R';
    static final int FROM_SERVER = 'W';

    private static final String SIGNATURE = "GLUSTER\u00f5";
    private static final int SIGNATURE_AT = 25;
    /** An INIT request is not longer than this in any version. */
    private static final int INIT_BYTES_MAX = 1024;
    /** Errors beyond this are no errno. */
    private static final int ERRNO_MAX = 511;
    /** So many version 1 records must follow each other before a guess is made. */
    private static final int RECORDS_SURE = 3;

    private static final int RECORDS_LOOKED_AT = 16;

    @Override
    public String id() {
        return "fusedump";
    }

    @Override
    public String title() {
        return "GlusterFS fusedump";
    }

    @Override
    public String looksLike() {
        return "binary records that begin with R or W, with 'GLUSTER' 25 bytes in";
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
        if (!isDirection(prefix.at(0))) {
            return Sniff.NO;
        }
        if (prefix.hasAt(SIGNATURE_AT, SIGNATURE)) {
            return Sniff.YES;
        }
        Sniff little = sniffVersion1(prefix, false);
        return little == Sniff.NO ? sniffVersion1(prefix, true) : little;
    }

    @Override
    public CaptureReader open(InputStream in, ReadContext context) {
        return new FusedumpReader(in, context.diagnostics());
    }

    private static boolean isDirection(int value) {
        return value == FROM_KERNEL || value == FROM_SERVER;
    }

    static boolean isMessageLength(int length) {
        return length >= OutHeader.BYTES && length <= MessageDecoder.MESSAGE_BYTES_MAX;
    }

    private static int number(Prefix prefix, int offset, boolean swapped) {
        int value = (int) prefix.u32(offset);
        return swapped ? Integer.reverseBytes(value) : value;
    }

    private static Sniff sniffVersion1(Prefix prefix, boolean swapped) {
        int offset = 0;
        int records = 0;
        while (records < RECORDS_LOOKED_AT && offset + 1 + OutHeader.BYTES <= prefix.length()) {
            int length = number(prefix, offset + 1, swapped);
            int second = number(prefix, offset + 5, swapped);
            if (!isDirection(prefix.at(offset)) || !isMessageLength(length)) {
                return Sniff.NO;
            }
            boolean request = prefix.at(offset) == FROM_KERNEL;
            if (request && second == Opcode.INIT.number() && length > InHeader.BYTES && length <= INIT_BYTES_MAX) {
                return Sniff.YES;
            }
            if (request
                    ? length < InHeader.BYTES || Opcode.of(second) == null
                    : second < -ERRNO_MAX || second > ERRNO_MAX) {
                return Sniff.NO;
            }
            offset += 1 + length;
            records++;
        }
        return records >= RECORDS_SURE || (records > 0 && offset == prefix.length()) ? Sniff.MAYBE : Sniff.NO;
    }
}
