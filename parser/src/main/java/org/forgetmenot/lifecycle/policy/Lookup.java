// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle.policy;

/**
 * The root has a lookup of its own, sent while it is mounted ({@code fuse_dentry_revalidate_lookup} called from
 * {@code fuse_fill_super_submount}: v2 of the patch, never merged).
 */
final class Lookup implements Policy {
    @Override
    public String id() {
        return "lookup";
    }

    @Override
    public String kernels() {
        return "v2 of the patch, never merged";
    }

    @Override
    public String how() {
        return "A submount's root has a lookup of its own.";
    }

    @Override
    public void got(MountPoint mountPoint) {
        mountPoint.nlookup = 1;
    }

    @Override
    public int entered(MountPoint mountPoint, Root root) {
        root.nlookup = 1;
        return 1;
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
