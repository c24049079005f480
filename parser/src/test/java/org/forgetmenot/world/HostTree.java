// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

import java.util.List;

/** The tree that the server shares, with directories on devices of their own. */
final class HostTree {
    static final List<String> NAMES = List.of("a", "b", "c", "d");
    /** The way to the mount point that containers take for their root. */
    static final List<String> ROOTFS = List.of("ctr", "rootfs");

    final HostFile root = HostFile.root(new HostFile.Device(1000), false);

    /**
     * @param mounts whether some directories are mount points on the host
     */
    HostTree(Dice dice, boolean mounts) {
        HostFile ctr = root.make("ctr", HostFile.DIRECTORY);
        fill(root, dice, 3);
        HostFile rootfs = mount(ctr, "rootfs", mounts);
        fill(rootfs, dice, 2);
        if (dice.coin()) {
            fill(mount(rootfs, "etc", mounts), dice, 1);
        }
        mount(root.make("data", HostFile.DIRECTORY), "vol", mounts);
    }

    /** Every device counts its inodes from 2 on, so that numbers collide. */
    private static HostFile mount(HostFile directory, String name, boolean mounts) {
        if (!mounts) {
            return directory.make(name, HostFile.DIRECTORY);
        }
        HostFile root = HostFile.root(new HostFile.Device(2), true);
        directory.children.put(name, root);
        return root;
    }

    private static void fill(HostFile directory, Dice dice, int depth) {
        for (String name : NAMES) {
            if (dice.oneIn(4)) {
                continue;
            }
            HostFile child = directory.make(name, dice.of(HostFile.REGULAR, HostFile.DIRECTORY, HostFile.REGULAR));
            if (child.isDirectory() && depth > 1) {
                fill(child, dice, depth - 1);
            }
        }
    }
}
