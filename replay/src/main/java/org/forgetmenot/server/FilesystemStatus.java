// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

/**
 * What STATFS answers, see {@code struct fuse_kstatfs}.
 *
 * @param blocks in units of {@code fragmentBytes}, as are {@code free} and {@code available}
 */
public record FilesystemStatus(
        long blocks,
        long free,
        long available,
        long files,
        long filesFree,
        int blockBytes,
        int nameBytesMax,
        int fragmentBytes) {}
