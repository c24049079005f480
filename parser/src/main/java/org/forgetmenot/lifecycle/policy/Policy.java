// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle.policy;

/** One way to count a submount's lookup, as the table of the patch discussion has it. */
public interface Policy {
    /** The stable name: unfixed, lookup, steal or shared. */
    String id();

    /** Which kernels count so. */
    String kernels();

    /** How it counts, in a sentence. */
    String how();

    /** The mount point was looked up and its inode got: one lookup to book. */
    void got(MountPoint mountPoint);

    /**
     * A submount's root is made from the mount point.
     *
     * @return lookups that the kernel sends for it
     */
    int entered(MountPoint mountPoint, Root root);

    /** The mount point's inode is evicted. */
    void evicted(MountPoint mountPoint, Server server);

    /** The submount's root is evicted. */
    void evicted(Root root, Server server);

    /** A mount point inode in the parent superblock. */
    final class MountPoint {
        long nlookup;
        Shared shared = new Shared();
    }

    /** The root inode of a submount. */
    final class Root {
        long nlookup;
        Shared shared = new Shared();
    }

    /** {@code struct fuse_submount_lookup}: one lookup with several users. */
    final class Shared {
        int users;

        void release(Server server) {
            if (users > 0 && --users == 0) {
                server.forget(1);
            }
        }
    }

    /** Where FORGETs go. */
    interface Server {
        /** FORGET(nodeid, nlookup); nothing is sent for 0. */
        void forget(long nlookup);
    }
}
