// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

/**
 * {@code struct fuse_syncfs_in}: the arguments of SYNCFS.
 *
 * <pre>
 * offset size field
 *      0    8 padding
 *      8      end
 * </pre>
 *
 * <p>Since 7.34. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class SyncfsIn {
    public static final int PADDING = 0;
    /** Length in bytes. */
    public static final int BYTES = 8;

    private SyncfsIn() {}
}
