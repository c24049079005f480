// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.detect;

/**
 * A bug that others have found and fixed.
 *
 * @param name what it is called here
 * @param fixedBy commit and first version with the fix
 * @param affected versions that have the bug
 */
public record KnownBug(String name, String fixedBy, String affected) {
    /** The bug of virtio-fs submounts: a submount's root is a second inode for a nodeid whose only lookup belongs to its mount point. */
    public static final KnownBug SUBMOUNT_BORROWS_LOOKUP = new KnownBug(
            "virtiofs: a submount's root borrows the lookup of its mount point",
            "c4d361f66ac9 (\"fuse: share lookup state between submount and its parent\"), Linux 6.7-rc6, stable 6.6.8 and 6.1.70",
            "Linux 5.10 to 6.7-rc5 (since bf109c64040f), except stable kernels with the fix");
}
