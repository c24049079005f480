// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

/**
 * {@code struct fuse_statfs_out}: the reply to STATFS; 48 bytes before 7.4.
 *
 * <pre>
 * offset size field
 *      0   80 st                   see Kstatfs
 *     80      end
 * </pre>
 *
 * <p>Since the protocol's beginning. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class StatfsOut {
    public static final int ST = 0;
    /** Length in bytes. */
    public static final int BYTES = 80;

    private StatfsOut() {}
}
