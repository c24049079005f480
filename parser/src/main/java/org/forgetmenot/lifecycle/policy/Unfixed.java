// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle.policy;

/**
 * The root borrows: its inode is made by fuse_iget and its nlookup taken back at once ({@code fuse_fill_super_submount},
 * {@code get_fuse_inode(root)->nlookup--}, commit bf109c64040f).
 */
final class Unfixed implements Policy {
    @Override
    public String id() {
        return "unfixed";
    }

    @Override
    public String kernels() {
        return "Linux 5.10 to 6.7-rc5, but not stable 6.1.70+, 6.6.8+";
    }

    @Override
    public String how() {
        return "A submount's root borrows the lookup of its mount point.";
    }

    @Override
    public void got(MountPoint mountPoint) {
        mountPoint.nlookup = 1;
    }

    @Override
    public int entered(MountPoint mountPoint, Root root) {
        return 0;
    }

    @Override
    public void evicted(MountPoint mountPoint, Server server) {
        server.forget(mountPoint.nlookup);
    }

    @Override
    public void evicted(Root root, Server server) {}
}
