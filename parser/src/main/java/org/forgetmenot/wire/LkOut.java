// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

/**
 * {@code struct fuse_lk_out}: the reply to GETLK.
 *
 * <pre>
 * offset size field
 *      0   24 lk                   see FileLock
 *     24      end
 * </pre>
 *
 * <p>Since 7.7. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class LkOut {
    public static final int LK = 0;
    /** Length in bytes. */
    public static final int BYTES = 24;

    private LkOut() {}
}
