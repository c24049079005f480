// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

/**
 * A file of a {@link Tree}, whatever its type and however many names it has. One file has one object as long as somebody
 * refers to it, so that identity tells files apart.
 */
public interface Inode {
    /**
     * The filesystem it lies on, as {@code stat.st_dev}: one that differs from its directory's makes it a submount.
     */
    long device();
}
