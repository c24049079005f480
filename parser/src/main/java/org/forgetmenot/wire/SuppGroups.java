// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_supp_groups}: the extension FUSE_EXT_GROUPS; the groups follow as u32.
 *
 * <pre>
 * offset size field
 *      0    4 nr_groups
 *      4      end
 * </pre>
 *
 * <p>Since 7.38. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class SuppGroups {
    public static final int NR_GROUPS = 0;
    /** Length in bytes. */
    public static final int BYTES = 4;
    /** {@code FUSE_EXT_GROUPS}: the {@link ExtHeader#TYPE} of this extension. */
    public static final int EXT_TYPE = 32;

    private SuppGroups() {}

    public static int nrGroups(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + NR_GROUPS, order);
    }
}
