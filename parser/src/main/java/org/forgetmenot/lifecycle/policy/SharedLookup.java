// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle.policy;

/**
 * The first lookup belongs to an object that the mount point and every root made from it share; the last of them gives it
 * back ({@code struct fuse_submount_lookup}, {@code fuse_cleanup_submount_lookup}: commit c4d361f66ac9, Linux 6.7-rc6).
 */
final class SharedLookup implements Policy {
    @Override
    public String id() {
        return "shared";
    }

    @Override
    public String kernels() {
        return "Linux 6.7 and later, stable 6.1.70+, 6.6.8+";
    }

    @Override
    public String how() {
        return "A mount point and its submounts' roots share one lookup, and the last of them gives it back.";
    }

    @Override
    public void got(MountPoint mountPoint) {
        mountPoint.nlookup = 0;
        mountPoint.shared = new Shared();
        mountPoint.shared.users = 1;
    }

    @Override
    public int entered(MountPoint mountPoint, Root root) {
        root.shared = mountPoint.shared;
        root.shared.users++;
        return 0;
    }

    @Override
    public void evicted(MountPoint mountPoint, Server server) {
        server.forget(mountPoint.nlookup);
        mountPoint.shared.release(server);
    }

    @Override
    public void evicted(Root root, Server server) {
        root.shared.release(server);
    }
}
