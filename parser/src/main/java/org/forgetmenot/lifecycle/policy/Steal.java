// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle.policy;

/**
 * The root takes one of the mount point's lookups, if it has one to give, and borrows otherwise
 * ({@code fuse_get_tree_submount}, the test patch of the discussion, never merged).
 */
final class Steal implements Policy {
    @Override
    public String id() {
        return "steal";
    }

    @Override
    public String kernels() {
        return "the test patch, never merged";
    }

    @Override
    public String how() {
        return "A submount's root takes a lookup of its mount point, and borrows where there is none to take.";
    }

    @Override
    public void got(MountPoint mountPoint) {
        mountPoint.nlookup = 1;
    }

    @Override
    public int entered(MountPoint mountPoint, Root root) {
        if (mountPoint.nlookup > 0) {
            mountPoint.nlookup--;
            root.nlookup = 1;
        }
        return 0;
    }

    @Override
    public void evicted(MountPoint mountPoint, Server server) {
        server.forget(mountPoint.nlookup);
    }

    @Override
    public void evicted(Root root, Server server) {
        server.forget(root.nlookup);
    }
}
