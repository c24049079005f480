// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.event;

/** The kernel functions whose appearance as a return probe's caller decides how a count is read. */
public final class KernelFunction {
    /** The capture does not name it. */
    public static final int UNKNOWN = -1;
    /** Any other function. */
    public static final int OTHER = 0;
    /** {@code fuse_dentry_revalidate}: a LOOKUP for a dentry the kernel already has; the count rises without fuse_iget. */
    public static final int DENTRY_REVALIDATE = 1;
    /** {@code fuse_dentry_revalidate_lookup}: the same in kernels with v2 of the patch, which send it while a submount is mounted as well. */
    public static final int DENTRY_REVALIDATE_LOOKUP = 2;
    /** {@code fuse_get_tree_submount}, {@code fuse_fill_super_submount}, {@code fuse_dentry_automount}: a submount gets its root. */
    public static final int SUBMOUNT_ROOT = 3;
    /** {@code fuse_fill_super_common}: a mount gets its root, nodeid 1, which was never looked up. */
    public static final int MOUNT_ROOT = 4;
    /** {@code fuse_lookup_name}: an ordinary LOOKUP. */
    public static final int LOOKUP_NAME = 5;
    /** {@code fuse_readdir_uncached}, {@code fuse_direntplus_link}: READDIRPLUS. */
    public static final int READDIRPLUS = 6;

    private KernelFunction() {}
}
